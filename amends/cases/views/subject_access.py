"""Requests of people for what is held on them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.subject_access import CheckForm, ExtendForm, RequestForm
from amends.cases.models import SubjectAccess
from amends.cases.queries import finding
from amends.cases.views.pages import carried_out, record_page
from amends.design.components import Column, Link, Pagination, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P

_A_PAGE = 25
_COLOURS = {"gathering": "blue", "to_check": "yellow", "released": "green", "sent_back": "orange", "failed": "red"}


@permission(P.SUBJECT_ACCESS_CHECK)
def subject_accesses(request: HttpRequest) -> HttpResponse:
    """Every request, those that are due soonest first, those answered last."""
    found = access.visible(SubjectAccess.objects.defer("file"), request.user, P.SUBJECT_ACCESS_CHECK)
    ordered = found.select_related("person").order_by("checked_at", "due_date", "pk")
    page = Paginator(ordered, _A_PAGE).get_page(request.GET.get("page"))
    access.listed(request.user, P.SUBJECT_ACCESS_CHECK, "cases.subjectaccess", [row.person.crn for row in page])
    may_record = access.allows(request.user, P.SUBJECT_ACCESS_RECORD)
    new = {"href": reverse("cases:subject_access_new"), "text": _("Record a request")}
    context = {
        "heading": _("Requests for what is held"),
        "intro": _("Each is answered within a month of the day it was received, once a second person has read it."),
        "links": [new] if may_record else [],
        "tables": [_requests(page)],
        "pagination": Pagination(page, query=request.GET),
    }
    return render(request, "cases/records.html", context)


def _requests(page: Any) -> Table:
    on = timezone.localdate()
    rows = [
        [Link(row.person.name, reverse("cases:subject_access", args=[row.pk])), row.person.crn, day(row.received_on),
         day(row.due_date), _standing(row), Tag(_("Late"), "red") if not row.checked_at and row.due_date < on else ""]
        for row in page
    ]  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("CRN")), Column(_("Received")), Column(_("Answer by")),
               Column(_("Status")), Column(_("Late"), hidden=True)]  # fmt: skip
    return Table(caption=_("Requests"), caption_hidden=True, columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody has asked."))  # fmt: skip


def _standing(asked: SubjectAccess) -> Tag:
    return Tag(_(asked.get_status_display()), _COLOURS[asked.status])


@permission(P.SUBJECT_ACCESS_RECORD)
def subject_access_new(request: HttpRequest) -> HttpResponse:
    """Record a request, by the CRN of the person who asks."""
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        people = access.visible(finding.people(), request.user, P.SUBJECT_ACCESS_RECORD)
        person = people.filter(crn=given.pop("crn")).first()
        if person is None:
            form.add_error("crn", _("There is nobody with that CRN whose request you may record"))
        elif carried_out(form, lambda: operations.record_subject_access(
            person=person, **given, by=request.user, at=timezone.now())
        ):  # fmt: skip
            messages.success(request, _("Recorded. What is held is being gathered."))
            return redirect("cases:subject_accesses")
    context = {"form": form, "heading": _("Record a request for what is held"),
               "cancel_href": reverse("cases:subject_accesses")}  # fmt: skip
    return render(request, "design/form_page.html", context)


@permission(P.SUBJECT_ACCESS_CHECK)
def subject_access(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: how far it is, and the check before it is released."""
    asked = _load(request, pk, P.SUBJECT_ACCESS_CHECK)
    form = CheckForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.check_subject_access(
            asked=asked, **form.cleaned_data, by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:subject_access", pk)
    checks = asked.status == SubjectAccess.Status.TO_CHECK and asked.recorded_by_id != request.user.pk
    extends = not (asked.extended_because or asked.checked_at) and access.allows(request.user, P.SUBJECT_ACCESS_RECORD)
    return record_page(request, asked.person, "cases/subject_access.html", asked=asked, facts=_facts(asked),
                 form=form if checks or form.errors else None, extends=extends,
                 back=reverse("cases:subject_accesses"))  # fmt: skip


def _facts(asked: SubjectAccess) -> SummaryList:
    rows = [
        Row(_("Received"), day(asked.received_on)), Row(_("Answer by"), day(asked.due_date)),
        Row(_("How it is known who asks"), asked.identity), Row(_("Status"), _standing(asked)),
        Row(_("Recorded by"), asked.recorded_by.name),
    ]  # fmt: skip
    if asked.gathered_at:
        rows.append(Row(_("Gathered"), date_and_time(asked.gathered_at)))
        rows.append(Row(_("Entries given"), f"{asked.rows_given:,}"))
        rows.append(Row(_("Entries withheld as a whole"), f"{asked.rows_withheld:,}"))
    if asked.extended_because:
        rows.append(Row(_("Why it takes longer"), asked.extended_because))
    if asked.checked_by:
        rows.append(Row(_("Checked by"), asked.checked_by.name))
        rows.append(Row(_("What the check found"), asked.check_note))
    return SummaryList(rows)


@permission(P.SUBJECT_ACCESS_RECORD)
def subject_access_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a request the further months, the person having been told."""
    asked = _load(request, pk, P.SUBJECT_ACCESS_RECORD)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.extend_subject_access(
            asked=asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:subject_access", pk)
    return record_page(request, asked.person, "cases/form.html", form=form, heading=_("Take longer to answer"),
                 cancel_href=reverse("cases:subject_access", args=[pk]))  # fmt: skip


@permission(P.SUBJECT_ACCESS_CHECK)
def subject_access_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What was gathered, as a ZIP."""
    asked = _load(request, pk, P.SUBJECT_ACCESS_CHECK)
    if asked.file is None:
        messages.info(request, _("It is not gathered yet."))
        return redirect("cases:subject_access", pk)
    answer = HttpResponse(operations.take_out_subject_access(asked=asked, by=request.user), "application/zip")
    answer["Content-Disposition"] = f'attachment; filename="held-on-{asked.person.crn}.zip"'
    return answer


def _load(request: HttpRequest, pk: int, needed: P) -> SubjectAccess:
    found: SubjectAccess = access.load(  # type: ignore[assignment]
        SubjectAccess.objects.select_related("person__team", "recorded_by", "checked_by"), request.user, needed, pk=pk
    )
    return found
