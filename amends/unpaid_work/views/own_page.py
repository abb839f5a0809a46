"""A person's own page: opened once by a link, and kept open for half an hour in the browser that opened it.

What it shows of hours and times is put in words here; the statement, line by line, is a page of its own, to print.
"""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from amends.design.public_page import language_of, public_page
from amends.design.words import long_date
from amends.organisation import access, links
from amends.organisation.access_matrix import link_holder
from amends.organisation.operations.links import use_link
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import OwnPageLink
from amends.unpaid_work.operations.own_page import OPEN_FOR
from amends.unpaid_work.queries import own_page as queries
from amends.unpaid_work.views.own_statement import clock, order_shown, told_hours


@link_holder
def open_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Ask whether to open the page, and open it: looking at the address alone uses nothing up."""
    now = timezone.now()
    link = access.load_by_token(queries.links(), request.user, lambda row: row.opens_with(token, now), pk=pk)
    if request.method == "POST":
        try:
            link = use_link(link, token=token, by=request.user, at=now)
        except Refused:
            raise access.NotVisible from None
        path = reverse("unpaid_work:own_page", args=[pk])
        response = redirect(path)
        links.keep_open(response, link, path=path, lasts=OPEN_FOR)
        return response
    return public_page(request, "unpaid_work/own_page/open.html", "own_page", language_of(request, link.language))


@link_holder
def own_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours left, the next session, how to reach somebody, and what to do when they cannot come."""
    now = timezone.now()
    link = _opened(request, pk, now)
    language = language_of(request, link.language)
    shown = queries.own_page(link.person, now)
    with translation.override(language):
        context = {
            "orders": [(told_hours(one.ordered, language), told_hours(one.left, language)) for one in shown.orders],
            "session": _session(shown.next, language),
            "reach": link.reach,
            "as_at": f"{long_date(now)}, {clock(now, language)}",
            "statement": reverse("unpaid_work:own_statement", args=[pk]) if shown.orders else "",
        }
    return public_page(request, "unpaid_work/own_page/page.html", "own_page", language, **context)


@link_holder
def own_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of the person's hours, to print. It names nobody, the person neither."""
    now = timezone.now()
    link = _opened(request, pk, now)
    language = language_of(request, link.language)
    with translation.override(language):
        context = {
            "orders": [order_shown(one, language) for one in queries.own_statements(link.person, now)],
            "as_at": f"{long_date(now)}, {clock(now, language)}",
            "own_page": reverse("unpaid_work:own_page", args=[pk]),
        }
    return public_page(request, "unpaid_work/own_page/statement.html", "statement", language, **context)


def _opened(request: HttpRequest, pk: int, now: datetime) -> OwnPageLink:
    """The link that this browser opened, while it is open. Raises NotVisible."""
    open_here = links.kept_open(request, lasts=OPEN_FOR, at=now)
    return access.load_by_token(queries.links(), request.user, open_here, pk=pk)


def _session(booking, language: str) -> dict[str, str] | None:
    if booking is None:
        return None
    session = booking.session
    return {
        "day": long_date(session.starts_at),
        "start": clock(session.starts_at, language),
        "end": clock(session.ends_at, language),
        "place": session.project.address,
    }
