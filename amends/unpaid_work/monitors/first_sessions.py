"""First sessions not given within 10 working days of allocation."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Requirement
from amends.organisation.roles import Permission
from amends.policy.booking import first_session_due
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.monitors.monitor import (
    PERSON,
    Action,
    Asked,
    Measure,
    Monitor,
    Row,
    person_row,
    shown_day,
    working,
)
from amends.unpaid_work.queries.credited import STANDS
from amends.unpaid_work.queries.over_rows import over_requirements
from amends.unpaid_work.queries.stand_downs import REARRANGED

WHYS = {
    "late": _("The day is past and nothing is booked"),
    "late_booked": _("The day is past; booked since"),
    "booked_late": _("Booked for after the day"),
    "soon": _("The day is near and nothing is booked"),
}
NEAR = timedelta(days=7)


# Of each requirement asked about: the day of the sentence, or of the first case allocation in force since, whichever is
# later; and of the first session given, or to be given. One that the service rearranged or stood down is none.
_FIRST = f"""
    not_given AS (
        SELECT outcome.appointment_id FROM contacts_contactoutcome outcome
        WHERE outcome.code = ANY(%(not_given)s) AND {STANDS}
    ), given AS (
        SELECT asked.id, MIN(session.date) AS first
        FROM asked
        JOIN contacts_appointment appointment ON appointment.person_id = asked.person_id
        JOIN unpaid_work_booking booking ON booking.appointment_id = appointment.id
        JOIN unpaid_work_session session ON session.id = booking.session_id
        WHERE appointment.cancelled_at IS NULL AND session.date >= asked.sentence_date
            AND NOT EXISTS (SELECT FROM not_given WHERE not_given.appointment_id = appointment.id)
        GROUP BY asked.id
    ), held AS (
        SELECT asked.id, MIN(allocation.from_date) AS first
        FROM asked JOIN cases_caseallocation allocation ON allocation.person_id = asked.person_id
        WHERE allocation.to_date IS NULL OR allocation.to_date > asked.sentence_date
        GROUP BY asked.id
    )
    SELECT asked.id, GREATEST(asked.sentence_date, held.first), given.first, given_names, family_name, crn, team
    FROM asked
    LEFT JOIN given ON given.id = asked.id
    LEFT JOIN held ON held.id = asked.id
    WHERE given.first IS NULL OR given.first >= %(on)s
"""  # noqa: S608


def find(asked: Asked) -> list[Row]:
    """The open requirements whose first session has not been, and is not booked within its 10 working days."""
    rows, due_days = [], {}
    for key, allocated, first, *person in first_sessions(working(asked, Permission.HOURS_VIEW), asked.on):
        if allocated not in due_days:
            due_days[allocated] = first_session_due(allocated, on=asked.on).value
        why = _why(due_days[allocated], first, asked.on)
        if why:
            rows.append(person_row(key, person, why, due_days[allocated], (allocated, first)))
    return rows


def first_sessions(requirements: QuerySet[Requirement], since: date = date.min) -> list[tuple]:
    """Of the requirements whose first session has not been before a day: id, day allocated, day of the first session.

    After these come the names, the CRN and the team of the person. One query.
    """
    return over_requirements(requirements, _FIRST, {"not_given": [*REARRANGED, STOOD_DOWN], "on": since})


def _why(due: date, first: date | None, on: date) -> str | None:
    if first is not None:
        return None if first <= due else "late_booked" if due < on else "booked_late"
    return "late" if due < on else "soon" if due <= on + NEAR else None


MONITOR = Monitor(
    slug="first_sessions",
    title=_("First session not within 10 working days"),
    definition=_(
        "Open unpaid work requirements without a first session within 10 working days of allocation: of the sentence, "
        "or of the first case allocation since. A session that was missed counts as given; one that the service "
        "rearranged or stood down does not. Nobody stays listed once the first session has been."
    ),
    source=_("sentences, case allocations and bookings on record; the 10 working days are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Offer a place"), lambda row: reverse("unpaid_work:offer", args=[row.crn]), Permission.SESSION_PLAN
    ),
    empty=_("Everybody's first session was, or is booked, within 10 working days."),
    due=_("By"),
    measures=[
        Measure("allocated", _("Allocated"), shown_day, numeric=False),
        Measure("first_session", _("First session"), shown_day, numeric=False),
    ],
)
