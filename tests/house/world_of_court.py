"""A region's reports to courts: one of each for the walk over every address, and many for what pages show at most."""

from dataclasses import dataclass
from datetime import date, timedelta

from amends.cases.models import CourtReport, ProposedRequirement
from amends.cases.operations import (
    InterviewDraft,
    SentenceDraft,
    cancel_report,
    propose_requirement,
    record_court_outcome,
    record_interview,
    write_report,
)
from amends.organisation.models import Team
from amends.policy.civil_time import civil_date
from tests.cases.court_records import asked, content, court_team, taken_to
from tests.factories import make_person, make_staff, make_user
from tests.house.routes import about, listed

KWARGS = {
    **about("cases", "person_court_reports request_report", crn="person.crn"),
    **about(
        "cases",
        "court_report allocate_report move_hearing record_interview ask_checks write_report propose_requirement"
        " hand_over_draft check_quality deliver_report cancel_report",
        crn="person.crn", pk="court.report.pk",
    ),
    **about("cases", "court_outcome court_document court_document_docx", crn="person.crn", pk="court.delivered.pk"),
    **about("cases", "drop_requirement", crn="person.crn", pk="court.proposed.pk"),
}  # fmt: skip
NO_RECORD = listed("cases", "", files="court_reports court_week concordance")
NOT_ABOUT_PEOPLE: set[str] = set()


@dataclass
class Court:
    """What a place has of court work."""

    team: Team
    report: CourtReport
    delivered: CourtReport
    proposed: ProposedRequirement


def records(place) -> dict[str, object]:
    """A report being written with a requirement proposed, and one that the court has."""
    person, by, at = place.person, place.user, place.at
    team = court_team(person.team.pdu)
    report = taken_to("prepared", person, team, by, at)
    write_report(report=report, content=content(), by=by, at=at)
    proposed = propose_requirement(report=report, kind="programme", amount=20, unit="sessions", by=by, at=at)
    delivered = taken_to("delivered", person, team, by, at, court="Test Crown Court")
    return {"court": Court(team, report, delivered, proposed)}


def more_of_court(court: Court, by, at, size: int) -> None:
    """`size` of everything: interviews and reports of the one person, officers, and people whom courts sentenced."""
    on, checker = civil_date(at), make_user("senior", court.team)
    for number in range(size):
        missed = InterviewDraft(on, "telephone", False, note="Rang three times and left a message")
        record_interview(report=court.report, draft=missed, by=by, at=at)
        hearing = on + timedelta(days=30 + number)
        again = asked(court.report.person, court.team, by, at, hearing_date=hearing)
        cancel_report(report=again, cancelled_as="withdrawn", by=by, at=at)
        make_staff(court.team, "pso")
        person = make_person(court.report.person.team)
        asked(person, court.team, by, at, hearing_date=on + timedelta(days=number % 7))
        report = taken_to("delivered", person, court.team, by, at, checked_by=checker)
        passed = _passed(person, on) if number % 2 else None
        kind = "community" if passed else "fine"
        record_court_outcome(report=report, passed=kind, passed_on=on, draft=passed, by=by, at=at)


def _passed(person, on: date) -> SentenceDraft:
    return SentenceDraft(person=person, kind="community", court="Test Magistrates' Court", sentence_date=on)
