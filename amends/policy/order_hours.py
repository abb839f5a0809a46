"""How many hours a court may order, and how many may be outstanding at once."""

from datetime import date
from typing import TypedDict

from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest


class OrderHours(TypedDict):
    """Whether a number of minutes may be ordered, with the bounds (minutes, both included)."""

    allowed: bool
    least: int
    most: int


def order_hours(minutes: int, *, on: date) -> Decision[OrderHours]:
    """Whether a court may order so many minutes of unpaid work. Raises Faults where no rule holds on the date."""
    row = table("order_hours").row(on)
    least, most = row.whole("least_minutes"), row.whole("most_minutes")
    allowed = least <= minutes <= most
    steps = [
        f"an order made on {on.isoformat()} is of {least} to {most} minutes, both included",
        f"{minutes} minutes {'are' if allowed else 'are not'} within that",
    ]
    for breach in table("order_hours_on_breach").rows:
        if breach.holds(on):
            steps.append(
                f"a court dealing with a breach may impose {breach.whole('least_minutes')} minutes upward "
                f"({breach.cited}; {breach.confidence})"
            )
    value = OrderHours(allowed=allowed, least=least, most=most)
    return Decision(value, "order_hours", row.cited, row.confidence, tuple(steps))


def order_hours_on_breach(minutes: int, *, on: date) -> Decision[OrderHours]:
    """Whether a court dealing with a breach may impose so many minutes: its own least, the most of any order.

    Raises Faults where no rule holds on the date.
    """
    row, order = table("order_hours_on_breach").row(on), table("order_hours").row(on)
    least, most = row.whole("least_minutes"), order.whole("most_minutes")
    value = OrderHours(allowed=least <= minutes <= most, least=least, most=most)
    step = f"imposed for a breach on {on.isoformat()}: {least} to {most} minutes, both included"
    return Decision(value, "order_hours_on_breach", row.cited, weakest(row.confidence, order.confidence), (step,))


def outstanding_limit(*, on: date) -> Decision[int]:
    """The most minutes of unpaid work that one person may have outstanding over all requirements."""
    row = table("outstanding_limit").row(on)
    return Decision(row.whole("most_minutes"), "outstanding_limit", row.cited, row.confidence)
