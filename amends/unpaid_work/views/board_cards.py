"""A session as the week board shows it. A region's board shows a hundred: their markup is made here, not by tags."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.design.words import clock_time, percent_text
from amends.unpaid_work.queries.board import Card, Day, Line, WeekBoard

_CARD = (
    '<article class="amends-session{}"><h3 class="govuk-heading-s"><a class="govuk-link" href="{}">{}</a></h3>'
    "<p>{} \N{EN DASH} {}<br>{}</p>{}{}</article>"
)


def drawn(board: WeekBoard) -> Iterator[tuple[Day, list[SafeString]]]:
    """Each day of the board with its sessions drawn: when and by whom each is run, how full it is, who is booked."""
    return ((day, [_drawn(card) for card in day.cards]) for day in board.days)


def _drawn(card: Card) -> SafeString:
    session = card.session
    off = card.called_off or card.stood_down is not None
    tagged = off or card.in_conflict or card.stand_downs or card.below_least
    return format_html(
        _CARD,
        (" amends-session--conflict" if card.in_conflict else "") + (" amends-session--off" if off else ""),
        reverse("unpaid_work:session", args=[session.pk]),
        session.project.name,
        clock_time(session.starts_at),
        clock_time(session.ends_at),
        _supervisor(session),
        render_to_string("unpaid_work/board/tags.html", {"card": card}) if tagged else "",
        format_html("<p>{}</p>", session.cancel_reason) if card.called_off else _filled(card),
    )


def _supervisor(session) -> str:
    if not session.project.supervised:
        return _("Not supervised")
    return session.supervisor.name if session.supervisor else format_html("<strong>{}</strong>", _("No supervisor"))


def _filled(card: Card) -> SafeString:
    """How full it is, what must be acted on, and who is booked."""
    why = format_html_join("", "<li>{}</li>", ((capfirst(reason.words),) for reason in card.reasons))
    people = format_html_join("", "{}", ((_person(line),) for line in card.lines))
    return format_html(
        "<p>{}</p>{}{}",
        _taken(card),
        format_html('<ul class="amends-session__conflicts">{}</ul>', why) if why else "",
        format_html('<ul class="amends-session__people">{}</ul>', people)
        if people
        else format_html('<p class="amends-none">{}</p>', _("Nobody booked")),
    )


def _taken(card: Card) -> str:
    """Places taken, and where anyone is booked how many are expected and the risk that somebody is turned away."""
    count, places = len(card.expected), card.session.places
    words = [
        ngettext("%(booked)s of %(places)s place", "%(booked)s of %(places)s places", places)
        % {"booked": count, "places": places}
    ]
    if count:
        words.append(_("%(count)s expected") % {"count": f"{card.turn_out:.1f}"})
        if card.risk is not None:
            words.append(_("%(risk)s risk") % {"risk": percent_text(card.risk, 1)})
    return " \N{MIDDLE DOT} ".join(words)


def _person(line: Line) -> SafeString:
    name = line.person.name if line.person else _("Restricted record")
    if line.stood_down:
        return format_html('<li class="amends-none">{} ({})</li>', name, _("stood down"))
    if line.reasons:
        why = "; ".join(str(reason.words) for reason in line.reasons)
        return format_html('<li>{} <strong class="amends-session__why">{}</strong></li>', name, why)
    return format_html("<li>{}</li>", name)
