"""Signing in: how long it lasts, when a second factor is asked for, and who may not make an account (anyone)."""

from datetime import datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

_BEGAN, _SEEN = "signed_in_at", "last_seen_at"
_SEEN_STEP_SECONDS = 60  # a session is written at most once a minute


class SignInMiddleware:
    """End a sign-in that was idle or lasted too long, and ask for a second factor where the service requires one."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now()
            if _is_over(request.session, now):
                logout(request)
                return redirect(f"{reverse(settings.LOGIN_URL)}?next={request.path}")
            _note(request.session, now)
            if settings.AMENDS_REQUIRE_TOTP and not _setting_up(request.path) and not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
        return self.get_response(request)


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
        or "/two-factor/" in path
        or path.startswith(reverse("account_reauthenticate"))
    )


def name_tried(request, credentials=None) -> str:
    """The username of an attempt, in lower case, so that failures are counted whatever its case."""
    return ((credentials or {}).get("username") or request.POST.get("login", "")).lower()


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the service, never by a visitor."""

    def is_open_for_signup(self, request) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that exist already: matched by username, never made."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        from amends.organisation.models import User

        if sociallogin.is_existing:
            return
        claimed = sociallogin.account.extra_data.get("preferred_username") or ""
        user = User.objects.filter(username__iexact=claimed, is_active=True).first() if claimed else None
        if user:
            sociallogin.connect(request, user)
