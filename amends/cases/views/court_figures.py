"""The court team's week, and how far courts pass what is proposed: as pages and as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases.forms.court_reports import ConcordanceForm, WeekForm
from amends.cases.queries import concordance as concordances
from amends.cases.queries.court_reports import court_teams
from amends.cases.queries.court_week import court_week
from amends.cases.views import court_tables as tables
from amends.design.components import FilterPanel
from amends.design.csv_file import csv_file
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.COURT_WORK_REPORT)
def week(request: HttpRequest) -> HttpResponse:
    """Reports due each day of a week, against the hours of the team's officers."""
    on = timezone.localdate()
    form = WeekForm(request.GET or None, teams=list(court_teams(request.user, P.COURT_WORK_REPORT)), today=on)
    team, monday = form.chosen()
    shown = court_week(team, monday, on) if team else None
    if request.resolver_match.url_name == "court_week_csv":
        rows = tables.week_csv_rows(shown) if shown else []
        return csv_file(f"court-week-{monday.isoformat()}", tables.WEEK_CSV_HEADER, rows)
    context = {"team": team, "monday": monday, "filter_panel": FilterPanel(form, query=request.GET),
               "query": request.GET.urlencode(), "back": _back(request)}  # fmt: skip
    if shown:
        context |= tables.week_parts(shown, timezone.now())
    return render(request, "cases/court_week.html", context)


@permission(P.COURT_WORK_REPORT)
def concordance(request: HttpRequest) -> HttpResponse:
    """What was proposed against what was passed. Nobody is named."""
    on = timezone.localdate()
    form = ConcordanceForm(request.GET or None, teams=list(court_teams(request.user, P.COURT_WORK_REPORT)), today=on)
    teams, first, last = form.chosen()
    report = concordances.concordance_of(request.user, teams, first, last, on)
    if request.resolver_match.url_name == "concordance_csv":
        rows = tables.concordance_csv_rows(report) if report else []
        name = f"concordance-{first.isoformat()}-{last.isoformat()}"
        return csv_file(name, tables.CONCORDANCE_CSV_HEADER, rows)
    context = {"first": first, "last": last, "teams": teams, "report": report,
               "filter_panel": FilterPanel(form, query=request.GET), "query": request.GET.urlencode(),
               "back": _back(request)}  # fmt: skip
    if report:
        context |= tables.concordance_parts(report, timezone.now())
    return render(request, "cases/concordance.html", context)


def _back(request: HttpRequest) -> dict[str, str]:
    """To the reports, for those who may see them."""
    if not access.allows(request.user, P.COURT_REPORT_VIEW):
        return {}
    return {"href": reverse("cases:court_reports"), "text": _("Reports to courts")}
