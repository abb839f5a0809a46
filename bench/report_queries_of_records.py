"""The reports that list or count what was recorded, in SQL: see `bench/report_queries.py`."""

from bench.monitor_queries import PEOPLE

_GOOD = {
    "work": "work IN ('very_well', 'well')",
    "communications": "communications IN ('very_well', 'well')",
    "again": "again = 'yes'",
    "benefit": "benefit IN ('a_lot', 'some')",
}

STAND_DOWNS = """
    SELECT s.date, j.name, d.cause, d.notice, d.whole::text, count(k.id), d.note,
        coalesce(nullif(trim(f.first_name || ' ' || f.last_name), ''), f.username)
    FROM unpaid_work_standdown d JOIN unpaid_work_session s ON s.id = d.session_id
    JOIN unpaid_work_project j ON j.id = s.project_id JOIN organisation_team t ON t.id = j.team_id
    JOIN organisation_pdu u ON u.id = t.pdu_id JOIN organisation_user f ON f.id = d.recorded_by_id
    LEFT JOIN unpaid_work_standdownperson k ON k.stand_down_id = d.id
    WHERE u.region_id = %(region)s AND s.date BETWEEN %(today)s::date - 27 AND %(today)s
    GROUP BY d.id, s.date, j.name, f.id"""

# Beside the list the page adds up what was offered, worked and lost, by cause, project, team and week, and names those
# stood down more than once; of the requirements worked on it tells how many were completed.
STAND_DOWN_FIGURES = """
    WITH day AS MATERIALIZED (
        SELECT j.name AS project, t.name AS team, s.date, b.requirement_id, b.appointment_id, o.code, o.notice, d.cause,
            extract(epoch FROM s.ends_at - s.starts_at)::int / 60 AS length,
            CASE WHEN o.code = ANY(%(attended)s)
                THEN extract(epoch FROM o.finished_at - o.started_at)::int / 60
                    - CASE o.code WHEN 'ATSS' THEN 0 ELSE o.penalty_minutes END ELSE 0 END AS worked,
            o.id IS NULL AND s.starts_at <= %(now)s AND a.cancelled_at IS NULL AS waits, a.person_id
        FROM unpaid_work_session s JOIN unpaid_work_project j ON j.id = s.project_id
        JOIN organisation_team t ON t.id = j.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        JOIN unpaid_work_booking b ON b.session_id = s.id JOIN contacts_appointment a ON a.id = b.appointment_id
        LEFT JOIN contacts_contactoutcome o ON o.appointment_id = a.id
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
        LEFT JOIN unpaid_work_standdownperson k ON k.booking_id = b.id
        LEFT JOIN unpaid_work_standdown d ON d.id = k.stand_down_id
        WHERE u.region_id = %(region)s AND s.date BETWEEN %(today)s::date - 27 AND %(today)s
    ), counted AS (SELECT * FROM day WHERE code NOT IN ('RSSR', 'RSOF')
    ), credited AS (
        SELECT b.requirement_id, s.date,
            CASE WHEN o.code = 'AASD' THEN CASE o.notice WHEN 'before_day' THEN 0 ELSE 60 END
            ELSE extract(epoch FROM o.finished_at - o.started_at)::int / 60 - o.penalty_minutes END AS minutes
        FROM unpaid_work_booking b JOIN unpaid_work_session s ON s.id = b.session_id
        JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id
        WHERE b.requirement_id IN (SELECT requirement_id FROM day WHERE code = ANY(%(attended)s))
            AND (o.code = ANY(%(attended)s) OR o.code = 'AASD')
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
    ), completed AS (
        SELECT r.id FROM cases_requirement r JOIN credited k ON k.requirement_id = r.id
        GROUP BY r.id HAVING sum(k.minutes) >= r.ordered_minutes
    )
    SELECT 'all', '', count(*) FILTER (WHERE waits), 0::bigint, 0::bigint, 0::bigint, 0::bigint FROM day
    UNION ALL SELECT 'completed', '', count(*), 0, 0, 0, 0 FROM completed
    UNION ALL SELECT 'cause', coalesce(cause, '') || notice, count(*), 0, 0, 0, 0
        FROM day WHERE code = 'AASD' GROUP BY 2
    UNION ALL SELECT of, name, count(*) FILTER (WHERE code = 'AASD'), sum(length) FILTER (WHERE code = 'AASD'),
            count(*) FILTER (WHERE code <> 'AASD'), sum(length), sum(worked)
        FROM counted CROSS JOIN LATERAL (VALUES ('project', project), ('team', team),
            ('week', (date - extract(isodow FROM date)::int + 1)::text)) by (of, name) GROUP BY 1, 2
    UNION ALL SELECT 'person', p.crn, count(*), sum(length), 0, 0, 0
        FROM day JOIN cases_person p ON p.id = person_id WHERE code = 'AASD' GROUP BY 2 HAVING count(*) > 1"""

CONSULTATIONS = """
    SELECT g.name, c.party, c.whom, c."on", c.said, c.changed, c.withdrawn_why
    FROM unpaid_work_consultation c JOIN organisation_region g ON g.id = c.region_id
    WHERE g.id = %(region)s AND extract(year FROM c."on") = extract(year FROM %(today)s::date)"""

NOMINATIONS = """
    WITH calendar AS (
        SELECT day, works, count(*) FILTER (WHERE works) OVER (ORDER BY day) AS number
        FROM generate_series((SELECT min(received_at)::date FROM unpaid_work_nomination), %(today)s::date + 30,
            interval '1 day') AS g(at) CROSS JOIN LATERAL (SELECT at::date AS day,
            extract(isodow FROM at) < 6 AND NOT at::date = ANY(%(holidays)s) AS works) each
    )
    SELECT 'N' || n.id AS reference, u.name AS unit, calendar.day AS received, n.place, n.work, n.benefits,
        CASE WHEN n.decided_at IS NULL THEN due.day END AS acknowledge_by,
        (n.acknowledged_at AT TIME ZONE 'Europe/London')::date AS acknowledged, n.answer, n.ground,
        (n.decided_at AT TIME ZONE 'Europe/London')::date AS decided, coalesce(j.code, '') AS project
    FROM unpaid_work_nomination n JOIN organisation_pdu u ON u.id = n.pdu_id
    JOIN calendar ON calendar.day = (n.received_at AT TIME ZONE 'Europe/London')::date
    JOIN calendar due ON due.works AND due.number = calendar.number + 2
    LEFT JOIN unpaid_work_project j ON j.id = n.project_id WHERE u.region_id = %(region)s"""

SURVEYS = f"""
    WITH asked AS (
        SELECT j.id AS project_id, t.id AS team_id, j.name AS project, t.name AS team, r.*
        FROM unpaid_work_beneficiarysurvey v
        JOIN unpaid_work_project j ON j.id = v.project_id JOIN organisation_team t ON t.id = j.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id LEFT JOIN unpaid_work_beneficiaryreply r ON r.survey_id = v.id
        WHERE u.region_id = %(region)s AND v.withdrawn_at IS NULL
            AND v.to_date > %(today)s::date - 364 AND v.to_date <= %(today)s::date + 1
    )
    SELECT CASE WHEN project IS NOT NULL THEN 'project' WHEN team IS NOT NULL THEN 'team' ELSE 'all' END AS level,
        coalesce(project, team, '') AS name, CASE WHEN project IS NULL THEN '' ELSE team END AS team,
        count(*) AS asked, count(id) AS replied,
        {", ".join(f"count(*) FILTER (WHERE {good}) AS {name}_good" for name, good in _GOOD.items())}
    FROM asked GROUP BY GROUPING SETS ((team, team_id, project, project_id), (team, team_id), ())"""

EXIT_INTERVIEWS = f"""
    WITH {PEOPLE}, told AS (
        SELECT p.id, p.team, x.learned, x.fair, x.useful, t.name || ' (' || t.code || ')' AS its_team,
            coalesce(j.name || ' (' || j.code || ')', '–') AS project
        FROM unpaid_work_exitinterview x JOIN cases_requirement r ON r.id = x.requirement_id
        JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        JOIN cases_person q ON q.id = p.id JOIN organisation_team t ON t.id = q.team_id
        LEFT JOIN unpaid_work_project j ON j.id = x.project_id
        WHERE NOT x.declined AND x."on" BETWEEN %(first)s AND %(last)s
    )
    SELECT kind AS by, label AS "group", count(DISTINCT id) AS people, count(*) AS interviews,
        round(avg((learned >= 4)::int), 6) AS learned, round(avg((fair >= 4)::int), 6) AS fair,
        round(avg((useful >= 4)::int), 6) AS useful
    FROM told CROSS JOIN LATERAL (VALUES ('project', project), ('team', its_team)) each (kind, label) GROUP BY 1, 2"""
