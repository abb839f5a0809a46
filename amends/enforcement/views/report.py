"""Decisions by team and by protected characteristic, with intervals: as a page and as a file."""

from django.shortcuts import render
from django.utils import timezone

from amends.design.components import FilterPanel
from amends.design.csv_file import csv_file
from amends.enforcement.forms import ReportForm
from amends.enforcement.queries import decisions as queries
from amends.enforcement.views import report_tables as tables
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission


@permission(Permission.ENFORCEMENT_REPORT)
def decisions(request):
    """What was decided about failures of a period, team by team and group by group. Nobody is named."""
    today = timezone.localdate()
    form = ReportForm(request.GET or None, teams=queries.teams_of(request.user), today=today)
    teams, first, last = form.chosen()
    report = queries.report_of(request.user, teams, first, last, today)
    if request.resolver_match.url_name == "decisions_csv":
        rows = tables.csv_rows(report) if report else []
        return csv_file(f"enforcement-decisions-{first.isoformat()}-{last.isoformat()}", tables.CSV_HEADER, rows)
    context = {
        "first": first,
        "last": last,
        "teams": teams,
        "report": report,
        "filter_panel": FilterPanel(form, query=request.GET),
        "query": request.GET.urlencode(),
    }
    if report:
        context |= {"figures": tables.figures(report, timezone.now()), **tables.tables(report)}
    return render(request, "enforcement/decisions.html", context)
