"""What would have prevented a stand-down, by the record of its day: see docs/rules/stand_down_rate.md."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from amends.methods.planning.problem import TOLERANCE, Journey
from amends.methods.planning.travel import journey_minutes
from amends.policy.journeys import journey_pace
from amends.unpaid_work.models import StandDown

# Of each stand-down: whether a supervisor of the team worked that weekday, was not absent and was at no session that
# day; and how many more were booked than there were places.
_THERE = """
    SELECT made.id, session.date,
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
        GREATEST(0, (
            SELECT COUNT(*) FROM unpaid_work_booking booking
            JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
            WHERE booking.session_id = session.id AND appointment.cancelled_at IS NULL
        ) - session.places)
    FROM unpaid_work_standdown made
    JOIN unpaid_work_session session ON session.id = made.session_id
    JOIN unpaid_work_project project ON project.id = session.project_id
    WHERE made.id = ANY(%s)
"""

# The other sessions of the unit on the day of each stand-down, where they were and the places left on them.
_SITES = """
    SELECT made.id, place.lat, place.lon, other.places - (
            SELECT COUNT(*) FROM unpaid_work_booking booking
            JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
            WHERE booking.session_id = other.id AND appointment.cancelled_at IS NULL)
    FROM unpaid_work_standdown made
    JOIN unpaid_work_session session ON session.id = made.session_id
    JOIN unpaid_work_project project ON project.id = session.project_id
    JOIN organisation_team team ON team.id = project.team_id
    JOIN organisation_team near ON near.pdu_id = team.pdu_id
    JOIN unpaid_work_project place ON place.team_id = near.id
    JOIN unpaid_work_session other ON other.project_id = place.id AND other.date = session.date
    WHERE made.id = ANY(%s) AND other.id <> session.id AND other.cancelled_at IS NULL AND place.type <> 'home'
        AND NOT EXISTS (SELECT FROM unpaid_work_standdown down WHERE down.session_id = other.id AND down.whole)
"""

# Those turned away, where they lived on the day and how far they might travel by the assessment then in force.
_TURNED_AWAY = """
    SELECT made.id, home.lat, home.lon, held.drives, held.max_travel_minutes
    FROM unpaid_work_standdown made
    JOIN unpaid_work_session session ON session.id = made.session_id
    JOIN unpaid_work_standdownperson turned_away ON turned_away.stand_down_id = made.id
    JOIN unpaid_work_booking booking ON booking.id = turned_away.booking_id
    JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
    LEFT JOIN LATERAL (
        SELECT lat, lon FROM cases_address address
        WHERE address.person_id = appointment.person_id AND address.from_date <= session.date
            AND (address.to_date IS NULL OR address.to_date > session.date)
        LIMIT 1
    ) home ON true
    LEFT JOIN LATERAL (
        SELECT drives, max_travel_minutes FROM unpaid_work_unpaidworkassessment assessment
        WHERE assessment.person_id = appointment.person_id AND assessment.from_date <= session.date
            AND assessment.to_date > session.date
        ORDER BY assessment.from_date DESC LIMIT 1
    ) held ON true
    WHERE made.id = ANY(%s)
"""


@dataclass(frozen=True)
class Prevention:
    """What there was on the day.

    A `spare_supervisor` of the team; how many more were `overbooked` than there were places; and of the people
    `turned_away`, how many had `within_reach` another site of the unit that had a place, and how many `places` such
    sites had. Whoever's home or limit of travel is not known is not told to have any within reach.
    """

    spare_supervisor: bool = False
    overbooked: int = 0
    turned_away: int = 0
    within_reach: int = 0
    places: int = 0

    def answering(self, cause: str) -> "Prevention":
        """Of it what answers the cause: a spare supervisor helps no flooded site."""
        by_supervisor = cause in (StandDown.Cause.NO_SUPERVISOR, StandDown.Cause.SUPERVISOR_SICK)
        by_room = cause in (StandDown.Cause.SESSION_FULL, StandDown.Cause.RESTRICTIONS)
        return Prevention(
            self.spare_supervisor and by_supervisor, self.overbooked if by_room else 0, self.turned_away,
            self.within_reach, self.places,
        )  # fmt: skip


def preventions(stand_downs: Iterable[int]) -> dict[int, Prevention]:
    """What would have prevented each stand-down. Three queries."""
    asked = list(stand_downs)
    with connection.cursor() as cursor:
        there = cursor.execute(_THERE, [asked]).fetchall()
        sites = _by_stand_down(cursor.execute(_SITES, [asked]).fetchall())
        people = _by_stand_down(cursor.execute(_TURNED_AWAY, [asked]).fetchall())
    found = {}
    for key, day, spare, overbooked in there:
        with_room = [site for site in sites[key] if site[2] > 0]
        reached = _within_reach(people[key], with_room, day)
        places = sum(site[2] for site, near in zip(with_room, reached.any(axis=0), strict=True) if near)
        found[key] = Prevention(spare, overbooked, len(people[key]), int(reached.any(axis=1).sum()), places)
    return found


def _by_stand_down(rows: Iterable[tuple]) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


def _within_reach(people: list[tuple], sites: list[tuple], on: date):
    """For each of the people (rows) whether each of the sites (columns) is within what they may travel."""
    reached = np.zeros((len(people), len(sites)), dtype=bool)
    there = np.array([site[:2] for site in sites], dtype=float).reshape(-1, 2)
    for row, (lat, lon, drives, most) in enumerate(people):
        if lat is not None and most is not None:
            pace = Journey(**journey_pace(drives=drives, on=on).value)
            minutes = journey_minutes(pace, np.array([lat]), np.array([lon]), there[:, 0], there[:, 1])
            reached[row] = minutes <= most + TOLERANCE
    return reached
