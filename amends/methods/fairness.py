"""What a plan gives to groups of people: who is offered less than the least, and who travels how far.

The planner knows no protected characteristic but sex, where the law of placements needs it. Labels come in here, beside
a plan that is made, and change nothing in it. A difference between groups is no verdict: where people live, when they
are free and what their assessment allows differ too. It is where to look.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, hypot, isfinite, sqrt

import numpy as np
import numpy.typing as npt

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Problem
from amends.methods.planning.travel import travel_minutes
from amends.methods.statistics.difference import Difference, newcombe
from amends.methods.statistics.holm import holm
from amends.methods.statistics.ratio import Mean, ratio, student95
from amends.methods.statistics.share import Share, wilson
from amends.methods.statistics.suppression import INSIDE, hidden, may_be_shared_out

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Shortfalls for these reasons lie with the person; all others are the service's.
OWN_REASONS = frozenset({"away", "hours_nearly_done"})
_UNLIKELY = 0.05


@dataclass(frozen=True)
class Lot:
    """What each person of a problem gets, in the problem's order.

    `short`: minutes under the least, added up over the weeks; `weeks`: weeks planned; `travel`: minutes one way, added
    up over `bookings`.
    """

    short: Floats
    weeks: int
    travel: Floats
    bookings: Floats


@dataclass(frozen=True, slots=True)
class Contrast:
    """A group's mean less that of everybody else, with its 95% interval.

    `stands_out`: whether so large a difference would be unlikely (1 in 20) if there were none, however many groups of
    the characteristic are looked at (Holm).
    """

    difference: float
    low: float
    high: float
    stands_out: bool


@dataclass(frozen=True, slots=True)
class GroupLot:
    """What a group gets, beside everybody else. All but the label is None where the group is too small to be shown.

    `short`: share of people short in any week, and `short_more`: that less the others'; both None where so few are, or
    are not, that they could be known. `minutes_short`: for a person and week. `travel`: minutes one way for a booking;
    None where too few of the group are booked.
    """

    label: str
    people: int | None = None
    short: Share | None = None
    short_more: Difference | None = None
    minutes_short: Mean | None = None
    minutes_short_more: Contrast | None = None
    travel: Mean | None = None
    travel_more: Contrast | None = None


def lot_of(plan: Plan, problem: Problem) -> Lot:
    """What the plan gives to each person."""
    index = {person.person_id: row for row, person in enumerate(problem.people)}
    short, travel, bookings = (np.zeros(len(index)) for _ in range(3))
    for unmet in plan.unmet:
        if unmet.reason not in OWN_REASONS:
            short[index[unmet.person_id]] += unmet.short
    for booking in plan.bookings:
        row = index[booking.person_id]
        bookings[row] += 1
        travel[row] += travel_minutes(problem.people[row], problem.project_of[booking.project_id], problem)
    return Lot(short, problem.weeks, travel, bookings)


def by_group(lot: Lot, labels: Sequence[str], least: int = INSIDE) -> tuple[GroupLot, ...]:
    """Each group of one characteristic, by label in order, beside everybody else. `labels` has one for each person.

    Groups of fewer than `least` people are hidden, and the next smallest with a single one. Raises ValueError where
    there is not one label for each person.
    """
    if len(labels) != len(lot.short):
        raise ValueError("each person has a label")
    names = np.asarray(labels, dtype=str)
    order = [str(name) for name in np.unique(names)]
    within = {name: names == name for name in order}
    is_hidden = hidden([int(within[name].sum()) for name in order], least)
    shown = [name for name, secret in zip(order, is_hidden, strict=True) if not secret]
    told = _told(lot.short > 0, {name: within[name] for name in shown}, len(order) - len(shown), least)
    short = _contrasts({name: _against(lot.short, np.full(len(names), float(lot.weeks)), within[name])
                        for name in shown})  # fmt: skip
    travel = _contrasts({name: _against(lot.travel, lot.bookings, within[name]) for name in shown})
    return tuple(
        _group(name, lot, within[name], short[name], travel[name], name in told, least)
        if name in shown else GroupLot(name)
        for name in order
    )  # fmt: skip


def by_characteristic(
    lot: Lot, people: Sequence[str], labels: Mapping[str, Mapping[str, str]], missing: str, least: int = INSIDE
) -> dict[str, tuple[GroupLot, ...]]:
    """`by_group` for each characteristic: `labels` by characteristic, then person; `missing` where one has none."""
    return {
        characteristic: by_group(lot, [of_person.get(person) or missing for person in people], least)
        for characteristic, of_person in labels.items()
    }


Pair = tuple[Mean | None, Mean | None]
Compared = tuple[Pair, Contrast | None]


def _told(is_short: Bools, within: Mapping[str, Bools], already_hidden: int, least: int) -> set[str]:
    """The groups of which it may be told how many are short: not where they, or the rest, are few.

    How many are short in all is told elsewhere: so where just one group would be untold, another is with it.
    """
    counts = {name: int((is_short & chosen).sum()) for name, chosen in within.items()}
    told = {name for name, chosen in within.items() if may_be_shared_out(counts[name], int(chosen.sum()), least)}
    if told and len(within) - len(told) + already_hidden == 1:
        told.remove(min(told, key=lambda name: (counts[name], name)))
    return told


def _group(name: str, lot: Lot, within: Bools, short: Compared, travel: Compared, told: bool, least: int) -> GroupLot:
    people, others = int(within.sum()), int((~within).sum())
    is_short = lot.short > 0
    count, other = int((is_short & within).sum()), int((is_short & ~within).sum())
    one, other_one = travel[0]
    compared = told and others >= least and may_be_shared_out(other, others, least)
    return GroupLot(
        label=name,
        people=people,
        short=wilson(count, people) if told else None,
        short_more=newcombe(count, people, other, others) if compared else None,
        minutes_short=short[0][0] if told else None,
        minutes_short_more=short[1] if compared else None,
        travel=one if one and one.people >= least else None,
        travel_more=travel[1] if one and other_one and min(one.people, other_one.people) >= least else None,
    )


def _against(amounts: Floats, counts: Floats, within: Bools) -> Pair:
    """The group's mean, and everybody else's; None where nothing of either is counted."""
    counted = counts > 0
    return _mean(amounts, counts, within & counted), _mean(amounts, counts, ~within & counted)


def _mean(amounts: Floats, counts: Floats, chosen: Bools) -> Mean | None:
    return ratio(amounts[chosen], counts[chosen]) if chosen.any() else None


def _contrasts(pairs: Mapping[str, Pair]) -> dict[str, Compared]:
    """The differences of one measure over the groups of a characteristic, judged together."""
    differences: dict[str, tuple[float, float, float]] = {}
    unlikely: dict[str, float] = {}
    for name, (one, other) in pairs.items():
        if one is None or other is None or not (isfinite(one.error) and isfinite(other.error)):
            continue
        difference, error = one.mean - other.mean, hypot(one.error, other.error)
        half = student95(min(one.people, other.people) - 1) * error
        differences[name] = difference, difference - half, difference + half
        unlikely[name] = erfc(abs(difference) / (error * sqrt(2))) if error else float(difference == 0)
    judged = dict(zip(unlikely, holm(list(unlikely.values())), strict=True))
    found: dict[str, Contrast | None] = defaultdict(lambda: None)
    for name, (difference, low, high) in differences.items():
        found[name] = Contrast(difference, low, high, judged[name] < _UNLIKELY and not low <= 0 <= high)
    return {name: (pair, found[name]) for name, pair in pairs.items()}
