"""Recording that a requirement was reviewed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import RequirementReview, SupervisionPlan


@transaction.atomic
def record_review(
    *, requirement: Requirement, review: str, on: date, note: str, plan: str, persons_view: str = "", by, at: datetime
) -> RequirementReview:
    """Record that the review was done on the day, and what it came to for the supervision plan.

    Raises Refused where it was done before, the day cannot be, or it says of the plan what is not so.
    """
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
    if plan not in RequirementReview.Plan.values:
        raise Refused(_("Select what the review came to for the supervision plan"), field="plan")
    if (plan == RequirementReview.Plan.NONE) == SupervisionPlan.objects.filter(requirement=requirement).exists():
        told = _("There is a plan: say whether it stands") if plan == "none" else _("There is no supervision plan yet")
        raise Refused(told, field="plan")
    made = RequirementReview.objects.create(
        requirement=requirement, review=review, on=on, note=note.strip(), plan=plan, persons_view=persons_view.strip(),
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    detail = {"requirement": requirement.reference, "review": review, "on": on.isoformat(), "plan": plan}
    crn = requirement.sentence.person.crn
    audit.record(by, "record review", f"unpaid_work.requirementreview {made.pk}", crn=crn, detail=detail)
    return made
