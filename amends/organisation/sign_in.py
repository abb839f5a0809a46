"""Signing in: how long it lasts, when a second factor is asked for, and who may not make an account (anyone)."""

import unicodedata
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

_BEGAN, _SEEN = "signed_in_at", "last_seen_at"
# Accounts are made and mended by the service: the pages by which visitors would do so are shut, as if not there.
_SHUT = ("account_signup", "account_email", "account_email_verification_sent", "account_reset_password",
         "account_confirm_login_code", "socialaccount_signup")  # fmt: skip
_SEEN_STEP_SECONDS = 60  # a session is written at most once a minute


class SignInMiddleware:
    """End a sign-in that was idle or lasted too long, and ask for a second factor where the service requires one."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(tuple(reverse(name) for name in _SHUT)):
            raise Http404
        if request.user.is_authenticated:
            now = timezone.now()
            if _is_over(request.session, now):
                logout(request)
                if _asks_for_data(request):
                    return _not_signed_in()
                return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}")
            _note(request.session, now)
            if settings.AMENDS_REQUIRE_TOTP and not _setting_up(request.path) and not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"storage"'  # signed out: what pages kept in the browser is wiped
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")  # nothing stays on a shared machine
        return response


class SignInRequired(LoginRequiredMiddleware):
    """Send whoever is not signed in to sign in; tell so to a script that asks for data: it keeps what it has."""

    def handle_no_permission(self, request, view_func):
        return _not_signed_in() if _asks_for_data(request) else super().handle_no_permission(request, view_func)


def _asks_for_data(request) -> bool:
    return request.headers.get("Accept", "").split(";")[0].strip() == "application/json"


def _not_signed_in() -> JsonResponse:
    return JsonResponse({"sign_in": reverse(settings.LOGIN_URL)}, status=401, headers={"Cache-Control": "no-store"})


def _is_over(session, now: datetime) -> bool:
    began, seen = session.get(_BEGAN), session.get(_SEEN)
    if began is None or seen is None:
        return False
    began, seen = datetime.fromisoformat(began), datetime.fromisoformat(seen)
    return now - began >= settings.SIGN_IN_LONGEST or now - seen >= settings.SIGN_IN_IDLE


def _note(session, now: datetime) -> None:
    session.setdefault(_BEGAN, now.isoformat())
    seen = session.get(_SEEN)
    if seen is None or (now - datetime.fromisoformat(seen)).total_seconds() >= _SEEN_STEP_SECONDS:
        session[_SEEN] = now.isoformat()


def _setting_up(path: str) -> bool:
    return (
        path.startswith(reverse("account_logout"))
        or path.startswith(reverse("mfa_index"))
        or path.startswith(reverse("account_reauthenticate"))
    )


def name_tried(request, credentials=None) -> str:
    """The username of an attempt, as the database compares it, so that failures are counted however it is spelt.

    The database compares capitals, and a few letters (long s, dotless i) have the capital of another.
    """
    return as_compared((credentials or {}).get("username") or request.POST.get("login", ""))


def as_compared(username: str) -> str:
    """A username in the one spelling under which its failures are counted."""
    return unicodedata.normalize("NFKC", username).strip().upper().lower()


def address_of(request) -> str:
    """The address that an attempt came from.

    Behind proxies (PROXY_COUNT of them, each adding the address it heard from), the one that the outermost added:
    what stands before it was written by the visitor, and is not believed.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if not settings.PROXY_COUNT or len(told) < settings.PROXY_COUNT:
        return direct
    try:
        return str(ip_address(told[-settings.PROXY_COUNT]))
    except ValueError:
        return direct


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the service, never by a visitor; a change of one's own password is audited."""

    def is_open_for_signup(self, request) -> bool:
        return False

    @transaction.atomic
    def set_password(self, user, password: str) -> None:
        """Save the new password with its event in the audit trail."""
        from amends.organisation import audit

        super().set_password(user, password)
        audit.record(user, "change password", f"organisation.user {user.pk}", detail={"user": user.username})


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that exist already: matched by username, never made."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        """Open the account whose username the provider tells, the first time; the provider's own id from then on.

        A username that another has at the provider since does not open an account that was opened by its first holder.
        """
        from amends.organisation.models import User

        if sociallogin.is_existing:
            return
        claimed = sociallogin.user.get_username()
        user = User.objects.filter(username__iexact=claimed, is_active=True).first() if claimed else None
        if user is None:
            return
        if user.socialaccount_set.filter(provider=sociallogin.account.provider).exists():
            raise PermissionDenied
        sociallogin.connect(request, user)
