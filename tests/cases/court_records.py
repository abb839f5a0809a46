"""Reports to courts, taken as far as a test needs them."""

from datetime import UTC, date, datetime, timedelta

from amends.cases.operations import (
    InterviewDraft,
    ReportContent,
    ReportDraft,
    allocate_report,
    ask_checks,
    check_quality,
    deliver_report,
    hand_over_draft,
    record_agency_check,
    record_interview,
    request_report,
    write_report,
)
from amends.policy.civil_time import civil_date
from tests.factories import make_staff, make_team, make_user

AT = datetime(2026, 6, 10, 9, tzinfo=UTC)  # a Wednesday
TODAY = AT.date()
STEPS = ("requested", "allocated", "interviewed", "prepared", "drafted", "quality_checked", "delivered")


def court_team(pdu):
    return make_team("court", pdu=pdu)


def asked(person, team, by, at=AT, **values):
    """A report requested two days before `at`, for a hearing in three weeks."""
    draft = {
        "court": "Test Magistrates' Court", "offence": "Theft", "kind": "standard",
        "requested_on": civil_date(at) - timedelta(days=2), "hearing_date": civil_date(at) + timedelta(days=21),
    } | values  # fmt: skip
    return request_report(person=person, draft=ReportDraft(team=team, **draft), by=by, at=at)


def content(**values):
    """What a report says, with a community order of 12 months and 100 hours of unpaid work proposed."""
    return ReportContent(
        **{
            "analysis": "What was done, and why.", "proposed": "community", "proposed_months": 12,
            "proposed_minutes": 6000, "proposal_reason": "It can be managed in the community.",
            "unpaid_work": "suitable", "unpaid_work_reason": "Fit, and free on weekdays.",
        } | values
    )  # fmt: skip


def answered(person, by, at=AT, police="nothing_held", children="nothing_held"):
    for agency, outcome in (("police_domestic_abuse", police), ("childrens_services", children)):
        if outcome:
            record_agency_check(person=person, agency=agency, outcome=outcome, checked_on=civil_date(at),
                                summary="As told" if outcome == "retrieved" else "", by=by, at=at)  # fmt: skip


def taken_to(state, person, team, by, at=AT, checked_by=None, says=None, **values):
    """A report taken to a state by the operations, each step at `at`."""
    report, reached = asked(person, team, by, at, **values), STEPS.index(state)
    officer = team.staff.filter(grade="pso").first() or make_staff(team, "pso")
    on = report.requested_on
    steps = (
        lambda: allocate_report(report=report, officer=officer, by=by, at=at),
        lambda: record_interview(report=report, draft=InterviewDraft(on, "office", True), by=by, at=at),
        lambda: ask_checks(report=report, asked_on=on, by=by, at=at),
        lambda: (write_report(report=report, content=says or content(), by=by, at=at),
                 hand_over_draft(report=report, by=by, at=at)),
        lambda: check_quality(report=report, good=True, by=checked_by or make_user("senior", team), at=at),
        lambda: deliver_report(report=report, by=by, at=at),
    )  # fmt: skip
    for step in steps[:reached]:
        step()
    report.refresh_from_db()
    return report


def day_fields(name: str, day: date) -> dict[str, str]:
    """A date as a form posts it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
