"""What the pages of this room have in common: where they stand, the head about the person, how a form is answered."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
    pages = list(_pages(request, person))
    return {
        "person": person,
        "header": person_header(person, timezone.localdate()),
        "breadcrumbs": crumbs,
        "person_navigation": SubNavigation(pages, label=_("Pages about this person")) if len(pages) > 1 else "",
        "person_href": person_href,
        **more,
    }


# The pages about a person, of whatever room: those of rooms that are not there are left out.
_PAGES = [
    (_lazy("Case"), "desk:case", Permission.PERSON_VIEW),
    (_lazy("Details"), "cases:person", Permission.PERSON_VIEW),
    (_lazy("Risk"), "cases:risk", Permission.RISK_VIEW),
    (_lazy("Court reports"), "cases:person_court_reports", Permission.COURT_REPORT_VIEW),
    (_lazy("Tier"), "cases:tier", Permission.RISK_VIEW),
    (_lazy("Oversight"), "cases:oversight", Permission.RISK_VIEW),
    (_lazy("Assessment"), "cases:assessments", Permission.CASE_ASSESSMENT_VIEW),
    (_lazy("Plan"), "cases:plans", Permission.CASE_ASSESSMENT_VIEW),
    (_lazy("Contact"), "contacts:person", Permission.CONTACT_VIEW),
    (_lazy("Unpaid work"), "unpaid_work:person", Permission.HOURS_VIEW),
    (_lazy("Failures and warnings"), "enforcement:ledger", Permission.ENFORCEMENT_VIEW),
    (_lazy("Timeline"), "desk:timeline", Permission.PERSON_VIEW),
]


def _pages(request: HttpRequest, person: Person) -> Iterator[NavigationItem]:
    for words, name, permission in _PAGES:
        href = address(name, person.crn)
        if href and access.allows(request.user, permission):
            yield NavigationItem(words, href, current=request.path == href)


def form_page(request: HttpRequest, person: Person, form: Any, heading: str, **more: Any) -> HttpResponse:
    """A form about a person. `explanations`: what the rules say; `facts`: a summary list; `warning`: a red button."""
    page = about(request, person, form=form, heading=heading, **more)
    return render(request, "cases/form.html", page)


def record_page(request: HttpRequest, person: Person, template: str, **more: Any) -> HttpResponse:
    """A page about a person's record for those who keep records, who need not be those who may open the case."""
    page = {"person": person, "header": person_header(person, timezone.localdate()), "person_href": "", **more}
    return render(request, template, page)


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
