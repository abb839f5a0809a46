"""Supervision plans that are due: never made, or found by a review to need changing."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.policy.supervision import supervision_plan_due
from amends.unpaid_work.models import RequirementReview
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    WHY,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    person_row,
    shown_day,
    working,
)
from amends.unpaid_work.queries.over_rows import over_requirements

AHEAD = timedelta(days=7)
WHYS = {
    "overdue": _("No plan, and its day is past"),
    "change": _("A review found that the plan is to be changed"),
    "due": _("No plan yet, due within a week"),
}


# Of each requirement asked about: the day of the sentence, or of the first case allocation in force since, whichever is
# later; when its plan was last recorded, and when a review last found that the plan is to be changed, and on which day.
# Those whose plan was recorded since are left out.
_UNPLANNED = """
    held AS (
        SELECT asked.id, MIN(allocation.from_date) AS first
        FROM asked JOIN cases_caseallocation allocation ON allocation.person_id = asked.person_id
        WHERE allocation.to_date IS NULL OR allocation.to_date > asked.sentence_date
        GROUP BY asked.id
    ), planned AS (
        SELECT DISTINCT ON (requirement_id) requirement_id, recorded_at
        FROM unpaid_work_supervisionplan ORDER BY requirement_id, version DESC
    ), changing AS (
        SELECT DISTINCT ON (requirement_id) requirement_id, recorded_at, "on"
        FROM unpaid_work_requirementreview WHERE plan = %(change)s ORDER BY requirement_id, recorded_at DESC
    )
    SELECT asked.id, GREATEST(asked.sentence_date, held.first), changing."on", planned.requirement_id IS NOT NULL,
        given_names, family_name, crn, team
    FROM asked
    LEFT JOIN held ON held.id = asked.id
    LEFT JOIN planned ON planned.requirement_id = asked.id
    LEFT JOIN changing ON changing.requirement_id = asked.id
    WHERE planned.requirement_id IS NULL OR changing.recorded_at > planned.recorded_at
"""


def find(asked: Asked) -> list[Row]:
    """The open requirements without a plan by a week from the day, and those whose plan a review would have changed."""
    given = {"change": RequirementReview.Plan.CHANGE}
    rows = []
    due_days: dict[date, date] = {}
    found = over_requirements(working(asked, Permission.HOURS_VIEW), _UNPLANNED, given)
    for key, day, change_on, planned, *person in found:
        if planned:
            rows.append(person_row(key, person, "change", change_on, (day,)))
            continue
        if day not in due_days:
            due_days[day] = supervision_plan_due(day, on=asked.on).value
        if due_days[day] <= asked.on + AHEAD:
            why = "overdue" if due_days[day] < asked.on else "due"
            rows.append(person_row(key, person, why, due_days[day], (day,)))
    return rows


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
