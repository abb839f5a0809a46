"""A report to a court, from the request until it is handed over to be checked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CourtInterview, CourtReport, Person
from amends.cases.operations.refused import CourtReportRefused
from amends.organisation import audit
from amends.organisation.models import Staff, Team, User
from amends.organisation.operations.refusal import Ground
from amends.policy.court_reports import report_clocks

REMOTE = (CourtInterview.Mode.VIDEO, CourtInterview.Mode.TELEPHONE)


@dataclass(frozen=True)
class ReportDraft:
    """What a court asks for: `team` is the court team that owns it."""

    team: Team
    court: str
    offence: str
    kind: str
    requested_on: date
    hearing_date: date


@dataclass(frozen=True)
class InterviewDraft:
    """An interview, attended or not; `private` says of a remote one whether the person was alone and could talk."""

    on: date
    mode: str
    attended: bool
    private: bool | None = None
    note: str = ""


@transaction.atomic
def request_report(*, person: Person, draft: ReportDraft, by: User, at: datetime) -> CourtReport:
    """Record that a court asks for a report. The last days are those of policy on the day of the request.

    Raises CourtReportRefused.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    grounds = _request_grounds(person, draft, localdate(at))
    if grounds:
        raise CourtReportRefused(grounds)
    clock = report_clocks(draft.kind, draft.requested_on, draft.hearing_date, on=draft.requested_on).value
    report = CourtReport.objects.create(
        person=person, team=draft.team, court=draft.court.strip(), offence=draft.offence.strip(), kind=draft.kind,
        requested_on=draft.requested_on, hearing_date=draft.hearing_date, allocate_by=clock["allocate_by"],
        deliver_by=clock["deliver_by"],
    )  # fmt: skip
    tell(report, "request court report", by)
    return report


def _request_grounds(person: Person, draft: ReportDraft, on: date) -> list[Ground]:
    grounds = []
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if draft.team.kind != Team.Kind.COURT:
        grounds.append(Ground(_("Select a court team"), "team"))
    if draft.kind not in CourtReport.Kind.values:
        grounds.append(Ground(_("Select the kind of report"), "kind"))
    for field, words in (("court", _("Enter the court")), ("offence", _("Enter the offence"))):
        if not getattr(draft, field).strip():
            grounds.append(Ground(words, field))
    if not person.date_of_birth < draft.requested_on <= on:
        grounds.append(Ground(_("The day of the request must be today or in the past"), "requested_on"))
    if draft.hearing_date < draft.requested_on:
        grounds.append(Ground(_("The hearing must not be before the request"), "hearing_date"))
    if CourtReport.objects.filter(
        person=person, court=draft.court.strip(), hearing_date=draft.hearing_date, cancelled_at=None
    ).exists():
        grounds.append(Ground(_("A report for this hearing is requested already"), "hearing_date"))
    return grounds


@transaction.atomic
def move_hearing(*, report: CourtReport, hearing_date: date, by: User, at: datetime) -> CourtReport:
    """Record that the court moved the hearing: the last days follow. Raises CourtReportRefused."""
    report = locked(report)
    if hearing_date < report.requested_on:
        raise CourtReportRefused(_("The hearing must not be before the request"), field="hearing_date")
    clock = report_clocks(report.kind, report.requested_on, hearing_date, on=report.requested_on).value
    report.hearing_date, report.deliver_by = hearing_date, clock["deliver_by"]
    report.allocate_by = clock["allocate_by"]
    report.save(update_fields=["hearing_date", "deliver_by", "allocate_by"])
    tell(report, "move hearing of court report", by)
    return report


@transaction.atomic
def allocate_report(*, report: CourtReport, officer: Staff, by: User, at: datetime) -> CourtReport:
    """Give an open report to an officer of its court team, or to another one than before. Raises CourtReportRefused."""
    report, on = locked(report), localdate(at)
    if officer.from_date > on or (officer.to_date and officer.to_date <= on):
        raise CourtReportRefused(_("%s is not in post today") % officer.name, field="officer")
    if officer.team_id != report.team_id:
        raise CourtReportRefused(_("Select an officer of the court team that owns the report"), field="officer")
    report.officer, report.allocated_at = officer, at
    report.save(update_fields=["officer", "allocated_at"])
    tell(report, "allocate court report", by, officer=officer.code)
    return report


@transaction.atomic
def record_interview(*, report: CourtReport, draft: InterviewDraft, by: User, at: datetime) -> CourtInterview:
    """Record an interview, or that the person did not attend it. Raises CourtReportRefused.

    By telephone or video it must be said whether the person was alone and could talk: where not, it is recorded, and
    does not count as the interview.
    """
    report, grounds = locked(report), []
    if draft.mode not in CourtInterview.Mode.values:
        grounds.append(Ground(_("Select how the interview was held"), "mode"))
    if not report.requested_on <= draft.on <= localdate(at):
        grounds.append(Ground(_("The interview must be between the request and today"), "on"))
    if report.officer_id is None:
        grounds.append(Ground(_("Allocate the report first")))
    if draft.attended and draft.mode in REMOTE and draft.private is None:
        grounds.append(Ground(_("Say whether the person was alone and could talk"), "private"))
    if not draft.attended and not draft.note.strip():
        grounds.append(Ground(_("Say what happened"), "note"))
    if grounds:
        raise CourtReportRefused(grounds)
    interview = CourtInterview.objects.create(
        report=report, on=draft.on, mode=draft.mode, attended=draft.attended,
        private=draft.private if draft.attended else None, note=draft.note.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    if draft.attended and draft.private is not False:
        report.interviewed_on = draft.on
        report.save(update_fields=["interviewed_on"])
    tell(report, "record court interview", by, attended=draft.attended)
    return interview


@transaction.atomic
def ask_checks(*, report: CourtReport, asked_on: date, by: User, at: datetime) -> CourtReport:
    """Record that police and children's services were asked. What they answer is recorded as an agency check.

    Raises CourtReportRefused.
    """
    report = locked(report)
    if report.officer_id is None:
        raise CourtReportRefused(_("Allocate the report first"))
    if not report.requested_on <= asked_on <= localdate(at):
        raise CourtReportRefused(_("The day must be between the request and today"), field="asked_on")
    report.checks_asked_on = asked_on
    report.save(update_fields=["checks_asked_on"])
    tell(report, "ask for checks", by)
    return report


@transaction.atomic
def cancel_report(*, report: CourtReport, cancelled_as: str, by: User, at: datetime) -> CourtReport:
    """Record that the report is no longer wanted, and why. Raises CourtReportRefused."""
    report = locked(report)
    if cancelled_as not in CourtReport.Cancelled.values:
        raise CourtReportRefused(_("Select why it is cancelled"), field="cancelled_as")
    report.cancelled_at, report.cancelled_as = at, cancelled_as
    report.save(update_fields=["cancelled_at", "cancelled_as"])
    tell(report, "cancel court report", by, cancelled_as=cancelled_as)
    return report


def locked(report: CourtReport) -> CourtReport:
    """The report held for writing. Raises CourtReportRefused where it is delivered or cancelled."""
    held = CourtReport.objects.select_for_update(of=("self",)).select_related("person", "officer").get(pk=report.pk)
    if held.delivered_at:
        raise CourtReportRefused(_("The report is delivered: it stands as the court had it."))
    if held.cancelled_at:
        raise CourtReportRefused(_("The report is cancelled."))
    return held


@transaction.atomic
def tell(report: CourtReport, action: str, by: User, **detail: object) -> None:
    """Write to the audit trail what was done about the report."""
    audit.record(by, action, f"cases.courtreport {report.pk}", crn=report.person.crn, detail=detail)
