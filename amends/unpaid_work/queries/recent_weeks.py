"""What the last twelve weeks credited to people, as a forecast of their completion needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from amends.methods.completion_forecast import KNOWN_WEEKS
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.queries.credited import MINUTES, STANDS, TOLD, credit_given
from amends.unpaid_work.queries.stand_downs import REARRANGED

# Weeks are counted back from the day, 0 the latest; those known began after the first session that was given: see
# `weeks_known` of the method.
_WEEKS_OF = f"""
    WITH booked AS MATERIALIZED (
        SELECT sentence.person_id, session.date, minutes, outcome.code <> ALL(%(not_given)s) AS given
        FROM cases_requirement requirement
        JOIN cases_sentence sentence ON sentence.id = requirement.sentence_id
        JOIN unpaid_work_booking booking ON booking.requirement_id = requirement.id
        JOIN unpaid_work_session session ON session.id = booking.session_id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = booking.appointment_id
        {TOLD}
        CROSS JOIN LATERAL (SELECT {MINUTES} AS minutes) credit
        WHERE requirement.id = ANY(%(requirements)s) AND {STANDS} AND session.date <= %(last_day)s
    ), people AS (
        SELECT person_id,
            LEAST(%(known)s, COALESCE((%(last_day)s - MIN(date) FILTER (WHERE given)) / 7, 0)) AS weeks
        FROM booked GROUP BY person_id
    ), weekly AS (
        SELECT person_id, (%(last_day)s - date) / 7 AS week, SUM(minutes) AS minutes,
            MAX(date) FILTER (WHERE minutes > 0) AS last
        FROM booked WHERE date > %(last_day)s - 7 * %(known)s
        GROUP BY 1, 2
    )
    SELECT person_id, weeks, COALESCE(SUM(minutes) FILTER (WHERE week < weeks), 0)::float,
        COALESCE(SUM(minutes * minutes) FILTER (WHERE week < weeks), 0)::float, MAX(last)
    FROM people LEFT JOIN weekly USING (person_id)
    GROUP BY person_id, weeks
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Weeks:
    """How many weeks are known, the minutes credited in them, the sum of the weeks' squares, and the last day of the
    twelve weeks that credited anything."""

    known: int = 0
    total: float = 0.0
    squares: float = 0.0
    last: date | None = None


def recent_weeks(requirements: Iterable[int], on: date) -> dict[int, Weeks]:
    """What sessions on these requirements credited before the day, by the person's id; those without any are left out.

    One query.
    """
    given = credit_given(on) | {
        "requirements": list(requirements),
        "not_given": [*REARRANGED, STOOD_DOWN],
        "known": KNOWN_WEEKS,
        "last_day": on - timedelta(days=1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS_OF, given)
        return {key: Weeks(*rest) for key, *rest in cursor.fetchall()}
