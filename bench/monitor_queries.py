"""The monitors' answers in plain SQL, each written from what the monitor says it lists, not from its code.

Each query gives the rows of one monitor for a reader of one region: who (a CRN) or what (a name), the reason, and
what else its file tells that is asked for here. `bench/monitors.py` runs them as peers, and `tests/unpaid_work` holds
the monitors to them over generated histories. Given: `region`, `username`, `today`, `now`, `monday`, `attended`
(outcome codes), `holidays`. Left to the monitors' own tests: why somebody is offered less, and the arithmetic of the
forecast.
"""

PEOPLE = """
    person AS (
        SELECT p.*, t.name AS team, t.pdu_id FROM cases_person p
        JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE u.region_id = %(region)s AND p.merged_into_id IS NULL
            AND p.crn IN (SELECT crn FROM organisation_accessfile)
            AND p.crn NOT IN (
                SELECT crn FROM organisation_limitedaccess WHERE kind = 'exclusion' AND username = %(username)s
                    AND from_at <= %(now)s AND (to_at IS NULL OR to_at > %(now)s))
            AND p.crn NOT IN (
                SELECT crn FROM organisation_limitedaccess WHERE kind = 'restriction'
                    AND from_at <= %(now)s AND (to_at IS NULL OR to_at > %(now)s)
                GROUP BY crn HAVING NOT bool_or(username = %(username)s))
    ), working AS (
        SELECT r.*, s.sentence_date, s.person_id FROM cases_requirement r
        JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        WHERE r.kind = 'unpaid_work' AND (r.ended_on IS NULL OR r.ended_on > %(today)s)
            AND s.sentence_date <= %(today)s
    ), standing AS (
        SELECT o.*, a.person_id, b.requirement_id, b.session_id FROM contacts_contactoutcome o
        JOIN contacts_appointment a ON a.id = o.appointment_id
        JOIN unpaid_work_booking b ON b.appointment_id = a.id
        LEFT JOIN contacts_contactoutcome later ON later.replaces_id = o.id WHERE later.id IS NULL
    )"""

LEFT = """
    , worked AS (
        SELECT o.requirement_id, sum(CASE
                WHEN o.code = 'AASD' THEN CASE o.notice WHEN 'before_day' THEN 0 ELSE 60 END
                WHEN o.code = 'ATSS' THEN greatest(
                    extract(epoch FROM o.finished_at - o.started_at) / 60,
                    CASE o.notice WHEN 'before_day' THEN 0 ELSE 60 END)
                WHEN o.code = ANY(%(attended)s)
                    THEN extract(epoch FROM o.finished_at - o.started_at) / 60 - o.penalty_minutes
                ELSE 0 END) FILTER (WHERE p.type NOT LIKE 'ete%%' OR o.code = 'AASD') AS sessions,
            sum(extract(epoch FROM o.finished_at - o.started_at) / 60 - o.penalty_minutes)
                FILTER (WHERE p.type LIKE 'ete%%' AND o.code = ANY(%(attended)s)) AS ete
        FROM standing o JOIN unpaid_work_session s ON s.id = o.session_id
        JOIN unpaid_work_project p ON p.id = s.project_id GROUP BY o.requirement_id
    ), hours AS (
        SELECT w.id, greatest(0, w.ordered_minutes - coalesce(k.sessions, 0) - least(
                floor(w.ordered_minutes * 0.3), coalesce(k.ete, 0) + coalesce(
                    (SELECT sum(minutes) FROM unpaid_work_etecredit e WHERE e.requirement_id = w.id), 0))
            - coalesce((SELECT sum(minutes) FROM unpaid_work_hoursadjustment h WHERE h.requirement_id = w.id), 0)
            + coalesce((SELECT sum(minutes) FROM cases_requirementchange c WHERE c.requirement_id = w.id), 0)
            )::int AS minutes
        FROM working w LEFT JOIN worked k ON k.requirement_id = w.id
    )"""

_DUE = """
    days AS (
        SELECT day, row_number() OVER (ORDER BY day) AS number
        FROM generate_series('2000-01-01'::date, %(today)s::date + 60, interval '1 day') AS g(at), date(g.at) AS day
        WHERE extract(isodow FROM day) < 6 AND NOT day = ANY(%(holidays)s)
    )"""

QUERIES = {
    "assessments": f"""
        WITH {PEOPLE}, newest AS (
            SELECT DISTINCT ON (person_id) * FROM unpaid_work_unpaidworkassessment WHERE from_date <= %(today)s
            ORDER BY person_id, from_date DESC, recorded_at DESC, id DESC
        ), told AS (
            SELECT p.crn, CASE WHEN n.id IS NULL THEN 'missing' WHEN n.to_date <= %(today)s THEN 'lapsed'
                WHEN n.harm_check = 'not_retrieved' THEN 'not_retrieved'
                WHEN n.to_date <= %(today)s::date + 30 THEN 'lapsing'
                WHEN age(%(today)s, p.date_of_birth) < interval '18 years' AND g.id IS NULL THEN 'under_18' END AS why
            FROM person p LEFT JOIN newest n ON n.person_id = p.id
            LEFT JOIN unpaid_work_under18signoff g ON g.person_id = p.id
            WHERE p.id IN (SELECT s.person_id FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id
                WHERE r.kind = 'unpaid_work' AND (r.ended_on IS NULL OR r.ended_on > %(today)s))
        ) SELECT crn, why FROM told WHERE why IS NOT NULL""",
    "under_18": f"""
        WITH {PEOPLE} SELECT crn, CASE WHEN age(%(today)s, date_of_birth) < interval '17 years' THEN '16' ELSE '17' END
        FROM person p WHERE age(%(today)s, date_of_birth) < interval '18 years'
            AND id NOT IN (SELECT person_id FROM unpaid_work_under18signoff)
            AND id IN (SELECT s.person_id FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id
                WHERE r.kind = 'unpaid_work' AND (r.ended_on IS NULL OR r.ended_on > %(today)s))""",
    "health_and_safety": """
        WITH newest AS (
            SELECT DISTINCT ON (project_id) * FROM unpaid_work_healthandsafety WHERE from_date <= %(today)s
            ORDER BY project_id, from_date DESC, id DESC
        ) SELECT p.name, CASE WHEN n.id IS NULL THEN 'none' WHEN n.to_date <= %(today)s THEN 'lapsed' ELSE 'lapsing' END
        FROM unpaid_work_project p JOIN organisation_team t ON t.id = p.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id LEFT JOIN newest n ON n.project_id = p.id
        WHERE u.region_id = %(region)s AND p.from_date <= %(today)s AND (p.to_date IS NULL OR p.to_date > %(today)s)
            AND (n.id IS NULL OR n.to_date <= %(today)s::date + 30)""",
    "beneficiary_replies": """
        WITH ends AS (
            SELECT date_trunc('quarter', %(today)s::date)::date AS this,
                (date_trunc('quarter', %(today)s::date) - interval '3 months')::date AS before
        ), about AS (
            SELECT p.*, CASE WHEN p.to_date > this AND p.to_date <= %(today)s THEN this ELSE before END AS first,
                CASE WHEN p.to_date > this AND p.to_date <= %(today)s THEN p.to_date ELSE this END AS after
            FROM unpaid_work_project p CROSS JOIN ends
            JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
            WHERE u.region_id = %(region)s AND p.from_date <= %(today)s AND p.beneficiary_id IS NOT NULL
                AND (p.to_date IS NULL OR p.to_date > before)
        ), told AS (
            SELECT a.name, CASE
                    WHEN s.id IS NULL AND %(today)s::date > a.after + 13 THEN 'not_sent'
                    WHEN s.used_at IS NULL AND s.expires_at <= %(now)s THEN 'run_out'
                    WHEN s.used_at IS NULL
                        AND %(today)s::date > (s.issued_at AT TIME ZONE 'Europe/London')::date + 14 THEN 'no_reply'
                END AS why,
                a.after + 13 AS send_by, (s.expires_at AT TIME ZONE 'Europe/London')::date AS ran_out,
                (s.issued_at AT TIME ZONE 'Europe/London')::date + 14 AS answer_by
            FROM about a LEFT JOIN unpaid_work_beneficiarysurvey s
                ON s.project_id = a.id AND s.from_date = a.first AND s.withdrawn_at IS NULL
            WHERE EXISTS (SELECT FROM unpaid_work_session x WHERE x.project_id = a.id AND x.cancelled_at IS NULL
                AND x.date >= a.first AND x.date < least(a.after, %(today)s::date))
        ) SELECT name, why, CASE why WHEN 'not_sent' THEN send_by WHEN 'run_out' THEN ran_out ELSE answer_by END
        FROM told WHERE why IS NOT NULL""",
    "rechecks": """
        SELECT p.name, CASE WHEN c.due_on < %(today)s THEN 'overdue' WHEN c.due_on <= %(today)s::date + 14 THEN 'soon'
            ELSE 'later' END, c.due_on
        FROM unpaid_work_projectrecheck c JOIN unpaid_work_project p ON p.id = c.project_id
        JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE u.region_id = %(region)s AND c.closed_at IS NULL""",
    "registers": """
        SELECT p.name, CASE WHEN %(today)s::date - s.date > 7 THEN 'weeks' WHEN %(today)s::date - s.date > 1 THEN 'days'
            ELSE 'yesterday' END
        FROM unpaid_work_session s JOIN unpaid_work_project p ON p.id = s.project_id
        JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE u.region_id = %(region)s AND s.cancelled_at IS NULL AND s.ends_at <= %(now)s
            AND s.id NOT IN (SELECT session_id FROM unpaid_work_standdown WHERE whole)
            AND s.id IN (SELECT b.session_id FROM unpaid_work_booking b
                JOIN contacts_appointment a ON a.id = b.appointment_id WHERE a.cancelled_at IS NULL)
            AND s.id NOT IN (SELECT b.session_id FROM unpaid_work_booking b
                JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id)""",
    "outcomes": f"""
        WITH {PEOPLE}, told AS (SELECT DISTINCT b.session_id FROM unpaid_work_booking b
            JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id)
        SELECT p.crn, CASE WHEN told.session_id IS NULL THEN 'register' ELSE 'person' END
        FROM unpaid_work_booking b JOIN contacts_appointment a ON a.id = b.appointment_id
        JOIN person p ON p.id = a.person_id JOIN unpaid_work_session s ON s.id = b.session_id
        LEFT JOIN told ON told.session_id = s.id LEFT JOIN contacts_contactoutcome o ON o.appointment_id = a.id
        LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
        WHERE o.id IS NULL AND d.id IS NULL AND a.cancelled_at IS NULL AND s.cancelled_at IS NULL
            AND s.ends_at <= %(now)s""",
    "reviews": f"""
        WITH {PEOPLE}, due AS (
            SELECT w.id, p.crn, (w.sentence_date + interval '6 months')::date AS first,
                (w.sentence_date + interval '9 months')::date AS second,
                bool_or(v.review = 'first') AS first_done, bool_or(v.review = 'second') AS second_done
            FROM working w JOIN person p ON p.id = w.person_id
            LEFT JOIN unpaid_work_requirementreview v ON v.requirement_id = w.id GROUP BY w.id, p.crn, w.sentence_date
        ), told AS (
            SELECT crn, CASE WHEN second_done THEN NULL
                WHEN second < %(today)s THEN 'second_overdue' WHEN second <= %(today)s::date + 14 THEN 'second_due'
                WHEN first_done THEN NULL
                WHEN first < %(today)s THEN 'first_overdue'
                WHEN first <= %(today)s::date + 14 THEN 'first_due' END AS why
            FROM due
        ) SELECT crn, why FROM told WHERE why IS NOT NULL""",
    "first_sessions": f"""
        WITH {PEOPLE}, {_DUE}, told AS (
            SELECT w.id, p.crn, greatest(w.sentence_date, coalesce((
                    SELECT min(c.from_date) FROM cases_caseallocation c WHERE c.person_id = p.id
                        AND (c.to_date IS NULL OR c.to_date > w.sentence_date)), w.sentence_date)) AS allocated,
                (SELECT min(s.date) FROM unpaid_work_session s JOIN unpaid_work_booking b ON b.session_id = s.id
                    JOIN contacts_appointment a ON a.id = b.appointment_id
                    WHERE a.person_id = p.id AND a.cancelled_at IS NULL AND s.date >= w.sentence_date
                        AND NOT EXISTS (SELECT FROM standing o WHERE o.appointment_id = a.id
                            AND o.code IN ('RSSR', 'RSOF', 'AASD'))) AS first
            FROM working w JOIN person p ON p.id = w.person_id
        ), dated AS (
            SELECT told.*, (SELECT day FROM days WHERE number = 10 + (
                SELECT count(*) FROM days WHERE day <= allocated)) AS due FROM told
        ), found AS (
            SELECT crn, CASE WHEN first < %(today)s OR first <= due THEN NULL
                WHEN first IS NOT NULL THEN CASE WHEN due < %(today)s THEN 'late_booked' ELSE 'booked_late' END
                WHEN due < %(today)s THEN 'late' WHEN due <= %(today)s::date + 7 THEN 'soon' END AS why FROM dated
        ) SELECT crn, why FROM found WHERE why IS NOT NULL""",
    "inductions": f"""
        WITH {PEOPLE}, came AS (
            SELECT o.person_id, s.date, p.type FROM standing o JOIN unpaid_work_session s ON s.id = o.session_id
            JOIN unpaid_work_project p ON p.id = s.project_id WHERE o.code = ANY(%(attended)s)
        ), last AS (
            SELECT person_id, max(date) AS any, max(date) FILTER (WHERE type = 'induction') AS induction
            FROM came GROUP BY person_id
        ), coming AS (
            SELECT DISTINCT a.person_id FROM unpaid_work_booking b
            JOIN contacts_appointment a ON a.id = b.appointment_id
            JOIN unpaid_work_session s ON s.id = b.session_id JOIN unpaid_work_project p ON p.id = s.project_id
            LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
            WHERE p.type = 'induction' AND a.cancelled_at IS NULL AND d.id IS NULL AND s.ends_at > %(now)s
        )
        SELECT p.crn, CASE WHEN last.any >= w.sentence_date THEN 'worked'
            WHEN coming.person_id IS NOT NULL THEN 'booked' ELSE 'not_booked' END
        FROM working w JOIN person p ON p.id = w.person_id LEFT JOIN last ON last.person_id = p.id
        LEFT JOIN coming ON coming.person_id = p.id
        WHERE last.induction IS NULL OR last.induction < w.sentence_date""",
    "single_supervisor": """
        SELECT p.name, CASE WHEN min(s.supervisor_id) IN (
            SELECT staff_id FROM organisation_absence WHERE from_date <= %(today)s::date + 28
                AND (to_date IS NULL OR to_date > %(today)s)) THEN 'away' ELSE 'one' END
        FROM unpaid_work_project p JOIN organisation_team t ON t.id = p.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id JOIN unpaid_work_session s ON s.project_id = p.id
        WHERE u.region_id = %(region)s AND p.supervised AND p.from_date <= %(today)s
            AND (p.to_date IS NULL OR p.to_date > %(today)s) AND s.cancelled_at IS NULL
            AND s.supervisor_id IS NOT NULL AND s.date BETWEEN %(today)s::date - 84 AND %(today)s::date + 28
        GROUP BY p.id HAVING count(DISTINCT s.supervisor_id) = 1 AND count(*) >= 2""",
    "past_limit": f"""
        WITH {PEOPLE} {LEFT}
        SELECT p.crn, CASE WHEN EXISTS (
            SELECT FROM standing o JOIN unpaid_work_session s ON s.id = o.session_id
            WHERE o.requirement_id = w.id AND s.date > %(today)s::date - 28 AND s.date < %(today)s
                AND (o.code = ANY(%(attended)s)
                    AND extract(epoch FROM o.finished_at - o.started_at) / 60 > o.penalty_minutes
                    OR o.code = 'ATSS' OR o.code = 'AASD' AND o.notice <> 'before_day')
            ) THEN 'working' ELSE 'idle' END, hours.minutes
        FROM working w JOIN person p ON p.id = w.person_id JOIN hours ON hours.id = w.id
        WHERE hours.minutes > 0 AND coalesce(
            w.limit_date, (w.sentence_date + interval '12 months')::date - 1) < %(today)s""",
    "offered_less": f"""
        WITH {PEOPLE}, booked AS (
            SELECT a.person_id, sum(extract(epoch FROM a.ends_at - a.starts_at) / 60) AS minutes
            FROM contacts_appointment a JOIN unpaid_work_booking b ON b.appointment_id = a.id
            JOIN unpaid_work_session s ON s.id = b.session_id
            LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
            WHERE s.date >= %(monday)s AND s.date < %(monday)s::date + 7 AND a.cancelled_at IS NULL AND d.id IS NULL
            GROUP BY a.person_id
        ), least AS (
            SELECT s.person_id, CASE WHEN bool_or(r.intensive AND r.ended_on IS NULL) THEN 1680 ELSE 420 END AS minutes,
                bool_or(r.kind = 'unpaid_work' AND s.sentence_date < %(monday)s::date + 7
                    AND (r.ended_on IS NULL OR r.ended_on > %(monday)s)) AS works
            FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id GROUP BY s.person_id
        )
        SELECT p.crn, coalesce(booked.minutes, 0)::int, least.minutes FROM person p
        JOIN least ON least.person_id = p.id LEFT JOIN booked ON booked.person_id = p.id
        WHERE least.works AND coalesce(booked.minutes, 0) < least.minutes""",
    "likely_late": f"""
        WITH {PEOPLE} {LEFT}
        SELECT p.crn, hours.minutes, (
            SELECT array_agg(minutes) FROM (
                SELECT sum(CASE WHEN o.code = 'AASD' THEN 60
                    ELSE extract(epoch FROM o.finished_at - o.started_at) / 60 - o.penalty_minutes END) AS minutes
                FROM standing o JOIN unpaid_work_session s ON s.id = o.session_id
                WHERE o.requirement_id = w.id AND s.date >= %(today)s::date - 84 AND s.date < %(today)s
                GROUP BY (%(today)s::date - 1 - s.date) / 7) weeks)
        FROM working w JOIN person p ON p.id = w.person_id JOIN hours ON hours.id = w.id
        WHERE hours.minutes > 0""",
}
