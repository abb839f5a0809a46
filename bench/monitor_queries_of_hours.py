"""The lists that need hours, in SQL: who is past the limit or will be, and why somebody is offered too little.

See `bench/monitor_queries.py`. What is left is added up, as nearly every record can be; the rules for hours beyond what
remained, and for two requirements at once, are left to the tests of statements.
"""

from bench.monitor_queries import PEOPLE, WHO, months_after

_MINUTES = """
    CASE WHEN o.code = 'AASD' THEN CASE o.notice WHEN 'before_day' THEN 0 ELSE 60 END
        WHEN o.code = 'ATSS' THEN greatest(extract(epoch FROM o.finished_at - o.started_at)::int / 60,
            CASE o.notice WHEN 'before_day' THEN 0 ELSE 60 END)
        WHEN o.code = ANY(%(attended)s)
            THEN extract(epoch FROM o.finished_at - o.started_at)::int / 60 - o.penalty_minutes
        ELSE 0 END"""

CREDITED = f"""
    credited AS MATERIALIZED (
        SELECT b.requirement_id, s.date, {_MINUTES} AS minutes, p.type LIKE 'ete%%' AND o.code <> 'AASD' AS is_ete
        FROM unpaid_work_booking b JOIN unpaid_work_session s ON s.id = b.session_id
        JOIN unpaid_work_project p ON p.id = s.project_id
        JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id
        WHERE (o.code = ANY(%(attended)s) OR o.code = 'AASD')
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
    )"""

LEFT = """
    ordered AS (
        SELECT r.id, s.person_id, s.sentence_date, r.ended_on, r.ended_as,
            count(*) FILTER (WHERE r.runs = 'consecutive')
                OVER (PARTITION BY s.person_id ORDER BY s.sentence_date, r.id) AS abreast
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id WHERE r.kind = 'unpaid_work'
    ), shared AS (
        SELECT one.id AS requirement_id, c.minutes, c.is_ete
        FROM ordered one JOIN ordered other USING (person_id, abreast) JOIN credited c ON c.requirement_id = other.id
        WHERE one.id <> other.id AND c.date >= one.sentence_date AND (one.ended_on IS NULL OR c.date < one.ended_on
            OR c.date = one.ended_on AND one.ended_as = 'completed')
    ), worked AS (
        SELECT requirement_id, sum(minutes) FILTER (WHERE NOT is_ete) AS sessions,
            sum(minutes) FILTER (WHERE is_ete) AS ete
        FROM (SELECT requirement_id, minutes, is_ete FROM credited UNION ALL SELECT * FROM shared) all_of_them
        GROUP BY requirement_id
    ), hours AS (
        SELECT w.id, w.person_id, greatest(0, w.ordered_minutes - coalesce(k.sessions, 0) - least(
                floor((w.ordered_minutes + coalesce(c.minutes, 0)) * 0.3), coalesce(k.ete, 0) + coalesce(e.minutes, 0))
            - coalesce(h.minutes, 0) + coalesce(c.minutes, 0))::int AS minutes
        FROM working w LEFT JOIN worked k ON k.requirement_id = w.id
        LEFT JOIN (SELECT requirement_id, sum(minutes * CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS minutes
            FROM unpaid_work_etecredit GROUP BY 1) e ON e.requirement_id = w.id
        LEFT JOIN (SELECT requirement_id, sum(minutes * CASE WHEN reverses_id IS NULL THEN 1 ELSE -1 END) AS minutes
            FROM unpaid_work_hoursadjustment GROUP BY 1) h ON h.requirement_id = w.id
        LEFT JOIN (SELECT requirement_id, sum(minutes) AS minutes
            FROM cases_requirementchange GROUP BY 1) c ON c.requirement_id = w.id
    )"""

# The deviate of a chance of nine in ten, squared, is 1.6424.
_FORECAST = f"""
    standing AS (
        SELECT r.id, s.person_id, t.pdu_id, s.sentence_date,
            count(*) FILTER (WHERE r.runs = 'consecutive')
                OVER (PARTITION BY s.person_id ORDER BY s.sentence_date, r.id) AS turn
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id
        JOIN cases_person p ON p.id = s.person_id JOIN organisation_team t ON t.id = p.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE r.kind = 'unpaid_work' AND (r.ended_on IS NULL OR r.ended_on > %(today)s)
            AND s.sentence_date <= %(today)s AND p.merged_into_id IS NULL AND u.region_id = %(region)s
    ), begun AS MATERIALIZED (
        SELECT w.person_id, greatest(0, least(12, (%(today)s::date - 1 - min(s.date)) / 7)) AS n
        FROM standing w JOIN unpaid_work_booking b ON b.requirement_id = w.id
        JOIN unpaid_work_session s ON s.id = b.session_id
        JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id
        WHERE s.date < %(today)s AND o.code NOT IN ('RSSR', 'RSOF', 'AASD')
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
        GROUP BY w.person_id
    ), recent AS (
        SELECT person_id, sum(minutes)::float AS total, sum(minutes * minutes)::float AS squares FROM (
            SELECT w.person_id, (%(today)s::date - 1 - c.date) / 7 AS week, sum(c.minutes) AS minutes
            FROM credited c JOIN standing w ON w.id = c.requirement_id JOIN begun g ON g.person_id = w.person_id
            WHERE c.date >= %(today)s::date - 7 * g.n AND c.date < %(today)s GROUP BY 1, 2
        ) weekly GROUP BY person_id
    ), latest AS (
        SELECT w.person_id, max(c.date) AS last FROM credited c JOIN standing w ON w.id = c.requirement_id
        WHERE c.date >= %(today)s::date - 84 AND c.date < %(today)s AND c.minutes > 0 GROUP BY 1
    ), paced AS (
        SELECT w.person_id, w.pdu_id, w.old, coalesce(g.n, 0) AS n, coalesce(k.total, 0) AS total,
            coalesce(k.squares, 0) AS squares, l.last
        FROM (SELECT person_id, pdu_id, min(sentence_date) < %(today)s::date - 365 AS old
            FROM standing GROUP BY 1, 2) w
        LEFT JOIN begun g USING (person_id) LEFT JOIN recent k USING (person_id) LEFT JOIN latest l USING (person_id)
    ), units AS (
        SELECT pdu_id, old, sum(n) AS known, sum(total) / nullif(sum(n), 0) AS mean,
            greatest(1, (sum(squares) - sum(total ^ 2 / nullif(n, 0))) / greatest(1, sum(n) - count(nullif(n, 0))))
                AS within
        FROM paced GROUP BY pdu_id, old
    ), apart AS (
        SELECT pdu_id, old, (sum(n * (total / nullif(n, 0) - mean) ^ 2) - (count(nullif(n, 0)) - 1) * within)
            / greatest(1, known - sum(n * n)::float / nullif(known, 0)) AS between
        FROM paced JOIN units USING (pdu_id, old) GROUP BY pdu_id, old, mean, within, known
    ), alike AS (
        SELECT units.*, CASE WHEN between > 0 THEN least(26, greatest(1, within / between)) ELSE 26 END AS weeks
        FROM units JOIN apart USING (pdu_id, old)
    ), pace AS (
        SELECT paced.person_id, last, within, coalesce((total + weeks * mean) / (n + weeks), 0) AS mean,
            1.2815515655446004 ^ 2 * within AS spread, 1.2815515655446004 ^ 2 * within / (n + weeks) AS doubt
        FROM paced JOIN alike USING (pdu_id, old)
    ), turns AS (
        SELECT w.person_id, w.turn, max(hours.minutes) AS minutes
        FROM standing w JOIN hours ON hours.id = w.id GROUP BY w.person_id, w.turn
    ), ahead AS (
        SELECT w.id, hours.minutes, hours.minutes + coalesce(sum(t.minutes), 0)::int AS until_done
        FROM standing w JOIN hours ON hours.id = w.id
        LEFT JOIN turns t ON t.person_id = w.person_id AND t.turn < w.turn GROUP BY w.id, hours.minutes
    ), weeks AS (
        SELECT w.id, w.person_id, ahead.minutes, pace.last,
            coalesce(w.limit_date, {months_after("w.sentence_date", 12)} - 1) AS last_day,
            CASE WHEN mean > 0 THEN greatest(1, ceil(until_done / mean - 1e-9)) END AS needed,
            CASE WHEN mean > 0 THEN greatest(1, ceil(2 * until_done ^ 2 / (middle + root) - 1e-9)) END AS low,
            CASE WHEN mean > 0 AND square > 0 THEN greatest(1, ceil((middle + root) / (2 * square) - 1e-9)) END AS high
        FROM ahead JOIN working w ON w.id = ahead.id JOIN pace ON pace.person_id = w.person_id
        CROSS JOIN LATERAL (SELECT mean ^ 2 - doubt AS square, 2 * until_done * mean + spread AS middle) a
        CROSS JOIN LATERAL (SELECT sqrt(greatest(0, middle ^ 2 - 4 * square * until_done ^ 2)) AS root) b
        WHERE ahead.minutes > 0
    ), dated AS (
        SELECT weeks.*, nullif(least(needed, 521), 521)::int AS weeks_needed,
            %(today)s::date + 7 * nullif(least(needed, 521), 521)::int AS day,
            %(today)s::date + 7 * nullif(least(low, 521), 521)::int AS earliest,
            %(today)s::date + 7 * nullif(least(high, 521), 521)::int AS latest
        FROM weeks
    ), told AS (
        SELECT *, day || ' (' || earliest || '/' || coalesce(latest::text, '..') || ')' AS finish FROM dated
    )"""

# A person's sessions, one row for each set of them that is alike to everybody.
_SUITING = """
    booked AS (
        SELECT a.person_id, sum(extract(epoch FROM a.ends_at - a.starts_at) / 60)::int AS minutes
        FROM unpaid_work_session s JOIN unpaid_work_booking b ON b.session_id = s.id
        JOIN contacts_appointment a ON a.id = b.appointment_id
        LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
        WHERE s.date >= %(monday)s AND s.date < %(monday)s::date + 7 AND a.cancelled_at IS NULL AND d.id IS NULL
        GROUP BY a.person_id
    ), asked AS (
        SELECT s.person_id, CASE WHEN bool_or(r.intensive AND r.ended_on IS NULL) THEN 1680 ELSE 420 END AS least
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id GROUP BY s.person_id
        HAVING bool_or(r.kind = 'unpaid_work' AND s.sentence_date < %(monday)s::date + 7
            AND (r.ended_on IS NULL OR r.ended_on > %(monday)s))
    ), assessed AS (
        SELECT DISTINCT ON (person_id) person_id, slots, kinds, excludes, skills, lifting, women_only, drives,
            max_travel_minutes
        FROM unpaid_work_unpaidworkassessment
        WHERE from_date < %(monday)s::date + 7 AND to_date > %(monday)s AND harm_check <> 'not_retrieved'
        ORDER BY person_id, from_date DESC
    ), home AS (
        SELECT person_id, radians(lat) AS phi, radians(lon) AS lambda FROM cases_address
        WHERE from_date <= %(monday)s AND (to_date IS NULL OR to_date > %(monday)s) AND lat IS NOT NULL
    ), less AS MATERIALIZED (
        SELECT p.*, coalesce(b.minutes, 0) AS offered, k.least, coalesce(l.minutes, 0) AS "left",
            p.date_of_birth + interval '18 years' > %(monday)s::date + 6 AS young, n.person_id IS NOT NULL AS assessed,
            n.slots, n.kinds, n.excludes, n.skills, n.lifting, n.women_only, n.drives, n.max_travel_minutes,
            home.phi, home.lambda
        FROM person p JOIN asked k ON k.person_id = p.id LEFT JOIN booked b ON b.person_id = p.id
        LEFT JOIN (
            SELECT person_id, sum(minutes) AS minutes FROM hours WHERE id NOT IN (
                SELECT requirement_id FROM unpaid_work_courtreturn WHERE suspended AND result = '')
            GROUP BY person_id) l ON l.person_id = p.id
        LEFT JOIN assessed n ON n.person_id = p.id LEFT JOIN home ON home.person_id = p.id
        WHERE coalesce(b.minutes, 0) < k.least
    ), standing AS (
        SELECT s.project_id, s.supervisor_id IS NOT NULL OR NOT p.supervised AS led, extract(isodow FROM s.date) AS day,
            s.starts_at AT TIME ZONE 'Europe/London' AS starts, s.ends_at AT TIME ZONE 'Europe/London' AS ends,
            (SELECT count(*) FROM unpaid_work_booking b JOIN contacts_appointment a ON a.id = b.appointment_id
                LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
                WHERE b.session_id = s.id AND a.cancelled_at IS NULL AND d.id IS NULL)
                < CASE WHEN p.type IN ('individual', 'home') OR p.type LIKE 'ete%%' AND %(group_size)s = 0
                    THEN s.places ELSE least(s.places, %(group_size)s) END AS free
        FROM unpaid_work_session s JOIN unpaid_work_project p ON p.id = s.project_id
        WHERE s.date >= %(monday)s AND s.date < %(monday)s::date + 7 AND s.cancelled_at IS NULL
            AND s.id NOT IN (SELECT session_id FROM unpaid_work_standdown WHERE whole)
    ), slotted AS (
        SELECT DISTINCT project_id, led, free, array_remove(ARRAY[
            CASE WHEN starts::time < '12:00' THEN day || 'm' END,
            CASE WHEN starts::time < '17:00' AND ends::time > '12:00' THEN day || 'a' END,
            CASE WHEN ends::time > '17:00' THEN day || 'e' END], NULL)::varchar[] AS slots
        FROM standing
    ), offer AS MATERIALIZED (
        SELECT t.pdu_id, slotted.*, CASE WHEN p.type LIKE 'ete%%' THEN 'ete' WHEN p.type IN ('individual', 'home')
            THEN p.type ELSE 'group' END AS kind, p.tags, p.skills_needed, p.for_whom, p.suitable_under_18,
            radians(p.lat) AS phi, radians(p.lon) AS lambda
        FROM slotted JOIN unpaid_work_project p ON p.id = project_id JOIN organisation_team t ON t.id = p.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id WHERE u.region_id = %(region)s
    ), places AS (
        SELECT less.id, bool_or(o.led AND o.free) AS ready, bool_or(NOT o.led AND o.free) AS unled
        FROM less JOIN offer o ON o.pdu_id = less.pdu_id AND o.free AND less.slots @> o.slots
            AND o.kind = ANY(less.kinds) AND NOT less.excludes && o.tags AND less.skills @> o.skills_needed
            AND (less.lifting OR NOT 'heavy' = ANY(o.tags)) AND (o.suitable_under_18 OR NOT less.young)
            AND (o.for_whom = 'any' OR o.for_whom = CASE less.sex WHEN 'f' THEN 'women' WHEN 'm' THEN 'men' END)
            AND (NOT less.women_only OR o.for_whom = 'women' OR o.kind IN ('individual', 'home'))
            AND (o.kind = 'home' OR less.phi IS NULL OR CASE WHEN less.drives THEN 5 ELSE 10 END
                + CASE WHEN less.drives THEN 1.5 ELSE 3 END * 2 * 6371.0088 * asin(sqrt(least(1,
                    sin((o.phi - less.phi) / 2) ^ 2
                    + cos(o.phi) * cos(less.phi) * sin((o.lambda - less.lambda) / 2) ^ 2)))
                <= less.max_travel_minutes + 1e-9)
        WHERE less.assessed AND less.left >= less.least GROUP BY less.id
    ), times AS (SELECT DISTINCT pdu_id, slots FROM offer)"""

QUERIES_OF_HOURS = {
    "past_limit": f"""
        WITH {PEOPLE}, {CREDITED}, {LEFT}, {_FORECAST}
        SELECT {WHO}, CASE WHEN told.last > %(today)s::date - 28 THEN 'working' ELSE 'idle' END, last_day, minutes,
            weeks_needed, finish
        FROM told JOIN person p ON p.id = told.person_id WHERE last_day < %(today)s""",
    "likely_late": f"""
        WITH {PEOPLE}, {CREDITED}, {LEFT}, {_FORECAST}
        SELECT {WHO}, CASE WHEN finish IS NULL OR earliest - 7 > last_day THEN 'surely' ELSE 'likely' END, last_day,
            minutes, weeks_needed, finish
        FROM told JOIN person p ON p.id = told.person_id
        WHERE last_day >= %(today)s AND (finish IS NULL OR earliest - 7 > last_day OR day > last_day)""",
    "hours_worked": f"""
        WITH {PEOPLE}, {CREDITED}, {LEFT}, last AS (
            SELECT b.requirement_id, max(s.date) AS day FROM unpaid_work_booking b
            JOIN unpaid_work_session s ON s.id = b.session_id
            JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id
            WHERE o.code = ANY(%(attended)s)
                AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
            GROUP BY b.requirement_id
        ), coming AS (
            SELECT b.requirement_id, count(*) AS n FROM unpaid_work_session s
            JOIN unpaid_work_booking b ON b.session_id = s.id JOIN contacts_appointment a ON a.id = b.appointment_id
            WHERE s.starts_at > %(now)s AND a.cancelled_at IS NULL GROUP BY b.requirement_id
        )
        SELECT {WHO}, CASE WHEN coming.n > 0 THEN 'booked' WHEN last.day IS NOT NULL THEN 'done' ELSE 'not_worked' END,
            last.day, coalesce(coming.n, 0)
        FROM hours JOIN person p ON p.id = hours.person_id LEFT JOIN last ON last.requirement_id = hours.id
        LEFT JOIN coming ON coming.requirement_id = hours.id WHERE hours.minutes = 0""",
    "offered_less": f"""
        WITH {PEOPLE}, {CREDITED}, {LEFT}, {_SUITING}
        SELECT {WHO}, CASE WHEN NOT p.assessed THEN 'assessment' WHEN p.left < p.least THEN 'nearly_done'
            WHEN p.id IN (SELECT person_id FROM unpaid_work_unavailability
                WHERE from_date <= %(monday)s AND to_date > %(monday)s::date + 4)
                OR p.pdu_id IN (SELECT pdu_id FROM times)
                AND NOT EXISTS (SELECT FROM times WHERE times.pdu_id = p.pdu_id AND p.slots @> times.slots)
                THEN 'availability'
            WHEN places.ready THEN 'not_booked'
            WHEN %(group_size)s = 0 AND 'group' = ANY(p.kinds) THEN 'restrictions'
            WHEN places.unled THEN 'supervisor' ELSE 'no_place' END, offered, p.least, p.left
        FROM less p LEFT JOIN places ON places.id = p.id""",
}
