"""A person's own page: opened once by a link, and kept open for half an hour in the browser that opened it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from amends.design import bilingual
from amends.design.words import clock_time, hours_spoken, long_date
from amends.organisation import access, links
from amends.organisation.access_matrix import link_holder
from amends.organisation.operations.links import use_link
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.operations.own_page import OPEN_FOR
from amends.unpaid_work.queries import own_page as queries
from amends.unpaid_work.views.public_page import language_of, public_page


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
    open_here = links.kept_open(request, lasts=OPEN_FOR, at=now)
    link = access.load_by_token(queries.links(), request.user, open_here, pk=pk)
    language = language_of(request, link.language)
    shown = queries.own_page(link.person, now)
    with translation.override(language):
        context = {
            "orders": [(_hours(one.ordered, language), _hours(one.left, language)) for one in shown.orders],
            "session": _session(shown.next, language),
            "reach": link.reach,
            "as_at": f"{long_date(now)}, {_clock(now, language)}",
        }
    return public_page(request, "unpaid_work/own_page/page.html", "own_page", language, **context)


def _session(booking, language: str) -> dict[str, str] | None:
    if booking is None:
        return None
    session = booking.session
    return {
        "day": long_date(session.starts_at),
        "start": _clock(session.starts_at, language),
        "end": _clock(session.ends_at, language),
        "place": session.project.address,
    }


def _clock(at, language: str) -> str:
    return f"{timezone.localtime(at):%H:%M}" if language == bilingual.WELSH else clock_time(at)


def _hours(minutes: int | None, language: str) -> str:
    if minutes is None or language != bilingual.WELSH:
        return "" if minutes is None else hours_spoken(minutes)
    hours, rest = divmod(minutes, 60)
    return " ".join([f"{hours} awr"] * bool(hours or not rest) + [f"{rest} munud"] * bool(rest))
