"""What is due about failures, late first: as a page and as a file."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from amends.design.components import FilterPanel, Pagination, chosen_sort
from amends.design.csv_file import csv_file
from amends.enforcement.forms import DueFilterForm
from amends.enforcement.queries import due as queries
from amends.enforcement.views import due_table
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission

VIEW = Permission.ENFORCEMENT_VIEW
PAGE_SIZE = 25


@permission(VIEW)
def due(request):
    """Open failures of the cases a user holds, of a team, or of all within reach."""
    on = timezone.localdate()
    form = DueFilterForm(
        request.GET or None, teams=queries.teams_of(request.user), holds_cases=bool(request.user.staff_id)
    )
    chosen = form.chosen()
    every = queries.due_rows(queries.people_of(request.user, chosen.pop("whose"), on), on)
    sort = chosen_sort(request.GET, allowed=set(queries.SORTS), default="due")
    rows = queries.narrowed(every, sort=sort, on=on, **chosen)
    if request.resolver_match.url_name == "due_csv":
        access.listed(request.user, VIEW, "enforcement.due", [row.crn for row in rows], exported=True)
        told = due_table.csv_rows(rows, queries.references_of(row.called.order for row in rows))
        return csv_file(f"failures-due-{on.isoformat()}", due_table.CSV_HEADER, told)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    access.listed(request.user, VIEW, "enforcement.due", [row.crn for row in page])
    context = {
        "filter_panel": FilterPanel(form, query=request.GET),
        "figures": due_table.figures(queries.counts(every, on), timezone.now()),
        "table": due_table.table(page, queries.orders_of(page), request.GET, sort),
        "pagination": Pagination(page, query=request.GET),
        "query": request.GET.urlencode(),
    }
    return render(request, "enforcement/due.html", context)
