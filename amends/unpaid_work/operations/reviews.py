"""Recording that a requirement was reviewed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import RequirementReview


@transaction.atomic
def record_review(*, requirement: Requirement, review: str, on: date, note: str, by, at: datetime) -> RequirementReview:
    """Record that the review was done on the day. Raises Refused where it was before, or the day cannot be."""
    requirement = (
        Requirement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sentence__person")
        .get(pk=requirement.pk)
    )
    if review not in RequirementReview.Review.values:
        raise Refused(_("Select which review it was"))
    if not requirement.sentence.sentence_date <= on <= civil_date(at):
        raise Refused(_("The day of the review must be after the sentence, and not in the future"))
    if RequirementReview.objects.filter(requirement=requirement, review=review).exists():
        raise Refused(_("This review has been recorded already"))
    made = RequirementReview.objects.create(
        requirement=requirement, review=review, on=on, note=note.strip(), recorded_at=at, recorded_by=by
    )
    detail = {"requirement": requirement.reference, "review": review, "on": on.isoformat()}
    crn = requirement.sentence.person.crn
    audit.record(by, "record review", f"unpaid_work.requirementreview {made.pk}", crn=crn, detail=detail)
    return made
