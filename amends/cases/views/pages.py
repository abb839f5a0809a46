"""What the pages of this room have in common: where they stand, the head about the person, how a form is answered."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.cases.queries.person import person_header
from amends.design.components import NavigationItem, SubNavigation
from amends.organisation import access
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission


def address(name: str, *args: object) -> str:
    """The address of a page, of this room or another; empty where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def about(request: HttpRequest, person: Person, **more: Any) -> dict[str, Any]:
    """The context of every page about a person."""
    person_href = reverse("cases:person", args=[person.crn])
    crumbs = [{"text": _("People"), "href": reverse("cases:people")}]
    if request.path != person_href:
        crumbs.append({"text": person.name, "href": person_href})
    pages = [NavigationItem(_("Details"), person_href, current=request.path == person_href)]
    case, timeline = address("desk:case", person.crn), address("desk:timeline", person.crn)
    if case:
        pages.insert(0, NavigationItem(_("Case"), case, current=request.path == case))
        pages.append(NavigationItem(_("Timeline"), timeline, current=request.path == timeline))
    if access.allows(request.user, Permission.RISK_VIEW):
        risk = reverse("cases:risk", args=[person.crn])
        pages.append(NavigationItem(_("Risk"), risk, current=request.path == risk))
    contact = address("contacts:person", person.crn)
    if contact and access.allows(request.user, Permission.CONTACT_VIEW):
        pages.append(NavigationItem(_("Contact"), contact, current=request.path == contact))
    unpaid_work = address("unpaid_work:person", person.crn)
    if unpaid_work and access.allows(request.user, Permission.HOURS_VIEW):
        pages.append(NavigationItem(_("Unpaid work"), unpaid_work))
    enforcement = address("enforcement:ledger", person.crn)
    if enforcement and access.allows(request.user, Permission.ENFORCEMENT_VIEW):
        pages.append(NavigationItem(_("Failures and warnings"), enforcement))
    return {
        "person": person,
        "header": person_header(person, timezone.localdate()),
        "breadcrumbs": crumbs,
        "person_navigation": SubNavigation(pages, label=_("Pages about this person")) if len(pages) > 1 else "",
        "person_href": person_href,
        **more,
    }


def form_page(request: HttpRequest, person: Person, form: Any, heading: str, **more: Any) -> HttpResponse:
    """A form about a person. `explanations`: what the rules say; `facts`: a summary list; `warning`: a red button."""
    page = about(request, person, form=form, heading=heading, **more)
    return render(request, "cases/form.html", page)


def carried_out(form: Any, act: Callable[[], object]) -> bool:
    """Whether the form could be read and the one operation was carried out; a refusal is shown on the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        refused.onto(form)
        return False
    return True
