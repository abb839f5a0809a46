"""Reports that courts asked for in a new demonstration: a court team, people new to it, what came of them."""

from datetime import date, datetime, timedelta
from random import Random

from amends.cases.models import CourtReport, Person
from amends.cases.operations import (
    InterviewDraft,
    PersonDraft,
    ReportContent,
    ReportDraft,
    RequirementDraft,
    SentenceDraft,
    allocate_report,
    ask_checks,
    check_quality,
    deliver_report,
    hand_over_draft,
    propose_requirement,
    record_agency_check,
    record_court_outcome,
    record_interview,
    register_people,
    request_report,
    write_report,
)
from amends.organisation.models import Staff, Team, User
from amends.organisation.operations.places import TeamDraft, create_places
from amends.organisation.operations.staff import StaffDraft, create_staff
from amends.policy.civil_time import civil_date
from amends.policy.working_days import add_working_days
from demo.assumptions import assumed
from demo.names import family_name, full_name, given_names

_OFFENCES = ("Theft from a shop", "Common assault", "Criminal damage", "Driving while disqualified", "Burglary")
_KINDS = ("fast", "standard", "fast", "oral")
_AGENCIES = ("police_domestic_abuse", "childrens_services")
_SAYS = ReportContent(
    "The offence followed a loss of work. What was done is admitted.\n\nRisk to others is low.", "community", 12,
    6000, "Work and a programme speak to what led to it.", "suitable", "Fit, and free on weekdays.",
)  # fmt: skip
_OPEN, _OVER = 12, 24
_HANDED_OVER = 7  # of the open ones: its draft waits to be checked by another
_FULL_TIME = 37 * 60  # minutes a week


def ask_for_reports(*, officer: User, senior: User, at: datetime, random: Random) -> int:
    """Ask for reports, some of them over with what the court passed; returns how many."""
    pdu = senior.grants.select_related("pdu").get().pdu
    (team,) = create_places(
        [TeamDraft(f"{pdu.code}-court", pdu, f"Court team, {pdu.name}", "court")], by=officer, at=at
    )
    writers = create_staff(
        [StaffDraft(f"COURT{number}", full_name(random), team, "pso", _FULL_TIME, from_date=date(2020, 1, 6))
         for number in range(3)],
        by=officer, at=at,
    )  # fmt: skip
    people = register_people(
        [PersonDraft(given_names(random), family_name(random), date(1970 + number, 1 + number % 12, 11),
                     "f" if number % 4 == 0 else "m", team, crn=f"Y{900_001 + number}")
         for number in range(_OPEN + _OVER)],
        by=officer, at=at,
    )  # fmt: skip
    for number, person in enumerate(people[:_OPEN]):
        _open(person, number, team, writers, officer, at, random)
    for number, person in enumerate(people[_OPEN:]):
        _over(person, number, team, writers, (officer, senior), at - timedelta(days=14 + 9 * number), random)
    return len(people)


def _ask(person: Person, kind: str, hearing: int, team: Team, by: User, at: datetime, random: Random) -> CourtReport:
    on = civil_date(at)
    draft = ReportDraft(team, f"{team.pdu.name} Magistrates' Court", random.choice(_OFFENCES), kind,
                        on - timedelta(days=3), add_working_days(on, hearing))  # fmt: skip
    return request_report(person=person, draft=draft, by=by, at=at)


def _open(
    person: Person, number: int, team: Team, writers: list[Staff], by: User, at: datetime, random: Random
) -> None:
    """A report not delivered yet: with nobody, with an officer, seen, ready to be drafted, or to be checked."""
    report, on = _ask(person, _KINDS[number % 4], number % 7, team, by, at, random), civil_date(at)
    if number % 4 == 0:
        return
    allocate_report(report=report, officer=writers[number % 2], by=by, at=at)
    if number % 4 > 1:
        told = InterviewDraft(on, "telephone", number % 3 > 0, True, "" if number % 3 else "No answer, three times")
        record_interview(report=report, draft=told, by=by, at=at)
    if number % 4 > 2:
        ask_checks(report=report, asked_on=on, by=by, at=at)
        handed_over = number == _HANDED_OVER
        for agency in _AGENCIES if handed_over else _AGENCIES[:1]:
            outcome = "nothing_held" if handed_over else "not_retrieved"
            record_agency_check(person=person, agency=agency, outcome=outcome, checked_on=on, by=by, at=at)
        if handed_over:
            write_report(report=report, content=_SAYS, by=by, at=at)
            hand_over_draft(report=report, by=by, at=at)


def _over(
    person: Person, number: int, team: Team, writers: list[Staff], by: tuple[User, User], at: datetime, random: Random
) -> None:
    """A report delivered some time ago, and what the court made of it."""
    officer, senior = by
    on = civil_date(at)
    report = _ask(person, _KINDS[number % 4], 3, team, officer, at, random)
    allocate_report(report=report, officer=writers[number % 3], by=officer, at=at)
    record_interview(report=report, draft=InterviewDraft(on, "court", True), by=officer, at=at)
    ask_checks(report=report, asked_on=on, by=officer, at=at)
    for agency in _AGENCIES:
        record_agency_check(person=person, agency=agency, outcome="nothing_held", checked_on=on, by=officer, at=at)
    write_report(report=report, content=_SAYS, by=officer, at=at)
    asked = propose_requirement(
        report=report, kind="programme", amount=24, unit="sessions", details="Thinking skills", by=officer, at=at
    )
    hand_over_draft(report=report, by=officer, at=at)
    check_quality(report=report, good=True, by=senior, at=at)
    deliver_report(report=report, by=officer, at=at)
    if random.random() < assumed("court_followed_report"):
        draft = SentenceDraft(person, "community", report.court, on, (RequirementDraft(6000),), offence=report.offence)
        made = [asked] if random.random() < assumed("court_made_requirement") else []
        record_court_outcome(report=report, passed="community", passed_on=on, draft=draft, made=made, by=officer, at=at)
    else:
        record_court_outcome(report=report, passed="fine", passed_on=on, by=officer, at=at)
