"""The rows of `bench/casework.py`, made by the database itself: a region of 20,000 people and one of a tenth.

Two million contacts, and a letter after each that was missed, are made by `generate_series`, with the triggers of the
tables asleep and without the exclusion constraint of appointments, whose index would take longer to fill than all else,
and which no page asked for reads.
"""

from datetime import date, datetime

from django.db import connection

_DROP = "ALTER TABLE contacts_appointment DROP CONSTRAINT IF EXISTS appointment_one_place_at_once"
_PLACES = """
INSERT INTO organisation_pdu (region_id, code, name)
SELECT %(region)s, %(letter)s || '-pdu-' || n, 'Unit ' || n FROM generate_series(1, %(units)s) n;
INSERT INTO organisation_team (pdu_id, code, name, kind)
SELECT pdu.id, pdu.code || '-team-' || n, 'Team ' || n, 'sentence_management'
FROM organisation_pdu pdu, generate_series(1, 10) n WHERE pdu.region_id = %(region)s;
INSERT INTO organisation_staff (code, name, team_id, grade, contracted_minutes, days, days_a_week, max_drive_minutes,
    from_date)
SELECT %(letter)s || team.id || '-' || n, 'Officer ' || team.id || ' ' || n, team.id, 'po', 2220, '12345', 5, 60,
    '2015-01-01'
FROM organisation_team team JOIN organisation_pdu pdu ON pdu.id = team.pdu_id AND pdu.region_id = %(region)s,
     generate_series(1, 4) n;
INSERT INTO organisation_absence (staff_id, kind, from_date)
SELECT staff.id, 'shielding', %(today)s::date - 30 FROM organisation_staff staff
JOIN organisation_team team ON team.id = staff.team_id JOIN organisation_pdu pdu ON pdu.id = team.pdu_id
WHERE pdu.region_id = %(region)s AND staff.id %% 10 = 0;
"""
_PEOPLE = """
WITH officer AS (
    SELECT staff.id AS staff_id, staff.team_id, row_number() OVER (ORDER BY staff.id) - 1 AS place,
           count(*) OVER () AS officers
    FROM organisation_staff staff JOIN organisation_team team ON team.id = staff.team_id
    JOIN organisation_pdu pdu ON pdu.id = team.pdu_id WHERE pdu.region_id = %(region)s
), person AS (
    INSERT INTO cases_person (crn, given_names, family_name, search_name, date_of_birth, sex, team_id, language,
        interpreter)
    SELECT %(letter)s || to_char(n, 'FM000000'), 'Somebody', 'Example ' || n, 'somebody example ' || n, '1990-01-01',
           'm', officer.team_id, 'en', ''
    FROM generate_series(1, %(people)s) n JOIN officer ON officer.place = n %% officer.officers
    RETURNING id, crn, team_id
)
INSERT INTO cases_caseallocation (person_id, practitioner_id, from_date, reason)
SELECT person.id, officer.staff_id, %(today)s::date - 900, '' FROM person
JOIN officer ON officer.place = substr(person.crn, 2)::int %% officer.officers;
INSERT INTO organisation_accessfile (crn, confirmed_at)
SELECT crn, %(now)s FROM cases_person WHERE crn LIKE %(letter)s || '%%';
INSERT INTO organisation_limitedaccess (crn, kind, username, reason, end_reason, from_at)
SELECT crn, 'exclusion', 'bench.head.' || lower(%(letter)s), 'Synthetic', '', '2020-01-01' FROM cases_person
WHERE crn LIKE %(letter)s || '%%' AND id %% 200 = 0;
INSERT INTO cases_sentence (person_id, reference, kind, court, offence, sentence_date)
SELECT id, crn || '-S1', 'community', 'A court', '', %(today)s::date - 850 FROM cases_person
WHERE crn LIKE %(letter)s || '%%';
INSERT INTO cases_riskofharm (person_id, assessed_on, children, public, known_adult, staff, prisoners, reason,
    recorded_at, recorded_by_id)
SELECT id, %(today)s::date - 400 + 200 * k, 'low', 'low',
       CASE WHEN (id + k) %% 10 < 4 THEN 'low' WHEN (id + k) %% 10 < 8 THEN 'medium' ELSE 'high' END, 'low', '',
       'Synthetic', %(now)s, %(user)s
FROM cases_person, generate_series(0, 1) k WHERE crn LIKE %(letter)s || '%%' AND id %% 50 <> 0;
INSERT INTO cases_registration (person_id, kind, note, from_date, review_date)
SELECT id, CASE WHEN id %% 21 = 0 THEN 'critical_few' ELSE 'domestic_abuse' END, '', %(today)s::date - 300,
       %(today)s::date + 100
FROM cases_person WHERE crn LIKE %(letter)s || '%%' AND id %% 3 = 0;
INSERT INTO contacts_digitalaccess (person_id, recorded_on, device, credit, signal, can_call, can_text, can_video,
    can_fill_forms, safe_place, internet_allowed, needs, preference, recorded_by_id)
SELECT id, %(today)s::date - (20 + id %% 120)::int, CASE WHEN id %% 40 = 0 THEN 'none' ELSE 'own' END, true, true,
       true, true, id %% 2 = 0, true, id %% 15 <> 0, true, '', '', %(user)s
FROM cases_person WHERE crn LIKE %(letter)s || '%%';
"""
_CONTACTS = """
INSERT INTO contacts_appointment (person_id, kind, team_id, staff_id, starts_at, ends_at, booked_at, booked_by_id,
    cancel_reason, mode, check_in_approved)
SELECT person.id, 'supervision', person.team_id, held.practitioner_id, starts_at, starts_at + interval '30 minutes',
       starts_at - interval '7 days', %(user)s, '',
       (ARRAY['office', 'telephone', 'telephone', 'home', 'doorstep', 'video'])[1 + (person.id + k) %% 6], false
FROM cases_person person JOIN cases_caseallocation held ON held.person_id = person.id, generate_series(0, %(each)s) k,
LATERAL (SELECT date_trunc('hour', %(now)s::timestamptz) + interval '5 days' - interval '8 days' * k
         - interval '1 hour' * (person.id %% 24)
         - CASE WHEN person.id %% 7 = 0 THEN interval '40 days' ELSE interval '0' END AS starts_at) at
WHERE person.crn LIKE %(letter)s || '%%';
"""
_MANY = """
INSERT INTO contacts_appointment (person_id, kind, team_id, starts_at, ends_at, booked_at, booked_by_id, cancel_reason,
    mode, check_in_approved)
SELECT person.id, 'supervision', person.team_id, starts_at, starts_at + interval '10 minutes',
       starts_at - interval '1 day', %(user)s, '', 'telephone', false
FROM cases_person person, generate_series(1, 2000) k,
LATERAL (SELECT date_trunc('hour', %(now)s::timestamptz) - interval '9 hours' * k AS starts_at) at
WHERE person.crn = %(letter)s || '000001';
"""
_OUTCOMES = """
INSERT INTO contacts_contactoutcome (appointment_id, code, started_at, finished_at, penalty_minutes, notice, quality,
    behaviour, notes, sensitive, reason, recorded_at, recorded_by_id)
SELECT booked.id, CASE WHEN hashint8(booked.id) & 7 = 0 THEN 'AAME' ELSE 'ATTC' END,
       CASE WHEN hashint8(booked.id) & 7 <> 0 THEN starts_at END,
       CASE WHEN hashint8(booked.id) & 7 <> 0 THEN ends_at END, 0, '', '', '',
       'Spoke about work and home', false, '', ends_at, %(user)s
FROM contacts_appointment booked WHERE ends_at < %(now)s;
"""
_ELSEWHERE = """
INSERT INTO enforcement_enforcementaction (appointment_id, outcome_id, kind, reason, recorded_at, recorded_by_id,
    withdrawn_reason)
SELECT appointment_id, id, 'ask', '', recorded_at + interval '1 day', %(user)s, '' FROM contacts_contactoutcome
WHERE code = 'AAME';
INSERT INTO cases_oversightnote (person_id, "on", note, action, sensitive, recorded_at, recorded_by_id)
SELECT id, %(today)s::date - 20 * k, 'Looked at the case', 'See him at home', false, %(now)s, %(user)s
FROM cases_person, generate_series(1, 40) k WHERE crn LIKE '%%000001';
INSERT INTO contacts_concern (person_id, text, raised_at, raised_by_id, read_at, read_by_id)
SELECT id, 'Came with a bruise', %(now)s::timestamptz - interval '18 days' * k, %(user)s, %(now)s, %(user)s
FROM cases_person, generate_series(1, 40) k WHERE crn LIKE '%%000001';
"""


def make_rows(regions: dict[str, int], users: dict[str, int], *, people: int, each: int, now: datetime) -> None:
    """Make the rows of each region, by its letter: `people` in the first, a tenth in the others, `each` contacts."""
    today: date = now.date()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_DROP)
        for number, (letter, region) in enumerate(regions.items()):
            told = {"letter": letter, "region": region, "user": users[letter], "today": today, "now": now, "each": each,
                    "people": people if not number else people // 10, "units": 10 if not number else 1}  # fmt: skip
            for script in (_PLACES, _PEOPLE, _CONTACTS):
                cursor.execute(script, told)
            if not number:
                cursor.execute(_MANY, told)
        for script in (_OUTCOMES, _ELSEWHERE):
            cursor.execute(script, told)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
