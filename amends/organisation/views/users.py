"""Users: who may sign in, what they are granted, and the links by which they choose a password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator as links
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from amends.design.components import FilterPanel, Pagination
from amends.organisation import access, queries, tables
from amends.organisation.access_matrix import link_holder, permission
from amends.organisation.forms import users as forms
from amends.organisation.forms.staff import ConfirmForm, after
from amends.organisation.models import RoleGrant, Staff, User
from amends.organisation.operations import users as operations
from amends.organisation.operations.refusal import Refused
from amends.organisation.remit import remit
from amends.organisation.roles import Permission

_A_PAGE = 50


@permission(Permission.USER_MANAGE)
def users(request: HttpRequest) -> HttpResponse:
    """Everyone who may sign in."""
    form = forms.UserFilter(request.GET)
    form.is_valid()
    found = queries.users_list(request.user, timezone.localdate(), **form.cleaned_data).order_by("username")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    given = {
        "table": tables.users_table(page),
        "pagination": Pagination(page, query=request.GET),
        "filter_panel": FilterPanel(form, query=request.GET),
    }
    return render(request, "organisation/users.html", given)


@permission(Permission.USER_MANAGE)
def create_user(request: HttpRequest) -> HttpResponse:
    """Make someone who may sign in; with `?staff=`, for that member of staff."""
    staff = access.visible(Staff.objects.all(), request.user, Permission.USER_MANAGE)
    form = forms.UserForm(
        request.POST if request.method == "POST" else None, staff=staff,
        initial={"staff_code": request.GET.get("staff", "")},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        draft = operations.UserDraft(given["username"], given["given_names"], given["family_name"], given["staff_code"])
        try:
            (made,) = operations.create_users([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, staff="staff_code")
        else:
            messages.success(request, _("The user is made. Grant a role next, then issue a link for the password."))
            return redirect("organisation:user", made.pk)
    back = reverse("organisation:users")
    given = {"form": form, "heading": _("Make a user"), "back": back, "cancel_href": back}
    return render(request, "design/form_page.html", given)


@permission(Permission.USER_MANAGE)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    """A user's roles, with their dates."""
    found = _load(request, pk)
    grants = found.grants.select_related("region", "pdu", "team").order_by("-from_date")
    given = {
        "shown": found,
        "facts": tables.user_facts(found),
        "table": tables.grants_table(found, grants),
        "is_self": found.pk == request.user.pk,
        "breadcrumbs": [{"text": _("Users"), "href": reverse("organisation:users")}],
    }
    return render(request, "organisation/user.html", given)


@permission(Permission.USER_MANAGE)
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's account, or open one that was closed."""
    found = _load(request, pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    change = operations.close_user if found.is_active else operations.reopen_user
    if form.is_bound and form.is_valid():
        try:
            change(user=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            messages.success(request, _("Recorded."))
            return redirect("organisation:user", pk)
    heading = _("Close the account") if found.is_active else _("Open the account again")
    return _page(request, form, heading, found, submit_text=heading, warning=found.is_active)


@permission(Permission.USER_MANAGE)
def issue_password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a link by which somebody chooses a password, and show it once."""
    found = _load(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            token = operations.issue_password_link(user=found, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            link = request.build_absolute_uri(reverse("organisation:choose_password", args=[pk, token]))
            given = {"shown": found, "link": link, "hours": settings.PASSWORD_RESET_TIMEOUT // 3600}
            return render(request, "organisation/password_link.html", given)
    intro = _(
        "The password they have, if any, works no longer, and what they have open ends. You are shown a link to hand "
        "to them yourself: whoever holds it can sign in as them. It is written to the audit trail."
    )
    heading = _("Issue a link to choose a password")
    return _page(request, form, heading, found, intro=intro, submit_text=_("Issue the link"), warning=True)


@sensitive_post_parameters()
@link_holder
def choose_password(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Choose a password by a link that was handed over."""
    found = access.load_by_token(
        User.objects.filter(is_active=True), request.user, lambda row: links.check_token(row, token), pk=pk
    )
    form = forms.ChoosePasswordForm(request.POST if request.method == "POST" else None, user=found)
    if form.is_bound and form.is_valid():
        given = {"token": token, "password": form.cleaned_data["password"]}
        try:
            operations.choose_password(user=found, **given, by=found, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect(settings.LOGIN_URL)
    caption = _("Account %(name)s") % {"name": found.username}
    given = {"form": form, "heading": _("Choose a password"), "caption": caption}
    return render(request, "design/form_page.html", given)


@permission(Permission.USER_MANAGE)
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a role over the whole service, a region, a unit or a team."""
    found = _load(request, pk)
    form = forms.GrantForm(
        request.POST if request.method == "POST" else None, within=remit(request.user, Permission.USER_MANAGE),
        initial={"from_date": timezone.localdate()},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        draft = operations.GrantDraft(
            found, given["role"], given["from_date"], to_date=after(given["last_day"]), **form.over()
        )
        try:
            operations.grant_roles([draft], by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form, to_date="last_day")
        else:
            messages.success(request, _("The role is granted."))
            return redirect("organisation:user", pk)
    return _page(request, form, _("Grant a role"), found)


@permission(Permission.USER_MANAGE)
def end_grant(request: HttpRequest, pk: int, grant: int) -> HttpResponse:
    """End a role."""
    found = _load(request, pk)
    granted = access.load(RoleGrant.objects.filter(user=found), request.user, Permission.USER_MANAGE, pk=grant)
    form = forms.EndGrantForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            operations.end_grant(grant=granted, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            refused.onto(form)
        else:
            messages.success(request, _("The role ends."))
            return redirect("organisation:user", pk)
    return _page(request, form, _("End a role"), found)


def _load(request: HttpRequest, pk: int) -> User:
    return access.load(User.objects.select_related("staff__team"), request.user, Permission.USER_MANAGE, pk=pk)


def _page(request: HttpRequest, form, heading: str, shown: User, **more: object) -> HttpResponse:
    back = reverse("organisation:user", args=[shown.pk])
    given = {"form": form, "heading": heading, "caption": shown.name, "back": back, "cancel_href": back, **more}
    return render(request, "design/form_page.html", given)
