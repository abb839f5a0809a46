"""A person's timeline: everything that is recorded, from every room, narrowed, searched, printed or as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.cases.queries import finding
from amends.cases.views.pages import about
from amends.design.components import Event, FilterPanel, Link, Pagination, Tag, with_query
from amends.design.components import Timeline as Shown
from amends.design.csv_file import csv_file
from amends.desk.forms import TimelineForm
from amends.desk.timeline import A_PAGE, Happened, Sought, Timeline, kinds
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P

A_PRINT = 5_000  # entries on one page, to print


@permission(P.PERSON_VIEW)
def timeline(request: HttpRequest, crn: str) -> HttpResponse:
    """Everything that the reader may see, the latest first; `all` shows it on one page, to print."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.PERSON_VIEW, crn=crn)
    form, sought = _asked(request, person)
    entries = Timeline(person, request.user, sought)
    page = Paginator(entries, A_PRINT if "all" in request.GET else A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "shown": Shown([event(each) for each in page], heading_level=2, empty=_("Nothing fits that.")),
        "filter_panel": FilterPanel(form, query=request.GET),
        "pagination": Pagination(page, query=request.GET),
        "csv_href": reverse("desk:timeline_csv", args=[crn]) + with_query(request.GET, page=None, all=None),
        "print_href": with_query(request.GET, page=None, all="yes"),
        "printing": "all" in request.GET,
    }
    return render(request, "desk/timeline.html", about(request, person, **context))


@permission(P.PERSON_VIEW)
def timeline_csv(request: HttpRequest, crn: str) -> HttpResponse:
    """The same entries as a file, all of them."""
    person = access.load(finding.people().select_related("team__pdu"), request.user, P.PERSON_VIEW, crn=crn)
    _form, sought = _asked(request, person)
    entries = Timeline(person, request.user, sought)[:]
    access.listed(request.user, P.PERSON_VIEW, f"cases.person {person.pk} timeline", [crn], exported=True)
    header = [_("Day"), _("Time"), _("Kind"), _("What"), _("Notes"), _("By")]
    rows = [[*_when(each), each.label, each.entry.title, each.entry.text, each.entry.by] for each in entries]
    return csv_file(f"timeline-{crn}", header, rows)


def event(each: Happened) -> Event:
    """An entry as a timeline shows it."""
    link = Link(_("Open"), each.entry.href, each.entry.title) if each.entry.href else None
    at = timezone.localtime(each.at) if each.timed else each.at.date()
    return Event(each.entry.title, at, each.entry.by, each.entry.text, link, Tag(each.label, "grey"))


def _asked(request: HttpRequest, person: Person) -> tuple[TimelineForm, Sought]:
    form = TimelineForm(request.GET, kinds=kinds(person, request.user))
    given = form.cleaned_data if form.is_valid() else {}
    return form, Sought(given.get("kind", ""), given.get("q", ""), given.get("from_date"), given.get("last_day"))


def _when(each: Happened) -> tuple[str, str]:
    if not each.timed:
        return each.at.date().isoformat(), ""
    local = timezone.localtime(each.at)
    return local.date().isoformat(), f"{local:%H:%M}"
