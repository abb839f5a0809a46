"""Contact due by person, team and region; and another delivery model applied to the caseload of a place."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from amends.contacts.forms.places import DueForm, WhatIfForm, model_words
from amends.contacts.queries import own_models, places
from amends.contacts.queries.due_by_place import due_by_place
from amends.contacts.queries.what_if import what_if as ask_what_if
from amends.contacts.views import due_tables, what_if_tables
from amends.design.components import FilterPanel, Pagination
from amends.design.csv_file import csv_file
from amends.faults import Faults
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import Team
from amends.organisation.roles import Permission as P
from amends.policy.delivery_models import delivery_model

_ROWS = 25


@permission(P.CONTACT_VIEW)
def due(request: HttpRequest) -> HttpResponse:
    """Who is overdue, unplanned or was not contacted, of a place; as a page, or all of them as a file."""
    at = timezone.now()
    on = timezone.localdate(at)
    form = DueForm(request.GET, teams=places.teams(request.user))
    found = due_by_place(request.user, form.within(), on=on, at=at)
    rows = found.shown(form.show_which())
    if request.resolver_match.url_name == "due_csv":
        _tell(request, "contacts.due", [each.person.crn for each in rows], exported=True)
        held = places.holders([each.person.pk for each in rows], on)
        return csv_file(f"contact-due-{on}", due_tables.CSV_HEADER, due_tables.csv_rows(rows, held, form.teams))
    page = Paginator(rows, _ROWS).get_page(request.GET.get("page"))
    _tell(request, "contacts.due", [each.person.crn for each in page])
    context = {"figures": due_tables.figures(found.together(), on), "teams": due_tables.by_team(found),
               "people": due_tables.people(list(page), places.holders([each.person.pk for each in page], on), form),
               "filter_panel": FilterPanel(form, query=request.GET), "query": request.GET.urlencode(),
               "pagination": Pagination(page, query=request.GET)}  # fmt: skip
    return render(request, "contacts/due.html", context)


@permission(P.CONTACT_VIEW)
def what_if(request: HttpRequest) -> HttpResponse:
    """Another delivery model applied to the caseload of a place; as a page, or as files."""
    at = timezone.now()
    on = timezone.localdate(at)
    teams, own = places.teams(request.user), own_models.to_ask_of(request.user, on)
    form = WhatIfForm(request.GET, teams=teams, in_force=_in_force(teams, on), own=own)
    found = ask_what_if(request.user, form.within(), form.asked(), on=on, at=at)
    kind, name = request.resolver_match.url_name, slugify(model_words(found.model))
    if kind == "what_if_csv":
        return csv_file(f"what-if-{name}-{on}", what_if_tables.MODES_HEADER, what_if_tables.modes_csv(found))
    if kind == "what_if_people_csv":
        _tell(request, "contacts.what_if", [each.person.crn for each in found.changes], exported=True)
        rows = what_if_tables.people_csv(found, form.teams)
        return csv_file(f"what-if-{name}-people-{on}", what_if_tables.PEOPLE_HEADER, rows)
    page = Paginator(found.uncovered(), _ROWS).get_page(request.GET.get("page"))
    _tell(request, "contacts.what_if", [each.person.crn for each in page])
    context = what_if_tables.page_of(found, list(page), on)
    context |= {"filter_panel": FilterPanel(form, query=request.GET), "query": request.GET.urlencode(),
                "pagination": Pagination(page, query=request.GET)}  # fmt: skip
    return render(request, "contacts/what_if.html", context)


def _in_force(teams: list[Team], on: date) -> str:
    """The model in force in an open region; empty where none is, or the service's own holds somewhere."""
    if own_models.in_force({team.pdu.region_id for team in teams}, on):
        return ""
    try:
        return delivery_model("open", on=on).value
    except Faults:
        return ""


def _tell(request: HttpRequest, subject: str, crns: list[str], *, exported: bool = False) -> None:
    access.listed(request.user, P.CONTACT_VIEW, subject, crns, exported=exported)
