"""The lists that follow an order once work has begun, in SQL: see `bench/monitor_queries.py`."""

from bench.monitor_queries import CALENDAR, PEOPLE, WHO

QUERIES_OF_ORDERS = {
    "pre_placement": f"""
        WITH {PEOPLE}, inducted AS (
            SELECT a.person_id, s.date, b.id FROM unpaid_work_booking b
            JOIN contacts_appointment a ON a.id = b.appointment_id JOIN unpaid_work_session s ON s.id = b.session_id
            JOIN unpaid_work_project j ON j.id = s.project_id
            JOIN contacts_contactoutcome o ON o.appointment_id = a.id
            WHERE j.type = 'induction' AND o.code = ANY(%(attended)s)
                AND o.id NOT IN (SELECT replaces_id FROM contacts_contactoutcome WHERE replaces_id IS NOT NULL)
        ), told AS (
            SELECT w.id, w.person_id, max(i.date) AS day, count(k.id) AS recorded, count(k.acknowledged_on) AS done
            FROM working w JOIN inducted i ON i.person_id = w.person_id AND i.date >= w.sentence_date
            LEFT JOIN unpaid_work_preplacement k ON k.booking_id = i.id GROUP BY w.id, w.person_id
        )
        SELECT {WHO}, CASE WHEN recorded > 0 THEN 'part' ELSE 'nothing' END, day
        FROM told JOIN person p ON p.id = told.person_id WHERE done = 0""",
    "supervision_plans": f"""
        WITH {PEOPLE}, {CALENDAR}, held AS (
            SELECT w.id, min(c.from_date) AS day FROM working w JOIN cases_caseallocation c
                ON c.person_id = w.person_id AND (c.to_date IS NULL OR c.to_date > w.sentence_date) GROUP BY w.id
        ), newest AS (
            SELECT requirement_id, max(recorded_at) AS at FROM unpaid_work_supervisionplan GROUP BY requirement_id
        ), changing AS (
            SELECT DISTINCT ON (requirement_id) requirement_id, recorded_at AS at, "on" AS day
            FROM unpaid_work_requirementreview WHERE plan = 'change' ORDER BY requirement_id, recorded_at DESC
        ), told AS (
            SELECT w.person_id, greatest(w.sentence_date, coalesce(held.day, w.sentence_date)) AS allocated,
                newest.at AS planned, changing.at AS changed, changing.day AS changed_on
            FROM working w LEFT JOIN held ON held.id = w.id LEFT JOIN newest ON newest.requirement_id = w.id
            LEFT JOIN changing ON changing.requirement_id = w.id
        ), found AS (
            SELECT told.*, due.day AS due, CASE WHEN changed > planned THEN 'change' WHEN planned IS NOT NULL THEN NULL
                WHEN due.day < %(today)s THEN 'overdue' WHEN due.day <= %(today)s::date + 7 THEN 'due' END AS why
            FROM told JOIN calendar ON calendar.day = allocated
            JOIN calendar due ON due.works AND due.number = calendar.number + 15
        )
        SELECT {WHO}, why, CASE why WHEN 'change' THEN changed_on ELSE due END, allocated
        FROM found JOIN person p ON p.id = found.person_id WHERE why IS NOT NULL""",
    "home_kits": f"""
        WITH {PEOPLE}
        SELECT {WHO}, CASE WHEN k.back_on IS NULL THEN 'overdue' ELSE 'to_inspect' END,
            coalesce(k.back_on, k.due_on), kit.name
        FROM unpaid_work_homekitout k JOIN unpaid_work_homekit kit ON kit.id = k.kit_id
        JOIN unpaid_work_homeentry e ON e.id = k.entry_id JOIN cases_requirement r ON r.id = e.requirement_id
        JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        WHERE k.back_on IS NULL AND k.due_on < %(today)s OR k.back_on <= %(today)s
            AND k.id NOT IN (SELECT kit_out_id FROM unpaid_work_homeinspection)""",
    "contact": f"""
        WITH {PEOPLE}, plan AS (
            SELECT requirement_id, contact_weeks AS weeks, contact_way AS way FROM unpaid_work_supervisionplan p
            WHERE version = (SELECT max(version) FROM unpaid_work_supervisionplan o
                WHERE o.requirement_id = p.requirement_id)
        ), kept AS (
            SELECT a.person_id, a.id, a.kind, CASE WHEN a.mode = 'check_in' AND a.check_in_approved THEN 'telephone'
                ELSE a.mode END AS mode, (a.starts_at AT TIME ZONE 'Europe/London')::date AS day
            FROM contacts_appointment a JOIN contacts_contactoutcome o ON o.appointment_id = a.id
            WHERE o.code = ANY(%(attended)s) AND a.starts_at <= %(now)s
                AND o.id NOT IN (SELECT replaces_id FROM contacts_contactoutcome WHERE replaces_id IS NOT NULL)
        ), worked AS (
            SELECT w.id, min(k.day) AS begun FROM working w JOIN kept k ON k.person_id = w.person_id
                AND k.day >= w.sentence_date JOIN unpaid_work_booking b ON b.appointment_id = k.id GROUP BY w.id
        ), met AS (
            SELECT w.id, max(k.day) AS last, max(k.day) FILTER (WHERE plan.way IS NULL OR plan.way = 'telephone'
                OR k.mode IN ('office', 'home', 'doorstep') OR k.mode = plan.way) AS in_its_way
            FROM working w JOIN kept k ON k.person_id = w.person_id AND k.day >= w.sentence_date
            LEFT JOIN plan ON plan.requirement_id = w.id
            WHERE k.kind = 'supervision' AND k.mode IN ('office', 'home', 'doorstep', 'telephone', 'video')
            GROUP BY w.id
        ), told AS (
            SELECT w.person_id, begun, last, coalesce(last, begun) + 28 AS by_rule,
                coalesce(in_its_way, begun) + 7 * plan.weeks AS by_plan
            FROM working w JOIN worked ON worked.id = w.id LEFT JOIN met ON met.id = w.id
            LEFT JOIN plan ON plan.requirement_id = w.id
        )
        SELECT {WHO}, CASE WHEN last IS NULL THEN 'never' WHEN by_rule < %(today)s THEN 'late' ELSE 'plan' END,
            least(by_rule, by_plan), last, begun
        FROM told JOIN person p ON p.id = told.person_id WHERE least(by_rule, by_plan) < %(today)s""",
    "exit_interviews": f"""
        WITH {PEOPLE}
        SELECT {WHO}, CASE WHEN k.id IS NULL THEN 'not_asked' WHEN k.expires_at > %(now)s THEN 'waiting'
            ELSE 'run_out' END, r.ended_on, (k.issued_at AT TIME ZONE 'Europe/London')::date
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        LEFT JOIN unpaid_work_exitinterviewlink k ON k.requirement_id = r.id AND k.withdrawn_at IS NULL
        WHERE r.ended_as = 'completed' AND r.ended_on BETWEEN %(today)s::date - 182 AND %(today)s
            AND r.id IN (SELECT requirement_id FROM unpaid_work_completion)
            AND r.id NOT IN (SELECT requirement_id FROM unpaid_work_exitinterview)""",
}
