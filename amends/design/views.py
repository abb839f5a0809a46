"""Pages of the look itself: what a reader sees when a request fails, and every component on one page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from amends.design.bilingual import ENGLISH, WELSH, words


def _plain(template: str, status: int, **more: object) -> HttpResponse:
    # Without the request there is no reader, no address and no message on the page: it is the same for everybody.
    return HttpResponse(render_to_string(template, {"demonstration": settings.AMENDS_DEMO, **more}), status=status)


def _about_links(page: str, status: int) -> HttpResponse:
    both = {"english": words(page, ENGLISH), "welsh": words(page, WELSH)}
    with translation.override(ENGLISH):
        return _plain("link_not_open.html", status, **both)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _plain("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a role without the permission; a record out of reach is not found instead."""
    return _plain("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, to the byte the same for what does not exist and for what is not the reader's."""
    return _plain("404.html", 404)


def link_not_open(request: HttpRequest) -> HttpResponse:
    """404 for a one-time link: the same whether it is wrong, was used or withdrawn, or ran out."""
    return _about_links("link", 404)


def too_many_links(request: HttpRequest) -> HttpResponse:
    """429: many one-time links that do not open were tried from the reader's address. Says nothing of this one."""
    return _about_links("wait", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _plain("500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent from a page that has expired."""
    return _plain("403_csrf.html", 403)
