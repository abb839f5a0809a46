"""What each monitor tells, asked again in SQL written from its definition and not from its code.

Each query gives the whole rows of one monitor's file for a reader of one region, in any order. `bench/monitors.py` runs
them as peers, and `tests/unpaid_work` holds the monitors to them over generated histories. Given: `region`, `username`,
`today`, `now`, `monday`, `attended` (outcome codes), `holidays`. The lists that need hours are in
`bench/monitor_queries_of_hours.py`.
"""

PEOPLE = """
    person AS (
        SELECT p.id, p.given_names || ' ' || p.family_name AS name, p.crn, t.name AS team, f.name AS held_by,
            p.date_of_birth, p.sex, t.pdu_id
        FROM cases_person p JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        JOIN organisation_accessfile known ON known.crn = p.crn
        LEFT JOIN cases_caseallocation c ON c.person_id = p.id AND c.from_date <= %(today)s
            AND (c.to_date IS NULL OR c.to_date > %(today)s)
        LEFT JOIN organisation_staff f ON f.id = c.practitioner_id
        WHERE u.region_id = %(region)s AND p.merged_into_id IS NULL
            AND p.crn NOT IN (
                SELECT crn FROM organisation_limitedaccess WHERE kind = 'exclusion' AND username = %(username)s
                    AND from_at <= %(now)s AND (to_at IS NULL OR to_at > %(now)s))
            AND p.crn NOT IN (
                SELECT crn FROM organisation_limitedaccess WHERE kind = 'restriction'
                    AND from_at <= %(now)s AND (to_at IS NULL OR to_at > %(now)s)
                GROUP BY crn HAVING NOT bool_or(username = %(username)s))
    ), working AS (
        SELECT r.id, r.ordered_minutes, r.limit_date, s.sentence_date, s.person_id FROM cases_requirement r
        JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        WHERE r.kind = 'unpaid_work' AND (r.ended_on IS NULL OR r.ended_on > %(today)s)
            AND s.sentence_date <= %(today)s
    )"""


def months_after(day: str, months: int) -> str:
    """The same day so many months later; where that month is too short, the first of the next."""
    then = f"({day} + interval '{months} months')::date"
    return f"({then} + CASE WHEN extract(day FROM {then}) < extract(day FROM {day}) THEN 1 ELSE 0 END)"


WHO = "p.name, p.crn, p.team, p.held_by"

_OPEN = """
    p.id IN (SELECT s.person_id FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id
        WHERE r.kind = 'unpaid_work' AND (r.ended_on IS NULL OR r.ended_on > %(today)s))"""

# Every day with how many working days there were up to it.
CALENDAR = """
    calendar AS (
        SELECT day, works, count(*) FILTER (WHERE works) OVER (ORDER BY day) AS number
        FROM generate_series((SELECT min(sentence_date) FROM working), %(today)s::date + 60, interval '1 day') AS g(at)
        CROSS JOIN LATERAL (SELECT at::date AS day,
            extract(isodow FROM at) < 6 AND NOT at::date = ANY(%(holidays)s) AS works) each
    )"""

QUERIES = {
    "assessments": f"""
        WITH {PEOPLE}, newest AS (
            SELECT DISTINCT ON (person_id) person_id, harm_check, to_date
            FROM unpaid_work_unpaidworkassessment WHERE from_date <= %(today)s
            ORDER BY person_id, from_date DESC, recorded_at DESC, id DESC
        ), told AS (
            SELECT {WHO}, CASE WHEN n.person_id IS NULL THEN 'missing' WHEN n.to_date <= %(today)s THEN 'lapsed'
                WHEN n.harm_check = 'not_retrieved' THEN 'not_retrieved'
                WHEN n.to_date <= %(today)s::date + 30 THEN 'lapsing'
                WHEN age(%(today)s, p.date_of_birth) < interval '18 years' AND g.id IS NULL THEN 'under_18' END AS why,
                n.to_date - 1 AS due
            FROM person p LEFT JOIN newest n ON n.person_id = p.id
            LEFT JOIN unpaid_work_under18signoff g ON g.person_id = p.id WHERE {_OPEN}
        ) SELECT * FROM told WHERE why IS NOT NULL""",
    "under_18": f"""
        WITH {PEOPLE}
        SELECT {WHO}, CASE WHEN age(%(today)s, date_of_birth) < interval '17 years' THEN '16' ELSE '17' END,
            {months_after("date_of_birth", 216)}
        FROM person p WHERE age(%(today)s, date_of_birth) < interval '18 years'
            AND id NOT IN (SELECT person_id FROM unpaid_work_under18signoff) AND {_OPEN}""",
    "health_and_safety": """
        WITH newest AS (
            SELECT DISTINCT ON (project_id) project_id, to_date FROM unpaid_work_healthandsafety
            WHERE from_date <= %(today)s ORDER BY project_id, from_date DESC, id DESC
        ), coming AS (
            SELECT project_id, count(*) AS sessions FROM unpaid_work_session
            WHERE date >= %(today)s AND cancelled_at IS NULL GROUP BY project_id
        )
        SELECT p.name, t.name, CASE WHEN n.project_id IS NULL THEN 'none' WHEN n.to_date <= %(today)s THEN 'lapsed'
            ELSE 'lapsing' END, n.to_date - 1, coalesce(c.sessions, 0)
        FROM unpaid_work_project p JOIN organisation_team t ON t.id = p.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id LEFT JOIN newest n ON n.project_id = p.id
        LEFT JOIN coming c ON c.project_id = p.id
        WHERE u.region_id = %(region)s AND p.from_date <= %(today)s AND (p.to_date IS NULL OR p.to_date > %(today)s)
            AND (n.project_id IS NULL OR n.to_date <= %(today)s::date + 30)""",
    "beneficiary_replies": """
        WITH ends AS (
            SELECT date_trunc('quarter', %(today)s::date)::date AS this,
                (date_trunc('quarter', %(today)s::date) - interval '3 months')::date AS before
        ), about AS (
            SELECT p.*, t.name AS team,
                CASE WHEN p.to_date > this AND p.to_date <= %(today)s THEN this ELSE before END AS first,
                CASE WHEN p.to_date > this AND p.to_date <= %(today)s THEN p.to_date ELSE this END AS after
            FROM unpaid_work_project p CROSS JOIN ends
            JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
            WHERE u.region_id = %(region)s AND p.from_date <= %(today)s AND p.beneficiary_id IS NOT NULL
                AND (p.to_date IS NULL OR p.to_date > before)
        ), told AS (
            SELECT a.name, a.team, (SELECT count(*) FROM unpaid_work_beneficiarysurvey every
                    WHERE every.project_id = a.id AND every.from_date = a.first) AS asked, CASE
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
        ) SELECT name, team, why, CASE why WHEN 'not_sent' THEN send_by WHEN 'run_out' THEN ran_out
            ELSE answer_by END, asked
        FROM told WHERE why IS NOT NULL""",
    "rechecks": """
        SELECT p.name, t.name, CASE WHEN c.due_on < %(today)s THEN 'overdue'
            WHEN c.due_on <= %(today)s::date + 14 THEN 'soon' ELSE 'later' END, c.due_on,
            coalesce(nullif(trim(f.first_name || ' ' || f.last_name), ''), f.username)
        FROM unpaid_work_projectrecheck c JOIN organisation_user f ON f.id = c.assigned_to_id
        JOIN unpaid_work_project p ON p.id = c.project_id
        JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        WHERE u.region_id = %(region)s AND c.closed_at IS NULL""",
    "registers": """
        SELECT p.name, t.name, CASE WHEN %(today)s::date - s.date > 7 THEN 'weeks'
            WHEN %(today)s::date - s.date > 1 THEN 'days' ELSE 'yesterday' END, s.date, count(*), f.name
        FROM unpaid_work_session s JOIN unpaid_work_project p ON p.id = s.project_id
        JOIN organisation_team t ON t.id = p.team_id JOIN organisation_pdu u ON u.id = t.pdu_id
        JOIN unpaid_work_booking b ON b.session_id = s.id JOIN contacts_appointment a ON a.id = b.appointment_id
        LEFT JOIN organisation_staff f ON f.id = s.supervisor_id
        WHERE u.region_id = %(region)s AND s.cancelled_at IS NULL AND s.ends_at <= %(now)s AND a.cancelled_at IS NULL
            AND s.id NOT IN (SELECT session_id FROM unpaid_work_standdown WHERE whole)
            AND NOT EXISTS (SELECT FROM unpaid_work_booking other
                JOIN contacts_contactoutcome o ON o.appointment_id = other.appointment_id
                WHERE other.session_id = s.id)
        GROUP BY s.id, p.name, t.name, f.name""",
    "outcomes": f"""
        WITH {PEOPLE}, waiting AS MATERIALIZED (
            SELECT a.person_id, s.id, s.date, s.project_id FROM unpaid_work_session s
            JOIN unpaid_work_booking b ON b.session_id = s.id JOIN contacts_appointment a ON a.id = b.appointment_id
            WHERE a.cancelled_at IS NULL AND s.cancelled_at IS NULL AND s.ends_at <= %(now)s
                AND a.id NOT IN (SELECT appointment_id FROM contacts_contactoutcome)
                AND b.id NOT IN (SELECT booking_id FROM unpaid_work_standdownperson)
        ), told AS MATERIALIZED (
            SELECT DISTINCT b.session_id FROM unpaid_work_booking b
            JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id
            WHERE b.session_id IN (SELECT id FROM waiting)
        )
        SELECT {WHO}, CASE WHEN w.id IN (SELECT session_id FROM told) THEN 'person' ELSE 'register' END, w.date, j.name
        FROM waiting w JOIN person p ON p.id = w.person_id JOIN unpaid_work_project j ON j.id = w.project_id""",
    "reviews": f"""
        WITH {PEOPLE}, done AS (
            SELECT requirement_id, bool_or(review = 'first') AS first, bool_or(review = 'second') AS second
            FROM unpaid_work_requirementreview GROUP BY requirement_id
        ), due AS (
            SELECT w.person_id, w.sentence_date, {months_after("w.sentence_date", 6)} AS first,
                {months_after("w.sentence_date", 9)} AS second,
                coalesce(done.first, false) AS first_done, coalesce(done.second, false) AS second_done
            FROM working w LEFT JOIN done ON done.requirement_id = w.id
        ), told AS (
            SELECT due.*, CASE WHEN second_done THEN NULL
                WHEN second < %(today)s THEN 'second_overdue' WHEN second <= %(today)s::date + 14 THEN 'second_due'
                WHEN first_done THEN NULL
                WHEN first < %(today)s THEN 'first_overdue'
                WHEN first <= %(today)s::date + 14 THEN 'first_due' END AS why
            FROM due
        ) SELECT {WHO}, why, CASE WHEN why LIKE 'second%%' THEN second ELSE first END, sentence_date
        FROM told JOIN person p ON p.id = told.person_id WHERE why IS NOT NULL""",
    "first_sessions": f"""
        WITH {PEOPLE}, {CALENDAR}, not_given AS (
            SELECT o.appointment_id FROM contacts_contactoutcome o WHERE o.code IN ('RSSR', 'RSOF', 'AASD')
                AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
        ), given AS (
            SELECT w.id, min(s.date) AS first FROM working w JOIN contacts_appointment a ON a.person_id = w.person_id
            JOIN unpaid_work_booking b ON b.appointment_id = a.id JOIN unpaid_work_session s ON s.id = b.session_id
            LEFT JOIN not_given n ON n.appointment_id = a.id
            WHERE a.cancelled_at IS NULL AND s.date >= w.sentence_date AND n.appointment_id IS NULL GROUP BY w.id
        ), held AS (
            SELECT w.id, min(c.from_date) AS held_from FROM working w JOIN cases_caseallocation c
                ON c.person_id = w.person_id AND (c.to_date IS NULL OR c.to_date > w.sentence_date) GROUP BY w.id
        ), told AS MATERIALIZED (
            SELECT w.person_id, given.first,
                greatest(w.sentence_date, coalesce(held_from, w.sentence_date)) AS allocated
            FROM working w LEFT JOIN given ON given.id = w.id LEFT JOIN held ON held.id = w.id
            WHERE given.first IS NULL OR given.first >= %(today)s
        ), found AS (
            SELECT told.*, due.day AS due, CASE WHEN first <= due.day THEN NULL
                WHEN first IS NOT NULL THEN CASE WHEN due.day < %(today)s THEN 'late_booked' ELSE 'booked_late' END
                WHEN due.day < %(today)s THEN 'late' WHEN due.day <= %(today)s::date + 7 THEN 'soon' END AS why
            FROM told JOIN calendar ON calendar.day = allocated
            JOIN calendar due ON due.works AND due.number = calendar.number + 10
        ) SELECT {WHO}, why, due, allocated, first FROM found JOIN person p ON p.id = found.person_id
        WHERE why IS NOT NULL""",
    "inductions": f"""
        WITH {PEOPLE}, last AS (
            SELECT a.person_id, max(s.date) AS any, max(s.date) FILTER (WHERE j.type = 'induction') AS induction
            FROM contacts_contactoutcome o JOIN contacts_appointment a ON a.id = o.appointment_id
            JOIN unpaid_work_booking b ON b.appointment_id = a.id JOIN unpaid_work_session s ON s.id = b.session_id
            JOIN unpaid_work_project j ON j.id = s.project_id
            WHERE o.code = ANY(%(attended)s)
                AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
            GROUP BY a.person_id
        ), coming AS (
            SELECT a.person_id, min(s.date) AS day FROM unpaid_work_session s
            JOIN unpaid_work_project j ON j.id = s.project_id JOIN unpaid_work_booking b ON b.session_id = s.id
            JOIN contacts_appointment a ON a.id = b.appointment_id
            LEFT JOIN unpaid_work_standdownperson d ON d.booking_id = b.id
            WHERE j.type = 'induction' AND a.cancelled_at IS NULL AND d.id IS NULL AND s.ends_at > %(now)s
            GROUP BY a.person_id
        )
        SELECT {WHO}, CASE WHEN last.any >= w.sentence_date THEN 'worked'
            WHEN coming.person_id IS NOT NULL THEN 'booked' ELSE 'not_booked' END, w.sentence_date, coming.day
        FROM working w JOIN person p ON p.id = w.person_id LEFT JOIN last ON last.person_id = p.id
        LEFT JOIN coming ON coming.person_id = p.id
        WHERE last.induction IS NULL OR last.induction < w.sentence_date""",
    "single_supervisor": """
        SELECT p.name, t.name, CASE WHEN min(s.supervisor_id) IN (
            SELECT staff_id FROM organisation_absence WHERE from_date <= %(today)s::date + 28
                AND (to_date IS NULL OR to_date > %(today)s)) THEN 'away' ELSE 'one' END,
            min(f.name), count(*) FILTER (WHERE s.date >= %(today)s)
        FROM unpaid_work_project p JOIN organisation_team t ON t.id = p.team_id
        JOIN organisation_pdu u ON u.id = t.pdu_id JOIN unpaid_work_session s ON s.project_id = p.id
        JOIN organisation_staff f ON f.id = s.supervisor_id
        WHERE u.region_id = %(region)s AND p.supervised AND p.from_date <= %(today)s
            AND (p.to_date IS NULL OR p.to_date > %(today)s) AND s.cancelled_at IS NULL
            AND s.date BETWEEN %(today)s::date - 84 AND %(today)s::date + 28
        GROUP BY p.id, t.name HAVING count(DISTINCT s.supervisor_id) = 1 AND count(*) >= 2""",
}
