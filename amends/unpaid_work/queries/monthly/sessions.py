"""What sessions came to, month by month: hours offered, worked and credited, days lost and kept; and weeks' offers."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection

from amends.cases.models import Requirement
from amends.policy.booking import weekly_offer
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.session_credit import NOTICES, SENT_HOME_BY_SERVICE, STOOD_DOWN, stand_down_credit
from amends.unpaid_work.queries.stand_downs import REARRANGED

# By the unit that runs the project and the month of the session. What a session credits is told as the outcome that
# stands credits it, before what remained of the hours is looked at.
_SESSIONS = """
    SELECT team.pdu_id, date_trunc('month', session.date)::date,
        COALESCE(SUM(EXTRACT(EPOCH FROM session.ends_at - session.starts_at) / 60)
            FILTER (WHERE appointment.cancelled_at IS NULL AND down.id IS NULL), 0)::bigint,
        COALESCE(SUM(told.worked - outcome.penalty_minutes)
            FILTER (WHERE outcome.code = ANY(%(attended)s)), 0)::bigint,
        COALESCE(SUM(CASE
            WHEN outcome.code = %(stood_down)s THEN told.turned_away
            WHEN outcome.code = %(sent_home)s THEN GREATEST(told.worked, told.turned_away)
            WHEN outcome.code = ANY(%(attended)s) THEN told.worked - outcome.penalty_minutes
            ELSE 0 END), 0)::bigint,
        COUNT(*) FILTER (WHERE outcome.code = %(stood_down)s),
        COUNT(*) FILTER (WHERE outcome.code <> ALL(%(neither)s))
    FROM unpaid_work_session session
    JOIN unpaid_work_project project ON project.id = session.project_id
    JOIN organisation_team team ON team.id = project.team_id
    JOIN unpaid_work_booking booking ON booking.session_id = session.id
    JOIN contacts_appointment appointment ON appointment.id = booking.appointment_id
    LEFT JOIN unpaid_work_standdownperson down ON down.booking_id = booking.id
    LEFT JOIN contacts_contactoutcome outcome ON outcome.appointment_id = appointment.id
        AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)
    CROSS JOIN LATERAL (SELECT
        EXTRACT(EPOCH FROM COALESCE(outcome.finished_at - outcome.started_at, interval '0'))::int / 60 AS worked,
        CASE outcome.notice WHEN 'before_travel' THEN %(before_travel)s WHEN 'before_day' THEN %(before_day)s
            ELSE %(on_site)s END AS turned_away
    ) told
    WHERE team.pdu_id = ANY(%(units)s) AND session.date BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2
"""
SESSIONS = ("offered", "worked", "credited", "lost", "kept")

# By the unit that holds the case and the month of the Monday: the weeks of people with work to do in them, and those in
# which they were booked for less than the least.
_OFFERS = """
    WITH weeks AS (
        SELECT * FROM unnest(%(mondays)s::date[], %(ordinary)s::int[], %(intensive)s::int[])
            AS week (monday, ordinary, intensive)
    ), working AS (
        SELECT person.id, team.pdu_id, weeks.monday,
            CASE WHEN BOOL_OR(requirement.intensive) THEN MAX(weeks.intensive) ELSE MAX(weeks.ordinary) END AS least
        FROM weeks
        JOIN cases_sentence sentence ON sentence.sentence_date < weeks.monday + 7
        JOIN cases_requirement requirement ON requirement.sentence_id = sentence.id AND requirement.kind = %(kind)s
            AND (requirement.ended_on IS NULL OR requirement.ended_on > weeks.monday)
        JOIN cases_person person ON person.id = sentence.person_id AND person.merged_into_id IS NULL
        JOIN organisation_team team ON team.id = person.team_id
        WHERE team.pdu_id = ANY(%(units)s)
        GROUP BY person.id, team.pdu_id, weeks.monday
    ), offered AS (
        SELECT appointment.person_id, date_trunc('week', appointment.starts_at AT TIME ZONE 'Europe/London')::date
                AS monday,
            SUM(EXTRACT(EPOCH FROM appointment.ends_at - appointment.starts_at) / 60) AS minutes
        FROM contacts_appointment appointment
        JOIN unpaid_work_booking booking ON booking.appointment_id = appointment.id
        WHERE appointment.cancelled_at IS NULL
            AND (appointment.starts_at AT TIME ZONE 'Europe/London')::date BETWEEN %(first)s AND %(last)s
            AND NOT EXISTS (SELECT FROM unpaid_work_standdownperson down WHERE down.booking_id = booking.id)
        GROUP BY 1, 2
    )
    SELECT working.pdu_id, date_trunc('month', working.monday)::date, COUNT(*),
        COUNT(*) FILTER (WHERE COALESCE(offered.minutes, 0) < working.least)
    FROM working LEFT JOIN offered ON offered.person_id = working.id AND offered.monday = working.monday
    GROUP BY 1, 2
"""
OFFERS = ("weeks", "weeks_less")

Cells = dict[tuple[int, date], dict[str, int]]


def sessions_by_month(units: Sequence[int], first: date, last: date) -> Cells:
    """SESSIONS of each unit and month, from `first` to `last`, in minutes and in days. One query."""
    given = {
        "units": list(units), "first": first, "last": last, "stood_down": STOOD_DOWN, "sent_home": SENT_HOME_BY_SERVICE,
        "attended": [outcome.code for outcome in contact_outcomes() if outcome.attended],
        "neither": [STOOD_DOWN, *REARRANGED],
    } | {notice: stand_down_credit(notice, on=last).value for notice in NOTICES}  # fmt: skip
    return _asked(_SESSIONS, given, SESSIONS)


def offers_by_month(units: Sequence[int], first: date, last: date) -> Cells:
    """OFFERS of each unit and month: the weeks whose Monday is from `first` to `last`. One query."""
    monday = first + timedelta(days=-first.weekday() % 7)
    mondays = [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]
    least = [[weekly_offer(intensive=worked, on=day).value for day in mondays] for worked in (False, True)]
    given = {
        "units": list(units), "mondays": mondays, "ordinary": least[0], "intensive": least[1],
        "kind": Requirement.Kind.UNPAID_WORK, "first": mondays[0], "last": mondays[-1] + timedelta(days=6),
    }  # fmt: skip
    return _asked(_OFFERS, given, OFFERS)


def _asked(sql: str, given: dict[str, object], names: Sequence[str]) -> Cells:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return {(unit, month): dict(zip(names, rest, strict=True)) for unit, month, *rest in cursor.fetchall()}
