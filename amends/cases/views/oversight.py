"""Oversight of a case by a manager, and a person's need for housing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.cases.forms.oversight import HousingAnswerForm, HousingNeedForm, OversightForm
from amends.cases.models import HousingNeed, Person
from amends.cases.operations.housing import answer_housing_need, raise_housing_need
from amends.cases.operations.oversight import record_oversight as record
from amends.cases.queries import finding
from amends.cases.queries.oversight import oversight_of
from amends.cases.views.pages import about, carried_out, form_page
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P


@permission(P.RISK_VIEW)
def oversight(request: HttpRequest, crn: str) -> HttpResponse:
    """What managers found on looking at the case, and needs for housing that were raised."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_VIEW, crn=crn)
    may_record = reaches(request.user, P.OVERSIGHT_RECORD, person.team)
    may_house = reaches(request.user, P.CONTACT_RECORD, person.team)
    page = {
        "notes": _notes(oversight_of(person), may_record),
        "housing": _housing(person, may_house),
        "may_record": may_record,
        "may_house": may_house,
    }
    return render(request, "cases/oversight.html", about(request, person, **page))


@permission(P.OVERSIGHT_RECORD)
def record_oversight(request: HttpRequest, crn: str) -> HttpResponse:
    """Record oversight of a case."""
    person = access.load(finding.people().select_related("team"), request.user, P.OVERSIGHT_RECORD, crn=crn)
    form = OversightForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: record(person=person, draft=form.draft(), by=request.user, at=timezone.now())
    ):
        return _done(request, crn)
    return form_page(request, person, form, _("Record oversight"), cancel_href=_back(crn))


@permission(P.CONTACT_RECORD)
def raise_housing(request: HttpRequest, crn: str) -> HttpResponse:
    """Record that somebody was told of a need for housing."""
    person = access.load(finding.people().select_related("team"), request.user, P.CONTACT_RECORD, crn=crn)
    form = HousingNeedForm(request.POST or None, initial={"needed_from": _day_in(request, "from")})
    if request.method == "POST" and carried_out(
        form, lambda: raise_housing_need(person=person, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        return _done(request, crn)
    return form_page(request, person, form, _("Raise a need for housing"), cancel_href=_back(crn))


@permission(P.CONTACT_RECORD)
def answer_housing(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record what came of a need for housing."""
    need = access.load(
        HousingNeed.objects.select_related("person__team"), request.user, P.CONTACT_RECORD, pk=pk, person__crn=crn
    )
    form = HousingAnswerForm(request.POST or None, initial={"settled_on": timezone.localdate()})
    if request.method == "POST" and carried_out(
        form, lambda: answer_housing_need(need=need, **form.cleaned_data, by=request.user, at=timezone.now())
    ):
        return _done(request, crn)
    facts = SummaryList([Row(_("First night without a place"), day(need.needed_from)),
                         Row(_("Who was told"), need.raised_with)])  # fmt: skip
    return form_page(request, need.person, form, _("Record the answer"), facts=facts, cancel_href=_back(crn))


def _notes(notes: Any, may_record: bool) -> Table:
    rows = []
    for each in notes:
        kept = each.sensitive and not may_record
        action = f"{each.action}, {_('by %s') % day(each.action_by)}" if each.action_by else each.action
        said: Any = Tag(_("Sensitive: kept from view"), "grey") if kept else each.note
        if each.sensitive and not kept:
            said = format_html("{} {}", Tag(_("Sensitive"), "red"), each.note)
        rows.append([day(each.on), said, "" if kept else action, each.recorded_by.name])
    columns = [Column(_("Day"), row_header=True), Column(_("What was found")), Column(_("To be done")), Column(_("By"))]
    return Table(_("Oversight by managers"), columns, rows, stacked=True, empty=_("Nothing is recorded."))


def _housing(person: Person, may_record: bool) -> Table:
    rows: list[list[Any]] = []
    for need in person.housing_needs.all():
        answer: Any = f"{need.answer} ({day(need.settled_on)})" if need.settled_on else Tag(_("Waiting"), "yellow")
        if not need.settled_on and may_record:
            href = reverse("cases:answer_housing", args=[person.crn, need.pk])
            answer = format_html("{} {}", answer, Link(_("Record the answer"), href))
        rows.append([day(need.needed_from), need.raised_with, need.note, answer])
    columns = [Column(_("Needed from"), row_header=True), Column(_("Who was told")), Column(_("What they were told")),
               Column(_("Answer"))]  # fmt: skip
    return Table(_("Need for housing"), columns, rows, stacked=True, empty=_("No need has been raised."))


def _day_in(request: HttpRequest, name: str) -> Any:
    """A day given in the address; none where it is not one."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _done(request: HttpRequest, crn: str) -> HttpResponse:
    messages.success(request, _("Recorded."))
    return redirect("cases:oversight", crn)


def _back(crn: str) -> str:
    return reverse("cases:oversight", args=[crn])
