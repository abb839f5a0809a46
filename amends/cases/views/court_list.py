"""The reports that courts asked for: the list, as a file, and those on one person."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.cases.forms.court_reports import ListForm
from amends.cases.models import CourtReport
from amends.cases.queries import court_reports as queries
from amends.cases.queries import finding
from amends.cases.views.pages import about
from amends.design.components import Column, Figure, Figures, FilterPanel, Link, Pagination, Table, Tag, chosen_sort
from amends.design.csv_file import csv_file
from amends.design.words import short_date
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

_A_PAGE = 25
_COLOURS = {"requested": "yellow", "delivered": "green", "cancelled": "grey"}
_SUBJECT = "cases.courtreport"


@permission(P.COURT_REPORT_VIEW)
def court_reports(request: HttpRequest) -> HttpResponse:
    """The reports that the reader may see, by their last day; those not delivered yet where nothing else is asked."""
    on = timezone.localdate()
    form = ListForm(request.GET or None, teams=queries.court_teams(request.user, P.COURT_REPORT_VIEW),
                    writes=bool(request.user.staff_id))  # fmt: skip
    sort = chosen_sort(request.GET, allowed=set(queries.SORTS), default="due")
    wanted = form.wanted()
    found = queries.listed(request.user, wanted, on, sort)
    if request.resolver_match.url_name == "court_reports_csv":
        rows = list(found)
        access.listed(request.user, P.COURT_REPORT_VIEW, _SUBJECT, [row.person.crn for row in rows], exported=True)
        return csv_file(f"court-reports-{on.isoformat()}", _CSV_HEADER, _csv_rows(rows, on))
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.COURT_REPORT_VIEW, _SUBJECT, [row.person.crn for row in page])
    context = {
        "filter_panel": FilterPanel(form, query=request.GET),
        "figures": _figures(queries.counts(request.user, wanted.whose, on), timezone.now()),
        "table": _table(page, on, query=request.GET, sorted_by=sort, empty=_("No report fits that.")),
        "pagination": Pagination(page, query=request.GET),
        "query": request.GET.urlencode(),
        "may_see_figures": access.allows(request.user, P.COURT_WORK_REPORT),
    }
    return render(request, "cases/court_reports.html", context)


@permission(P.COURT_REPORT_VIEW)
def person_court_reports(request: HttpRequest, crn: str) -> HttpResponse:
    """The reports on one person."""
    person = access.load(finding.people().select_related("team"), request.user, P.COURT_REPORT_VIEW, crn=crn)
    on, rows = timezone.localdate(), queries.of_person(request.user, person)
    empty = _("No court has asked for a report on this person, as far as is recorded.")
    context = about(request, person, table=_table(rows, on, named=False, empty=empty),
                    may_request=reaches(request.user, P.COURT_REPORT_RECORD, person.team))  # fmt: skip
    return render(request, "cases/person_court_reports.html", context)


def state_tag(report: CourtReport) -> Tag:
    """How far a report is."""
    return Tag(_(CourtReport.State(report.state).label), _COLOURS.get(report.state, "blue"))


def due_words(report: CourtReport, on: date) -> Any:
    """The last day of what comes next, and whether it is past."""
    if not report.is_open:
        return short_date(report.deliver_by)
    late = Tag(_("Late"), "red") if report.late(on) else ""
    return format_html("{} {}", short_date(report.deliver_by), late)


def _figures(counted: dict[str, int], now: datetime) -> Figures:
    shared = {"source": _("Reports requested, and the policy's clocks for each kind"), "as_at": now}
    of_open = _("of %s not delivered yet") % f"{counted['open']:,}"
    return Figures([
        Figure(_("Not delivered yet"), f"{counted['open']:,}", **shared,
               definition=_("Reports that a court asked for, neither delivered nor cancelled.")),
        Figure(_("Late"), f"{counted['late']:,}", denominator=of_open, **shared,
               definition=_("Past the last day to deliver it, or, with nobody to write it, past the last day to "
                            "allocate it. The days are those of policy on the day of the request.")),
        Figure(_("Due within two working days"), f"{counted['soon']:,}", denominator=of_open, **shared,
               definition=_("To be delivered today or within two working days, and not late.")),
        Figure(_("With nobody to write them"), f"{counted['nobody']:,}", denominator=of_open, **shared,
               definition=_("Not allocated to an officer.")),
    ])  # fmt: skip


def _table(rows: Iterable[CourtReport], on: date, named: bool = True, **options: Any) -> Table:
    def sort(name: str) -> str:
        return name if named else ""

    who = [Column(_("Person"), row_header=True, sort=sort("person"))] if named else []
    columns = [
        *who, Column(_("Court"), sort=sort("court"), row_header=not named), Column(_("Hearing"), sort=sort("hearing")),
        Column(_("Report")), Column(_("Deliver by"), sort=sort("due")),
        Column(_("Whose turn"), sort=sort("officer")),
    ]  # fmt: skip
    return Table(_("Reports to courts"), columns, [_line(row, on, named) for row in rows], stacked=True,
                 caption_hidden=not named, **options)  # fmt: skip


def _line(report: CourtReport, on: date, named: bool) -> list[object]:
    person, href = report.person, reverse("cases:court_report", args=[report.person.crn, report.pk])
    who = [Link(f"{person.name}, {person.crn}", href)] if named else []
    court = report.court if named else Link(report.court, href, _("report for the hearing of %s") % report.hearing_date)
    far = format_html("{} {}", _(report.get_kind_display()), state_tag(report))
    turn = queries.owner(report) if report.is_open else ""
    return [*who, court, short_date(report.hearing_date), far, due_words(report, on), turn]


_CSV_HEADER = ["crn", "name", "court", "kind", "team", "requested_on", "hearing_date", "allocate_by", "deliver_by",
               "officer", "state", "late"]  # fmt: skip


def _csv_rows(rows: Iterable[CourtReport], on: date) -> Iterator[list[object]]:
    for row in rows:
        yield [
            row.person.crn, row.person.name, row.court, row.kind, row.team.name, row.requested_on.isoformat(),
            row.hearing_date.isoformat(), row.allocate_by.isoformat(), row.deliver_by.isoformat(),
            row.officer.name if row.officer else "", row.state, "yes" if row.late(on) else "no",
        ]  # fmt: skip
