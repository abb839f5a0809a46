"""Risk of serious harm, MAPPA, registrations and agency checks: shown on one page, each recorded on its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms import risk as forms
from amends.cases.forms.sentences import day_after
from amends.cases.queries import finding
from amends.cases.queries import risk as queries
from amends.cases.views import risk_sections
from amends.cases.views.pages import about, carried_out, form_page
from amends.design.components import Row, SummaryList
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P


@permission(P.RISK_VIEW)
def risk(request: HttpRequest, crn: str) -> HttpResponse:
    """Everything known of a person's risk, and of what is not known."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_VIEW, crn=crn)
    may_record = reaches(request.user, P.RISK_RECORD, person.team)
    sections = risk_sections.sections(person, queries.risk_record(person), timezone.localdate(), may_record)
    return render(request, "cases/risk.html", about(request, person, may_record=may_record, **sections))


@permission(P.RISK_RECORD)
def record_risk_of_harm(request: HttpRequest, crn: str) -> HttpResponse:
    """Record a judgement of risk of serious harm."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_RECORD, crn=crn)
    form = forms.RiskOfHarmForm(request.POST or None, initial={"assessed_on": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: operations.record_risk_of_harm(
            person=person, draft=form.draft(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _recorded(request, crn)
    return form_page(request, person, form, _("Record risk of serious harm"), cancel_href=_back(crn),
                     intro=_("The judgements before it are kept."))  # fmt: skip


@permission(P.RISK_RECORD)
def record_mappa(request: HttpRequest, crn: str) -> HttpResponse:
    """Record MAPPA category and level."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_RECORD, crn=crn)
    form = forms.MappaForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: operations.record_mappa(
            person=person, category=int(form.cleaned_data["category"]), level=int(form.cleaned_data["level"]),
            from_date=form.cleaned_data["from_date"], review_date=form.cleaned_data["review_date"],
            by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _recorded(request, crn)
    return form_page(request, person, form, _("Record MAPPA category and level"), cancel_href=_back(crn),
                     intro=_("What stood before ends on the first day of this."))  # fmt: skip


@permission(P.RISK_RECORD)
def end_mappa(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record that a person is no longer managed under MAPPA."""
    mappa = access.load(queries.mappa(), request.user, P.RISK_RECORD, pk=pk, person__crn=crn)
    form = forms.EndMappaForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.end_mappa(
            mappa=mappa, to_date=day_after(form.cleaned_data["last_day"]), by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _recorded(request, crn)
    facts = SummaryList([Row(_("Category"), str(mappa.category)), Row(_("Level"), str(mappa.level))])
    return form_page(request, mappa.person, form, _("End management under MAPPA"), facts=facts, cancel_href=_back(crn))


@permission(P.RISK_RECORD)
def register(request: HttpRequest, crn: str) -> HttpResponse:
    """Register a person."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_RECORD, crn=crn)
    form = forms.RegistrationForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: operations.register_risk(
            person=person, **form.cleaned_data, by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _recorded(request, crn)
    return form_page(request, person, form, _("Add a registration"), cancel_href=_back(crn))


@permission(P.RISK_RECORD)
def review_registration(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Review a registration: keep it until the next review, or end it."""
    found = access.load(queries.registrations(), request.user, P.RISK_RECORD, pk=pk, person__crn=crn)
    form = forms.ReviewRegistrationForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.review_registration(
            registration=found, **form.decision(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _recorded(request, crn)
    facts = SummaryList([Row(_("For"), risk_sections.registered_for(found)), Row(_("From"), day(found.from_date)),
                         Row(_("Review by"), day(found.review_date)), Row(_("What to know"), found.note)])  # fmt: skip
    return form_page(request, found.person, form, _("Review a registration"), facts=facts, cancel_href=_back(crn))


@permission(P.RISK_RECORD)
def record_check(request: HttpRequest, crn: str) -> HttpResponse:
    """Record what an agency answered, or that it did not."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_RECORD, crn=crn)
    initial: dict[str, Any] = {"checked_on": timezone.localdate(), "agency": request.GET.get("agency", "")}
    form = forms.AgencyCheckForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: operations.record_agency_check(
            person=person, **form.cleaned_data, by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _recorded(request, crn)
    return form_page(request, person, form, _("Record an agency check"), cancel_href=_back(crn))


def _recorded(request: HttpRequest, crn: str) -> HttpResponse:
    messages.success(request, _("Recorded."))
    return redirect("cases:risk", crn)


def _back(crn: str) -> str:
    return risk_sections.address(crn)
