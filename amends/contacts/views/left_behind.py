"""Cases left behind by an absence, releases ahead, covering a case, and allocating one with its effect shown first."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.queries import finding
from amends.cases.queries import workload as officers
from amends.cases.queries.allocating import known_of
from amends.cases.queries.person import practitioners_for
from amends.cases.queries.tier import tier_now
from amends.cases.views.pages import about, carried_out, form_page
from amends.cases.views.workload_tables import section
from amends.contacts.forms.standing_in import CoverForm, GiveCaseForm, ReleasesFilter
from amends.contacts.operations.standing_in import HandedOver, cover_case, give_case
from amends.contacts.queries import left_behind as queries
from amends.contacts.views import left_behind_tables as tables
from amends.design.components import FilterPanel, Pagination
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P
from amends.policy.allocating import absence_working_days

_A_PAGE = 25


@permission(P.WORKLOAD_VIEW)
def left_behind(request: HttpRequest) -> HttpResponse:
    """Cases whose officer is or will be away for them, and that nobody covers."""
    at = timezone.now()
    on = timezone.localdate(at)
    found = queries.left_behind(request.user, on=on, at=at)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.WORKLOAD_VIEW, "contacts.left_behind", [each.person.crn for each in page])
    given = {
        "table": tables.left_behind(page, request.user, on),
        "pagination": Pagination(page, query=request.GET),
        "sub_navigation": section(request),
        "limit": absence_working_days(on=on),
    }
    return render(request, "contacts/left_behind.html", given)


@permission(P.CONTACT_VIEW)
def releases(request: HttpRequest) -> HttpResponse:
    """People about to be released: who sees them, and where they will live."""
    at = timezone.now()
    on = timezone.localdate(at)
    form = ReleasesFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    found = queries.releases(request.user, on=on, at=at, mine=show == "mine")
    chosen = [each for each in found if show != "lacking" or each.lacking]
    page = Paginator(chosen, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.CONTACT_VIEW, "contacts.releases", [each.person.crn for each in page])
    given = {
        "table": tables.releases(page, request.user),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "on": on,
    }
    if access.allows(request.user, P.WORKLOAD_VIEW):
        given["sub_navigation"] = section(request)
    return render(request, "contacts/releases.html", given)


@permission(P.CASE_ALLOCATE)
def cover(request: HttpRequest, crn: str) -> HttpResponse:
    """Have another officer cover a case for some days, and keep its appointments on them."""
    person = access.load(finding.people().select_related("team"), request.user, P.CASE_ALLOCATE, crn=crn)
    today = timezone.localdate()
    practitioners = practitioners_for(request.user, P.CASE_ALLOCATE, today)
    form = CoverForm(request.POST or None, practitioners=practitioners, initial={"from_date": today})
    done: list[HandedOver] = []
    if request.method == "POST" and carried_out(form, lambda: done.append(
        cover_case(person=person, **form.draft(), by=request.user, at=timezone.now()))):  # fmt: skip
        messages.success(request, _("%(name)s covers the case. %(appointments)s") % {
            "name": form.cleaned_data["staff"].name, "appointments": _handed(done[0])})  # fmt: skip
        return redirect("contacts:left_behind")
    intro = _("The case stays with the officer who holds it. Appointments on these days are handed over.")
    return form_page(request, person, form, _("Cover the case"), intro=intro, facts=tables.expected(person, today),
                     cancel_href=reverse("contacts:left_behind"), submit_text=_("Cover the case"))  # fmt: skip


@permission(P.CASE_ALLOCATE)
def allocate(request: HttpRequest, crn: str) -> HttpResponse:
    """Give the case to a practitioner from a day on: what is known of it, and what it does to each, shown first."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.CASE_ALLOCATE, crn=crn)
    today = timezone.localdate()
    practitioners = practitioners_for(request.user, P.CASE_ALLOCATE, today)
    form = GiveCaseForm(request.POST or None, practitioners=practitioners, today=today, initial={"from_date": today})
    done: list[HandedOver] = []
    if request.method == "POST" and carried_out(form, lambda: done.append(
        give_case(person=person, **form.cleaned_data, by=request.user, at=timezone.now()))):  # fmt: skip
        messages.success(request, _("The case is allocated to %(name)s. %(appointments)s") % {
            "name": form.cleaned_data["practitioner"].name, "appointments": _handed(done[0])})  # fmt: skip
        return redirect("cases:person", crn)
    page: dict[str, Any] = {"form": form, "known": known_of(person, on=today), "tier": tier_now(person, on=today)}
    rows = tables.by_room(officers.officers(request.user, practitioners, on=today), page["tier"], today)
    shown = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    page |= {"candidates": tables.candidates(shown), "pagination": Pagination(shown, query=request.GET)}
    page |= {"tier_href": reverse("cases:tier", args=[crn]), "on": today}
    return render(request, "contacts/allocate.html", about(request, person, **page))


def _handed(done: HandedOver) -> str:
    """What became of the appointments, and which of them are at a time when the officer sees somebody else."""
    count = len(done.appointments)
    words = ngettext(
        "One appointment is handed over.", "%(count)s appointments are handed over.", count
    ) % {"count": count}  # fmt: skip
    if not done.clashes:
        return words
    return words + " " + _("They see somebody else then: %(when)s.") % {"when": tables.instants(done.clashes)}
