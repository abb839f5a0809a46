"""The board's monthly report and the capacity statement, in SQL: see `bench/report_queries.py`.

Given besides: `since` and `month`, the first days of the first and the last month told. What is estimated of capacity
(how many sessions supervisors could lead besides, days and weeks waited) has no answer in SQL and is not asked for.
"""

from bench.monitor_queries import CALENDAR, months_after
from bench.monitor_queries_of_hours import CREDITED

_MONTHS = """
    month AS (
        SELECT at::date AS first, (at + interval '1 month' - interval '1 day')::date AS last
        FROM generate_series(%(since)s::date, %(month)s::date, interval '1 month') each (at)
    )"""

# Every requirement of the region's people; `working`, as the calendar calls them.
_REQUIREMENTS = f"""
    working AS MATERIALIZED (
        SELECT r.*, s.person_id, s.sentence_date, t.pdu_id,
            coalesce(r.limit_date, {months_after("s.sentence_date", 12)} - 1) AS last_day,
            r.ended_as = 'completed' AND EXISTS (SELECT FROM unpaid_work_completion c
                WHERE c.requirement_id = r.id AND c."on" = r.ended_on) AS proved
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id JOIN cases_person p ON p.id = s.person_id
        JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE r.kind = 'unpaid_work' AND p.merged_into_id IS NULL AND u.region_id = %(region)s
    ), standing AS MATERIALIZED (
        SELECT * FROM contacts_contactoutcome o
        WHERE NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
    ), given AS (
        SELECT w.id, min(s.date) AS day FROM working w JOIN contacts_appointment a ON a.person_id = w.person_id
        JOIN unpaid_work_booking b ON b.appointment_id = a.id JOIN unpaid_work_session s ON s.id = b.session_id
        LEFT JOIN standing o ON o.appointment_id = a.id AND o.code IN ('RSSR', 'RSOF', 'AASD')
        WHERE a.cancelled_at IS NULL AND o.id IS NULL AND s.date >= w.sentence_date GROUP BY w.id
    ), held AS (
        SELECT w.id, greatest(w.sentence_date, min(c.from_date)) AS day FROM working w
        LEFT JOIN cases_caseallocation c ON c.person_id = w.person_id
            AND (c.to_date IS NULL OR c.to_date > w.sentence_date)
        GROUP BY w.id, w.sentence_date
    )"""

# What sessions credited each requirement, those that run beside it too.
_EVERY = """
    made AS (
        SELECT r.id, s.person_id, s.sentence_date, r.ended_on, r.ended_as,
            count(*) FILTER (WHERE r.runs = 'consecutive')
                OVER (PARTITION BY s.person_id ORDER BY s.sentence_date, r.id) AS abreast
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id WHERE r.kind = 'unpaid_work'
    ), every AS (
        SELECT requirement_id, date, minutes, is_ete FROM credited
        UNION ALL
        SELECT one.id, c.date, c.minutes, c.is_ete FROM made one JOIN made other USING (person_id, abreast)
        JOIN credited c ON c.requirement_id = other.id
        WHERE one.id <> other.id AND c.date >= one.sentence_date AND (one.ended_on IS NULL OR c.date < one.ended_on
            OR c.date = one.ended_on AND one.ended_as = 'completed')
    )"""


def _left_by(asked: str) -> str:
    """What was left at the end of a day of each (`id`, `last`) of a table."""
    return f"""
        SELECT asked.id, asked.last, greatest(0, w.ordered_minutes + coalesce(c.minutes, 0) - coalesce(e.sessions, 0)
            - least(floor((w.ordered_minutes + coalesce(c.minutes, 0)) * 0.3),
                coalesce(e.ete, 0) + coalesce(t.minutes, 0)) - coalesce(h.minutes, 0)) AS minutes
        FROM {asked} asked JOIN working w ON w.id = asked.id
        LEFT JOIN (SELECT a.id, a.last, sum(minutes) FILTER (WHERE NOT is_ete) AS sessions,
                sum(minutes) FILTER (WHERE is_ete) AS ete
            FROM {asked} a JOIN every ON every.requirement_id = a.id AND every.date <= a.last GROUP BY 1, 2
        ) e ON e.id = asked.id AND e.last = asked.last
        LEFT JOIN (SELECT a.id, a.last, sum(minutes * CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS minutes
            FROM {asked} a JOIN unpaid_work_etecredit x ON x.requirement_id = a.id AND x."on" <= a.last GROUP BY 1, 2
        ) t ON t.id = asked.id AND t.last = asked.last
        LEFT JOIN (SELECT a.id, a.last, sum(minutes * CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS minutes
            FROM {asked} a JOIN unpaid_work_hoursadjustment x ON x.requirement_id = a.id AND x."on" <= a.last
            GROUP BY 1, 2
        ) h ON h.id = asked.id AND h.last = asked.last
        LEFT JOIN (SELECT a.id, a.last, sum(minutes) AS minutes
            FROM {asked} a JOIN cases_requirementchange x ON x.requirement_id = a.id AND x."on" <= a.last GROUP BY 1, 2
        ) c ON c.id = asked.id AND c.last = asked.last"""


MONTHLY = f"""
    WITH {_REQUIREMENTS}, {_MONTHS}, {CALENDAR}, {CREDITED}, {_EVERY}, told AS MATERIALIZED (
        SELECT w.*, given.day AS began, due.day AS due FROM working w
        LEFT JOIN given ON given.id = w.id JOIN held ON held.id = w.id
        JOIN calendar ON calendar.day = held.day JOIN calendar due ON due.works AND due.number = calendar.number + 10
    ), people AS (
        SELECT pdu_id, m.first AS month, count(*) FILTER (WHERE sentence_date BETWEEN m.first AND m.last) AS orders,
            count(*) FILTER (WHERE ended_on BETWEEN m.first AND m.last) AS ended,
            count(*) FILTER (WHERE ended_on BETWEEN m.first AND m.last AND proved) AS completed,
            count(*) FILTER (WHERE ended_on BETWEEN m.first AND m.last AND ended_as = 'completed' AND NOT proved)
                AS entered,
            count(*) FILTER (WHERE sentence_date <= m.last AND (ended_on IS NULL OR ended_on > m.last)) AS open,
            count(*) FILTER (WHERE sentence_date <= m.last AND (ended_on IS NULL OR ended_on > m.last)
                AND (began IS NULL OR began > m.last)) AS waiting,
            count(*) FILTER (WHERE due BETWEEN m.first AND m.last) AS due_first,
            count(*) FILTER (WHERE due BETWEEN m.first AND m.last AND began <= due) AS in_time
        FROM told CROSS JOIN month m GROUP BY 1, 2
    ), candidate AS MATERIALIZED (
        SELECT w.id, m.last FROM working w JOIN month m ON w.last_day <= m.last AND w.sentence_date <= m.last
            AND (w.ended_on IS NULL OR w.ended_on > m.last)
    ), remaining AS ({_left_by("candidate")}
    ), late AS (
        SELECT w.pdu_id, date_trunc('month', k.last)::date AS month, count(*) FILTER (WHERE k.minutes > 0) AS late
        FROM remaining k JOIN working w ON w.id = k.id GROUP BY 1, 2
    ), day AS (
        SELECT t.pdu_id, date_trunc('month', s.date)::date AS month, a.cancelled_at IS NULL AND d.id IS NULL AS stands,
            extract(epoch FROM s.ends_at - s.starts_at)::int / 60 AS length, o.code, o.penalty_minutes AS penalty,
            coalesce(extract(epoch FROM o.finished_at - o.started_at)::int / 60, 0) AS worked,
            CASE o.notice WHEN 'before_day' THEN 0 ELSE 60 END AS turned_away
        FROM unpaid_work_session s JOIN unpaid_work_project j ON j.id = s.project_id
        JOIN organisation_team t ON t.id = j.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        JOIN unpaid_work_booking b ON b.session_id = s.id JOIN contacts_appointment a ON a.id = b.appointment_id
        LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id LEFT JOIN standing o ON o.appointment_id = a.id
        WHERE u.region_id = %(region)s
            AND s.date >= %(since)s AND s.date < %(month)s::date + interval '1 month'
    ), session AS (
        SELECT pdu_id, month, sum(length) FILTER (WHERE stands) AS offered,
            sum(worked - penalty) FILTER (WHERE code = ANY(%(attended)s)) AS worked,
            sum(CASE WHEN code = 'AASD' THEN turned_away WHEN code = 'ATSS' THEN greatest(worked, turned_away)
                WHEN code = ANY(%(attended)s) THEN worked - penalty END) AS credited,
            count(*) FILTER (WHERE code = 'AASD') AS lost,
            count(*) FILTER (WHERE code NOT IN ('AASD', 'RSSR', 'RSOF')) AS kept
        FROM day GROUP BY 1, 2
    ), week AS (
        SELECT at::date AS monday, date_trunc('month', at)::date AS month
        FROM generate_series(%(since)s::date, %(month)s::date + interval '1 month' - interval '1 day', interval '1 day')
            each (at) WHERE extract(isodow FROM at) = 1
    ), obliged AS (
        SELECT w.person_id, w.pdu_id, week.monday, week.month,
            max(CASE WHEN w.intensive THEN 1680 ELSE 420 END) AS least
        FROM week JOIN working w ON w.sentence_date < week.monday + 7
            AND (w.ended_on IS NULL OR w.ended_on > week.monday) GROUP BY 1, 2, 3, 4
    ), booked AS (
        SELECT a.person_id, s.date - extract(isodow FROM s.date)::int + 1 AS monday,
            sum(extract(epoch FROM a.ends_at - a.starts_at) / 60) AS minutes
        FROM unpaid_work_session s JOIN unpaid_work_booking b ON b.session_id = s.id
        JOIN contacts_appointment a ON a.id = b.appointment_id
        LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
        WHERE a.cancelled_at IS NULL AND d.id IS NULL AND s.date >= %(since)s GROUP BY 1, 2
    ), offer AS (
        SELECT o.pdu_id, o.month, count(*) AS weeks, count(*) FILTER (WHERE coalesce(minutes, 0) < least) AS weeks_less
        FROM obliged o LEFT JOIN booked USING (person_id, monday) GROUP BY 1, 2
    ), survey AS (
        SELECT t.pdu_id, m.first AS month, count(*) AS asked FROM month m
        JOIN unpaid_work_beneficiarysurvey v
            ON date_trunc('quarter', v.to_date - 1) + interval '3 months' = date_trunc('quarter', m.first)
        JOIN unpaid_work_project j ON j.id = v.project_id JOIN organisation_team t ON t.id = j.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE u.region_id = %(region)s AND v.withdrawn_at IS NULL GROUP BY 1, 2
    )
    SELECT coalesce(u.name, max(g.name)) AS place, to_char(m.first, 'YYYY-MM') AS month,
        {
    ", ".join(
        f"coalesce(sum({name}), 0) AS {name}"
        for name in (
            "orders",
            "ended",
            "completed",
            "entered",
            "open",
            "waiting",
            "late",
            "due_first",
            "in_time",
            "offered",
            "worked",
            "credited",
            "lost",
            "kept",
            "weeks",
            "weeks_less",
            "asked",
        )
    )
}
    FROM organisation_pdu u JOIN organisation_region g ON g.id = u.region_id CROSS JOIN month m
    LEFT JOIN people p ON p.pdu_id = u.id AND p.month = m.first
    LEFT JOIN late l ON l.pdu_id = u.id AND l.month = m.first
    LEFT JOIN session s ON s.pdu_id = u.id AND s.month = m.first
    LEFT JOIN offer o ON o.pdu_id = u.id AND o.month = m.first
    LEFT JOIN survey v ON v.pdu_id = u.id AND v.month = m.first
    WHERE u.region_id = %(region)s GROUP BY GROUPING SETS ((u.name, m.first), (m.first))"""

CAPACITY = f"""
    WITH {_REQUIREMENTS}, {CREDITED}, {_EVERY}, told AS (
        SELECT w.*, given.day AS began, held.day AS allocated FROM working w
        LEFT JOIN given ON given.id = w.id JOIN held ON held.id = w.id WHERE w.sentence_date < %(today)s
    ), candidate AS MATERIALIZED (
        SELECT id, last_day AS last FROM told WHERE last_day >= %(today)s::date - 365 AND last_day < %(today)s
            AND NOT coalesce(ended_as = 'completed' AND ended_on <= last_day, false)
        UNION ALL
        SELECT id, %(today)s FROM told WHERE began < %(today)s AND (ended_on IS NULL OR ended_on > %(today)s)
    ), remaining AS ({_left_by("candidate")}
    ), stood AS (
        SELECT t.pdu_id, count(*) FILTER (WHERE o.code = 'AASD') AS lost,
            count(*) FILTER (WHERE o.code <> 'AASD') AS kept
        FROM unpaid_work_session s JOIN unpaid_work_project j ON j.id = s.project_id
        JOIN organisation_team t ON t.id = j.team_id JOIN unpaid_work_booking b ON b.session_id = s.id
        JOIN standing o ON o.appointment_id = b.appointment_id
        WHERE s.date >= %(today)s::date - 84 AND s.date < %(today)s AND o.code NOT IN ('RSSR', 'RSOF') GROUP BY 1
    ), summed AS (
        SELECT pdu_id,
            count(*) FILTER (WHERE (ended_on IS NULL OR ended_on > %(today)s)
                AND (began IS NULL OR began >= %(today)s)) AS waiting,
            count(*) FILTER (WHERE (ended_on IS NULL OR ended_on > %(today)s) AND began >= %(today)s) AS booked,
            count(*) FILTER (WHERE sentence_date >= %(today)s::date - 84) AS orders,
            count(*) FILTER (WHERE allocated >= %(today)s::date - 182 AND allocated < %(today)s
                AND (ended_on IS NULL OR ended_on > %(today)s::date - 84 OR sentence_date >= %(today)s::date - 182))
                AS people_timed,
            count(*) FILTER (WHERE last_day >= %(today)s::date - 365 AND last_day < %(today)s) AS last_day_in_year,
            count(*) FILTER (WHERE last_day >= %(today)s::date - 365 AND last_day < %(today)s
                AND ended_as = 'completed' AND ended_on <= last_day) AS finished_by
        FROM told GROUP BY 1
    ), since AS (
        SELECT w.pdu_id, count(*) FILTER (WHERE k.last < %(today)s AND k.minutes = 0) AS finished,
            count(*) FILTER (WHERE k.last = %(today)s AND k.minutes > 0) AS begun
        FROM remaining k JOIN working w ON w.id = k.id GROUP BY 1
    )
    SELECT u.name AS unit, waiting, booked, coalesce(begun, 0) AS begun, orders, people_timed,
        coalesce(lost, 0) AS days_lost, coalesce(kept, 0) AS days_kept,
        finished_by + coalesce(finished, 0) AS finished, last_day_in_year
    FROM organisation_pdu u LEFT JOIN summed s ON s.pdu_id = u.id LEFT JOIN since ON since.pdu_id = u.id
    LEFT JOIN stood ON stood.pdu_id = u.id WHERE u.region_id = %(region)s"""
