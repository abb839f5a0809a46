"""What the last twelve weeks credited to requirements, as a forecast of their completion needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from amends.unpaid_work.queries.credited import MINUTES, STANDS, TOLD, credit_given

WEEKS = 12

_WEEKS_OF = f"""
    SELECT requirement_id, SUM(minutes)::float, SUM(minutes * minutes)::float, MAX(last)
    FROM (
        SELECT booking.requirement_id, SUM(minutes) AS minutes, MAX(session.date) FILTER (WHERE minutes > 0) AS last
        FROM unpaid_work_session session
        JOIN unpaid_work_booking booking ON booking.session_id = session.id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = booking.appointment_id
        {TOLD}
        CROSS JOIN LATERAL (SELECT {MINUTES} AS minutes) credit
        WHERE booking.requirement_id = ANY(%(requirements)s) AND {STANDS}
            AND session.date >= %(first_day)s AND session.date <= %(last_day)s
        GROUP BY booking.requirement_id, (%(last_day)s - session.date) / 7
    ) weekly
    GROUP BY requirement_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Weeks:
    """Minutes credited in the weeks, the sum of the weeks' squares, and the last day that credited anything."""

    total: float = 0.0
    squares: float = 0.0
    last: date | None = None


def recent_weeks(requirements: Iterable[int], on: date) -> dict[int, Weeks]:
    """The sessions of the WEEKS weeks before the day, by requirement; those without any are left out. One query."""
    given = credit_given(on) | {
        "requirements": list(requirements),
        "first_day": on - timedelta(weeks=WEEKS),
        "last_day": on - timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS_OF, given)
        return {key: Weeks(*rest) for key, *rest in cursor.fetchall()}
