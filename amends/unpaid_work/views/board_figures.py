"""The figures at the head of the week board, and of a session."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.design.components import Figure, Figures
from amends.design.words import hours_text, percent_text
from amends.policy.booking import overbooking_risk, weekly_offer
from amends.unpaid_work.queries import offers
from amends.unpaid_work.queries.board import Card, WeekBoard


def figures(user, board: WeekBoard, at: datetime) -> Figures:
    """Sessions and what needs acting on, places taken, and who was offered less than policy asks."""
    people = sum(len(card.expected) for card in board.cards)
    places = sum(card.session.places for card in board.cards)
    conflicts = board.conflicts
    return Figures(
        [
            Figure(
                _("Sessions"), str(len(board.cards)), at,
                definition=_("Sessions of the week shown, without those called off. A session needs acting on where a "
                             "rule now forbids it or someone on it: an absent supervisor, lapsed health and safety."),
                source=_("Sessions and bookings on record"),
                note=ngettext("%(n)s needs acting on", "%(n)s need acting on", conflicts) % {"n": conflicts}
                if conflicts else _("None needs acting on"),
            ),
            Figure(
                _("People booked"), str(people), at, denominator=_("of %(places)s places") % {"places": places},
                definition=_("Bookings that stand, without people stood down, over the places of the sessions. "
                             "A group may be booked beyond its places, as not everyone comes."),
                source=_("Sessions and bookings on record"),
            ),
            _offered_less(user, board, at),
        ]
    )  # fmt: skip


def _offered_less(user, board: WeekBoard, at: datetime) -> Figure:
    rule = weekly_offer(on=board.first_day)
    less, everyone = offers.counted(user, board.team, board.first_day)
    query = urlencode({"place": f"unit-{board.team.pdu.code}", "week": board.first_day.isoformat()})
    address = f"{reverse('unpaid_work:monitor_offered_less')}?{query}"
    return Figure(
        _("Offered less than the minimum"), str(less), at,
        denominator=ngettext("of %(n)s person", "of %(n)s people", everyone) % {"n": everyone}, href=address,
        definition=_("People of the team's unit with unpaid work ordered and not ended, booked in the week for less "
                     "than policy asks (%(least)s, more where worked intensively), those nearly done included.")
        % {"least": hours_text(rule.value)},
        source=rule.source,
    )  # fmt: skip


def card_figures(card: Card, at: datetime) -> Figures:
    """How full a session is, how many are expected to come, and the risk that somebody is turned away."""
    shown = [
        Figure(
            _("Booked"), str(len(card.expected)), at,
            denominator=_("of %(places)s places") % {"places": card.session.places},
            definition=_("Bookings that stand, without people stood down."), source=_("Bookings on record"),
        ),
        Figure(
            _("Expected to come"), f"{card.turn_out:.1f}", at,
            definition=_("The sum of each person's chance of turning up, as reckoned when they were booked."),
            source=_("Outcomes of the 12 months before each booking"),
        ),
    ]  # fmt: skip
    if card.risk is not None:
        limit = overbooking_risk(on=card.session.date)
        shown.append(
            Figure(
                _("Risk of turning someone away"), percent_text(card.risk, 1), at,
                denominator=_("at most %(limit)s") % {"limit": percent_text(card.session.overbook_risk)},
                definition=_("The chance that more of those booked turn up than there are places, each coming or not "
                             "independently of the others; exact."),
                source=limit.source,
            )
        )  # fmt: skip
    return Figures(shown)
