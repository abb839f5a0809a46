"""What the rule of enforcement comes to, in SQL: what is due about failures, and what was decided about them.

See `bench/report_queries.py`. Given besides: `failures`, the outcome codes that are failures.
"""

from bench.monitor_queries import CALENDAR, PEOPLE, months_after
from bench.report_queries import LABELS

# Each failure under each order that it belongs to: the step that the rule calls for, and what settles it.
_LEDGER = f"""
    failed AS MATERIALIZED (
        SELECT a.id, a.person_id, o.code, (a.starts_at AT TIME ZONE 'Europe/London')::date AS day, b.requirement_id
        FROM contacts_contactoutcome o JOIN contacts_appointment a ON a.id = o.appointment_id
        JOIN person p ON p.id = a.person_id LEFT JOIN unpaid_work_booking b ON b.appointment_id = a.id
        WHERE o.code = ANY(%(failures)s) AND a.starts_at >= %(first)s::date - 732
            AND (a.starts_at AT TIME ZONE 'Europe/London')::date <= %(today)s
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
    ), made AS (
        SELECT r.id, r.sentence_id, s.person_id, s.sentence_date, least(r.ended_on, s.end_date) AS over,
            count(*) FILTER (WHERE r.runs <> 'concurrent')
                OVER (PARTITION BY s.person_id ORDER BY s.sentence_date, r.id) AS abreast
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id
        WHERE s.person_id IN (SELECT person_id FROM failed)
    ), counts AS (
        SELECT failed.id, other.sentence_id FROM failed JOIN made ON made.id = failed.requirement_id
        JOIN made other ON other.person_id = made.person_id AND other.abreast = made.abreast
        WHERE other.id = made.id OR other.sentence_date <= day AND (other.over IS NULL OR day < other.over)
        UNION
        SELECT failed.id, s.id FROM failed JOIN cases_sentence s USING (person_id)
        WHERE requirement_id IS NULL AND s.sentence_date <= day AND (s.end_date IS NULL OR day < s.end_date)
    ), done AS (
        SELECT failed.id, bool_or(d.kind = 'accept') AS accepted, bool_or(d.kind = 'not_enforce') AS spared,
            bool_or(d.kind IN ('ask', 'warn', 'breach')) AS asked,
            min((d.recorded_at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE d.kind = 'warn') AS warned,
            min((d.recorded_at AT TIME ZONE 'Europe/London')::date) FILTER (WHERE d.kind IN ('breach', 'recall'))
                AS breached
        FROM failed JOIN enforcement_enforcementaction d ON d.appointment_id = failed.id
        JOIN contacts_contactoutcome o ON o.id = d.outcome_id AND o.code = failed.code
        WHERE d.withdrawn_at IS NULL GROUP BY 1
    ), line AS MATERIALIZED (
        SELECT counts.sentence_id, failed.id, failed.person_id, day, coalesce(accepted, false) AS accepted,
            coalesce(spared, false) AS spared, coalesce(asked, false) AS asked, warned, breached,
            max(day) FILTER (WHERE NOT coalesce(accepted, false)) OVER before AS earlier,
            max(breached) FILTER (WHERE NOT coalesce(accepted, false)) OVER (PARTITION BY counts.sentence_id)
                AS last_breach
        FROM failed JOIN counts USING (id) LEFT JOIN done USING (id)
        WINDOW before AS (PARTITION BY counts.sentence_id ORDER BY day, failed.id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), warning AS (
        SELECT one.id, one.sentence_id, max(other.warned) AS day FROM line one JOIN line other USING (sentence_id)
        WHERE other.warned < one.day AND NOT other.accepted GROUP BY 1, 2
    ), ending AS (
        SELECT s.id, s.end_date <= %(today)s OR bool_and(r.ended_on <= %(today)s AND r.ended_on IS NOT NULL) AS ended
        FROM cases_sentence s LEFT JOIN cases_requirement r ON r.sentence_id = s.id
        WHERE s.id IN (SELECT sentence_id FROM line) GROUP BY s.id
    ), step AS (
        SELECT line.*, ending.ended, CASE WHEN accepted THEN 'none'
            WHEN line.day < {months_after("warning.day", 12)} OR line.day < {months_after("earlier", 12)} THEN 'breach'
            ELSE 'warn' END AS step
        FROM line LEFT JOIN warning ON warning.id = line.id AND warning.sentence_id = line.sentence_id
        JOIN ending ON ending.id = line.sentence_id
    ), settled AS (
        SELECT *, CASE WHEN accepted THEN 'accepted' WHEN last_breach >= day THEN 'breach' WHEN spared THEN 'spared'
            WHEN step = 'warn' AND warned IS NOT NULL THEN 'warned' WHEN ended THEN 'ended' ELSE '' END AS settled
        FROM step
    )"""

# The failures that are open, each under its sternest order, with the last days for a letter and for the step.
_STERNEST = f"""
    {_LEDGER}, {CALENDAR.replace("working", "line").replace("sentence_date", "day")}, recent AS (
        SELECT * FROM settled WHERE step <> 'none' AND settled = '' AND %(today)s < {months_after("day", 12)}
    ), sternest AS (
        SELECT DISTINCT ON (id) * FROM recent ORDER BY id, CASE step WHEN 'breach' THEN 0 ELSE 1 END, sentence_id
    ), open AS (
        SELECT p.crn, p.name, p.team, p.held_by AS practitioner, k.id, k.day, failed.code, s.reference, k.step, k.asked,
            due.day AS due, letter.day AS letter_due
        FROM sternest k JOIN person p ON p.id = k.person_id JOIN failed ON failed.id = k.id
        JOIN cases_sentence s ON s.id = k.sentence_id JOIN calendar ON calendar.day = k.day
        JOIN calendar letter ON letter.works AND letter.number = calendar.number + 2
        JOIN calendar due ON due.works AND due.number = calendar.number + CASE k.step WHEN 'warn' THEN 2 ELSE 10 END
    )"""

DUE = f"""
    WITH {PEOPLE}, {_STERNEST}
    SELECT crn, name, team, practitioner, day AS failed_on, code AS outcome, reference AS "order", step, due,
        due < %(today)s AS late, CASE WHEN NOT asked THEN letter_due END AS letter_due
    FROM open"""

PIPELINE = f"""
    WITH {PEOPLE}, {_STERNEST}, waits AS (
        SELECT DISTINCT open.id FROM open JOIN enforcement_evidence e ON e.appointment_id = open.id
        JOIN contacts_contactoutcome o ON o.id = e.outcome_id AND o.code = open.code
        WHERE e.withdrawn_at IS NULL AND NOT EXISTS (
            SELECT FROM enforcement_enforcementaction d JOIN contacts_contactoutcome r ON r.id = d.outcome_id
            WHERE d.evidence_id = e.id AND d.withdrawn_at IS NULL AND r.code = open.code)
    ), stage AS (
        SELECT open.*, CASE WHEN NOT asked THEN 'letter' WHEN waits.id IS NULL THEN 'decision' ELSE 'evidence' END
            AS stage, CASE WHEN asked THEN due ELSE letter_due END AS by
        FROM open LEFT JOIN waits USING (id)
    ), clock (kind, state, days, owner) AS (VALUES
        ('breach', 'started', 5, 'practitioner'), ('breach', 'suspended', 20, 'manager'),
        ('breach', 'suspended_laid', 20, 'manager'), ('breach', 'laid', 10, 'court_officer'),
        ('breach', 'listed', 1, 'court_officer'), ('breach', 'notice_owed', 1, 'practitioner'),
        ('recall', 'proposed', 1, 'manager'), ('recall', 'signed', 1, 'practitioner'),
        ('recall', 'requested', 5, 'practitioner'), ('recall', 'returned', 1, 'practitioner'),
        ('recall', 'notice_owed', 1, 'practitioner')
    )
    SELECT crn, name, team, practitioner, stage AS step, reference AS "order", '' AS reference, day AS counts_from,
        by AS due, by < %(today)s AS late, 'practitioner' AS owner, false AS suspended
    FROM stage
    UNION ALL
    SELECT p.crn, p.name, p.team, p.held_by, b.state, s.reference, b.reference, b.counts_from, due.day,
        due.day < %(today)s, clock.owner, b.state LIKE 'suspended%%'
    FROM enforcement_proceeding b JOIN cases_sentence s ON s.id = b.sentence_id JOIN person p ON p.id = s.person_id
    JOIN clock ON clock.kind = b.kind AND clock.state = b.state JOIN calendar ON calendar.day = b.counts_from
    JOIN calendar due ON due.works AND due.number = calendar.number + clock.days"""

# Beside the list the page tells how many breaches stood suspended at the ends of the last months.
SUSPENDED = f"""
    WITH {PEOPLE}, ending AS (
        SELECT %(today)s::date AS day UNION
        SELECT (date_trunc('month', %(today)s::date) - interval '1 day' - make_interval(months => back))::date
        FROM generate_series(0, 4) AS back
    ), stood AS (
        SELECT DISTINCT ON (ending.day, b.id) ending.day, t.after
        FROM ending JOIN enforcement_step t ON t.on <= ending.day
        JOIN enforcement_proceeding b ON b.id = t.proceeding_id AND b.kind = 'breach'
        JOIN cases_sentence s ON s.id = b.sentence_id JOIN person p ON p.id = s.person_id
        ORDER BY ending.day, b.id, t.number DESC
    )
    SELECT day, count(*) FILTER (WHERE after LIKE 'suspended%%'), count(*) FROM stood
    WHERE after NOT IN ('decided', 'withdrawn', 'declined') GROUP BY day"""

DECISIONS = f"""
    WITH {PEOPLE}, {LABELS}, {_LEDGER}, sternest AS (
        SELECT DISTINCT ON (id) * FROM settled WHERE day BETWEEN %(first)s AND %(last)s
        ORDER BY id, (step <> 'none' AND settled = '') DESC,
            CASE step WHEN 'breach' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, sentence_id
    ), told AS (
        SELECT person_id AS id, accepted, CASE WHEN NOT accepted THEN settled END AS settled FROM sternest
    ), grouped AS (
        SELECT told.*, characteristic, label FROM told JOIN label USING (id)
        UNION ALL
        SELECT told.*, 'team', t.name || ' (' || t.code || ')' FROM told JOIN cases_person p USING (id)
        JOIN organisation_team t ON t.id = p.team_id
    )
    SELECT characteristic, label AS "group", count(DISTINCT id) AS people, count(*) AS failures,
        round(avg(accepted::int), 6) AS accepted, round(avg((settled IN ('warned', 'breach'))::int), 6) AS enforced,
        round(avg((settled = 'spared')::int), 6) AS not_enforced,
        round(avg((settled IN ('', 'ended'))::int), 6) AS undecided
    FROM grouped GROUP BY 1, 2"""
