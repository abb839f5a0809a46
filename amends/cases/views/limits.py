"""People to be kept apart, and who may see a record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.cases import operations
from amends.cases.forms.limits import EndKeepApartForm, EndLimitForm, KeepApartForm, LimitForm
from amends.cases.models import Person
from amends.cases.queries import finding
from amends.cases.queries import person as queries
from amends.cases.views.pages import about, carried_out, form_page
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.roles import Permission as P


@permission(P.PERSON_CHANGE)
def record_keep_apart(request: HttpRequest, crn: str) -> HttpResponse:
    """Record someone whom the person must not meet."""
    person = access.load(finding.people().select_related("team"), request.user, P.PERSON_CHANGE, crn=crn)
    form = KeepApartForm(request.POST or None, initial={"from_date": timezone.localdate()})
    other = _other(request, form)
    if request.method == "POST" and carried_out(
        form, lambda: operations.keep_apart(
            people=(person, other), reason=form.cleaned_data["reason"], from_date=form.cleaned_data["from_date"],
            to_date=form.cleaned_data["to_date"], by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded. The two will not be booked on one session."))
        return redirect("cases:person", crn)
    return form_page(request, person, form, _("Keep apart from someone"),
                     intro=_("The two are then never booked on one session. It shows on both records."))  # fmt: skip


def _other(request: HttpRequest, form: Any) -> Any:
    """The other of the two, if the reader may see them; else an error, the same as for one who is not there."""
    if not form.is_bound or not form.is_valid():
        return None
    found = access.visible(finding.people(), request.user, P.PERSON_VIEW).filter(crn=form.cleaned_data["crn"]).first()
    if found is None:
        form.add_error("crn", _("There is nobody with that CRN whom you may see"))
    return found


@permission(P.PERSON_CHANGE)
def end_keep_apart(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """Record until when two people must be kept apart."""
    person = access.load(finding.people().select_related("team"), request.user, P.PERSON_CHANGE, crn=crn)
    row, other = queries.kept_apart_by(person, request.user, pk)
    form = EndKeepApartForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.end_keep_apart(
            row=row, to_date=form.cleaned_data["to_date"], by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Recorded."))
        return redirect("cases:person", crn)
    facts = SummaryList([Row(_("Must not meet"), f"{other.name} ({other.crn})"), Row(_("Why"), row.reason),
                         Row(_("From"), day(row.from_date))])  # fmt: skip
    return form_page(request, person, form, _("End keeping apart"), facts=facts)


@permission(P.ACCESS_LIMIT)
def limited_access(request: HttpRequest, crn: str) -> HttpResponse:
    """Who may not see the record, and who alone may; and naming another."""
    person = access.load(finding.people().select_related("team"), request.user, P.ACCESS_LIMIT, crn=crn)
    form = LimitForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.limit_access(
            crn=crn, kind=form.cleaned_data["kind"], username=form.cleaned_data["username"],
            reason=form.cleaned_data["reason"], to_at=form.to_at(), by=request.user, at=timezone.now())
    ):  # fmt: skip
        return _after_limit(request, crn)
    page = about(request, person, form=form, limits=_limits(person))
    return render(request, "cases/limited_access.html", page)


def _after_limit(request: HttpRequest, crn: str) -> HttpResponse:
    """Back to the lists; to the list of people, naming nobody, where the reader has just been kept out as well."""
    messages.success(request, _("Access is limited from now on."))
    if access.visible(finding.people(), request.user, P.ACCESS_LIMIT).filter(crn=crn).exists():
        return redirect("cases:limited_access", crn)
    return redirect("cases:people")


def _limits(person: Person) -> Table:
    now, rows = timezone.now(), []
    for each in queries.limits(person.crn):
        live = each.to_at is None or each.to_at > now
        end = Link(_("End"), reverse("cases:end_limit", args=[person.crn, each.pk]), _("for %s") % each.username)
        rows.append([
            each.username, _(each.get_kind_display()), each.reason, date_and_time(each.from_at),
            date_and_time(each.to_at) if each.to_at else _("No end"), each.end_reason,
            Tag(_("In force"), "red") if live else Tag(_("Ended"), "grey"), end if live else "",
        ])  # fmt: skip
    columns = [Column(_("User"), row_header=True), Column(_("List")), Column(_("Why")), Column(_("From")),
               Column(_("To")), Column(_("Why it was ended")), Column(_("Status")), Column(_("Action"))]  # fmt: skip
    return Table(caption=_("Exclusions and restrictions"), caption_size="m", columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody is named: all whose role and part of the service allow it may see it."))  # fmt: skip


@permission(P.ACCESS_LIMIT)
def end_limit(request: HttpRequest, crn: str, pk: int) -> HttpResponse:
    """End an exclusion or a restriction."""
    person = access.load(finding.people().select_related("team"), request.user, P.ACCESS_LIMIT, crn=crn)
    limit = queries.limit_of(person, pk)
    form = EndLimitForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: operations.end_limit(
            limit=limit, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    ):  # fmt: skip
        messages.success(request, _("Ended."))
        return redirect("cases:limited_access", crn)
    facts = SummaryList([Row(_("User"), limit.username), Row(_("List"), _(limit.get_kind_display())),
                         Row(_("Why"), limit.reason)])  # fmt: skip
    return form_page(request, person, form, _("End limited access"), facts=facts)
