"""People who work and whose practitioner has not been in contact for longer than the rule or their plan allows."""

from datetime import date
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import Appointment
from amends.organisation.roles import Permission
from amends.policy.supervision import modes_as_planned, practitioner_contact_due
from amends.unpaid_work.models import SupervisionPlan
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
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.credited import STANDS
from amends.unpaid_work.queries.over_rows import over_requirements

WHYS = {
    "never": _("No contact since work began"),
    "late": _("The next contact is overdue"),
    "plan": _("In contact, and less than the supervision plan says"),
}


# Of each requirement asked about whose person has worked since the sentence: the weeks that the plan says, the day of
# the first session worked, of the last contact, and of the last one in the way of the plan. A check-in that a manager
# approved stands for a telephone call.
_WORKING_ONES = f"""
    planned AS (
        SELECT DISTINCT ON (requirement_id) requirement_id, contact_weeks, contact_way
        FROM unpaid_work_supervisionplan ORDER BY requirement_id, version DESC
    ), since AS (
        SELECT asked.id, appointment.id AS appointment_id, appointment.kind, appointment.mode,
            appointment.check_in_approved, (appointment.starts_at AT TIME ZONE 'Europe/London')::date AS day
        FROM asked JOIN contacts_appointment appointment ON appointment.person_id = asked.person_id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        WHERE outcome.code = ANY(%(attended)s) AND {STANDS} AND appointment.starts_at <= %(at)s
            AND (appointment.starts_at AT TIME ZONE 'Europe/London')::date >= asked.sentence_date
    ), begun AS (
        SELECT since.id, MIN(since.day) AS day
        FROM since JOIN unpaid_work_booking booking USING (appointment_id) GROUP BY since.id
    ), met AS (
        SELECT since.id, MAX(day) AS last, MAX(day) FILTER (WHERE CASE contact_way
            WHEN 'in_person' THEN mode = ANY(%(in_person)s) WHEN 'video' THEN mode = ANY(%(video)s) ELSE true END
        ) AS as_planned
        FROM since LEFT JOIN planned ON planned.requirement_id = since.id
        WHERE kind = %(supervision)s AND (mode = ANY(%(telephone)s) OR mode = 'check_in' AND check_in_approved)
        GROUP BY since.id
    )
    SELECT asked.id, contact_weeks, begun.day, met.last, met.as_planned, given_names, family_name, crn, team
    FROM asked JOIN begun ON begun.id = asked.id LEFT JOIN met ON met.id = asked.id
    LEFT JOIN planned ON planned.requirement_id = asked.id
"""  # noqa: S608


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person has worked since the sentence, and whose next contact was due before."""

    @cache
    def due(last: date, weeks: int | None, as_planned: date | None) -> date:
        return practitioner_contact_due(last, planned_weeks=weeks, as_planned=as_planned, on=asked.on).value

    given = {"attended": ATTENDED, "at": asked.at, "supervision": Appointment.Kind.SUPERVISION} | {
        way: sorted(modes_as_planned(way)) for way in SupervisionPlan.Way.values
    }
    rows = []
    found = over_requirements(working(asked, Permission.HOURS_VIEW), _WORKING_ONES, given)
    for key, weeks, begun, last, as_planned, *person in found:
        day = due(last or begun, weeks, as_planned or begun)
        if day < asked.on:
            why = "never" if last is None else "late" if due(last, None, None) < asked.on else "plan"
            rows.append(person_row(key, person, why, day, (last, begun)))
    return rows


MONITOR = Monitor(
    slug="contact",
    title=_("No contact while working"),
    definition=_(
        "Open unpaid work requirements whose person has worked since the sentence, and whose practitioner was last in "
        "contact longer ago than the weeks that the rule says, or, in the way that the supervision plan says, than its "
        "weeks. Where there was no contact the weeks run from the first session attended."
    ),
    source=_("outcomes of appointments on record, booked or not; the weeks are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Record a contact"),
        lambda row: reverse("contacts:record_contact", args=[row.crn]),
        Permission.CONTACT_RECORD,
    ),
    empty=_("Everybody who works has been in contact with their practitioner in time."),
    due=_("Contact due by"),
    measures=[
        Measure("last_contact", _("Last contact"), shown_day, numeric=False),
        Measure("working_since", _("Working since"), shown_day, numeric=False),
    ],
)
