"""People who were at their induction, and of whom no acknowledgement of what was gone through is on record."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.organisation.roles import Permission
from amends.unpaid_work.models import Project
from amends.unpaid_work.monitors.monitor import PERSON, Action, Asked, Monitor, Row, person_row, working
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.credited import STANDS
from amends.unpaid_work.queries.over_rows import over_requirements

WHYS = {
    "part": _("Not all was gone through, or not acknowledged"),
    "nothing": _("Nothing is recorded"),
}


# Of each requirement asked about: the last induction that its person attended since the sentence, and whether anything
# of one was recorded. Those with one that was acknowledged are left out.
_UNACKNOWLEDGED = f"""
    came AS (
        SELECT appointment.person_id, session.date, pre.id IS NOT NULL AS begun,
            pre.acknowledged_on IS NOT NULL AS done
        FROM unpaid_work_project project
        JOIN unpaid_work_session session ON session.project_id = project.id
        JOIN unpaid_work_booking booking ON booking.session_id = session.id
        JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        LEFT JOIN unpaid_work_preplacement pre ON pre.booking_id = booking.id
        WHERE project.type = %(induction)s AND outcome.code = ANY(%(attended)s) AND {STANDS}
    ), last AS (
        SELECT asked.id, MAX(came.date) AS day, BOOL_OR(came.begun) AS begun
        FROM asked JOIN came ON came.person_id = asked.person_id AND came.date >= asked.sentence_date
        GROUP BY asked.id HAVING NOT BOOL_OR(came.done)
    )
    SELECT asked.id, day, begun, given_names, family_name, crn, team FROM asked JOIN last USING (id)
"""  # noqa: S608


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person attended an induction since the sentence, none of them acknowledged."""
    given = {"attended": ATTENDED, "induction": Project.Type.INDUCTION}
    found = over_requirements(working(asked, Permission.HOURS_VIEW), _UNACKNOWLEDGED, given)
    return [person_row(key, told, "part" if begun else "nothing", day) for key, day, begun, *told in found]


MONITOR = Monitor(
    slug="pre_placement",
    title=_("Induction not acknowledged"),
    definition=_(
        "Open unpaid work requirements whose person attended an induction since the sentence, and has not acknowledged "
        "its contents: what has to be gone through before the first placement is a list of policy."
    ),
    source=_("outcomes of induction sessions and acknowledgements on record; the contents are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Open the session's record"), lambda row: reverse("unpaid_work:skills", args=[row.crn]), Permission.HOURS_VIEW
    ),
    empty=_("Everybody who was at their induction has acknowledged its contents."),
    due=_("Induction"),
)
