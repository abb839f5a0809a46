"""Caseload and workload: by officer, grade, team and unit, and the average caseload as the 2021 review printed it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.workload import AveragesFilter, WorkloadFilter
from amends.cases.queries import workload as queries
from amends.cases.views import workload_tables as tables
from amends.design.components import FilterPanel, Pagination, chosen_sort, with_query
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.models import Staff
from amends.organisation.remit import remit
from amends.organisation.roles import Permission as P

_A_PAGE = 40
_AGO = timedelta(weeks=26)


@permission(P.WORKLOAD_VIEW)
def workload(request: HttpRequest) -> HttpResponse:
    """Who holds how much, against the hours they have."""
    form, on = _asked(request)
    rows = _rows(request, form, on)
    by, sort = tables.by(form), chosen_sort(request.GET, allowed=tables.SORTS, default="-capacity")
    given: dict[str, Any] = {"on": on, "filter_panel": FilterPanel(form, query=request.GET)}
    given["query"] = with_query(request.GET, page=None)
    given["figures"] = tables.figures(rows, queries.unallocated(request.user, on).count(), on)
    if by == "officer":
        page = Paginator(tables.in_order(rows, sort), _A_PAGE).get_page(request.GET.get("page"))
        given |= {"table": tables.officers(page, request.GET, sort), "chart": tables.officers_chart(page)}
        given["pagination"] = Pagination(page, query=request.GET)
    else:
        groups = queries.grouped(rows, by)
        given |= {"table": tables.groups(groups, by), "chart": tables.groups_chart(groups, by)}
    return render(request, "cases/workload.html", given | {"sub_navigation": tables.section(request)})


@permission(P.WORKLOAD_VIEW)
def workload_csv(request: HttpRequest) -> HttpResponse:
    """The same officers, all of them, as a file."""
    form, on = _asked(request)
    rows = tables.in_order(
        _rows(request, form, on), chosen_sort(request.GET, allowed=tables.SORTS, default="-capacity")
    )
    access.listed(request.user, P.WORKLOAD_VIEW, "cases.workload", [], exported=True)
    return csv_file(f"workload-{on.isoformat()}", tables.CSV_HEADER, (tables.csv_row(row) for row in rows))


@permission(P.WORKLOAD_VIEW)
def officer(request: HttpRequest, code: str) -> HttpResponse:
    """One officer: every step of their capacity, and the tier of each case that the reader may see."""
    on = timezone.localdate()
    member = access.load(Staff.objects.select_related("team__pdu"), request.user, P.WORKLOAD_VIEW, code=code)
    (row,) = queries.officers(request.user, queries.one(member), on=on)
    held = queries.held_by_officer(request.user, member, on)
    page = Paginator(held, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.WORKLOAD_VIEW, f"cases.workload {member.pk}", [each.person.crn for each in page])
    given = {"member": member, "row": row, "facts": tables.standing(row), "cases": tables.cases(page),
             "pagination": Pagination(page, query=request.GET), "steps": row.capacity.steps,
             "source": row.capacity.source, "links": tables.links(request.user, member)}  # fmt: skip
    given["breadcrumbs"] = [{"text": _("Workload"), "href": reverse("cases:workload")}]
    return render(request, "cases/officer.html", given)


@permission(P.WORKLOAD_VIEW)
def averages(request: HttpRequest) -> HttpResponse:
    """Average caseload by region and grade on two days, side by side."""
    form, days, found = _averages(request)
    given = {
        "table": tables.averages(found, days),
        "filter_panel": FilterPanel(form, query=request.GET),
        "sub_navigation": tables.section(request),
        "query": with_query(request.GET),
    }
    return render(request, "cases/averages.html", given)


@permission(P.WORKLOAD_VIEW)
def averages_csv(request: HttpRequest) -> HttpResponse:
    """The same averages as a file."""
    _form, days, found = _averages(request)
    access.listed(request.user, P.WORKLOAD_VIEW, "cases.averages", [], exported=True)
    header = [
        "region",
        "grade",
        *(f"{word}_{day.isoformat()}" for day in days for word in ("officers", "average", "court_reports")),
    ]
    return csv_file(f"caseloads-{days[1].isoformat()}", header, tables.averages_rows(found))


def _asked(request: HttpRequest) -> tuple[WorkloadFilter, date]:
    reach = remit(request.user, P.WORKLOAD_VIEW)
    form = WorkloadFilter(request.GET, teams=reach.all_teams(), units=reach.all_units())
    form.is_valid()
    return form, form.cleaned_data.get("on") or timezone.localdate()


def _rows(request: HttpRequest, form: WorkloadFilter, on: date) -> Sequence[queries.Officer]:
    given = form.cleaned_data
    staff = queries.officers_of(request.user, on)
    for name, look_up in (("team", "team"), ("pdu", "team__pdu"), ("grade", "grade")):
        if given.get(name):
            staff = staff.filter(**{look_up: given[name]})
    return queries.in_state(queries.officers(request.user, staff, on=on), given.get("state", ""))


def _averages(request: HttpRequest) -> Any:
    today = timezone.localdate()
    form = AveragesFilter(request.GET)
    days = form.days(today, today - _AGO)
    return form, days, [queries.averages(request.user, each) for each in days]
