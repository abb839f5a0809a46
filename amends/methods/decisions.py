"""Decisions that follow one rule for everyone, set side by side for groups of people, so that unfairness shows.

Several failures of one person say less than as many of several people: a share is that of failures, but its interval
takes them for no more than they tell. How much that is comes from how people's own shares scatter (`ratio`); Wilson's
interval is then taken of so many (after E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998).
A difference between groups is no verdict: what people failed, and why, differs too. It is where to look.

Everything comes from a few sums over people, kept by group: what everybody else adds up to is the whole without them.
So a region's failures are gone through once for each characteristic, however many groups it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from amends.methods.statistics.difference import Difference, newcombe
from amends.methods.statistics.holm import holm
from amends.methods.statistics.share import Share, wilson
from amends.methods.statistics.suppression import INSIDE, hidden, may_be_shared_out

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Counts = tuple[float, float]
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
    (everyone,) = _Cells.of(person, np.zeros(len(person), np.int64), 1).within(measure)
    if not everyone.whole or not everyone.may_be_told(least):
        return None
    return wilson(*everyone.told())


def by_group(
    measures: Mapping[str, Measure], person: Ints, labels: Sequence[str], least: int = INSIDE
) -> tuple[GroupDecisions, ...]:
    """Each group, by label in order, beside everybody else. `person` and `labels` have one for each failure.

    Groups of fewer than `least` people are hidden, and the next smallest with a single one; so are shares that so few
    people have, or have not. Raises ValueError where the lengths differ.
    """
    if len(labels) != len(person):
        raise ValueError("each failure has a person and a label")
    order = sorted(set(labels))
    places = {name: place for place, name in enumerate(order)}
    group = np.fromiter((places[label] for label in labels), np.int64, len(labels))
    cells = _Cells.of(person, group, len(order))
    people = np.bincount(cells.group, minlength=len(order)).tolist()
    failures = np.bincount(group, minlength=len(order)).tolist()
    secret = hidden(people, least)
    shown = [place for place in range(len(order)) if not secret[place]]
    decided = {
        key: _decided(cells, measure, shown, len(order) - len(shown), least) for key, measure in measures.items()
    }
    return tuple(
        GroupDecisions(name, None, None, dict.fromkeys(measures))
        if secret[place]
        else GroupDecisions(name, people[place], failures[place], {key: decided[key].get(place) for key in measures})
        for place, name in enumerate(order)
    )


def _decided(
    cells: "_Cells", measure: Measure, shown: Sequence[int], already_hidden: int, least: int
) -> dict[int, Decided]:
    """What was decided of each group that may be told, by its place."""
    within, rest = cells.within(measure), cells.without(measure)
    told = {place for place in shown if within[place].may_be_told(least)}
    if told and len(shown) - len(told) + already_hidden == 1:
        # What is left out of a total that is told elsewhere could be worked out: another goes with it.
        told.remove(min(told, key=lambda place: (within[place].some, place)))
    counted = [place for place in sorted(told) if within[place].whole]
    beside = {
        place: (within[place].told(), rest[place].told())
        for place in counted
        if rest[place].may_be_told(least) and rest[place].people >= least
    }
    judged = dict(zip(beside, holm([_chance(*both) for both in beside.values()]), strict=True))
    found = {}
    for place in counted:
        more = newcombe(*beside[place][0], *beside[place][1]) if place in beside else None
        unlikely = bool(more and more.told_apart and judged[place] < _UNLIKELY)
        found[place] = Decided(wilson(*within[place].told()), more, unlikely)
    return found


class _Sums(NamedTuple):
    """Over people: how many are counted; their failures and those so decided, the squares and products of both by
    person; and how many people have one so decided, and how many none.
    """

    people: float
    whole: float
    chosen: float
    whole_squared: float
    product: float
    chosen_squared: float
    some: float
    none: float

    def may_be_told(self, least: int) -> bool:
        """Whether neither those who have one so decided nor the rest are few."""
        return may_be_shared_out(int(self.some), int(self.some + self.none), least)

    def told(self) -> Counts:
        """How many were chosen of how many, as if each told as much as one person's only failure."""
        share = self.chosen / self.whole
        plain = share * (1 - share) / (self.whole - 1) if self.whole > 1 else 0.0
        effective = self.people
        if plain > 0 and self.people > 1:
            # How people's sums scatter about the share (see `ratio`), its square multiplied out.
            scatter = self.chosen_squared - 2 * share * self.product + share**2 * self.whole_squared
            error_squared = max(0.0, scatter) * self.people / (self.people - 1) / self.whole**2
            effective = max(1.0, min(self.whole, self.whole / max(1.0, error_squared / plain)))
        return share * effective, effective


@dataclass(frozen=True)
class _Cells:
    """Each person in each group once: which they are, and for each failure the cell it is in."""

    person: Ints
    group: Ints
    of_failure: Ints
    groups: int

    @classmethod
    def of(cls, person: Ints, group: Ints, groups: int) -> Self:
        _numbers, people = np.unique(person, return_inverse=True)
        pairs, of_failure = np.unique(people * groups + group, return_inverse=True)
        return cls(pairs // groups, pairs % groups, of_failure, groups)

    def within(self, measure: Measure) -> list[_Sums]:
        """The sums of each group."""
        return self._by_group(_terms(*self._counts(measure)))

    def without(self, measure: Measure) -> list[_Sums]:
        """The sums of everybody else: the whole, but for what each person adds to it by being in the group too."""
        whole, chosen = self._counts(measure)
        all_whole, all_chosen = _added(self.person, whole), _added(self.person, chosen)
        every = _terms(all_whole, all_chosen)
        theirs, their_chosen = all_whole[self.person], all_chosen[self.person]
        added = _terms(theirs, their_chosen) - _terms(theirs - whole, their_chosen - chosen)
        gone = self._by_group(added)
        total = every.sum(axis=1)
        return [_Sums(*(total - np.array(sums)).tolist()) for sums in gone]

    def _counts(self, measure: Measure) -> tuple[Floats, Floats]:
        """For each cell its failures that are counted, and those of them so decided."""
        cells = len(self.person)
        chosen = (measure.among & measure.chosen).astype(np.float64)
        return _added(self.of_failure, measure.among.astype(np.float64), cells), _added(self.of_failure, chosen, cells)

    def _by_group(self, terms: Floats) -> list[_Sums]:
        sums = [_added(self.group, term, self.groups) for term in terms]
        return [_Sums(*row) for row in np.transpose(sums).tolist()]


def _added(places: Ints, amounts: Floats, least: int = 0) -> Floats:
    """The amounts added up by place."""
    return np.bincount(places, amounts, least).astype(np.float64, copy=False)


def _terms(whole: Floats, chosen: Floats) -> Floats:
    """What each person adds to the sums."""
    counted, some = whole > 0, chosen > 0
    terms = (counted, whole, chosen, whole**2, whole * chosen, chosen**2, some, counted & ~some)
    return np.array(terms, np.float64)


def _chance(one: Counts, others: Counts) -> float:
    """How likely so large a difference is by luck, were there none (two-sided, normal, pooled)."""
    pooled = (one[0] + others[0]) / (one[1] + others[1])
    error = sqrt(pooled * (1 - pooled) * (1 / one[1] + 1 / others[1]))
    return erfc(abs(one[0] / one[1] - others[0] / others[1]) / (error * sqrt(2))) if error else 1.0
