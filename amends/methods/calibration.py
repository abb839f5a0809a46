"""Whether chances that were told came true: by how high they were, on the whole, and for groups of people.

A chance is calibrated where, of all the times that 70% was told, it happened in 70%. `reliability` looks at that bin by
bin, `judge` puts it into two figures that a lower value of is better, and `by_group` compares what was expected with
what happened for groups of people, whose labels come in here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from amends.methods.statistics.ratio import Mean, ratio
from amends.methods.statistics.share import Share, wilson
from amends.methods.statistics.suppression import INSIDE, hidden

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

BINS = 10
_CERTAIN = 1e-9  # a chance told as 0 or 1 that does not come true would cost without end


@dataclass(frozen=True, slots=True)
class Bin:
    """Occasions whose chances lie from `lowest` to `highest`: their mean, and the share that happened (Wilson)."""

    lowest: float
    highest: float
    told: float
    happened: Share


@dataclass(frozen=True, slots=True)
class Judgement:
    """The Brier score (mean squared error) and the log loss of the chances, each with an interval that takes people as
    what is drawn. Lower is better in both."""

    brier: Mean
    log_loss: Mean


@dataclass(frozen=True, slots=True)
class GroupBin:
    """A group of people: how many they are and how often expected, the mean chance told, and the share that happened.

    `excess` is what happened less what was told, for each occasion, with its interval. All but the label is None where
    the group is so small that people could be known by it.
    """

    label: str
    people: int | None
    occasions: int | None
    told: float | None
    happened: Share | None
    excess: Mean | None


def reliability(chance: Floats, happened: Bools, bins: int = BINS) -> tuple[Bin, ...]:
    """Bins of about the same number of occasions, the lowest chances first; equal chances stay together."""
    _check(chance, happened)
    edges = np.unique(np.quantile(chance, np.linspace(0, 1, bins + 1)[1:-1])) if len(chance) else np.empty(0)
    of = np.searchsorted(edges, chance, side="left")
    found = []
    for number in np.unique(of):
        within = of == number
        told = chance[within]
        share = wilson(float(happened[within].sum()), float(within.sum()))
        found.append(Bin(float(told.min()), float(told.max()), float(told.mean()), share))
    return tuple(found)


def judge(chance: Floats, happened: Bools, person: Ints) -> Judgement:
    """How good the chances were. `person` numbers whose occasion each was. Raises ValueError where there are none."""
    _check(chance, happened)
    return Judgement(_by_person(_squared(chance, happened), person), _by_person(_surprise(chance, happened), person))


def compare(chance: Floats, other: Floats, happened: Bools, person: Ints) -> Judgement:
    """How much lower the first chances' figures are than the others' on the same occasions: below 0 they are better."""
    _check(chance, happened)
    _check(other, happened)
    return Judgement(
        _by_person(_squared(chance, happened) - _squared(other, happened), person),
        _by_person(_surprise(chance, happened) - _surprise(other, happened), person),
    )


def by_group(
    chance: Floats, happened: Bools, person: Ints, labels: Sequence[str], least: int = INSIDE
) -> tuple[GroupBin, ...]:
    """Each group of people, by label in order; `labels` has one for each occasion, the same for all of a person's.

    Groups of fewer than `least` people are hidden, and the next smallest with a single one. Raises ValueError where the
    lengths differ.
    """
    _check(chance, happened)
    names = np.asarray(labels, dtype=str)
    if len(names) != len(chance):
        raise ValueError("each occasion has a label")
    order = [str(name) for name in np.unique(names)]
    within = [names == name for name in order]
    people = [len(np.unique(person[chosen])) for chosen in within]
    return tuple(
        GroupBin(name, None, None, None, None, None) if is_hidden
        else GroupBin(
            name, count, int(chosen.sum()), float(chance[chosen].mean()),
            wilson(float(happened[chosen].sum()), float(chosen.sum())),
            _by_person((happened - chance)[chosen], person[chosen]),
        )
        for name, chosen, count, is_hidden in zip(order, within, people, hidden(people, least), strict=True)
    )  # fmt: skip


def _by_person(values: Floats, person: Ints) -> Mean:
    _numbers, places = np.unique(person, return_inverse=True)
    return ratio(np.bincount(places, values).astype(np.float64), np.bincount(places).astype(np.float64))


def _squared(chance: Floats, happened: Bools) -> Floats:
    return np.square(chance - happened)


def _surprise(chance: Floats, happened: Bools) -> Floats:
    told = np.clip(chance, _CERTAIN, 1 - _CERTAIN)
    losses: Floats = -np.log(np.where(happened, told, 1 - told))
    return losses


def _check(chance: Floats, happened: Bools) -> None:
    if len(chance) != len(happened):
        raise ValueError("each occasion has a chance and an outcome")
    if len(chance) and not 0 <= chance.min() <= chance.max() <= 1:
        raise ValueError("a chance is from 0 to 1")
