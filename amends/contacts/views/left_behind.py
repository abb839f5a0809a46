"""Cases left behind by an absence, and releases ahead."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from amends.cases.views.workload_tables import section
from amends.contacts.forms.standing_in import LeftBehindFilter, ReleasesFilter
from amends.contacts.queries import left_behind as left
from amends.contacts.queries import releases as ahead
from amends.contacts.views import left_behind_tables, release_tables
from amends.design.components import FilterPanel, Pagination
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P
from amends.policy.allocating import absence_working_days

_A_PAGE = 25


@permission(P.WORKLOAD_VIEW)
def left_behind(request: HttpRequest) -> HttpResponse:
    """Cases whose officer is or will be away for them: what is owed meanwhile, and who covers; as a page or a file."""
    at = timezone.now()
    on = timezone.localdate(at)
    form = LeftBehindFilter(request.GET)
    found = [each for each in left.left_behind(request.user, on=on, at=at) if each.state == form.state()]
    if request.resolver_match.url_name == "left_behind_csv":
        _tell(request, found, exported=True)
        return csv_file(f"left-behind-{on}", left_behind_tables.CSV_HEADER, left_behind_tables.csv_rows(found))
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    _tell(request, page)
    given = {
        "table": left_behind_tables.left_behind(page, request.user, on),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "query": request.GET.urlencode(),
        "sub_navigation": section(request),
        "limit": absence_working_days(on=on),
    }
    return render(request, "contacts/left_behind.html", given)


def _tell(request: HttpRequest, found: Iterable[left.LeftBehind], *, exported: bool = False) -> None:
    """Write to the audit trail who is listed, and read their teams, for all of them at once."""
    people = [each.person for each in found]
    prefetch_related_objects(people, "team__pdu")
    crns = [each.crn for each in people]
    access.listed(request.user, P.WORKLOAD_VIEW, "contacts.left_behind", crns, exported=exported)


@permission(P.CONTACT_VIEW)
def releases(request: HttpRequest) -> HttpResponse:
    """People about to be released: who sees them, and where they will live."""
    at = timezone.now()
    on = timezone.localdate(at)
    form = ReleasesFilter(request.GET)
    show = form.cleaned_data["show"] if form.is_valid() else ""
    found = ahead.releases(request.user, on=on, at=at, mine=show == "mine")
    chosen = [each for each in found if show != "lacking" or each.lacking]
    page = Paginator(chosen, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.CONTACT_VIEW, "contacts.releases", [each.person.crn for each in page])
    given = {
        "table": release_tables.releases(page, request.user),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
        "on": on,
    }
    if access.allows(request.user, P.WORKLOAD_VIEW):
        given["sub_navigation"] = section(request)
    return render(request, "contacts/releases.html", given)
