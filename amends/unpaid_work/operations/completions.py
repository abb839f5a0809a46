"""Completing a requirement, and recording what came of the order."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.cases.operations import end_requirement
from amends.design.documents.letter import LetterText
from amends.design.words import hours_text
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Completion, RequirementOutcome
from amends.unpaid_work.operations.documents import document_text, keep
from amends.unpaid_work.operations.releases import Released, release_bookings
from amends.unpaid_work.queries.completions import completed_on
from amends.unpaid_work.queries.person import Standing, standing
from amends.unpaid_work.queries.statement import account_of

TO_PERSON, TO_COURT = "completed", "completed_court"


@dataclass(frozen=True)
class Completed:
    """The completion as recorded, and what became of the bookings yet to come."""

    completion: Completion
    released: Released


def why_not_complete(standing: Standing) -> str:
    """Why the requirement cannot be completed now, in words; empty where it can."""
    if standing.requirement.ended_on:
        return _("This requirement has ended already")
    stated = standing.account.statement
    if stated is None:
        return _("The record needs putting right before it can be completed")
    if stated.remaining:
        return _("%(hours)s remain to be worked") % {"hours": hours_text(stated.remaining)}
    if completed_on(standing.account) is None:
        return _("No hours were credited: record what the court did instead")
    return ""


def completion_letters(standing: Standing, language: str, on) -> dict[str, LetterText]:
    """What the letters to the person (in the language) and to the court would say, by template.

    Raises Refused for a language there is no template in.
    """
    requirement = standing.requirement
    others = Requirement.objects.filter(sentence__person=requirement.sentence.person_id, ended_on=None)
    given: dict[str, object] = {
        "completed": completed_on(standing.account),
        "other": others.exclude(pk=requirement.pk).exists(),
    }
    return {
        template: document_text(template, standing, given, language=language, on=on, to_court=template == TO_COURT)
        for template in (TO_PERSON, TO_COURT)
    }


@transaction.atomic
def complete_requirement(
    *, requirement: Requirement, language: str = "", outcomes: dict[str, str] | None = None, by, at: datetime
) -> Completed:
    """Complete a requirement of which no hours remain: end it on the day of its last hours, tell the person (in the
    language, else their own) and the court, ask for an exit interview, and free the bookings yet to come.

    `outcomes` as in `record_outcome`. Raises Refused while hours remain, or where it has ended.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=requirement.sentence.person_id)
    requirement = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person__team").get(
        pk=requirement.pk
    )  # fmt: skip
    on = civil_date(at)
    stands = standing(account_of(requirement), on)
    if words := why_not_complete(stands):
        raise Refused(words)
    letters = completion_letters(stands, language or person.language, on)
    day = completed_on(stands.account) or on
    end_requirement(requirement=requirement, ended_on=day, ended_as=Requirement.Ended.COMPLETED, by=by, at=at)
    issued = {"issued_by": by, "issued_at": at}
    made = {template: keep(text, template, person, requirement, **issued) for template, text in letters.items()}
    completion = Completion.objects.create(
        requirement=requirement, on=day, letter=made[TO_PERSON], court_letter=made[TO_COURT],
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record(by, "complete requirement", f"unpaid_work.completion {completion.pk}", crn=person.crn,
                 detail={"requirement": requirement.reference, "on": day.isoformat()})  # fmt: skip
    released = release_bookings(requirement=requirement, reason=_("The hours are completed"), by=by, at=at)
    record_outcome(requirement=requirement, outcomes=outcomes or {}, by=by, at=at)
    return Completed(completion, released)


@transaction.atomic
def record_outcome(*, requirement: Requirement, outcomes: dict[str, str], by, at: datetime) -> RequirementOutcome:
    """Record what came of an order that has ended: yes, no or not_known of each; what is not given stays as it was.

    Raises Refused where the requirement has not ended, or an answer is none of these.
    """
    requirement = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person").get(
        pk=requirement.pk
    )  # fmt: skip
    if requirement.ended_on is None:
        raise Refused(_("The requirement has not ended"))
    unknown = outcomes.keys() - set(RequirementOutcome.ASKED)
    if unknown or not set(outcomes.values()) <= set(RequirementOutcome.Known.values):
        raise Refused(_("Answer each with yes, no or not known"))
    row, _made = RequirementOutcome.objects.update_or_create(
        requirement=requirement, defaults={**outcomes, "recorded_at": at, "recorded_by": by}
    )
    crn = requirement.sentence.person.crn
    audit.record(by, "record outcome", f"unpaid_work.requirementoutcome {row.pk}", crn=crn, detail=dict(outcomes))
    return row
