"""Shares of people by area and by group, each with Wilson's interval, with the few left out of every table together.

Everything is counted in people. A measure is a share: of those `among`, those `chosen`. Tables of a region, of its
units and of every characteristic are taken together, so that nothing hidden in one can be worked out from another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from amends.methods.statistics.hidden_cells import ALL, hidden_areas, hidden_cells, safe
from amends.methods.statistics.share import Share, wilson
from amends.methods.statistics.suppression import INSIDE

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Measure:
    """A share of people: those `chosen` (of them, those not among are not counted) of those `among`."""

    among: Bools
    chosen: Bools


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell tells: of how many people, and the share. None: few could be known by it, or nobody is counted."""

    people: int | None
    share: Share | None


@dataclass(frozen=True)
class Shares:
    """The cells by area, characteristic, group and measure; `ALL` stands for every area, and for every group."""

    cells: Mapping[tuple[str, str, str, str], Cell]
    groups: Mapping[str, tuple[str, ...]]
    areas: tuple[str, ...]

    def cell(self, measure: str, area: str = ALL, characteristic: str = ALL, group: str = ALL) -> Cell:
        """One cell; of a group that nobody of the area is in, of nobody."""
        return self.cells.get((area, characteristic, group, measure), Cell(0, None))


def shares_of(
    areas: Sequence[str], labels: Mapping[str, Sequence[str]], measures: Mapping[str, Measure], least: int = INSIDE
) -> Shares:
    """Every measure for every area and group, and for all of them together.

    `areas` and each of the `labels` have one for each person. Raises ValueError where the lengths differ, or a label is
    empty.
    """
    count = len(areas)
    if any(len(each) != count for each in labels.values()):
        raise ValueError("each person has an area and a label of each characteristic")
    if "" in areas or any("" in each for each in labels.values()):
        raise ValueError("no area or group is without a name")
    groups = {name: tuple(sorted(set(each))) for name, each in labels.items()}
    people = _Counts(areas, labels, groups)
    hiding = _Hiding(people, groups, least)
    hiding.settle(measures.values())
    cells: dict[tuple[str, str, str, str], Cell] = {}
    for name, measure in measures.items():
        whole, split = hiding.of(measure)
        among, chosen = people.of(measure.among), people.of(measure.among & measure.chosen)
        for where in people.slices:
            if where in whole:
                cells[*where, name] = Cell(None, None)
            elif where in split or not among[where]:
                cells[*where, name] = Cell(among[where], None)
            else:
                cells[*where, name] = Cell(among[where], wilson(chosen[where], among[where]))
    return Shares(cells, groups, tuple(sorted(set(areas))))


Where = tuple[str, str, str]  # area, characteristic, group
Hidden = frozenset[Where]


class _Counts:
    """Who is in each cell, and how many of any people are."""

    def __init__(
        self, areas: Sequence[str], labels: Mapping[str, Sequence[str]], groups: Mapping[str, Sequence[str]]
    ) -> None:
        self.areas = tuple(sorted(set(areas)))
        size, place = len(self.areas), {area: number for number, area in enumerate(self.areas)}
        of_area = np.array([place[area] for area in areas], dtype=np.int64)
        # Of each characteristic, as of none: every person's cell as a number, group by group, and the cells in turn.
        self.tables: list[tuple[npt.NDArray[np.int64], list[list[Where]]]] = []
        for name, each in {ALL: [ALL] * len(areas), **labels}.items():
            own = groups.get(name, (ALL,))
            number = {group: row * size for row, group in enumerate(own)}
            cells = [[(area, name, group) for area in (*self.areas, ALL)] for group in own]
            self.tables.append((np.array([number[group] for group in each], dtype=np.int64) + of_area, cells))
        self.slices = [where for _numbers, cells in self.tables for row in cells for where in row]

    def of(self, people: Bools) -> dict[Where, int]:
        """How many of these people are in each cell."""
        size, counts = len(self.areas), list[int]()
        for numbers, cells in self.tables:
            found = np.bincount(numbers[people], minlength=size * len(cells)).reshape(len(cells), size)
            counts += np.column_stack([found, found.sum(axis=1)]).ravel().tolist()
        return dict(zip(self.slices, counts, strict=True))


class _Hiding:
    """What is hidden of each measure: of how many people it is, and the share.

    Where the people of one measure are those of another, or those chosen by it, what is hidden there is hidden here.
    """

    def __init__(self, people: _Counts, groups: Mapping[str, Sequence[str]], least: int) -> None:
        self.people, self.groups, self.least = people, groups, least
        self.known: dict[bytes, Hidden] = {}
        self.found: dict[tuple[Hidden, tuple[bytes, ...]], Hidden] = {}  # nothing is looked for twice

    def settle(self, measures: Iterable[Measure]) -> None:
        """Find what is hidden of each, until what one hides changes no other."""
        every = list(measures)
        before: dict[bytes, Hidden] | None = None
        while before != self.known:
            before = dict(self.known)
            for measure in every:
                self.of(measure)

    def of(self, measure: Measure) -> tuple[Hidden, Hidden]:
        """The cells whose people are hidden, and those whose share is."""
        among = measure.among
        parts = among & measure.chosen, among & ~measure.chosen
        whole = self._hidden([among], self._held(among))
        split = self._hidden(parts, whole.union(*(self._held(part) for part in parts)))
        self.known[among.tobytes()] = whole
        for part in parts:
            self.known[part.tobytes()] = split
        return whole, split

    def _held(self, people: Bools) -> Hidden:
        return self.known.get(people.tobytes(), frozenset())

    def _hidden(self, parts: Sequence[Bools], already: Hidden) -> Hidden:
        asked = already, tuple(part.tobytes() for part in parts)
        if asked not in self.found:
            self.found[asked] = self._looked_for(parts, already)
        return self.found[asked]

    def _looked_for(self, parts: Sequence[Bools], already: Hidden) -> Hidden:
        counted = [self.people.of(part) for part in parts]
        told = dict(zip(self.people.slices, zip(*(each.values() for each in counted), strict=True), strict=True))
        everywhere = (ALL, ALL, ALL)
        if everywhere in already or not safe(told[everywhere], self.least):
            return frozenset(told)
        several = len(self.people.areas) > 1
        areas = self.people.areas if several else ()
        left_out = hidden_areas(
            {area: told[area, ALL, ALL] for area in areas},
            frozenset(area for area in areas if (area, ALL, ALL) in already), self.least,
        )  # fmt: skip
        shown = [area for area in areas if area not in left_out]
        found = {where for where in told if where[0] in left_out}
        for name, groups in self.groups.items():
            held = frozenset((group, area) for area, of, group in already if of == name and area in (*shown, ALL))
            numbers = {(group, area): told[area, name, group] for group in groups for area in (*areas, ALL)}
            cells = hidden_cells(numbers, groups, shown, held, rest=bool(left_out), least=self.least)
            found |= {(area, name, group) for group, area in cells}
        if not several:
            only = self.people.areas[0] if self.people.areas else ALL
            found |= {(only, name, group) for area, name, group in found if area == ALL}
        return frozenset(found)
