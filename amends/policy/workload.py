"""How much work an officer holds, in points, against the points their hours make available."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TypedDict

from amends.faults import Fault, Faults
from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest

TIERS = tuple(letter + number for letter in "ABCD" for number in "3210")
KINDS = ("community", "licence", "custody")
REPORTS = ("standard", "fast", "parole")
FULL_TIME_HOURS = 37
MOST_HOURS = 168


@dataclass(frozen=True)
class HeldCase:
    """A case an officer holds: its tier, and whether it is in the community, on licence or in custody."""

    tier: str
    kind: str


class Capacity(TypedDict):
    """Points available and used; `percent` is None where nothing is available, which is never 0 per cent."""

    available: int
    used: int
    percent: float | None
    over: bool


def workload_capacity(
    contracted_hours: Decimal,
    reduction_hours: Decimal = Decimal(0),
    cases: Sequence[HeldCase] = (),
    reports: Sequence[str] = (),
    *,
    on: date,
) -> Decision[Capacity]:
    """The capacity of an officer. Hours are a week's.

    Raises Faults for hours out of range, a tier, kind or report without points, and a date without rules.
    """
    _in_range(contracted_hours, reduction_hours)
    points = table("workload_points", "kind", "item")
    row = points.row(on, kind="available", item="full_time")
    left = contracted_hours - reduction_hours
    available = int((row.whole("points") * left / FULL_TIME_HOURS).to_integral_value(ROUND_FLOOR))
    steps = [f"{left.normalize():f} of {FULL_TIME_HOURS} hours a week: {available} points available"]
    confidences = [row.confidence]
    used = 0
    for (kind, item), count in Counter(
        [*((case.kind, case.tier) for case in cases), *(("report", report) for report in reports)]
    ).items():
        each = points.row(on, kind=kind, item=item)
        confidences.append(each.confidence)
        used += count * each.whole("points")
        steps.append(f"{count} x {kind} {item}: {count * each.whole('points')}")
    percent = None
    if available:
        percent = float((Decimal(100 * used) / available).quantize(Decimal("0.1"), ROUND_HALF_UP))
    steps.append(f"{used} points used of {available}")
    value = Capacity(available=available, used=used, percent=percent, over=used > available)
    return Decision(value, "workload_capacity", row.cited, weakest(*confidences), tuple(steps))


def reduction_hours(contracted_hours: Decimal, circumstances: Sequence[str], *, on: date) -> Decision[Decimal]:
    """Hours a week by which those contracted are reduced: a trainee's half-year, newly qualified, sickness, leave.

    Shares add up, to all of the hours at most. Raises Faults for a circumstance that there is not.
    """
    _in_range(contracted_hours, Decimal(0))
    rows = [table("workload_reductions", "circumstance").row(on, circumstance=each) for each in circumstances]
    share = min(Decimal(1), sum((Decimal(row["share"]) for row in rows), Decimal(0)))
    steps = tuple(f"{row['circumstance']}: {Decimal(row['share']):.0%} of the hours" for row in rows)
    source = rows[0].cited if rows else "no circumstance that reduces hours"
    confidence = weakest(*(row.confidence for row in rows))
    return Decision(contracted_hours * share, "reduction_hours", source, confidence, steps)


@lru_cache(maxsize=1000)
def case_points(tier: str, kind: str, *, on: date) -> int:
    """The points of one case. Raises Faults for a tier or kind without points, and a date without rules."""
    return table("workload_points", "kind", "item").row(on, kind=kind, item=tier).whole("points")


def away(circumstance: str, *, on: date) -> bool:
    """Whether it takes all of the hours: one at home without face to face contact works on."""
    return Decimal(table("workload_reductions", "circumstance").row(on, circumstance=circumstance)["share"]) == 1


def at_home(circumstance: str, *, on: date) -> bool:
    """Whether it takes no hours, but every contact face to face."""
    return Decimal(table("workload_reductions", "circumstance").row(on, circumstance=circumstance)["share"]) == 0


def _in_range(contracted: Decimal, reduction: Decimal) -> None:
    if not 0 <= contracted <= MOST_HOURS:
        wrong = f"{contracted} is out of range"
        raise Faults([Fault("", None, "contracted_hours", wrong, f"hours a week, 0 to {MOST_HOURS}")])
    if not 0 <= reduction <= contracted:
        wrong = f"{reduction} is out of range"
        raise Faults([Fault("", None, "reduction_hours", wrong, f"0 to the {contracted} hours contracted")])
