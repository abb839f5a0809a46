"""Making the supervision plan of an unpaid work requirement, and putting a further version in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.organisation import audit
from amends.organisation.operations.refusal import Ground, Refused
from amends.policy.civil_time import civil_date
from amends.policy.supervision import most_contact_weeks
from amends.unpaid_work.models import SupervisionPlan

MOST_OBJECTIVES = 8


@dataclass(frozen=True)
class SupervisionPlanDraft:
    """A plan as it was made with the person on a day. `why`: why it takes the place of the version before."""

    on: date
    objectives: tuple[str, ...]
    aim: str
    contact_weeks: int
    contact_way: str
    agreement: str
    persons_view: str = ""
    barriers: str = ""
    barriers_done: str = ""
    why: str = ""


@transaction.atomic
def record_supervision_plan(
    *, requirement: Requirement, draft: SupervisionPlanDraft, instead_of: int, by, at: datetime
) -> SupervisionPlan:
    """Record the plan, or its next version. `instead_of` is the version that its maker saw, 0 where there was none.

    Raises Refused, with every ground; also where somebody recorded a version meanwhile.
    """
    requirement = (
        Requirement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sentence__person")
        .get(pk=requirement.pk)
    )
    standing = SupervisionPlan.objects.filter(requirement=requirement).order_by("-version").first()
    version = standing.version if standing else 0
    if version != instead_of:
        raise Refused(_("Somebody recorded version %(n)s of the plan meanwhile. Read it first.") % {"n": version})
    if grounds := list(_grounds(draft, requirement, standing, civil_date(at))):
        raise Refused(grounds)
    made = SupervisionPlan.objects.create(
        requirement=requirement,
        version=version + 1,
        on=draft.on,
        objectives=[words.strip() for words in draft.objectives],
        aim=draft.aim.strip(),
        contact_weeks=draft.contact_weeks,
        contact_way=draft.contact_way,
        barriers=draft.barriers.strip(),
        barriers_done=draft.barriers_done.strip(),
        persons_view=draft.persons_view.strip(),
        agreement=draft.agreement,
        why=draft.why.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    detail = {"requirement": requirement.reference, "version": made.version, "on": draft.on.isoformat()}
    crn = requirement.sentence.person.crn
    audit.record(by, "record supervision plan", f"unpaid_work.supervisionplan {made.pk}", crn=crn, detail=detail)
    return made


def _grounds(
    draft: SupervisionPlanDraft, requirement: Requirement, standing: SupervisionPlan | None, today: date
) -> Iterator[Ground]:
    if requirement.kind != Requirement.Kind.UNPAID_WORK or requirement.ended_on:
        yield Ground(_("There is no unpaid work left to plan for"))
    first = max(requirement.sentence.sentence_date, standing.on if standing else requirement.sentence.sentence_date)
    if not first <= draft.on <= today:
        yield Ground(_("The day must not be before the sentence or the plan before, and not in the future"), "on")
    if not 1 <= len(draft.objectives) <= MOST_OBJECTIVES or not all(words.strip() for words in draft.objectives):
        yield Ground(_("Enter from 1 to %(n)s objectives, each on its own line") % {"n": MOST_OBJECTIVES}, "objectives")
    if any(len(words) > 200 for words in draft.objectives):
        yield Ground(_("An objective must be 200 characters or fewer"), "objectives")
    if not draft.aim.strip():
        yield Ground(_("Enter what the placement is to give the person"), "aim")
    most = most_contact_weeks(on=draft.on).value
    if not 1 <= draft.contact_weeks <= most:
        yield Ground(_("Contact must be at least every %(n)s weeks") % {"n": most}, "contact_weeks")
    if draft.contact_way not in SupervisionPlan.Way.values:
        yield Ground(_("Select how contact is kept"), "contact_way")
    if bool(draft.barriers.strip()) != bool(draft.barriers_done.strip()):
        yield Ground(_("Enter what stands in the way and what is done about it, or neither"), "barriers_done")
    if draft.agreement not in SupervisionPlan.Agreement.values:
        yield Ground(_("Select whether the person agrees"), "agreement")
    elif draft.agreement != SupervisionPlan.Agreement.AGREED and not draft.persons_view.strip():
        yield Ground(_("Enter what the person says, where they do not agree"), "persons_view")
    if bool(draft.why.strip()) != (standing is not None):
        words = _("Enter why the plan is changed") if standing else _("A first plan takes no other's place")
        yield Ground(words, "why")
