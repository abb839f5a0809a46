"""Roles, users and their grants, and the audit trail."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import FilterPanel, Pagination
from amends.organisation import access, queries, tables
from amends.organisation.access_matrix import permission, signed_in
from amends.organisation.forms import AuditFilter, EndGrantForm, GrantForm, LetInForm, UserForm
from amends.organisation.models import RoleGrant, User
from amends.organisation.operations import users as operations
from amends.organisation.operations.refusal import Refused
from amends.organisation.roles import Permission

_A_PAGE = 50
ONE_DAY = timedelta(days=1)


@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """Every role and everything it allows, on one page."""
    return render(request, "organisation/roles.html", {"table": tables.roles_table()})


@permission(Permission.USER_MANAGE)
def users(request: HttpRequest) -> HttpResponse:
    """Everyone who may sign in."""
    found = access.visible(User.objects.prefetch_related("grants"), request.user, Permission.USER_MANAGE).order_by(
        "username"
    )
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    given = {"table": tables.users_table(page), "pagination": Pagination(page, query=request.GET)}
    return render(request, "organisation/users.html", given)


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
    grants = found.grants.select_related("region", "pdu", "team").order_by("-from_date")
    return render(request, "organisation/user.html", {"shown": found, "table": tables.grants_table(found, grants)})


@permission(Permission.USER_MANAGE)
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's account, or open one that was closed."""
    found = access.load(User.objects.all(), request.user, Permission.USER_MANAGE, pk=pk)
    form = LetInForm(request.POST or None)
    change = operations.close_user if found.is_active else operations.reopen_user
    if request.method == "POST" and form.is_valid():
        try:
            change(user=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("Recorded."))
            return redirect("organisation:user", pk)
    heading = _("Close the account") if found.is_active else _("Open the account again")
    given = _page(form, heading, found) | {"submit_text": heading, "warning": found.is_active}
    return render(request, "design/form_page.html", given)


@permission(Permission.USER_MANAGE)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a role over a region, a unit or a team."""
    found = access.load(User.objects.all(), request.user, Permission.USER_MANAGE, pk=pk)
    teams = queries.teams_of(request.user, Permission.USER_MANAGE)
    form = GrantForm(request.POST or None, teams=teams, initial={"from_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        to_date = given["last_day"] + ONE_DAY if given["last_day"] else None
        draft = operations.GrantDraft(found, given["role"], given["from_date"], to_date=to_date, **form.over())
        try:
            operations.grant_roles([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
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
    given = {
        "table": tables.audit_table(page, queries.readable_crns(request.user, page)),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
    }
    return render(request, "organisation/audit.html", given)
