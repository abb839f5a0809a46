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
}
