"""What the reports on groups of people tell, asked again in SQL written from their rules and not from their code.

Each query gives the facts of one report's file, all of them: what few people could be known by too, which the file
leaves out. Given, besides what `bench/monitor_queries.py` needs: `words` (what the answers are called, as JSON rows),
`first` and `last` of the days counted, `failures` (outcome codes), `stood_down`. See `bench/reports.py`.
"""

from bench.monitor_queries import PEOPLE

# Each person by each characteristic, and by the unit that holds the case.
LABELS = """
    word AS (SELECT * FROM json_to_recordset(%(words)s) AS w (characteristic text, code text, label text)
    ), unit AS (
        SELECT p.id, u.name || ' (' || u.code || ')' AS unit
        FROM person p JOIN organisation_pdu u ON u.id = p.pdu_id
    ), answer AS (
        SELECT p.id, told.* FROM person p LEFT JOIN cases_protectedcharacteristics c ON c.person_id = p.id
        CROSS JOIN LATERAL (VALUES ('sex', p.sex), ('ethnicity', c.ethnicity), ('religion', c.religion),
            ('disability', c.disability), ('gender_identity', c.gender_identity),
            ('sexual_orientation', c.sexual_orientation), ('pregnancy_maternity', c.pregnancy_maternity),
            ('marital_status', c.marital_status)) told (characteristic, code)
    ), label AS (
        SELECT answer.id, characteristic, coalesce(word.label, nullif(answer.code, ''), 'Not recorded') AS label
        FROM answer LEFT JOIN word USING (characteristic, code)
        UNION ALL
        SELECT id, 'age', CASE WHEN years < 18 THEN 'Under 18' WHEN years < 25 THEN '18 to 24'
            WHEN years < 35 THEN '25 to 34' WHEN years < 45 THEN '35 to 44' WHEN years < 55 THEN '45 to 54'
            ELSE '55 and over' END
        FROM (SELECT id, extract(year FROM age(%(on)s::date, date_of_birth)) AS years FROM person) aged
    )"""

# The last requirement of each person that ended in the year, but for one replaced.
_ENDED = """
    ended AS (
        SELECT DISTINCT ON (s.person_id) s.person_id AS id, r.id AS requirement, r.ended_as = 'completed' AS finished,
            CASE WHEN r.limit_date IS NOT NULL THEN r.ended_as = 'completed' AND r.ended_on <= r.limit_date END
                AS on_time
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        WHERE r.kind = 'unpaid_work' AND r.ended_on BETWEEN %(first)s AND %(last)s AND r.ended_as <> 'replaced'
        ORDER BY s.person_id, r.ended_on DESC, r.id DESC
    )"""

_SHARES = """
    SELECT coalesce(unit, '') AS unit, {of} AS characteristic, {group} AS "group", measure,
        count(*) FILTER (WHERE chosen IS NOT NULL) AS people,
        round(avg(chosen::int), 6) AS share
    FROM {counted} GROUP BY GROUPING SETS ({sets})"""


def _shares(counted: str) -> str:
    """Of all, of each unit, and of each group of each characteristic in both: how many, and the share chosen."""
    by_group = _SHARES.format(
        of="characteristic", group="label", counted=f"{counted} JOIN label USING (id)",
        sets="(unit, characteristic, label, measure), (characteristic, label, measure)",
    )  # fmt: skip
    whole = _SHARES.format(of="''", group="''", counted=counted, sets="(unit, measure), (measure)")
    return f"{whole} UNION ALL {by_group}"


OUTCOMES = f"""
    WITH {PEOPLE}, {_ENDED}, unit AS (
        SELECT p.id, u.name || ' (' || u.code || ')' AS unit
        FROM person p JOIN organisation_pdu u ON u.id = p.pdu_id
    ), worked AS (
        SELECT b.requirement_id, s.project_id, sum(o.finished_at - o.started_at) AS time
        FROM ended JOIN unpaid_work_booking b ON b.requirement_id = ended.requirement
        JOIN unpaid_work_session s ON s.id = b.session_id
        JOIN contacts_contactoutcome o ON o.appointment_id = b.appointment_id
        WHERE o.code = ANY(%(attended)s)
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = o.id)
        GROUP BY 1, 2
    ), mainly AS (
        SELECT DISTINCT ON (requirement_id) requirement_id, j.name || ' (' || j.code || ')' AS project
        FROM worked JOIN unpaid_work_project j ON j.id = project_id ORDER BY requirement_id, time DESC, j.id
    ), label AS (
        SELECT ended.id, 'project' AS characteristic, coalesce(project, 'No session worked') AS label
        FROM ended LEFT JOIN mainly ON mainly.requirement_id = ended.requirement
    ), answered AS (
        SELECT ended.id, unit, finished, on_time, k.no_new_offence, k.certificate, k.into_work, k.volunteer
        FROM ended JOIN unit USING (id)
        LEFT JOIN unpaid_work_requirementoutcome k ON k.requirement_id = ended.requirement
    ), told AS (
        SELECT id, unit, m.measure, m.chosen FROM answered CROSS JOIN LATERAL (VALUES
            ('finished', finished), ('on_time', on_time),
            ('no_new_offence_known', coalesce(no_new_offence IN ('yes', 'no'), false)),
            ('certificate_known', coalesce(certificate IN ('yes', 'no'), false)),
            ('into_work_known', coalesce(into_work IN ('yes', 'no'), false)),
            ('volunteer_known', coalesce(volunteer IN ('yes', 'no'), false)),
            ('no_new_offence', CASE no_new_offence WHEN 'yes' THEN true WHEN 'no' THEN false END),
            ('certificate', CASE certificate WHEN 'yes' THEN true WHEN 'no' THEN false END),
            ('into_work', CASE into_work WHEN 'yes' THEN true WHEN 'no' THEN false END),
            ('volunteer', CASE volunteer WHEN 'yes' THEN true WHEN 'no' THEN false END)) m (measure, chosen)
    ) {_shares("told")}"""

DIVERSITY = f"""
    WITH {PEOPLE}, {LABELS}, {_ENDED}, obliged AS (
        SELECT s.person_id AS id, bool_or(s.sentence_date <= %(last)s
            AND (r.ended_on IS NULL OR r.ended_on > %(last)s)) AS at_last
        FROM cases_requirement r JOIN cases_sentence s ON s.id = r.sentence_id JOIN person p ON p.id = s.person_id
        WHERE r.kind = 'unpaid_work' AND s.sentence_date <= %(last)s
            AND (r.ended_on IS NULL OR r.ended_on >= %(first)s)
        GROUP BY 1
    ), counted AS (SELECT id FROM obliged UNION SELECT id FROM ended
    ), booked AS (
        SELECT a.person_id AS id, count(o.id) > 0 AS recorded, coalesce(bool_or(o.code = ANY(%(attended)s)), false)
            AS came, coalesce(bool_or(o.code = %(stood_down)s), false) AS turned_away
        FROM unpaid_work_session s JOIN unpaid_work_booking b ON b.session_id = s.id
        JOIN contacts_appointment a ON a.id = b.appointment_id
        LEFT JOIN contacts_contactoutcome o ON o.appointment_id = a.id
            AND o.id NOT IN (SELECT replaces_id FROM contacts_contactoutcome WHERE replaces_id IS NOT NULL)
        WHERE s.date BETWEEN %(first)s AND %(last)s AND a.cancelled_at IS NULL GROUP BY 1
    ), held AS (
        SELECT n.*, p.pdu_id, p.sex, age(%(last)s::date, p.date_of_birth) < interval '18 years' AS young
        FROM unpaid_work_unpaidworkassessment n JOIN person p ON p.id = n.person_id
        WHERE n.from_date <= %(last)s AND n.to_date > %(last)s
    ), site AS (
        SELECT t.pdu_id, j.*, CASE WHEN j.type LIKE 'ete%%' THEN 'ete' WHEN j.type IN ('individual', 'home') THEN j.type
            ELSE 'group' END AS kind
        FROM unpaid_work_project j JOIN organisation_team t ON t.id = j.team_id
        WHERE j.from_date <= %(last)s AND (j.to_date IS NULL OR j.to_date > %(last)s)
    ), suited AS (
        SELECT held.person_id AS id, count(site.id) FILTER (WHERE site.kind = ANY(held.kinds)
            AND NOT held.excludes && site.tags AND held.skills @> site.skills_needed
            AND (held.lifting OR NOT 'heavy' = ANY(site.tags)) AND (site.suitable_under_18 OR NOT held.young)
            AND (site.for_whom = 'any' OR site.for_whom = CASE held.sex WHEN 'f' THEN 'women' WHEN 'm' THEN 'men' END)
            AND (NOT held.women_only OR site.for_whom = 'women' OR site.kind IN ('individual', 'home'))) AS sites
        FROM held LEFT JOIN site ON site.pdu_id = held.pdu_id GROUP BY 1
    ), told AS (
        SELECT counted.id, unit, m.measure, m.chosen FROM counted JOIN unit USING (id) LEFT JOIN obliged USING (id)
        LEFT JOIN booked USING (id) LEFT JOIN suited USING (id) LEFT JOIN ended USING (id)
        CROSS JOIN LATERAL (VALUES
            ('placed', CASE WHEN obliged.id IS NOT NULL THEN booked.id IS NOT NULL END),
            ('took_up', CASE WHEN obliged.id IS NOT NULL AND recorded THEN came END),
            ('stood_down', CASE WHEN obliged.id IS NOT NULL AND recorded THEN turned_away END),
            ('suited', CASE WHEN obliged.at_last THEN sites >= 2 END), ('completed', finished)) m (measure, chosen)
    ) {_shares("told")}"""
