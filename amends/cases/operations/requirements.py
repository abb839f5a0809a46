"""What the court changes in a requirement after it was made, and how a requirement ends."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Requirement, RequirementChange
from amends.cases.operations.refused import SentenceRefused
from amends.cases.operations.sentences import ChangeDraft, change_grounds
from amends.cases.outstanding import outstanding_now
from amends.design.words import hours_text
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground
from amends.policy.order_hours import outstanding_limit

_COUNTED_IN_FULL: Mapping[int, int] = MappingProxyType({})


@transaction.atomic
def change_requirement(
    *, requirement: Requirement, draft: ChangeDraft, by: User, at: datetime,
    minutes_left: Mapping[int, int] | None = _COUNTED_IN_FULL,
) -> RequirementChange:  # fmt: skip
    """Record that the court added or removed hours, or moved the last day. A mistake is put right by another change.

    `minutes_left` as in `record_sentences`: what is left, before this change, of the requirements it names. Raises
    SentenceRefused.
    """
    requirement = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person").get(
        pk=requirement.pk
    )  # fmt: skip
    on, sentence = localdate(at), requirement.sentence
    before = requirement.ordered_minutes + requirement.changes.aggregate(sum=Sum("minutes", default=0))["sum"]
    grounds = list(change_grounds(draft, before + draft.minutes, sentence.sentence_date, on))
    if requirement.ended_on:
        grounds.append(Ground(_("This requirement has ended")))
    if len(draft.reason.strip()) > 200:
        grounds.append(Ground(_("The reason must be 200 characters or fewer"), "reason"))
    if not grounds and draft.minutes > 0 and minutes_left is not None:
        total = outstanding_now(sentence.person_id, minutes_left, added={requirement.pk: draft.minutes})
        limit = outstanding_limit(on=on)
        if total > limit.value:
            words = _("With this, %(total)s could be outstanding over all requirements; the most is %(most)s") % {
                "total": hours_text(total),
                "most": hours_text(limit.value),
            }
            grounds.append(Ground(words, "minutes"))
    if grounds:
        raise SentenceRefused(grounds)
    change = RequirementChange.objects.create(
        requirement=requirement, on=draft.on, minutes=draft.minutes, limit_date=draft.limit_date,
        reason=draft.reason.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    if draft.limit_date:
        requirement.limit_date = draft.limit_date
        requirement.save(update_fields=["limit_date"])
    audit.record(by, "change requirement", f"cases.requirement {requirement.pk}", crn=sentence.person.crn,
                 detail={"change": change.pk})  # fmt: skip
    return change


@transaction.atomic
def end_requirement(*, requirement: Requirement, ended_on: date, ended_as: str, by: User, at: datetime) -> Requirement:
    """Record that a requirement ended, and how. Raises SentenceRefused."""
    requirement = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person").get(
        pk=requirement.pk
    )  # fmt: skip
    grounds = []
    if requirement.ended_on:
        grounds.append(Ground(_("This requirement has ended already")))
    if ended_as not in Requirement.Ended.values:
        grounds.append(Ground(_("Choose how the requirement ended"), "ended_as"))
    if not requirement.sentence.sentence_date <= ended_on <= localdate(at):
        grounds.append(Ground(_("The day it ended must be between the sentence and today"), "ended_on"))
    if grounds:
        raise SentenceRefused(grounds)
    requirement.ended_on, requirement.ended_as = ended_on, ended_as
    requirement.save(update_fields=["ended_on", "ended_as"])
    crn = requirement.sentence.person.crn
    audit.record(by, "end requirement", f"cases.requirement {requirement.pk}", crn=crn, detail={"as": ended_as})
    return requirement


@transaction.atomic
def reopen_requirement(*, requirement: Requirement, by: User, at: datetime) -> Requirement:
    """Take back the end of a requirement recorded by mistake; its history keeps it. Raises SentenceRefused."""
    requirement = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person").get(
        pk=requirement.pk
    )  # fmt: skip
    if not requirement.ended_on:
        raise SentenceRefused(_("This requirement has not ended."))
    requirement.ended_on, requirement.ended_as = None, ""
    requirement.save(update_fields=["ended_on", "ended_as"])
    crn = requirement.sentence.person.crn
    audit.record(by, "reopen requirement", f"cases.requirement {requirement.pk}", crn=crn)
    return requirement


@transaction.atomic
def replace_requirement(
    *, requirement: Requirement, ordered_minutes: int, on: date, limit_date: date | None = None,
    intensive: bool = False, by: User, at: datetime,
) -> Requirement:  # fmt: skip
    """Record that the court put another requirement in the place of one, from a day: the earlier ends there.

    What was credited stays with the earlier: whoever knows it carries it over. `limit_date` None: that of the earlier
    one. Raises SentenceRefused.
    """
    requirement = Requirement.objects.select_for_update(of=("self",)).select_related("sentence__person").get(
        pk=requirement.pk
    )  # fmt: skip
    grounds = []
    if not 1 <= ordered_minutes <= Requirement.MOST_MINUTES:
        words = _("Hours ordered must be more than none, and no more than %(most)s")
        grounds.append(Ground(words % {"most": hours_text(Requirement.MOST_MINUTES)}, "ordered_minutes"))
    if limit_date and limit_date < on:
        grounds.append(Ground(_("The last day for working the hours must not be before the change"), "limit_date"))
    if grounds:
        raise SentenceRefused(grounds)
    end_requirement(requirement=requirement, ended_on=on, ended_as=Requirement.Ended.REPLACED, by=by, at=at)
    number = Requirement.objects.filter(sentence=requirement.sentence).count() + 1
    made = Requirement.objects.create(
        sentence=requirement.sentence, reference=f"{requirement.sentence.reference}-R{number}", runs=requirement.runs,
        ordered_minutes=ordered_minutes, intensive=intensive, limit_date=limit_date or requirement.limit_date,
        replaces=requirement,
    )  # fmt: skip
    detail, crn = {"replaces": requirement.reference}, requirement.sentence.person.crn
    audit.record(by, "replace requirement", f"cases.requirement {made.pk}", crn=crn, detail=detail)
    return made
