"""What the database's own rules say against sessions and bookings, made or to be made: every reason, many at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from amends.unpaid_work.rules import Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A booking that is thought of. Limits are minutes, None: none; all but them and `attendance` are ids of rows.

    `instead_of` is a booking that it would replace.
    """

    person: int
    session: int
    requirement: int | None
    assessment: int | None
    attendance: float
    day_limit: int | None
    week_limit: int | None
    instead_of: int | None = None


_OF_ASKED = """
SELECT asked.number, fault.rule, fault.detail
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::float8[], %s::int[], %s::int[])
    WITH ORDINALITY AS asked (instead_of, person, session, requirement, assessment, attendance, day, week, number)
CROSS JOIN LATERAL unpaid_work_booking_faults(asked.instead_of, asked.person, asked.session, asked.requirement,
    asked.assessment, asked.attendance, asked.day, asked.week) AS fault
"""
_OF_BOOKINGS = """
SELECT b.id, fault.rule, fault.detail
FROM unpaid_work_booking b
JOIN contacts_appointment a ON a.id = b.appointment_id
CROSS JOIN LATERAL unpaid_work_booking_faults(b.id, a.person_id, b.session_id, b.requirement_id,
    b.assessment_id, b.attendance, b.day_limit, b.week_limit) AS fault
WHERE b.id = ANY (%s)
"""
_OF_SESSIONS = """
SELECT s.id, fault.rule, fault.detail
FROM unpaid_work_session s
CROSS JOIN LATERAL unpaid_work_session_faults(s.id, s.project_id, s.date, s.starts_at, s.ends_at,
    s.supervisor_id, s.places) AS fault
WHERE s.id = ANY (%s)
"""
_OF_SUPERVISORS = """
SELECT staff.id, fault.rule, fault.detail
FROM unpaid_work_session s, organisation_staff staff
CROSS JOIN LATERAL unpaid_work_supervisor_faults(s.id, s.project_id, s.date, staff.id) AS fault
WHERE s.id = %s AND staff.id = ANY (%s)
"""


def faults_of_asked(asked: Sequence[Asked]) -> dict[int, list[Reason]]:
    """The reasons against each booking thought of, by its place in the sequence, from 0."""
    names = ("instead_of", "person", "session", "requirement", "assessment", "attendance", "day_limit", "week_limit")
    columns = [[getattr(row, name) for row in asked] for name in names]
    return {number - 1: reasons for number, reasons in _found(_OF_ASKED, columns).items()}


def faults_of_bookings(bookings: Sequence[int]) -> dict[int, list[Reason]]:
    """What now stands against bookings that were made, by their ids."""
    return _found(_OF_BOOKINGS, [list(bookings)])


def faults_of_sessions(sessions: Sequence[int]) -> dict[int, list[Reason]]:
    """What now stands against sessions that were opened, by their ids."""
    return _found(_OF_SESSIONS, [list(sessions)])


def faults_of_supervisors(session: int, staff: Sequence[int]) -> dict[int, list[Reason]]:
    """What stands against each of these members of staff supervising the session, by their ids."""
    return _found(_OF_SUPERVISORS, [session, list(staff)])


def _found(statement: str, parameters: list) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        for key, rule, detail in cursor.fetchall():
            found[key].append(Reason(rule, detail or ""))
    return dict(found)
