"""Having a case covered, and allocating one: what is known of it, and what it does to each officer, shown first."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import Person
from amends.cases.queries import finding
from amends.cases.queries.allocating import known_of
from amends.cases.views.pages import about, carried_out
from amends.contacts.forms.standing_in import CoverForm, GiveCaseForm
from amends.contacts.operations.standing_in import HandedOver, cover_case, end_cover, give_case
from amends.contacts.queries.candidates import candidates, choosable
from amends.contacts.queries.left_behind import covers_of
from amends.contacts.views import standing_in_tables as tables
from amends.design.components import Pagination
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P

_A_PAGE = 25


@permission(P.CASE_ALLOCATE)
def cover(request: HttpRequest, crn: str) -> HttpResponse:
    """Have another officer cover a case, with its appointments on those days; or leave it to its holder again."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.CASE_ALLOCATE, crn=crn)
    today = timezone.localdate()
    covers = covers_of(person, today)
    form = CoverForm(request.POST or None, practitioners=choosable(request.user, person, today), covered=bool(covers),
                     initial={"from_date": today})  # fmt: skip
    done: list[str] = []
    if request.method == "POST" and carried_out(form, lambda: done.append(_covered(request, person, form))):
        messages.success(request, done[0])
        return redirect("contacts:person", crn)
    page = {"heading": _("Cover the case"), "facts": tables.expected(person, covers, today), "cover": True}
    return _page(request, person, form, page)


def _covered(request: HttpRequest, person: Person, form: CoverForm) -> str:
    """Carry out what the form asks, and what is to be said of it."""
    facts: dict[str, Any] = {"person": person, "by": request.user, "at": timezone.now()}
    if form.ends():
        done = end_cover(from_date=form.cleaned_data["from_date"], **facts)
        return _("The officer who holds the case has it again. %(appointments)s") % {"appointments": _handed(done)}
    draft = form.draft()
    done = cover_case(**draft, **facts)
    return _("%(name)s covers the case. %(appointments)s") % {
        "name": draft["staff"].name, "appointments": _handed(done)}  # fmt: skip


@permission(P.CASE_ALLOCATE)
def allocate(request: HttpRequest, crn: str) -> HttpResponse:
    """Give the case to a practitioner from a day on."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.CASE_ALLOCATE, crn=crn)
    today = timezone.localdate()
    practitioners = choosable(request.user, person, today)
    form = GiveCaseForm(request.POST or None, practitioners=practitioners, today=today, initial={"from_date": today})
    done: list[HandedOver] = []
    if request.method == "POST" and carried_out(form, lambda: done.append(
        give_case(person=person, **form.cleaned_data, by=request.user, at=timezone.now()))):  # fmt: skip
        messages.success(request, _("The case is allocated to %(name)s. %(appointments)s") % {
            "name": form.cleaned_data["practitioner"].name, "appointments": _handed(done[0])})  # fmt: skip
        return redirect("cases:person", crn)
    page = {"heading": _("Allocate the case"), "known": known_of(person, on=today)}
    return _page(request, person, form, page)


def _page(request: HttpRequest, person: Person, form: Any, page: dict[str, Any]) -> HttpResponse:
    today = timezone.localdate()
    found = candidates(request.user, person, on=today, cover="cover" in page)
    shown = Paginator(found.rows, _A_PAGE).get_page(request.GET.get("page"))
    page |= {"form": form, "tier": found.tier, "tier_href": reverse("cases:tier", args=[person.crn]), "on": today}
    page |= {"candidates": tables.candidates(shown), "pagination": Pagination(shown, query=request.GET)}
    return render(request, "contacts/standing_in.html", about(request, person, **page))


def _handed(done: HandedOver) -> str:
    """What became of the appointments, and which of them are at a time when the officer sees somebody else."""
    count = len(done.appointments)
    words = ngettext(
        "One appointment is handed over.", "%(count)s appointments are handed over.", count
    ) % {"count": count}  # fmt: skip
    if done.clashes:
        words += " " + _("They see somebody else then: %(when)s.") % {"when": tables.instants(done.clashes)}
    if done.left:
        told = _("Not handed over, as another bubble is in the office on the day: %(when)s.")
        words += " " + told % {"when": tables.instants(done.left)}
    return words
