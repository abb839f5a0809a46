"""The peer of a timeline in `bench/casework.py`: every table that it tells of, in one statement of plain SQL.

The same rows, counted and cut to a page, with what the page says of each: its kind or code, its words, and by whom. One
arm for each kind of row: the table with its joins to the person, the column of when, that of what, the words, and the
user who recorded it. What the reader may not see of a sensitive note is left out.
"""

from bench.casework_queries import OF_REGION, VISIBLE

_OF_REQUIREMENT = """JOIN cases_requirement req ON req.id = told.requirement_id
    JOIN cases_sentence sentence ON sentence.id = req.sentence_id AND sentence.person_id = (SELECT id FROM who)"""
_OF_SENTENCE = (
    "JOIN cases_sentence sentence ON sentence.id = told.sentence_id AND sentence.person_id = (SELECT id FROM who)"
)
_OF_REPORT = "JOIN cases_courtreport report ON report.id = told.report_id AND report.person_id = (SELECT id FROM who)"
_OF_APPOINTMENT = """JOIN contacts_appointment booked ON booked.id = told.appointment_id
    AND booked.person_id = (SELECT id FROM who)"""
_OWN = "WHERE told.person_id = (SELECT id FROM who)"
_STANDS = """AND booked.kind = '{kind}'
    WHERE NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = told.id)"""
_AWAITED = """LEFT JOIN organisation_staff staff ON staff.id = told.staff_id
    WHERE told.person_id = (SELECT id FROM who) AND told.kind = '{kind}'
    AND NOT EXISTS (SELECT FROM contacts_contactoutcome came WHERE came.appointment_id = told.id)"""
_BY = "told.recorded_by_id"
_NOTES = "CASE WHEN sensitive AND NOT %(records)s THEN '' ELSE notes END"
_OVERSIGHT = "CASE WHEN sensitive AND NOT %(oversees)s THEN '' ELSE concat_ws(' ', note, action) END"

# table and joins, when, what, words, by whom
_ARMS = (
    (f"cases_assessment told {_OWN} AND signed_at IS NOT NULL", "signed_at", "kind", "own_views", "signed_by_id"),
    ("cases_selfassessmentreply told JOIN cases_selfassessment link ON link.id = told.link_id"
     " AND link.person_id = (SELECT id FROM who)",
     "replied_at", "''", "concat_ws(' ', going_well, help_wanted)", "NULL"),
    (f"cases_sentence told {_OWN}", "sentence_date", "concat_ws(', ', kind, court)", "offence", "NULL"),
    (f"cases_sentence told {_OWN} AND release_date IS NOT NULL", "release_date", "kind",
     "concat_ws(', ', court, sentence_date)", "NULL"),
    (f"cases_returntocustody told {_OF_SENTENCE}", "told.from_date", "'back'", "''", _BY),
    (f"cases_returntocustody told {_OF_SENTENCE} AND told.to_date IS NOT NULL", "told.to_date", "'out'", "''", "NULL"),
    (f"cases_requirementchange told {_OF_REQUIREMENT}", 'told."on"', "concat_ws(' ', told.minutes, told.limit_date)",
     "told.reason", _BY),
    (f"cases_sentencecondition told {_OF_SENTENCE}", "told.from_date",
     "concat_ws(' ', sentence.kind, told.kind, told.amount, told.unit)", "details", "NULL"),
    (f"cases_riskofharm told {_OWN}", "assessed_on",
     "concat_ws(' ', children, public, known_adult, staff, prisoners)", "reason", _BY),
    (f"cases_mappa told {_OWN}", "from_date", "concat_ws(' ', category, level)", "''", "NULL"),
    (f"cases_registration told {_OWN}", "from_date", "kind", "note", "NULL"),
    (f"cases_agencycheck told {_OWN}", "checked_on", "concat_ws(' ', agency, outcome)", "summary", _BY),
    (f"cases_caseallocation told JOIN organisation_staff staff ON staff.id = told.practitioner_id {_OWN}",
     "told.from_date", "staff.name", "told.reason", "NULL"),
    (f"cases_caseplan told {_OWN} AND signed_at IS NOT NULL", "signed_at", "''", "contact", "signed_by_id"),
    ("cases_planagreement told JOIN cases_caseplan plan ON plan.id = told.plan_id"
     " AND plan.person_id = (SELECT id FROM who)",
     "told.recorded_at", "told.agreed", "told.said", _BY),
    (f"cases_needservice told {_OWN}", "from_date", "name", "concat_ws(' ', finished_as, note)", _BY),
    (f"cases_oversightnote told {_OWN}", 'told."on"', "''", _OVERSIGHT, _BY),
    (f"cases_casecover told JOIN organisation_staff staff ON staff.id = told.staff_id {_OWN}", "told.from_date",
     "concat_ws(' ', staff.name, told.to_date)", "told.reason", "made_by_id"),
    (f"cases_housingneed told {_OWN}", "raised_at", "concat_ws(' ', needed_from, raised_with)",
     "coalesce(nullif(answer, ''), note)", "raised_by_id"),
    (f"cases_courtreport told {_OWN}", "requested_on", "concat_ws(' ', kind, court)", "offence", "NULL"),
    (f"cases_courtinterview told {_OF_REPORT}", 'told."on"', "concat_ws(' ', told.mode, told.attended)", "told.note",
     _BY),
    (f"cases_deliveredreport told {_OF_REPORT}", "told.issued_at", "report.court", "''", "told.issued_by_id"),
    (f"cases_courtoutcome told {_OF_REPORT}", "told.passed_on", "concat_ws(' ', told.passed, report.court)", "''",
     _BY),
    ("organisation_breakglass told WHERE told.crn = %(crn)s AND team_id IS NOT NULL", "opened_at", "''", "reason",
     "user_id"),
    (f"contacts_contactoutcome told {_OF_APPOINTMENT} {_STANDS.format(kind='supervision')}", "starts_at",
     "concat_ws(' ', booked.mode, told.code)", _NOTES, _BY),
    (f"contacts_appointment told {_AWAITED.format(kind='supervision')}", "starts_at",
     "concat_ws(' ', told.mode, told.cancelled_at, staff.name)", "told.cancel_reason", "NULL"),
    (f"contacts_contactlevel told {_OWN}", "from_date", "concat_ws(' ', every_days, less)", "reason", "set_by_id"),
    (f"contacts_reminder told {_OF_APPOINTMENT} AND taken_up_at IS NOT NULL", "taken_up_at",
     "concat_ws(' ', outcome, booked.starts_at)", "''", "NULL"),
    (f"contacts_activityday told {_OF_APPOINTMENT}", "booked.starts_at", "''", "''", "counted_by_id"),
    (f"contacts_contactoutcome told {_OF_APPOINTMENT} {_STANDS.format(kind='unpaid_work')}", "starts_at", "code",
     _NOTES, _BY),
    (f"contacts_appointment told {_AWAITED.format(kind='unpaid_work')}", "starts_at",
     "concat_ws(' ', told.cancelled_at, staff.name)", "told.cancel_reason", "NULL"),
    (f"contacts_concern told {_OWN}", "raised_at", "read_at::text", "text", "raised_by_id"),
    ("unpaid_work_standdownperson told JOIN unpaid_work_booking booking ON booking.id = told.booking_id"
     " JOIN contacts_appointment booked ON booked.id = booking.appointment_id"
     " AND booked.person_id = (SELECT id FROM who)"
     " JOIN unpaid_work_standdown stood ON stood.id = told.stand_down_id"
     " JOIN unpaid_work_session held ON held.id = booking.session_id"
     " JOIN unpaid_work_project project ON project.id = held.project_id",
     "booked.starts_at", "stood.cause", "project.name", "stood.recorded_by_id"),
    (f"unpaid_work_hoursadjustment told {_OF_REQUIREMENT}", 'told."on"', "told.minutes::text", "told.note", _BY),
    (f"unpaid_work_orderdocument told {_OWN}", "issued_at", "template", "''", "issued_by_id"),
    (f"unpaid_work_courtreturn told {_OF_REQUIREMENT}", "applied_at", "concat_ws(' ', told.asked, told.result)",
     "coalesce(nullif(told.result_note, ''), told.grounds)", "told.applied_by_id"),
    (f"unpaid_work_unpaidworkassessment told {_OWN}", "from_date", "''", "''", "assessed_by_id"),
    (f"unpaid_work_supervisionplan told {_OF_REQUIREMENT}", 'told."on"', "told.why", "told.aim", _BY),
    (f"unpaid_work_requirementreview told {_OF_REQUIREMENT}", 'told."on"', "told.review", "told.note", _BY),
    (f"unpaid_work_certificate told {_OWN} AND withdrawn_at IS NULL", "from_date", "title", "awarded_by",
     _BY),
    (f"unpaid_work_skilllearning told {_OF_REQUIREMENT}"
     " JOIN unpaid_work_project project ON project.id = told.project_id",
     "told.from_date", "concat_ws(' ', project.name, told.result)", "told.aim", _BY),
    (f"unpaid_work_homeentry told {_OF_REQUIREMENT}", "asked_at", "told.agreed::text",
     "coalesce(nullif(told.note, ''), told.reason)", "told.asked_by_id"),
    ("unpaid_work_homeinspection told JOIN unpaid_work_homekitout taken ON taken.id = told.kit_out_id"
     " JOIN unpaid_work_homekit kit ON kit.id = taken.kit_id"
     " JOIN unpaid_work_homeentry entry ON entry.id = taken.entry_id"
     " JOIN cases_requirement req ON req.id = entry.requirement_id"
     " JOIN cases_sentence sentence ON sentence.id = req.sentence_id AND sentence.person_id = (SELECT id FROM who)",
     'told."on"', "concat_ws(' ', kit.name, told.passed, taken.pieces_back)", "told.note", _BY),
    (f"unpaid_work_completion told {_OF_REQUIREMENT}", 'told."on"', "req.reference", "''", _BY),
    (f"unpaid_work_exitinterview told {_OF_REQUIREMENT}", 'told."on"', "told.declined::text", "''", _BY),
    (f"unpaid_work_transfer told JOIN organisation_team team ON team.id = told.to_team_id {_OWN}", "told.asked_at",
     "concat_ws(' ', team.name, answer)", "coalesce(nullif(answer_note, ''), reason)", "asked_by_id"),
    (f"enforcement_enforcementaction told {_OF_APPOINTMENT}", "recorded_at",
     "concat_ws(' ', told.kind, told.withdrawn_at, told.withdrawn_reason)", "told.reason", _BY),
    (f"enforcement_evidence told {_OF_APPOINTMENT}", "recorded_at",
     "concat_ws(' ', told.kind, told.withdrawn_at, told.withdrawn_reason)", "told.description", _BY),
    ("enforcement_step told JOIN enforcement_proceeding proceeding ON proceeding.id = told.proceeding_id"
     " JOIN cases_sentence sentence ON sentence.id = proceeding.sentence_id"
     " AND sentence.person_id = (SELECT id FROM who)",
     "told.recorded_at", "concat_ws(' ', told.after, proceeding.reference)", "told.reason", _BY),
)  # fmt: skip


def _arm(number: int, rows: str, at: str, what: str, words: str, by: str) -> str:
    return (
        f"SELECT {number} AS source, ({at})::timestamptz AS at, told.id, {what} AS what, {words} AS words,"
        f" {by}::bigint AS by_id FROM {rows}"
    )


TIMELINE = f"""
WITH who AS (
    SELECT person.id FROM cases_person person {OF_REGION} WHERE person.crn = %(crn)s AND {VISIBLE}
), found AS (
    {" UNION ALL ".join(_arm(number, *arm) for number, arm in enumerate(_ARMS))}
), page AS (
    SELECT count(*) OVER () AS entries, found.* FROM found ORDER BY at DESC, source, id DESC LIMIT 50
)
SELECT page.*, coalesce(nullif(concat_ws(' ', teller.first_name, teller.last_name), ''), teller.username)
FROM page LEFT JOIN organisation_user teller ON teller.id = page.by_id ORDER BY at DESC, source, page.id DESC
"""
