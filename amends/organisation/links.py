"""What a one-time link opens stays open for a while, in the browser that used it, by a cookie of its own.

The cookie is signed, is sent to that page alone, and ends with the link's withdrawal or when its minutes are over,
whichever is first. It names the link and nothing else.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from amends.organisation.models.links import OneTimeLink

COOKIE = "amends_link"


def keep_open(response: HttpResponse, link: OneTimeLink, *, path: str, lasts: timedelta) -> None:
    """Let the browser that used the link open `path`, and no other page, for a while."""
    response.set_cookie(
        COOKIE, kept_value(link), max_age=lasts, path=path, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def kept_value(link: OneTimeLink) -> str:
    """What the cookie holds."""
    return Signer(salt=link._meta.label_lower).sign(str(link.pk))


def kept_open(request: HttpRequest, *, lasts: timedelta, at: datetime) -> Callable[[OneTimeLink], bool]:
    """For `access.load_by_token`: whether a link that was used is still open to this browser."""

    def holds(link: OneTimeLink) -> bool:
        try:
            named = Signer(salt=link._meta.label_lower).unsign(request.COOKIES.get(COOKIE, ""))
        except BadSignature:
            return False
        in_time = link.used_at is not None and at < link.used_at + lasts
        return named == str(link.pk) and in_time and link.withdrawn_at is None

    return holds
