"""What keeps new cases from an officer: allocation paused, loads protected."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Column, Link, Table, Tag
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.forms import loads as forms
from amends.organisation.forms.staff import ConfirmForm, after
from amends.organisation.models import AllocationPause, ProtectedLoad, Staff
from amends.organisation.operations import loads as operations
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission
from amends.organisation.views.staff_page import last_day

_ASKED = Permission.ALLOCATION_PAUSE


@permission(_ASKED)
def loads(request: HttpRequest, code: str) -> HttpResponse:
    """Pauses of allocation and protected loads of an officer."""
    member = _load(request, code)
    on = timezone.localdate()
    given = {"member": member, "pauses": _pauses(member, on), "loads": _loads(member, on)}
    own = reverse("organisation:staff_member", args=[code])
    given["breadcrumbs"] = [{"text": _("Staff"), "href": reverse("organisation:staff")},
                            {"text": member.name, "href": own}]  # fmt: skip
    return render(request, "organisation/loads.html", given)


@permission(_ASKED)
def pause_allocation(request: HttpRequest, code: str) -> HttpResponse:
    """Give an officer no new case for a time."""
    member = _load(request, code)
    form = forms.PauseForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if _carried_out(form, lambda: operations.pause_allocation(
            member=member, reason=given["reason"], from_date=given["from_date"], to_date=after(given["last_day"]),
            by=request.user, at=timezone.now())):  # fmt: skip
            return _done(request, member)
    return _page(request, form, _("Pause allocation"), member)


@permission(_ASKED)
def end_pause(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give an officer cases again."""
    member = _load(request, code)
    pause = access.load(AllocationPause.objects.filter(staff=member), request.user, _ASKED, pk=pk)
    form = forms.EndPauseForm(request.POST or None)
    if form.is_bound and form.is_valid() and _carried_out(
        form, lambda: operations.end_pause(pause=pause, **form.cleaned_data, by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _done(request, member)
    return _page(request, form, _("End the pause"), member)


@permission(_ASKED)
def protect_load(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a share of an officer's hours for learning the work."""
    member = _load(request, code)
    form = forms.LoadForm(request.POST or None)
    if form.is_bound and form.is_valid() and _carried_out(
        form, lambda: operations.protect_loads(
            member=member, drafts=form.drafts(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _done(request, member)
    return _page(request, form, _("Protect a load"), member)


@permission(_ASKED)
def remove_load(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take away a protected load."""
    member = _load(request, code)
    load = access.load(ProtectedLoad.objects.filter(staff=member), request.user, _ASKED, pk=pk)
    if request.method == "POST":
        operations.remove_load(load=load, by=request.user, at=timezone.now())
        return _done(request, member)
    heading = _("Take away the load from %(day)s?") % {"day": day(load.from_date)}
    return _page(request, ConfirmForm(), heading, member, submit_text=_("Take it away"))


def _load(request: HttpRequest, code: str) -> Staff:
    return access.load(Staff.objects.select_related("team__pdu"), request.user, _ASKED, code=code)


def _carried_out(form: Any, act: Any) -> bool:
    try:
        act()
    except Refused as refused:
        refused.onto(form, to_date="to_date" if "to_date" in form.fields else "last_day")
        return False
    return True


def _done(request: HttpRequest, member: Staff) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("organisation:loads", member.code)


def _page(request: HttpRequest, form: Any, heading: str, member: Staff, **more: object) -> HttpResponse:
    back = reverse("organisation:loads", args=[member.code])
    given = {"form": form, "heading": heading, "caption": member.name, "back": back, "cancel_href": back, **more}
    return render(request, "design/form_page.html", given)


def _in_force(row: Any, on: date) -> bool:
    return row.from_date <= on and (row.to_date is None or row.to_date > on)


def _pauses(member: Staff, on: date) -> Table:
    rows = []
    for each in member.pauses.all():
        open_still = each.to_date is None or each.to_date > on
        end = Link(_("End"), reverse("organisation:end_pause", args=[member.code, each.pk]), each.reason)
        rows.append([each.reason, day(each.from_date), last_day(each.to_date, _("No end known")),
                     Tag(_("Paused"), "purple") if _in_force(each, on) else "", end if open_still else ""])  # fmt: skip
    columns = [Column(_("Why"), row_header=True), Column(_("First day")), Column(_("Last day")), Column(_("Today")),
               Column(_("Action"), hidden=True)]  # fmt: skip
    return Table(_("Allocation paused"), columns, rows, stacked=True, empty=_("Cases are allocated as ever."))


def _loads(member: Staff, on: date) -> Table:
    rows = []
    for each in member.protected_loads.all():
        href = reverse("organisation:remove_load", args=[member.code, each.pk])
        rows.append([each.get_circumstance_display(), day(each.from_date), last_day(each.to_date, ""),
                     Tag(_("Protected"), "blue") if _in_force(each, on) else "",
                     Link(_("Take away"), href, each.get_circumstance_display())])  # fmt: skip
    columns = [Column(_("Why"), row_header=True), Column(_("First day")), Column(_("Last day")), Column(_("Today")),
               Column(_("Action"), hidden=True)]  # fmt: skip
    return Table(_("Protected loads"), columns, rows, stacked=True, empty=_("None is protected."))
