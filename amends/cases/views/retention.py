"""Records that have come due: hidden, restored, deleted by their keepers; and holds on any record."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases import operations
from amends.cases.forms.retention import EndHoldForm, HoldForm, RestoreForm
from amends.cases.models import Person
from amends.cases.queries import finding
from amends.cases.queries import retention as queries
from amends.cases.views.pages import carried_out, record_page
from amends.design import forms
from amends.design.components import Column, Link, Pagination, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day, steps_told
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P

_A_PAGE = 25


@permission(P.RECORD_KEEP)
def retention(request: HttpRequest) -> HttpResponse:
    """Records that have come due, and those in quarantine."""
    on = timezone.localdate()
    page = Paginator(queries.due(request.user, on), _A_PAGE).get_page(request.GET.get("page"))
    hidden = queries.quarantined(request.user)
    crns = [each.person.crn for each in page] + [person.crn for _row, person in hidden]
    access.listed(request.user, P.RECORD_KEEP, "cases.person", crns)
    context = {
        "heading": _("Records that have come due"),
        "intro": _("A record that has come due is hidden first, restorable, and deleted after that by another person."),
        "tables": [_due(page), _hidden(hidden, on)],
        "pagination": Pagination(page, query=request.GET),
    }
    return render(request, "cases/records.html", context)


def _due(page: Any) -> Table:
    rows = [
        [_link(each.person), each.person.crn, each.person.team.name, day(each.until.value),
         steps_told(each.until.steps[-1:]),
         Tag(_("Held"), "yellow") if each.held else ""]
        for each in page
    ]  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("CRN")), Column(_("Team")), Column(_("Kept until")),
               Column(_("Why")), Column(_("Hold"))]  # fmt: skip
    return Table(caption=_("Come due"), columns=columns, rows=rows, stacked=True,
                 empty=_("No record has come due."))  # fmt: skip


def _hidden(found: list[tuple[Any, Person]], on: Any) -> Table:
    rows = [
        [_link(person), person.crn, date_and_time(row.begun_at), row.begun_by.name,
         day(queries.may_be_deleted_from(row, on).value)]
        for row, person in found
    ]  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("CRN")), Column(_("Hidden since")), Column(_("By")),
               Column(_("May be deleted from"))]  # fmt: skip
    return Table(caption=_("In quarantine"), columns=columns, rows=rows, stacked=True,
                 empty=_("No record is in quarantine."))  # fmt: skip


def _link(person: Person) -> Link:
    return Link(person.name, reverse("cases:retention_record", args=[person.crn]))


@permission(P.RECORD_KEEP)
def retention_record(request: HttpRequest, crn: str) -> HttpResponse:
    """Until when one record is kept, by which rule, and what its keeper may do."""
    person, on = _load(request, crn), timezone.localdate()
    record, hidden = queries.kept_person(person, on), queries.standing_quarantine(person)
    rows = [Row(_("Kept until"), day(record.until.value) if record.until.value else _("Not known yet")),
            Row(_("Counted so"), steps_told(record.until.steps)), Row(_("By the rule"), record.until.source),
            Row(_("Hold"), _("Stands") if record.held else _("None"))]  # fmt: skip
    if hidden:
        rows.append(Row(_("Hidden since"), date_and_time(hidden.begun_at)))
        rows.append(Row(_("May be deleted from"), day(queries.may_be_deleted_from(hidden, on).value)))
    links = [("restore", _("Restore the record")), ("delete", _("Delete the record"))] if hidden else []
    if not hidden and record.is_due(on) and not record.held:
        links = [("hide", _("Hide the record"))]
    return record_page(request, person, "cases/records.html", heading=_("How long this record is kept"),
                 facts=SummaryList(rows), tables=[_holds(person, may_end=False)],
                 links=[{"href": _href(name, crn), "text": text} for name, text in links],
                 back=reverse("cases:retention"))  # fmt: skip


@permission(P.RECORD_KEEP)
def retention_hide(request: HttpRequest, crn: str) -> HttpResponse:
    """Hide a record that has come due."""
    person, form = _load(request, crn), forms.Form(request.POST)
    if request.method == "POST" and carried_out(
        form, lambda: operations.quarantine(person=person, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The record is hidden from everyone but its keepers."))
        return redirect("cases:retention")
    return _ask(request, person, form, _("Hide this record?"), _("Hide the record"),
                _("Nobody but its keepers sees it from then on. It can be restored until it is deleted."))  # fmt: skip


@permission(P.RECORD_KEEP)
def retention_restore(request: HttpRequest, crn: str) -> HttpResponse:
    """Bring a record back."""
    person, form = _load(request, crn), RestoreForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.restore(person=person, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The record is restored."))
        return redirect("cases:retention")
    return _ask(request, person, form, _("Restore this record"), _("Restore the record"), "")


@permission(P.RECORD_KEEP)
def retention_delete(request: HttpRequest, crn: str) -> HttpResponse:
    """Delete a record for good."""
    person, form, rows = _load(request, crn), forms.Form(request.POST), []
    if request.method == "POST" and carried_out(
        form, lambda: rows.append(operations.erase_person(person=person, by=request.user, at=timezone.now()))
    ):
        told = ngettext("Deleted: %d row.", "Deleted: %d rows.", rows[0]) % rows[0]
        messages.success(request, told)
        return redirect("cases:retention")
    return _ask(request, person, form, _("Delete this record for good?"), _("Delete the record"),
                _("It goes from every table, with its history. It cannot be brought back."))  # fmt: skip


@permission(P.HOLD_PLACE)
def holds(request: HttpRequest, crn: str) -> HttpResponse:
    """The holds on a record, and placing another."""
    person = access.load(finding.people().select_related("team"), request.user, P.HOLD_PLACE, crn=crn)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.place_hold(person=person, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("The record is not deleted while this hold stands."))
        return redirect("cases:holds", crn)
    page = {"facts": _holds(person, may_end=True), "submit_text": _("Place a hold"), "heading": _("Holds")}
    return record_page(request, person, "cases/form.html", form=form, cancel_href=_home(request, crn), **page)


@permission(P.HOLD_PLACE)
def end_hold(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """End a hold."""
    person = access.load(finding.people().select_related("team"), request.user, P.HOLD_PLACE, crn=crn)
    hold = next((row for row in queries.holds_of(person) if row.pk == pk), None)
    if hold is None:
        raise access.NotVisible
    form = EndHoldForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.end_hold(hold=hold, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Ended."))
        return redirect("cases:holds", crn)
    facts = SummaryList([Row(_("Why it was placed"), hold.reason), Row(_("By"), hold.placed_by.name)])
    return record_page(request, person, "cases/form.html", form=form, heading=_("End this hold"), facts=facts,
                 cancel_href=reverse("cases:holds", args=[crn]))  # fmt: skip


def _holds(person: Person, *, may_end: bool) -> Table:
    rows = []
    for each in queries.holds_of(person):
        end = Link(_("End"), reverse("cases:end_hold", args=[person.crn, each.pk]), _("the hold: %s") % each.reason)
        ended = date_and_time(each.ended_at) if each.ended_at else _("Stands")
        rows.append([each.reason, each.placed_by.name, date_and_time(each.placed_at), ended,
                     end if may_end and not each.ended_at else ""])  # fmt: skip
    columns = [Column(_("Why"), row_header=True), Column(_("By")), Column(_("Placed")), Column(_("Ended")),
               Column(_("Action"))]  # fmt: skip
    return Table(caption=_("Holds on this record"), columns=columns, rows=rows, stacked=True,
                 empty=_("No hold was ever placed."))  # fmt: skip


def _load(request: HttpRequest, crn: str) -> Person:
    people = finding.people().select_related("team")
    found: Person = access.load(people, request.user, P.RECORD_KEEP, crn=crn)  # type: ignore[assignment]
    return found


def _ask(request: HttpRequest, person: Person, form: Any, heading: str, submit: str, intro: str) -> HttpResponse:
    return record_page(request, person, "cases/form.html", form=form, heading=heading, submit_text=submit, warning=True,
                 intro=intro, cancel_href=reverse("cases:retention_record", args=[person.crn]))  # fmt: skip


def _href(name: str, crn: str) -> str:
    return reverse(f"cases:retention_{name}", args=[crn])


def _home(request: HttpRequest, crn: str) -> str:
    """Where the reader came from: the person's page, or the records that have come due."""
    if access.allows(request.user, P.PERSON_VIEW):
        return reverse("cases:person", args=[crn])
    return reverse("cases:retention_record", args=[crn])
