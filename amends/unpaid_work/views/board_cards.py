"""A session as the week board words it: a region's board shows a hundred, so their words are made here, not in tags."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.design.words import clock_time, percent_text
from amends.unpaid_work.queries.board import Card, Day, Line, WeekBoard


@dataclass(frozen=True, slots=True)
class Worded:
    """A card with where it leads, when and by whom it is run, how full it is, and who is booked."""

    card: Card
    href: str
    name: str
    hours: str
    supervisor: str
    taken: str
    people: SafeString
    conflict: bool
    off: bool
    tagged: bool


def worded(board: WeekBoard) -> Iterator[tuple[Day, list[Worded]]]:
    """Each day of the board with its cards in words."""
    return ((day, [_worded(card) for card in day.cards]) for day in board.days)


def _worded(card: Card) -> Worded:
    session = card.session
    off = card.called_off or card.stood_down is not None
    return Worded(
        card,
        reverse("unpaid_work:session", args=[session.pk]),
        session.project.name,
        f"{clock_time(session.starts_at)} \N{EN DASH} {clock_time(session.ends_at)}",
        _supervisor(session),
        _taken(card),
        format_html_join("", "{}", ((_person(line),) for line in card.lines)),
        conflict=card.in_conflict,
        off=off,
        tagged=off or card.in_conflict or bool(card.stand_downs) or card.below_least,
    )


def _supervisor(session) -> str:
    if not session.project.supervised:
        return _("Not supervised")
    return session.supervisor.name if session.supervisor else ""


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
