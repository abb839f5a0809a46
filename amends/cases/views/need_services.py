"""Services for the needs of a person: referred, started, attended, finished."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms import plans as plan_forms
from amends.cases.models import NeedService
from amends.cases.operations import need_services as operations
from amends.cases.queries import finding, plans
from amends.cases.queries.risk import conditions
from amends.cases.views import plan_parts
from amends.cases.views.pages import about, carried_out, form_page
from amends.cases.views.plans import RECORD, VIEW
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches


@permission(RECORD)
def refer(request: HttpRequest, crn: str) -> HttpResponse:
    """Record a referral to a service."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, RECORD, crn=crn)
    counted = list(conditions().filter(sentence__person=person, unit="sessions", to_date=None))
    form = plan_forms.ReferralForm(request.POST or None, conditions=counted)
    if request.method == "POST" and carried_out(
        form, lambda: operations.refer(person=person, draft=form.draft(), by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Recorded."))
        return redirect("cases:plans", crn)
    return form_page(request, person, form, _("Refer to a service"), cancel_href=reverse("cases:plans", args=[crn]))


@permission(VIEW)
def need_service(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """One service, with its sessions."""
    service = _load(request, VIEW, crn, pk)
    context = {
        "service": service,
        "facts": plan_parts.service_section(service),
        "sessions": plan_parts.sessions_table(service),
        "may_record": service.to_date is None and reaches(request.user, RECORD, service.person.team),
    }
    return render(request, "cases/need_service.html", about(request, service.person, **context))


@permission(RECORD)
def start_service(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record the day on which it started."""
    service, form = _load(request, RECORD, crn, pk), plan_forms.StartForm(request.POST or None)
    return _step(request, service, form, _("When it started"), lambda: operations.start_service(
        service=service, **form.cleaned_data, by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def service_session(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record a session, attended or not."""
    service, form = _load(request, RECORD, crn, pk), plan_forms.ServiceSessionForm(request.POST or None)
    return _step(request, service, form, _("Record a session"), lambda: operations.record_service_session(
        service=service, **form.cleaned_data, by=request.user, at=timezone.now()))  # fmt: skip


@permission(RECORD)
def finish_service(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record its last day, and how it ended."""
    service, form = _load(request, RECORD, crn, pk), plan_forms.FinishForm(request.POST or None)
    return _step(request, service, form, _("How it ended"), lambda: operations.finish_service(
        service=service, **form.cleaned_data, by=request.user, at=timezone.now()))  # fmt: skip


def _load(request: HttpRequest, needed: Any, crn: str, pk: int) -> NeedService:
    return access.load(plans.services(), request.user, needed, pk=pk, person__crn=crn)


def _step(
    request: HttpRequest, service: NeedService, form: Any, heading: str, act: Callable[[], object]
) -> HttpResponse:  # fmt: skip
    back = reverse("cases:need_service", args=[service.person.crn, service.pk])
    if request.method == "POST" and carried_out(form, act):
        messages.success(request, _("Recorded."))
        return redirect(back)
    return form_page(request, service.person, form, heading, intro=service.name, cancel_href=back)
