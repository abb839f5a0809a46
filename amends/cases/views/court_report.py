"""A report to a court: its page, and each step on a page of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.court_document import as_delivered, requirement_words
from amends.cases.forms import court_reports as forms
from amends.cases.models import CourtReport
from amends.cases.outstanding import open_requirements
from amends.cases.queries import court_reports as queries
from amends.cases.queries import finding
from amends.cases.views import court_page
from amends.cases.views.pages import about, carried_out, form_page
from amends.design.documents.docx_report import report_docx
from amends.design.documents.report import report_pdf
from amends.design.forms import Form
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

RECORD = P.COURT_REPORT_RECORD
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@permission(P.COURT_REPORT_VIEW)
def court_report(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """How far the report is, what is known, what it proposes and what came of it."""
    found = queries.reports().select_related("outcome__sentence", "document").prefetch_related(
        "interviews", "requirements")  # fmt: skip
    report = access.load(found, request.user, P.COURT_REPORT_VIEW, pk=pk, person__crn=crn)
    asked = {"record": RECORD, "check": P.COURT_REPORT_CHECK, "sentence": P.SENTENCE_RECORD}
    teams = (report.person.team, report.team)
    may = {name: any(reaches(request.user, needed, team) for team in teams) for name, needed in asked.items()}
    may["checks"] = reaches(request.user, P.RISK_RECORD, report.person.team)  # recorded about the person
    context = about(request, report.person, **court_page.sections(report, timezone.localdate(), may))
    return render(request, "cases/court_report.html", context)


@permission(RECORD)
def request_report(request: HttpRequest, crn: str) -> HttpResponse:
    """Record that a court asks for a report on the person."""
    person = access.load(finding.people().select_related("team"), request.user, RECORD, crn=crn)
    teams, made = queries.court_teams(request.user, RECORD), []
    initial = {"requested_on": timezone.localdate(), "team": teams.first() if teams.count() == 1 else None}
    form = forms.RequestForm(request.POST or None, teams=teams, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: made.append(operations.request_report(
            person=person, draft=form.draft(), by=request.user, at=timezone.now()))
    ):  # fmt: skip
        messages.success(request, _("Requested."))
        return redirect("cases:court_report", crn, made[0].pk)
    return form_page(request, person, form, _("Request a report to a court"),
                     cancel_href=reverse("cases:person_court_reports", args=[crn]))  # fmt: skip


@permission(RECORD)
def allocate_report(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Give the report to an officer of its court team."""
    report = _load(request, crn, pk)
    officers = queries.authors(report.team, timezone.localdate())
    form = forms.OfficerForm(request.POST or None, officers=officers, initial={"officer": report.officer_id})
    return _step(request, report, form, _("Allocate the report"), lambda: operations.allocate_report(
        report=report, officer=form.cleaned_data["officer"], by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def move_hearing(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record that the court moved the hearing."""
    report = _load(request, crn, pk)
    form = forms.HearingForm(request.POST or None, initial={"hearing_date": report.hearing_date})
    return _step(request, report, form, _("Move the hearing"), lambda: operations.move_hearing(
        report=report, hearing_date=form.cleaned_data["hearing_date"], by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def record_interview(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record an interview, attended or not."""
    report = _load(request, crn, pk)
    form = forms.InterviewForm(request.POST or None, initial={"on": timezone.localdate()})
    return _step(request, report, form, _("Record an interview"), lambda: operations.record_interview(
        report=report, draft=form.draft(), by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def ask_checks(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record that police and children's services were asked."""
    report = _load(request, crn, pk)
    form = forms.AskedForm(request.POST or None, initial={"asked_on": timezone.localdate()})
    return _step(request, report, form, _("Ask police and children’s services"), lambda: operations.ask_checks(
        report=report, asked_on=form.cleaned_data["asked_on"], by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def write_report(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Write what the report says, and what it proposes."""
    report = _load(request, crn, pk)
    initial = {name: getattr(report, name) for name in forms.WriteForm.base_fields}
    form = forms.WriteForm(request.POST or None, initial=initial)
    return _step(request, report, form, _("Write the report"), lambda: operations.write_report(
        report=report, content=form.content(), by=request.user, at=timezone.now()),
        intro=_("It may be left unfinished. Requirements beside unpaid work are added afterwards."))  # fmt: skip


@permission(RECORD)
def propose_requirement(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Add a requirement to the proposal."""
    report, form = _load(request, crn, pk), forms.ProposedForm(request.POST or None)
    return _step(request, report, form, _("Propose a requirement"), lambda: operations.propose_requirement(
        report=report, **form.cleaned_data, by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def drop_requirement(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Take a requirement out of the proposal."""
    found = access.load(queries.requirements(), request.user, RECORD, pk=pk, report__person__crn=crn)
    heading = _("Take out of the proposal: %s") % requirement_words(found)
    return _step(request, found.report, _nothing_asked(request), heading, lambda: operations.drop_requirement(
        requirement=found, by=request.user, at=timezone.now()), submit_text=_("Take out"), warning=True)  # fmt: skip


@permission(RECORD)
def hand_over_draft(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Hand over the draft; what it still lacks is told."""
    report = _load(request, crn, pk)
    return _step(request, report, _nothing_asked(request), _("Hand over the draft"),
        lambda: operations.hand_over_draft(report=report, by=request.user, at=timezone.now()),
        submit_text=_("Hand over"), intro=_("It can then be changed only where a check gives it back."))  # fmt: skip


@permission(P.COURT_REPORT_CHECK)
def check_quality(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Find the draft good, or give it back."""
    report = access.load(queries.reports(), request.user, P.COURT_REPORT_CHECK, pk=pk, person__crn=crn)
    form = forms.QualityForm(request.POST or None)
    return _step(request, report, form, _("Check the quality of the report"), lambda: operations.check_quality(
        report=report, good=form.cleaned_data["good"], reason=form.cleaned_data["reason"], by=request.user,
        at=timezone.now()))  # fmt: skip


@permission(RECORD)
def deliver_report(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Deliver the report to the court."""
    report = _load(request, crn, pk)
    return _step(request, report, _nothing_asked(request), _("Deliver the report"),
        lambda: operations.deliver_report(report=report, by=request.user, at=timezone.now()),
        submit_text=_("Deliver"), intro=_("From then on it is kept as the court has it."))  # fmt: skip


@permission(RECORD)
def cancel_report(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record that the report is no longer wanted."""
    report, form = _load(request, crn, pk), forms.CancelForm(request.POST or None)
    return _step(request, report, form, _("Cancel the report"), lambda: operations.cancel_report(
        report=report, cancelled_as=form.cleaned_data["cancelled_as"], by=request.user, at=timezone.now()),
        submit_text=_("Cancel the report"), warning=True)  # fmt: skip


@permission(P.SENTENCE_RECORD)
def court_outcome(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record what the court passed; an order or custody becomes a sentence of the person."""
    found = queries.reports().prefetch_related("requirements")
    report = access.load(found, request.user, P.SENTENCE_RECORD, pk=pk, person__crn=crn)
    proposed = list(report.requirements.all())
    initial = {"court": report.court, "offence": report.offence, "sentence_date": report.hearing_date,
               "kind": report.proposed, "ordered_minutes": report.proposed_minutes,
               "made": [str(each.pk) for each in proposed]}  # fmt: skip
    form = forms.OutcomeForm(request.POST or None, standing=open_requirements([report.person_id]), proposed=proposed,
                             words=[requirement_words(each) for each in proposed], initial=initial)  # fmt: skip
    return _step(request, report, form, _("Record what the court passed"), lambda: operations.record_court_outcome(
        report=report, **form.outcome(report.person), by=request.user, at=timezone.now()),
        intro=_("What was proposed is filled in: change what the court did otherwise."))  # fmt: skip


@permission(P.COURT_REPORT_VIEW)
def court_document(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """The report as the court had it, as a PDF or, to be read aloud or worked with, as DOCX."""
    found = queries.reports().filter(document__isnull=False).select_related("document")
    report = access.load(found, request.user, P.COURT_REPORT_VIEW, pk=pk, person__crn=crn)
    text, name = as_delivered(report.document), f"court-report-{crn}-{report.hearing_date:%Y-%m-%d}"
    if request.resolver_match.url_name == "court_document_docx":
        response = HttpResponse(report_docx(text), content_type=_DOCX)
        response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
        return response
    response = HttpResponse(report_pdf(text), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _load(request: HttpRequest, crn: str, pk: int) -> CourtReport:
    return access.load(queries.reports(), request.user, RECORD, pk=pk, person__crn=crn)


def _nothing_asked(request: HttpRequest) -> Form:
    """A form that asks for no more than that it is sent."""
    return Form(request.POST if request.method == "POST" else None)


def _step(
    request: HttpRequest, report: CourtReport, form: Any, heading: str, act: Callable[[], object], **more: Any
) -> HttpResponse:
    """Take the step and go back to the report; or show its form, with what stands in the way."""
    back = reverse("cases:court_report", args=[report.person.crn, report.pk])
    if request.method == "POST" and carried_out(form, act):
        messages.success(request, _("Recorded."))
        return redirect(back)
    return form_page(request, report.person, form, heading, facts=court_page.facts(report, timezone.localdate()),
                     cancel_href=back, **more)  # fmt: skip
