"""Returning a requirement to court, recording what the court did, and the list of what is out."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Pagination, Table, Tag
from amends.design.csv_file import csv_file
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.unpaid_work.forms.endings import CourtResultForm, CourtReturnForm
from amends.unpaid_work.operations import court_returns as operations
from amends.unpaid_work.queries import endings as queries
from amends.unpaid_work.queries import person as people
from amends.unpaid_work.queries.statement import account_of
from amends.unpaid_work.views.endings import act_page, bookings_table, done, pdf, requirement_of
from amends.unpaid_work.views.lists import page_of
from amends.unpaid_work.views.report_tables import beside

RETURN = Permission.COURT_RETURN
CSV_HEADER = ("crn", "requirement", "asked", "suspended", "applied_on", "days_out", "last_day", "last_day_past")


@permission(RETURN)
def ask(request, crn: str, pk: int):
    """Ask the court for more time, or to revoke the requirement."""
    requirement, standing = requirement_of(request, RETURN, crn, pk)
    at = timezone.now()
    form = CourtReturnForm(request.POST or None, initial={"language": "en"})
    if form.is_valid() and done(
        form, operations.return_to_court, requirement=requirement, application=form.application(),
        language=form.cleaned_data["language"], by=request.user, at=at,
    ):  # fmt: skip
        messages.success(request, _("The court is asked. The report is ready to print."))
        return redirect("unpaid_work:court_returns")
    return act_page(request, standing, form, _("Return to court"), refused=operations.why_not_apply(standing),
                    back=reverse("unpaid_work:court_returns"), coming=bookings_table(standing, at), warning=True,
                    submit_text=_("Ask the court"))  # fmt: skip


@permission(RETURN)
def result(request, crn: str, pk: int):
    """Record what the court did."""
    row = access.load(queries.court_returns(), request.user, RETURN, pk=pk, requirement__sentence__person__crn=crn)
    standing = people.standing(account_of(row.requirement), timezone.localdate())
    form = CourtResultForm(request.POST or None, asked=row.asked, today=timezone.localdate())
    if form.is_valid() and done(
        form, operations.record_court_result, court_return=row, **form.cleaned_data, by=request.user,
        at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, _("What the court did is recorded."))
        return redirect("unpaid_work:court_returns")
    told = {"asked": _(row.get_asked_display()), "day": day(row.applied_at), "why": row.grounds}
    return act_page(request, standing, form, _("What the court did"), back=reverse("unpaid_work:court_returns"),
                    intro=_("Asked for on %(day)s: %(asked)s. %(why)s") % told, submit_text=_("Save"),
                    refused=_("What the court did is recorded already") if row.result else "")  # fmt: skip


@permission(RETURN)
def report(request, crn: str, pk: int):
    """The report to the court, for whoever takes it there."""
    lookup = {"pk": pk, "requirement__sentence__person__crn": crn}
    row = access.load(queries.court_returns().select_related("report"), request.user, RETURN, **lookup)
    return pdf(row.report, crn)


@permission(RETURN)
def court_returns(request):
    """What is out at court, those whose last day for the hours comes first before others."""
    on = timezone.localdate()
    out = queries.out_at_court(request.user, on)
    subject = "unpaid_work.courtreturn"
    if request.resolver_match.url_name == "court_returns_csv":
        access.listed(request.user, RETURN, subject, [each.person.crn for each in out], exported=True)
        return csv_file(f"out-at-court-{on.isoformat()}", CSV_HEADER, [_csv_row(each) for each in out])
    shown = page_of(request, out)
    access.listed(request.user, RETURN, subject, [each.person.crn for each in shown])
    context = {
        "table": _table(shown), "pagination": Pagination(shown, query=request.GET), "count": len(out),
        "past": sum(each.past for each in out),
    }  # fmt: skip
    return render(request, "unpaid_work/endings/court_returns.html", context)


def _table(rows) -> Table:
    columns = [
        Column(_("Person"), row_header=True), Column(_("Asked for")), Column(_("Asked on")),
        Column(_("Days out"), numeric=True), Column(_("Last day for the hours")), Column(_("Report")),
        Column(_("Next")),
    ]  # fmt: skip
    return Table(_("Out at court"), columns, [_line(each) for each in rows], stacked=True,
                 caption_hidden=True, empty=_("Nothing is out at court."))  # fmt: skip


def _line(each: queries.OutAtCourt) -> list[object]:
    row, person = each.court_return, each.person
    last = day(each.last_day) if each.last_day else _("No limit")
    asked = Tag(_("Suspended"), "orange") if row.suspended else ""
    about, args = _("about %s") % person.name, [person.crn, row.pk]
    return [
        Link(f"{person.name} ({person.crn})", reverse("cases:person", args=[person.crn])),
        beside(_(row.get_asked_display()), asked),
        day(row.applied_at), each.days, beside(last, Tag(_("Past"), "red")) if each.past else last,
        Link(_("PDF"), reverse("unpaid_work:court_report", args=args), about),
        Link(_("Record what the court did"), reverse("unpaid_work:court_result", args=args), about),
    ]  # fmt: skip


def _csv_row(each: queries.OutAtCourt) -> list[object]:
    row = each.court_return
    return [
        each.person.crn, row.requirement.reference, row.asked, "true" if row.suspended else "false",
        civil_date(row.applied_at).isoformat(), each.days, each.last_day.isoformat() if each.last_day else "",
        "true" if each.past else "false",
    ]  # fmt: skip
