"""Supervision plans that are due: never made, or found by a review to need changing."""

from datetime import date, timedelta

from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import CaseAllocation
from amends.organisation.roles import Permission
from amends.policy.supervision import supervision_plan_due
from amends.unpaid_work.models import RequirementReview, SupervisionPlan
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    WHY,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    of_person,
    person_row,
    shown_day,
    working,
)

AHEAD = timedelta(days=7)
WHYS = {
    "overdue": _("No plan, and its day is past"),
    "change": _("A review found that the plan is to be changed"),
    "due": _("No plan yet, due within a week"),
}


def find(asked: Asked) -> list[Row]:
    """The open requirements without a plan by a week from the day, and those whose plan a review would have changed."""
    plans = SupervisionPlan.objects.filter(requirement=OuterRef("pk")).order_by("-version")
    changing = RequirementReview.objects.filter(requirement=OuterRef("pk"), plan=RequirementReview.Plan.CHANGE)
    told = (
        working(asked, Permission.HOURS_VIEW)
        .annotate(
            allocated=_allocated_on(),
            planned=Subquery(plans.values("recorded_at")[:1]),
            change_at=Subquery(changing.order_by("-recorded_at").values("recorded_at")[:1]),
            change_on=Subquery(changing.order_by("-recorded_at").values("on")[:1]),
        )
        .filter(Q(planned=None) | Q(change_at__isnull=False))
    )
    rows = []
    due_days: dict[date, date] = {}
    wanted = ("pk", "allocated", "planned", "change_at", "change_on", *of_person("sentence__person__"))
    for key, day, planned, change_at, change_on, *person in told.order_by().values_list(*wanted):
        if planned is not None:
            if change_at > planned:
                rows.append(person_row(key, person, "change", change_on, (day,)))
            continue
        if day not in due_days:
            due_days[day] = supervision_plan_due(day, on=asked.on).value
        if due_days[day] <= asked.on + AHEAD:
            rows.append(
                person_row(key, person, "overdue" if due_days[day] < asked.on else "due", due_days[day], (day,))
            )
    return rows


def _allocated_on() -> Greatest:
    """The day of the sentence, or of the first case allocation in force since, whichever is later."""
    held = CaseAllocation.objects.filter(
        Q(to_date=None) | Q(to_date__gt=OuterRef("sentence__sentence_date")), person=OuterRef("sentence__person")
    )
    first = held.order_by().values("person").annotate(first=Min("from_date")).values("first")
    return Greatest(F("sentence__sentence_date"), Coalesce(Subquery(first), F("sentence__sentence_date")))


MONITOR = Monitor(
    slug="supervision_plans",
    title=_("Supervision plans due"),
    definition=_(
        "Open unpaid work requirements without a supervision plan that is due within a week or was due before, and "
        "those whose plan a review found is to be changed, until the next version of it. A first plan is due within "
        "working days of allocation: of the sentence, or of the first case allocation since."
    ),
    source=_("sentences, case allocations, plans and reviews on record; the working days are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Make the plan"),
        lambda row: reverse("unpaid_work:supervision_plan", args=[row.crn, row.key]),
        Permission.SUPERVISION_RECORD,
    ),
    empty=_("Every order has its supervision plan, or time to make it."),
    due=_("Due"),
    measures=[Measure("allocated", _("Allocated"), shown_day, numeric=False)],
    first_by=WHY,
)
