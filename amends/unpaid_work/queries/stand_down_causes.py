"""Where and when days were lost to stand-downs, to whom more than once, and what would have prevented each.

Definitions stand in docs/rules/stand_down_rate.md.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Sum

from amends.contacts.models import ContactOutcome
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import Booking, StandDown
from amends.unpaid_work.queries.stand_downs import REARRANGED, Period
from amends.unpaid_work.queries.work_left import MINUTE

MORE_THAN_ONCE = 2
_LENGTH = ExpressionWrapper(F("session__ends_at") - F("session__starts_at"), output_field=DurationField())

# Of each stand-down: whether a supervisor of the team worked that weekday, was not absent and was at no session that
# day; whether more were booked than there were places; and whether another session of the unit that day had a place.
_PREVENTION = """
    SELECT made.id,
        project.supervised AND EXISTS (
            SELECT FROM organisation_staff staff
            WHERE staff.team_id = project.team_id AND staff.grade = 'supervisor' AND staff.from_date <= session.date
                AND (staff.to_date IS NULL OR staff.to_date > session.date)
                AND position(extract(isodow FROM session.date)::text IN staff.days) > 0
                AND NOT EXISTS (SELECT FROM organisation_absence absence WHERE absence.staff_id = staff.id
                    AND absence.from_date <= session.date
                    AND (absence.to_date IS NULL OR absence.to_date > session.date))
                AND NOT EXISTS (SELECT FROM unpaid_work_session other WHERE other.supervisor_id = staff.id
                    AND other.date = session.date AND other.cancelled_at IS NULL)
        ),
        booked.people > session.places,
        EXISTS (
            SELECT FROM unpaid_work_session other
            JOIN unpaid_work_project place ON place.id = other.project_id
            JOIN organisation_team near ON near.id = place.team_id
            WHERE near.pdu_id = team.pdu_id AND other.date = session.date AND other.id <> session.id
                AND other.cancelled_at IS NULL
                AND NOT EXISTS (SELECT FROM unpaid_work_standdown down WHERE down.session_id = other.id AND down.whole)
                AND (SELECT COUNT(*) FROM unpaid_work_booking booking
                    JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
                    WHERE booking.session_id = other.id AND appointment.cancelled_at IS NULL) < other.places
        )
    FROM unpaid_work_standdown made
    JOIN unpaid_work_session session ON session.id = made.session_id
    JOIN unpaid_work_project project ON project.id = session.project_id
    JOIN organisation_team team ON team.id = project.team_id
    CROSS JOIN LATERAL (
        SELECT COUNT(*) AS people FROM unpaid_work_booking booking
        JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
        WHERE booking.session_id = session.id AND appointment.cancelled_at IS NULL
    ) booked
    WHERE made.id = ANY(%s)
"""


@dataclass
class Lost:
    """Days and minutes lost to stand-downs, and days kept, of one project, team or week."""

    days: int = 0
    minutes: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Where:
    """What was lost and kept, by project and team (their names) and by week (its Monday)."""

    projects: dict[str, Lost]
    teams: dict[str, Lost]
    weeks: dict[date, Lost]

    @property
    def minutes_lost(self) -> int:
        """All minutes lost."""
        return sum(lost.minutes for lost in self.teams.values())


def where_of(period: Period) -> Where:
    """Where and when the days of the period were lost and kept. One query."""
    replaced = ContactOutcome.objects.filter(replaces=OuterRef("appointment__outcomes"))
    rows = (
        Booking.objects.filter(
            ~Exists(replaced), session__project__team__in=period.teams,
            session__date__range=(period.first, period.last), appointment__outcomes__isnull=False,
        )
        .exclude(appointment__outcomes__code__in=REARRANGED)
        .order_by()
        .values_list(
            "session__project_id", "session__project__name", "session__project__team__name", "session__date",
            "appointment__outcomes__code",
        )
        .annotate(days=Count("pk"), length=Sum(_LENGTH))
    )  # fmt: skip
    where = Where(defaultdict(Lost), defaultdict(Lost), defaultdict(Lost))
    for _project, name, team, day, code, days, length in rows:
        for lost in (where.projects[name], where.teams[team], where.weeks[day - timedelta(days=day.weekday())]):
            if code == STOOD_DOWN:
                lost.days += days
                lost.minutes += length // MINUTE
            else:
                lost.kept += days
    return where


def turned_away_again(user, period: Period) -> QuerySet[Booking]:
    """The people stood down more than once in the period, whom the user may see: CRN, names, days and time lost."""
    stood_down = ContactOutcome.objects.filter(appointment=OuterRef("appointment"), code=STOOD_DOWN, replaced_by=None)
    found = access.visible(Booking.objects, user, Permission.SESSION_VIEW).filter(
        Exists(stood_down), session__project__team__in=period.teams, session__date__range=(period.first, period.last)
    )
    person = "appointment__person__"
    return (
        found.order_by()
        .values_list(f"{person}crn", f"{person}given_names", f"{person}family_name")
        .annotate(days=Count("pk"), length=Sum(_LENGTH))
        .filter(days__gte=MORE_THAN_ONCE)
        .order_by("-days", f"{person}family_name", f"{person}crn")
    )


def preventions(stand_downs: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What would have prevented each stand-down: of spare_supervisor, fewer_booked, other_site. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PREVENTION, [list(stand_downs)])
        names = ("spare_supervisor", "fewer_booked", "other_site")
        return {
            key: tuple(name for name, holds in zip(names, held, strict=True) if holds)
            for key, *held in cursor.fetchall()
        }


def relevant(cause: str, found: Iterable[str]) -> list[str]:
    """Of what would have prevented a stand-down, what answers its cause: a spare supervisor helps no flooded site."""
    answers = {
        "spare_supervisor": (StandDown.Cause.NO_SUPERVISOR, StandDown.Cause.SUPERVISOR_SICK),
        "fewer_booked": (StandDown.Cause.SESSION_FULL, StandDown.Cause.RESTRICTIONS),
    }
    return [each for each in found if cause in answers.get(each, (cause,))]
