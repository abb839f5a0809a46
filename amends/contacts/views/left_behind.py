"""Cases left behind by an absence, and releases ahead."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from amends.cases.views.workload_tables import section
from amends.contacts.forms.standing_in import ReleasesFilter
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
