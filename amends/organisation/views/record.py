"""Roles, users and their grants, and the audit trail."""

import json
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Column, FilterPanel, Link, Pagination, Table, Tag
from amends.design.words import date_and_time, day
from amends.organisation import access, queries
from amends.organisation.access_matrix import permission, signed_in
from amends.organisation.forms import AuditFilter, EndGrantForm, GrantForm, UserForm
from amends.organisation.models import AuditEvent, RoleGrant, User
from amends.organisation.operations import users as operations
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import ROLES, Permission

_A_PAGE = 50
ONE_DAY = timedelta(days=1)


@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """Every role and everything it allows, on one page."""
    names = list(ROLES.values())
    columns = [Column(_("Permission"), row_header=True), *(Column(role.title) for role in names)]
    rows = [
        [needed.value, *(_("Yes") if needed in role.permissions else "" for role in names)] for needed in Permission
    ]
    table = Table(caption=_("What each role allows"), columns=columns, rows=rows)
    return render(request, "organisation/roles.html", {"table": table})


@permission(Permission.USER_MANAGE)
def users(request: HttpRequest) -> HttpResponse:
    """Everyone who may sign in."""
    found = access.visible(User.objects.prefetch_related("grants"), request.user, Permission.USER_MANAGE).order_by(
        "username"
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    rows = [
        [
            Link(row.username, reverse("organisation:user", args=[row.pk])),
            row.name,
            ", ".join(ROLES[grant.role].title for grant in row.grants.all() if grant.role in ROLES) or _("None"),
        ]
        for row in page
    ]
    columns = [Column(_("Username"), row_header=True), Column(_("Name")), Column(_("Roles"))]
    table = Table(caption=_("Users"), columns=columns, rows=rows, empty=_("There are no users."))
    return render(
        request, "organisation/users.html", {"table": table, "pagination": Pagination(page, query=request.GET)}
    )


@permission(Permission.USER_MANAGE)
def create_user(request: HttpRequest) -> HttpResponse:
    """Make someone who may sign in."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        draft = operations.UserDraft(given["username"], given["given_names"], given["family_name"], given["staff_code"])
        try:
            (made,) = operations.create_users([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("staff_code" if refused.field == "staff" else refused.field or None, str(refused))
        else:
            messages.success(request, _("The user is made. Grant a role next."))
            return redirect("organisation:user", made.pk)
    back = reverse("organisation:users")
    given = {"form": form, "heading": _("Make a user"), "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", given)


@permission(Permission.USER_MANAGE)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """A user's roles, with their dates."""
    found = access.load(User.objects.all(), request.user, Permission.USER_MANAGE, pk=pk)
    rows = [
        [
            ROLES[grant.role].title if grant.role in ROLES else grant.role,
            str(grant.region or grant.pdu or grant.team or _("The whole service")),
            day(grant.from_date),
            day(grant.to_date - ONE_DAY) if grant.to_date else _("No end"),
            "" if grant.to_date else Link(_("End"), reverse("organisation:end_grant", args=[pk, grant.pk])),
        ]
        for grant in found.grants.select_related("region", "pdu", "team").order_by("-from_date")
    ]
    columns = [
        Column(_("Role"), row_header=True),
        Column(_("Over")),
        Column(_("From")),
        Column(_("Last day")),
        Column(_("Action")),
    ]
    table = Table(
        caption=_("Roles granted"), columns=columns, rows=rows, empty=_("No role is granted: nothing can be seen.")
    )
    return render(request, "organisation/user.html", {"shown": found, "table": table})


@permission(Permission.USER_MANAGE)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a role over a region, a unit or a team."""
    found = access.load(User.objects.all(), request.user, Permission.USER_MANAGE, pk=pk)
    form = GrantForm(request.POST or None, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        to_date = given["last_day"] + ONE_DAY if given["last_day"] else None
        draft = operations.GrantDraft(found, given["role"], given["from_date"], to_date=to_date, **form.over())
        operations.grant_roles([draft], by=request.user, at=timezone.now())
        messages.success(request, _("The role is granted."))
        return redirect("organisation:user", pk)
    return render(request, "design/form_page.html", _page(form, _("Grant a role"), found))


@permission(Permission.USER_MANAGE)
def end_grant(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    """End a role."""
    found = access.load(User.objects.all(), request.user, Permission.USER_MANAGE, pk=pk)
    granted = access.load(RoleGrant.objects.filter(user=found), request.user, Permission.USER_MANAGE, pk=grant)
    form = EndGrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_grant(
                grant=granted, to_date=form.cleaned_data["to_date"], by=request.user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error("to_date", str(refused))
        else:
            messages.success(request, _("The role ends."))
            return redirect("organisation:user", pk)
    return render(request, "design/form_page.html", _page(form, _("End a role"), found))


def _page(form, heading: str, shown: User) -> dict[str, object]:
    back = reverse("organisation:user", args=[shown.pk])
    return {"form": form, "heading": heading, "caption": shown.name, "back": back, "cancel_href": back}


@permission(Permission.AUDIT_VIEW)
def audit_trail(request: HttpRequest) -> HttpResponse:
    """What was seen, refused and written, newest first."""
    form = AuditFilter(request.GET)
    form.is_valid()
    page = Paginator(queries.audit_events(request.user, **form.cleaned_data), _A_PAGE).get_page(request.GET.get("page"))
    access.listed(
        request.user, Permission.AUDIT_VIEW, "organisation.auditevent", [event.crn for event in page if event.crn]
    )
    columns = [
        Column(_("When"), row_header=True),
        Column(_("Who")),
        Column(_("What")),
        Column(_("Record")),
        Column(_("CRN")),
        Column(_("Outcome")),
        Column(_("Detail")),
    ]
    rows = [
        [
            date_and_time(event.at),
            event.username,
            event.action,
            event.subject,
            event.crn,
            _outcome(event),
            _detail(event),
        ]
        for event in page
    ]
    table = Table(
        caption=_("Audit trail"), columns=columns, rows=rows, empty=_("No events are found with these words.")
    )
    given = {
        "table": table,
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
    }
    return render(request, "organisation/audit.html", given)


def _outcome(event: AuditEvent) -> Tag:
    refused = event.outcome == AuditEvent.Outcome.REFUSED
    return Tag(_("Refused"), "red") if refused else Tag(_("Allowed"), "green")


def _detail(event: AuditEvent) -> str:
    """The detail without lists of people: a list may name someone whose lists keep the reader out."""
    shown = {key: value for key, value in event.detail.items() if not isinstance(value, list)}
    counted = {key: f"{len(value)}" for key, value in event.detail.items() if isinstance(value, list)}
    return json.dumps(shown | counted, ensure_ascii=False) if event.detail else ""
