"""How much of the ordered hours may be education, training and employment."""

from datetime import date
from fractions import Fraction

from amends.policy.dated_tables import table
from amends.policy.decision import Decision


def ete_cap(ordered_minutes: int, *, on: date) -> Decision[int]:
    """The most minutes of ETE that count: a share of the ordered minutes, rounded down to the minute.

    Adjustments do not enlarge the base. Raises Faults where no rule holds on the date.
    """
    row = table("ete_cap").row(on)
    share = Fraction(row["share"])
    minutes = ordered_minutes * share.numerator // share.denominator
    steps = (f"{float(share):.0%} of {ordered_minutes} ordered minutes, rounded down to the minute: {minutes}",)
    return Decision(minutes, "ete_cap", row.cited, row.confidence, steps)
