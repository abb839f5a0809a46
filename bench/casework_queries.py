"""The peers of `bench/casework.py`: what its pages reckon, asked of the same tables in SQL written for the purpose."""

VISIBLE = """
    EXISTS (SELECT FROM organisation_accessfile filed WHERE filed.crn = person.crn)
    AND NOT EXISTS (
        SELECT FROM organisation_limitedaccess held WHERE held.crn = person.crn AND held.from_at <= %(now)s
        AND (held.to_at IS NULL OR held.to_at > %(now)s)
        AND (held.kind = 'exclusion') = (held.username = %(username)s)
    )
    AND NOT EXISTS (SELECT FROM organisation_quarantine kept WHERE kept.crn = person.crn AND kept.restored_at IS NULL)
"""
OF_REGION = """
    JOIN organisation_team team ON team.id = person.team_id
    JOIN organisation_pdu pdu ON pdu.id = team.pdu_id AND pdu.region_id = %(region)s
"""
OF_OFFICER = """
    JOIN (
        SELECT person_id FROM cases_caseallocation WHERE practitioner_id = %(officer)s
        AND from_date <= %(today)s AND (to_date IS NULL OR to_date > %(today)s)
        UNION
        SELECT person_id FROM cases_casecover WHERE staff_id = %(officer)s
        AND from_date <= %(today)s AND (to_date IS NULL OR to_date > %(today)s)
    ) mine ON mine.person_id = person.id
"""
_STANDING = """
WITH people AS (
    SELECT person.id, person.crn, person.given_names, person.family_name, person.team_id
    FROM cases_person person {within} WHERE person.merged_into_id IS NULL AND {visible}
), risk AS (
    SELECT DISTINCT ON (judged.person_id) judged.person_id,
        CASE WHEN 'very_high' IN (children, public, known_adult, staff, prisoners) THEN 'high'
             WHEN 'high' IN (children, public, known_adult, staff, prisoners) THEN 'high'
             WHEN 'medium' IN (children, public, known_adult, staff, prisoners) THEN 'medium' ELSE 'low' END AS risk
    FROM cases_riskofharm judged JOIN people ON people.id = judged.person_id
    WHERE judged.assessed_on <= %(today)s ORDER BY judged.person_id, judged.assessed_on DESC, judged.id DESC
), flags AS (
    SELECT flagged.person_id, bool_or(kind IN ('terrorism', 'critical_few')) AS few,
        bool_or(kind IN ('domestic_abuse', 'child_protection')) AS safeguarding
    FROM cases_registration flagged JOIN people ON people.id = flagged.person_id
    WHERE flagged.from_date <= %(today)s AND (flagged.to_date IS NULL OR flagged.to_date > %(today)s)
    GROUP BY flagged.person_id
), sentence AS (
    SELECT passed.person_id, min(sentence_date) AS began FROM cases_sentence passed
    JOIN people ON people.id = passed.person_id
    WHERE kind <> 'custody' AND sentence_date <= %(today)s AND (end_date IS NULL OR end_date > %(today)s)
    GROUP BY passed.person_id
), digital AS (
    SELECT DISTINCT ON (told.person_id) told.person_id, recorded_on, device, can_call,
        device <> 'none' AND signal AND safe_place AS reached, can_video AND internet_allowed AS can_film
    FROM contacts_digitalaccess told JOIN people ON people.id = told.person_id
    WHERE recorded_on <= %(today)s ORDER BY told.person_id, recorded_on DESC, told.id DESC
), made AS (
    SELECT booked.person_id, max(day) FILTER (WHERE mode IN ('office', 'home')) AS seen,
        max(day) FILTER (WHERE mode IN ('office', 'home', 'doorstep')) AS door,
        max(day) FILTER (WHERE mode IN ('office', 'home', 'doorstep', 'telephone', 'video')) AS any,
        (array_agg(mode ORDER BY day DESC) FILTER (WHERE mode NOT IN ('message', 'check_in')))[1] AS mode
    FROM contacts_appointment booked JOIN people ON people.id = booked.person_id
    JOIN contacts_contactoutcome came ON came.appointment_id = booked.id AND came.code = ANY(%(attended)s)
        AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = came.id),
    LATERAL (SELECT (starts_at AT TIME ZONE 'Europe/London')::date AS day) at
    WHERE booked.kind = 'supervision' AND starts_at <= %(now)s AND day > %(today)s::date - 56
        AND starts_at > %(now)s::timestamptz - interval '58 days'
    GROUP BY booked.person_id
), before AS (
    SELECT DISTINCT ON (booked.person_id) booked.person_id,
        (starts_at AT TIME ZONE 'Europe/London')::date AS day, mode
    FROM contacts_appointment booked JOIN people ON people.id = booked.person_id
    JOIN contacts_contactoutcome came ON came.appointment_id = booked.id AND came.code = ANY(%(attended)s)
        AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = came.id)
    WHERE booked.kind = 'supervision' AND starts_at <= %(now)s AND mode NOT IN ('message', 'check_in')
        AND NOT EXISTS (SELECT FROM made WHERE made.person_id = booked.person_id)
    ORDER BY booked.person_id, starts_at DESC
), planned AS (
    SELECT booked.person_id, min(day) FILTER (WHERE mode IN ('office', 'home')) AS seen, min(day) AS any
    FROM contacts_appointment booked JOIN people ON people.id = booked.person_id,
    LATERAL (SELECT (starts_at AT TIME ZONE 'Europe/London')::date AS day) at
    WHERE booked.kind = 'supervision' AND cancelled_at IS NULL AND starts_at > %(now)s
        AND mode NOT IN ('message', 'check_in')
    GROUP BY booked.person_id
), owed AS (
    SELECT people.*, sentence.began, made.seen, made.door, made.any, coalesce(made.any, before.day) AS last,
        coalesce(made.mode, before.mode) AS last_mode, planned.seen AS planned_seen, planned.any AS planned_any,
        digital.recorded_on + 90 > %(today)s AS known,
        digital.reached AND digital.can_call AS callable, digital.reached AND digital.can_film AS filmable,
        CASE WHEN risk.risk IS NULL THEN NULL
             WHEN flags.few OR (digital.device = 'none' AND digital.recorded_on + 90 > %(today)s) THEN 'priority'
             WHEN risk.risk = 'medium' AND flags.safeguarding THEN 'medium_safeguarding' ELSE risk.risk END AS kind
    FROM people JOIN sentence ON sentence.person_id = people.id
    LEFT JOIN risk ON risk.person_id = people.id LEFT JOIN flags ON flags.person_id = people.id
    LEFT JOIN digital ON digital.person_id = people.id LEFT JOIN made ON made.person_id = people.id
    LEFT JOIN before ON before.person_id = people.id LEFT JOIN planned ON planned.person_id = people.id
), model (kind, days, face, seen_days) AS (
    VALUES ('priority', 7, true, NULL::int), ('high', 7, true, NULL), ('medium_safeguarding', 14, true, NULL),
           ('medium', 14, false, 56), ('low', 28, false, NULL)
), due AS (
    SELECT owed.*, model.days, model.face, model.seen_days,
        coalesce(CASE WHEN model.face THEN owed.seen ELSE owed.any END, owed.began) + model.days AS due_on,
        coalesce(owed.seen, owed.began) + model.seen_days AS seen_due
    FROM owed LEFT JOIN model ON model.kind = owed.kind
), standing AS (
    SELECT due.*, least(due_on, seen_due) < %(today)s AS overdue,
        days IS NOT NULL AND NOT coalesce(
            CASE WHEN face THEN planned_seen ELSE planned_any END <= greatest(due_on, %(today)s::date), false
        ) AS unplanned,
        %(today)s::date - coalesce(last, began) >= 28 AS silent
    FROM due
)
"""
_HELD = """
    LEFT JOIN cases_caseallocation held ON held.person_id = standing.id AND held.from_date <= %(today)s
        AND (held.to_date IS NULL OR held.to_date > %(today)s)
    LEFT JOIN organisation_staff holder ON holder.id = held.practitioner_id
"""
DUE = f"""
, page AS (SELECT * FROM standing WHERE silent ORDER BY last NULLS FIRST, id LIMIT 25)
SELECT team_id, count(*) AS people, count(*) FILTER (WHERE silent) AS silent,
    count(*) FILTER (WHERE overdue) AS overdue, count(*) FILTER (WHERE unplanned) AS unplanned,
    NULL AS crn, NULL AS shown, NULL AS held_by
FROM standing GROUP BY team_id
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, crn, row_to_json(standing)::text, holder.name FROM page standing {_HELD}
"""
CASELOAD = "SELECT crn, due_on, overdue, unplanned, silent, standing.* FROM standing ORDER BY due_on NULLS LAST"
_ACTS = f"""EXISTS (
    SELECT FROM {{table}} held JOIN cases_person person ON person.id = held.person_id {OF_REGION}
    WHERE held.{{staff}} = staff.id AND held.from_date <= %(today)s
    AND (held.to_date IS NULL OR held.to_date > %(today)s) AND {VISIBLE}
)"""
PRACTITIONERS = f"""
SELECT staff.code, staff.name, team.name FROM organisation_staff staff
JOIN organisation_team team ON team.id = staff.team_id
WHERE {_ACTS.format(table="cases_caseallocation", staff="practitioner_id")}
OR {_ACTS.format(table="cases_casecover", staff="staff_id")} ORDER BY staff.name
"""
WHAT_IF = f"""
, other (kind, days, owed) AS (
    VALUES ('priority', 7, 'face'), ('high', 7, 'doorstep'), ('medium_safeguarding', 14, 'doorstep'),
           ('medium', 14, 'any'), ('low', 28, 'telephone')
), choice AS (
    SELECT standing.*, holder.name AS held_by, holder.id IS NULL AS nobody, other.days AS then_days, other.owed,
        CASE WHEN last_mode = 'home' THEN 'home' ELSE 'office' END AS seen_mode,
        CASE WHEN known IS NOT TRUE THEN coalesce(last_mode, 'telephone')
             WHEN last_mode IN ('office', 'home', 'doorstep') OR (last_mode = 'telephone' AND callable)
                 OR (last_mode = 'video' AND filmable) THEN last_mode
             WHEN callable THEN 'telephone' WHEN filmable THEN 'video' ELSE 'doorstep' END AS any_mode,
        CASE WHEN known IS NOT TRUE OR callable THEN 'telephone' WHEN filmable THEN 'video' ELSE 'doorstep' END AS call,
        EXISTS (
            SELECT FROM organisation_absence away WHERE away.staff_id = holder.id AND away.kind = 'shielding'
            AND away.from_date <= %(today)s AND (away.to_date IS NULL OR away.to_date > %(today)s)
        ) AS shielding
    FROM standing JOIN other ON other.kind = standing.kind {_HELD}
), modes AS (
    SELECT *, CASE WHEN face THEN seen_mode ELSE any_mode END AS mode,
        CASE owed WHEN 'face' THEN seen_mode WHEN 'doorstep' THEN 'doorstep' WHEN 'telephone' THEN call
             ELSE any_mode END AS then_mode
    FROM choice
), uncovered AS (
    SELECT *, count(*) OVER () AS number FROM modes WHERE nobody
        OR (shielding AND then_mode IN ('office', 'home', 'doorstep'))
        OR (owed = 'telephone' AND known AND NOT callable)
    ORDER BY family_name, given_names, crn LIMIT 25
)
SELECT mode, then_mode, count(*) AS people, sum(7.0 / days) AS now, sum(7.0 / seen_days) AS seen,
    sum(7.0 / then_days) AS "then", NULL AS shown
FROM modes GROUP BY mode, then_mode
UNION ALL
SELECT crn, then_mode, number, NULL, NULL, NULL, concat_ws(' ', given_names, family_name, held_by) FROM uncovered
"""


def standing(within: str, then: str) -> str:
    """The people of a region or an officer as they stand under the model in force, and what is asked of them."""
    return _STANDING.format(within=within, visible=VISIBLE) + then
