"""Inductions outstanding: people who have not been to the session that comes before all others."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.unpaid_work.models import Project
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
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.credited import STANDS
from amends.unpaid_work.queries.over_rows import over_requirements

WHYS = {
    "worked": _("Has worked without it"),
    "not_booked": _("Not booked"),
    "booked": _("Booked"),
}


# Of each requirement asked about: whether its person has attended any session since the sentence, and for which day
# they are booked on an induction. Those who have been to an induction since the sentence are left out. To look for the
# sessions of these people alone would take twice as long: they are summed for everybody.
_WITHOUT = f"""
    came AS (
        SELECT appointment.person_id, MAX(session.date) AS last,
            MAX(session.date) FILTER (WHERE project.type = %(induction)s) AS inducted
        FROM contacts_appointment appointment
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        JOIN unpaid_work_booking booking ON booking.appointment_id = appointment.id
        JOIN unpaid_work_session session ON session.id = booking.session_id
        JOIN unpaid_work_project project ON project.id = session.project_id
        WHERE outcome.code = ANY(%(attended)s) AND {STANDS}
        GROUP BY appointment.person_id
    ), coming AS (
        SELECT appointment.person_id, MIN(session.date) AS day
        FROM unpaid_work_session session
        JOIN unpaid_work_project project ON project.id = session.project_id
        JOIN unpaid_work_booking booking ON booking.session_id = session.id
        JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
        WHERE session.ends_at > %(at)s AND project.type = %(induction)s AND appointment.cancelled_at IS NULL
            AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson down WHERE down.booking_id = booking.id)
        GROUP BY appointment.person_id
    )
    SELECT asked.id, COALESCE(came.last >= asked.sentence_date, false), coming.day, asked.sentence_date,
        given_names, family_name, crn, team
    FROM asked
    LEFT JOIN came ON came.person_id = asked.person_id
    LEFT JOIN coming ON coming.person_id = asked.person_id
    WHERE came.inducted IS NULL OR came.inducted < asked.sentence_date
"""  # noqa: S608


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person has attended no induction since the sentence."""
    requirements = working(asked, Permission.HOURS_VIEW)
    given = {"attended": ATTENDED, "induction": Project.Type.INDUCTION, "at": asked.at}
    return [
        person_row(key, told, "worked" if worked else "booked" if day else "not_booked", sentenced, (day,))
        for key, worked, day, sentenced, *told in over_requirements(requirements, _WITHOUT, given)
    ]


MONITOR = Monitor(
    slug="inductions",
    title=_("Induction outstanding"),
    definition=_(
        "Open unpaid work requirements whose person has attended no induction session since the sentence. Induction "
        "comes before other work: those who have worked without it come first."
    ),
    source=_("sessions of induction projects and outcomes on record"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Offer a place"), lambda row: reverse("unpaid_work:offer", args=[row.crn]), Permission.SESSION_PLAN
    ),
    empty=_("Everybody with unpaid work to do has had their induction."),
    due=_("Sentenced"),
    measures=[Measure("booked_for", _("Booked for"), shown_day, numeric=False)],
    first_by=WHY,
)
