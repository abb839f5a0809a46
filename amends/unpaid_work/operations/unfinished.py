"""An assessment while it is being made: kept apart, section by section, until it is whole."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.form_specs.assessment import SECTION_OF, SECTIONS
from amends.unpaid_work.models import UnfinishedAssessment, UnpaidWorkAssessment
from amends.unpaid_work.operations.assessments import AreaDraft, AssessmentDraft, record_assessments


@transaction.atomic
def save_section(*, person: Person, section: str, answers: dict[str, Any], by, at: datetime) -> UnfinishedAssessment:
    """Keep the answers of one whole section; the first begins the assessment. KeyError for an unknown section."""
    SECTION_OF[section]
    unfinished, _begun = UnfinishedAssessment.objects.select_for_update().get_or_create(
        person=person, defaults={"begun_at": at, "changed_at": at, "changed_by": by}
    )
    unfinished.answers[section] = answers
    unfinished.changed_at, unfinished.changed_by = at, by
    unfinished.save()
    audit.record(
        by, "save assessment section", f"unpaid_work.unfinishedassessment {unfinished.pk}", crn=person.crn,
        detail={"section": section},
    )  # fmt: skip
    return unfinished


@transaction.atomic
def give_up_assessment(*, unfinished: UnfinishedAssessment, by, at: datetime) -> None:
    """Wipe the answers given so far. What stands stays as it is."""
    subject, crn = f"unpaid_work.unfinishedassessment {unfinished.pk}", unfinished.person.crn
    UnfinishedAssessment.objects.filter(pk=unfinished.pk).delete()
    audit.record(by, "give up assessment", subject, crn=crn)


@transaction.atomic
def finish_assessment(*, unfinished: UnfinishedAssessment, by, at: datetime) -> UnpaidWorkAssessment:
    """Record the assessment as completed on the day of `at`, and wipe the unfinished one.

    Raises Refused where a section is missing, or it was finished or given up meanwhile.
    """
    held = (
        UnfinishedAssessment.objects.select_for_update(of=["self"])
        .select_related("person")
        .filter(pk=unfinished.pk)
        .first()
    )
    if held is None:
        raise Refused(_("This assessment was finished or given up meanwhile"))
    missing = [str(section.title) for section in SECTIONS if section.slug not in held.answers]
    if missing:
        raise Refused(_("Answer these sections first: %(sections)s") % {"sections": ", ".join(missing)})
    [assessment] = record_assessments([as_draft(held, civil_date(at))], by=by, at=at)
    held.delete()
    return assessment


def as_draft(unfinished: UnfinishedAssessment, on: date) -> AssessmentDraft:
    """The answers as an assessment completed on the day. Every section must be there."""
    given: dict[str, Any] = {}
    for section in SECTIONS:
        given |= unfinished.answers[section.slug]
    leading = {question.name for section in SECTIONS for question in section.questions if question.leads_to}
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
                              for name, value in given.items() if name not in leading and name != "areas"}  # fmt: skip
    values["harm_checked_on"] = date.fromisoformat(values["harm_checked_on"])
    return AssessmentDraft(
        person=unfinished.person,
        from_date=on,
        areas=tuple(AreaDraft(**area) for area in given.get("areas", ())),
        **values,
    )
