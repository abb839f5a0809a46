"""Whether what an order asks fits the time that is left of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amends.faults import Fault, Faults
from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest


@dataclass(frozen=True)
class Ask:
    """Something still to be done: in words, how many are left, of what (sessions, days or hours)."""

    words: str
    left: float
    unit: str


@dataclass(frozen=True)
class Fit:
    """Whole weeks until the last day, and of each thing asked the weeks that it takes."""

    weeks_left: int
    weeks_needed: tuple[int, ...]

    @property
    def fits(self) -> bool:
        """Whether each, done beside the others, is done in the weeks left."""
        return all(needed <= self.weeks_left for needed in self.weeks_needed)


def order_fit(asked: Sequence[Ask], last_day: date, *, on: date) -> Decision[Fit]:
    """Whether each thing asked can be done by the last day at the pace of the rule, beside the others.

    Raises Faults where less than nothing is left, or there is no pace for the unit.
    """
    weeks_left = max(0, (last_day + timedelta(days=1) - on).days // 7)
    needed, steps, rows = [], [f"{weeks_left} whole weeks until {last_day.isoformat()}"], []
    for each in asked:
        if each.left < 0:
            raise Faults([Fault("", None, "left", f"{each.left} is less than nothing", "0 or more")])
        row = table("order_pace", "what").row(on, what=each.unit)
        weeks = math.ceil(each.left / row.whole("a_week"))
        needed.append(weeks)
        rows.append(row)
        verdict = "fits" if weeks <= weeks_left else "does not fit"
        steps.append(f"{each.words}: {each.left:g} {each.unit} at {row['a_week']} a week take {weeks} weeks: {verdict}")
    source = "; ".join(dict.fromkeys(row.cited for row in rows)) or "nothing is asked that is counted"
    confidence = weakest(*(row.confidence for row in rows))
    return Decision(Fit(weeks_left, tuple(needed)), "order_fit", source, confidence, tuple(steps))
