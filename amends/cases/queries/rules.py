"""What the rules say of an order, in words for the page on which it is recorded, each with its source."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from amends.design.words import day, hours_text
from amends.policy.completion import completion_date
from amends.policy.decision import DEFAULT, Decision
from amends.policy.order_hours import order_hours, order_hours_on_breach, outstanding_limit


@dataclass(frozen=True)
class Explanation:
    """One rule in words. `is_default`: a service may replace it; it is not law."""

    words: str
    source: str
    is_default: bool


def sentence_rules(on: date) -> list[Explanation]:
    """The rules for an order made on the day."""
    order, breach = order_hours(0, on=on), order_hours_on_breach(0, on=on)
    most, last = outstanding_limit(on=on), completion_date(on, on=on)
    bounds = {"least": hours_text(order.value["least"]), "most": hours_text(order.value["most"])}
    finish = (
        _("The hours of an order made today are to be worked by %(day)s, unless the court sets another day.")
        % {"day": day(last.value)}
        if last.value
        else _("There is no last day for working the hours, unless the court sets one.")
    )
    return [
        _explained(_("A court may order from %(least)s to %(most)s of unpaid work today.") % bounds, order),
        _explained(
            _("A court dealing with a breach may impose %(least)s or more.")
            % {"least": hours_text(breach.value["least"])},
            breach,
        ),
        _explained(
            _("No more than %(most)s may be outstanding over all requirements; those that run together count once.")
            % {"most": hours_text(most.value)},
            most,
        ),
        _explained(finish, last),
    ]


def _explained(words: str, decision: Decision) -> Explanation:
    return Explanation(words, decision.source, decision.confidence == DEFAULT)
