"""What the last twelve weeks credited to requirements, as a forecast of their completion needs it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from amends.policy.civil_time import end_of_day
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.session_credit import NOTICES, SENT_HOME_BY_SERVICE, STOOD_DOWN, stand_down_credit

WEEKS = 12

_WEEKS_OF = """
    SELECT requirement_id, SUM(minutes)::float, SUM(minutes * minutes)::float, MAX(last)
    FROM (
        SELECT booking.requirement_id, SUM(credit.minutes) AS minutes,
            MAX((appointment.starts_at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE credit.minutes > 0) AS last
        FROM contacts_appointment appointment
        JOIN unpaid_work_booking booking ON booking.appointment_id = appointment.id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        CROSS JOIN LATERAL (SELECT
            EXTRACT(EPOCH FROM COALESCE(outcome.finished_at - outcome.started_at, interval '0'))::int / 60 AS worked,
            CASE outcome.notice WHEN 'before_travel' THEN %(before_travel)s WHEN 'before_day' THEN %(before_day)s
                ELSE %(on_site)s END AS turned_away
        ) told
        CROSS JOIN LATERAL (SELECT CASE
            WHEN outcome.code = %(stood_down)s THEN turned_away
            WHEN outcome.code = %(sent_home)s THEN GREATEST(worked, turned_away)
            WHEN outcome.code = ANY(%(attended)s) THEN worked - outcome.penalty_minutes
            ELSE 0 END AS minutes
        ) credit
        WHERE booking.requirement_id = ANY(%(requirements)s)
            AND appointment.starts_at > %(since)s AND appointment.starts_at <= %(until)s
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)
        GROUP BY booking.requirement_id,
            (%(last_day)s - (appointment.starts_at AT TIME ZONE 'Europe/London')::date) / 7
    ) weekly
    GROUP BY requirement_id
"""


@dataclass(frozen=True, slots=True)
class Weeks:
    """Minutes credited in the weeks, the sum of the weeks' squares, and the last day that credited anything."""

    total: float = 0.0
    squares: float = 0.0
    last: date | None = None


def recent_weeks(requirements: Iterable[int], on: date) -> dict[int, Weeks]:
    """The sessions of the WEEKS weeks before the day, by requirement; those without any are left out. One query."""
    last_day = on - timedelta(days=1)
    given = {
        "requirements": list(requirements),
        "since": end_of_day(on - timedelta(weeks=WEEKS, days=1)),
        "until": end_of_day(last_day),
        "last_day": last_day,
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
        "stood_down": STOOD_DOWN,
        "sent_home": SENT_HOME_BY_SERVICE,
    } | {notice: stand_down_credit(notice, on=on).value for notice in NOTICES}
    with connection.cursor() as cursor:
        cursor.execute(_WEEKS_OF, given)
        return {key: Weeks(*rest) for key, *rest in cursor.fetchall()}
