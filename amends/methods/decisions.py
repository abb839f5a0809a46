"""Decisions that follow one rule for everyone, set side by side for groups of people, so that unfairness shows.

Several failures of one person say less than as many of several people: a share is that of failures, but its interval
takes them for no more than they tell. How much that is comes from how people's own shares scatter (`ratio`); Wilson's
interval is then taken of so many (after E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998).
A difference between groups is no verdict: what people failed, and why, differs too. It is where to look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
import numpy.typing as npt

from amends.methods.statistics.difference import Difference, newcombe
from amends.methods.statistics.holm import holm
from amends.methods.statistics.ratio import ratio
from amends.methods.statistics.share import Share, wilson
from amends.methods.statistics.suppression import INSIDE, hidden, may_be_shared_out

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
_UNLIKELY = 0.05


@dataclass(frozen=True)
class Measure:
    """What was decided: `chosen` of the failures that are `among` those it could be decided of."""

    among: Bools
    chosen: Bools


@dataclass(frozen=True, slots=True)
class Decided:
    """The share so decided, how much larger it is than everybody else's, and whether that would be unlikely by luck.

    `more` is None where the others are too few. `stands_out` allows for all groups that are looked at (Holm).
    """

    share: Share
    more: Difference | None
    stands_out: bool


@dataclass(frozen=True, slots=True)
class GroupDecisions:
    """A group: how many people and failures, and each measure by name; None where people could be known by it."""

    label: str
    people: int | None
    failures: int | None
    decided: Mapping[str, Decided | None]


def share_of(measure: Measure, person: Ints, least: int = INSIDE) -> Share | None:
    """The share of all failures so decided, with its interval.

    None where there is none to decide of, or so few people have one so decided, or none, that they could be known.
    """
    counted = measure.among
    if not counted.any() or not _may_be_told(*_people(measure, person, counted), least):
        return None
    return wilson(*_told_by(measure.chosen[counted], person[counted]))


def by_group(
    measures: Mapping[str, Measure], person: Ints, labels: Sequence[str], least: int = INSIDE
) -> tuple[GroupDecisions, ...]:
    """Each group, by label in order, beside everybody else. `person` and `labels` have one for each failure.

    Groups of fewer than `least` people are hidden, and the next smallest with a single one; so are shares that so few
    people have, or have not. Raises ValueError where the lengths differ.
    """
    names = np.asarray(labels, dtype=str)
    if len(names) != len(person):
        raise ValueError("each failure has a person and a label")
    order = [str(name) for name in np.unique(names)]
    within = {name: names == name for name in order}
    people = {name: len(np.unique(person[within[name]])) for name in order}
    secret = dict(zip(order, hidden(list(people.values()), least), strict=True))
    shown = {name: within[name] for name in order if not secret[name]}
    decided = {
        key: _decided(measure, person, shown, len(order) - len(shown), least) for key, measure in measures.items()
    }
    return tuple(
        GroupDecisions(name, None, None, dict.fromkeys(measures))
        if secret[name]
        else GroupDecisions(
            name, people[name], int(within[name].sum()), {key: decided[key].get(name) for key in measures}
        )
        for name in order
    )


def _decided(
    measure: Measure, person: Ints, within: Mapping[str, Bools], already_hidden: int, least: int
) -> dict[str, Decided]:
    counts = {name: _people(measure, person, chosen) for name, chosen in within.items()}
    told = {name for name, (some, others) in counts.items() if _may_be_told(some, others, least)}
    if told and len(within) - len(told) + already_hidden == 1:
        # What is left out of a total that is told elsewhere could be worked out: another goes with it.
        told.remove(min(told, key=lambda name: (counts[name][0], name)))
    sides = {name: _sides(measure, person, within[name], least) for name in sorted(told)}
    unlikely = {name: _chance(*both) for name, both in sides.items() if both[1] is not None}
    judged = dict(zip(unlikely, holm(list(unlikely.values())), strict=True))
    found = {}
    for name, (one, others) in sides.items():
        if one is None:
            continue
        more = newcombe(*one, *others) if others else None
        found[name] = Decided(wilson(*one), more, bool(more and more.told_apart and judged[name] < _UNLIKELY))
    return found


Counts = tuple[float, float]


def _sides(measure: Measure, person: Ints, within: Bools, least: int) -> tuple[Counts | None, Counts | None]:
    """What the group tells, and what everybody else does; None where nothing is counted, or so few others are."""
    one, rest = measure.among & within, measure.among & ~within
    mine = _told_by(measure.chosen[one], person[one]) if one.any() else None
    enough = _may_be_told(*_people(measure, person, ~within), least) and len(np.unique(person[rest])) >= least
    return mine, _told_by(measure.chosen[rest], person[rest]) if mine and enough else None


def _told_by(chosen: Bools, person: Ints) -> Counts:
    """How many were chosen of how many, as if each told as much as one person's only failure."""
    _numbers, places = np.unique(person, return_inverse=True)
    counts = np.bincount(places).astype(np.float64)
    chosen_of = np.bincount(places, chosen.astype(np.float64)).astype(np.float64)
    whole, people = float(len(chosen)), len(counts)
    share = float(chosen.mean())
    plain = share * (1 - share) / (whole - 1) if whole > 1 else 0.0
    if plain > 0 and people > 1:
        error = ratio(chosen_of, counts).error
        effective = whole / max(1.0, error**2 / plain)
        effective = max(1.0, min(whole, effective))
    else:
        effective = float(people)
    return share * effective, effective


def _people(measure: Measure, person: Ints, within: Bools) -> tuple[int, int]:
    """How many people have one so decided, and how many of those counted have none."""
    counted = measure.among & within
    some = np.unique(person[counted & measure.chosen])
    return len(some), len(np.setdiff1d(person[counted], some))


def _may_be_told(some: int, others: int, least: int) -> bool:
    return may_be_shared_out(some, some + others, least)


def _chance(one: Counts | None, others: Counts | None) -> float:
    """How likely so large a difference is by luck, were there none (two-sided, normal, pooled)."""
    if one is None or others is None:
        return 1.0
    pooled = (one[0] + others[0]) / (one[1] + others[1])
    error = sqrt(pooled * (1 - pooled) * (1 / one[1] + 1 / others[1]))
    return erfc(abs(one[0] / one[1] - others[0] / others[1]) / (error * sqrt(2))) if error else 1.0
