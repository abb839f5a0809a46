"""Small numbers in tables of several areas: what must be hidden so that no few people can be known by subtraction.

A cell of a group in an area (and of all areas) holds numbers of people. One from 1 to `least` - 1 is hidden. Hidden
alone in its row or column it could be worked out, and so more is hidden: areas as a whole first, then cells. In a table
with its margins a hidden number can be worked out just where its cell lies on no closed way through hidden cells, from
row to column to row (a bridge of that graph: D. Gusfield, A graph theoretic approach to statistical data security, SIAM
Journal on Computing 17, 1988). No such cell is left small; nor is a line whose hidden cells are known to be few.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from amends.methods.statistics.suppression import INSIDE

ALL = ""  # every area
Cell = tuple[str, str]  # group, area
Numbers = Mapping[Cell, tuple[int, ...]]  # what a cell tells: numbers of people, each of which is to be safe
_GROUND, _REST = "\0ground", "\0rest"
_WHOLE_AREA, _NOBODY = 10**9, 10**6  # what it costs to hide the cell of all areas, or one of nobody


def safe(numbers: Sequence[int], least: int = INSIDE) -> bool:
    """Whether none of these numbers of people is so few, but not nobody, that they could be known."""
    for number in numbers:  # noqa: SIM110  # asked of every cell of every table: `all` takes three times as long
        if 0 < number < least:
            return False
    return True


def hidden_areas(totals: Mapping[str, tuple[int, ...]], already: frozenset[str], least: int = INSIDE) -> frozenset[str]:
    """Which areas are left out whole: those that are few, and the smallest others until together they are not.

    `totals` has each area's numbers; `already` are left out in any case.
    """
    found = {area for area, numbers in totals.items() if not safe(numbers, least)} | already
    while found:
        together = [sum(each) for each in zip(*(totals[area] for area in found), strict=True)]
        if safe(together, least) and sum(any(totals[area]) for area in found) > 1:
            break
        others = [area for area in totals if area not in found]
        if not others:
            break
        found.add(min(others, key=lambda area: (totals[area], area)))
    return frozenset(found)


def hidden_cells(
    numbers: Numbers, groups: Sequence[str], areas: Sequence[str], already: frozenset[Cell], *, rest: bool,
    least: int = INSIDE,
) -> frozenset[Cell]:  # fmt: skip
    """Which cells of one table are hidden. Each area's own numbers, and those of all, are shown beside it.

    `areas` are those shown, without `ALL`; `rest`: there are others left out, so that what is in them is known together
    only. `numbers` has a cell for each group and area, and for `ALL`. Without areas and rest, `ALL` is the one column.
    """
    table = _Table(numbers, groups, areas, rest=rest, least=least)
    table.hide(already | {cell for cell in table.few if cell[1] != _REST})
    bridges = table.bridges()
    for cell in table.few:  # once each: what is hidden after it leaves it no easier to work out
        if cell in bridges:
            table.hide(table.way_round(cell))
    table.mend()
    return frozenset(table.hidden)


class _Table:
    """The hidden cells of one table, as a graph: groups and areas are its points, hidden cells the ways between."""

    def __init__(
        self, numbers: Numbers, groups: Sequence[str], areas: Sequence[str], *, rest: bool, least: int
    ) -> None:
        self.groups, self.least = groups, least
        self.columns = [*areas, *([_REST] if rest else []), ALL]
        self.numbers = dict(numbers)
        for group in groups if rest else ():
            listed = [numbers[group, area] for area in areas]
            every = numbers[group, ALL]
            self.numbers[group, _REST] = tuple(
                whole - sum(each[place] for each in listed) for place, whole in enumerate(every)
            )
        self.one_column = len(self.columns) == 1
        self.cells = [(group, column) for group in groups for column in self.columns]
        self.points = {group: _GROUND if self.one_column else f"group {group}" for group in groups}
        self.lines = self._all_lines()
        self.few = [cell for cell in self.cells if not safe(self.numbers[cell], least)]
        self.hidden: set[Cell] = set()
        self.unseen: set[Cell] = set()
        self.open: defaultdict[str, list[tuple[str, Cell]]] = defaultdict(list)  # those that are not seen
        self._open({(group, _REST) for group in groups} if rest else set())

    def hide(self, cells: frozenset[Cell] | set[Cell]) -> None:
        self.hidden |= cells
        self._open(cells - self.unseen)

    @cached_property
    def cost(self) -> dict[Cell, tuple[int, Cell]]:
        return {cell: self._cost(cell) for cell in self.cells}

    @cached_property
    def ways(self) -> dict[str, list[tuple[str, Cell]]]:
        """From each point the next ones, each by its cell."""
        found: dict[str, list[tuple[str, Cell]]] = {}
        for cell in self.cells:
            one, two = self._ends(cell)
            found.setdefault(one, []).append((two, cell))
            found.setdefault(two, []).append((one, cell))
        return found

    def _open(self, cells: frozenset[Cell] | set[Cell]) -> None:
        self.unseen |= cells
        for cell in cells:
            one, two = self._ends(cell)
            self.open[one].append((two, cell))
            self.open[two].append((one, cell))

    def mend(self) -> None:
        """Hide more until no line's hidden cells are few: of what is hidden, its own two lines are looked at again."""
        waiting = [point for point in self.lines if self.open.get(point)]
        while waiting:
            cell = self._missing(waiting.pop())
            if cell is not None:
                self.hide({cell})
                waiting += self._ends(cell)

    def _missing(self, point: str) -> Cell | None:
        """The cell to hide so that the hidden ones of a line are not few together; None where they are not."""
        group, line = self.lines.get(point, (None, []))
        if group is not None and (group, ALL) in self.hidden:
            return None  # the number that the line adds up to is not shown
        inside = [self.numbers[cell] for cell in line if cell in self.unseen]
        if not inside or safe([sum(each) for each in zip(*inside, strict=True)], self.least):
            return None
        more = (cell for cell in line if cell not in self.unseen)
        return min(more, key=self._cost, default=None)

    def _all_lines(self) -> dict[str, tuple[str | None, list[Cell]]]:
        """The cells that add up to a number which is shown, by their point: an area's groups, and a group's areas."""
        lines: dict[str, tuple[str | None, list[Cell]]] = {}
        for column in self.columns:
            cells = [(group, column) for group in self.groups]
            if cells:
                lines[self._ends(cells[0])[1]] = None, cells
        for group in self.groups if not self.one_column else ():
            cells = [(group, column) for column in self.columns if column != ALL]
            lines[self._ends((group, ALL))[0]] = group, cells
        return lines

    def _ends(self, cell: Cell) -> tuple[str, str]:
        group, column = cell
        return self.points[group], f"area {column}"

    def _cost(self, cell: Cell) -> tuple[int, Cell]:
        numbers = self.numbers[cell]
        extra = (_WHOLE_AREA if cell[1] == ALL and not self.one_column else 0) + (0 if any(numbers) else _NOBODY)
        return sum(numbers) + extra, cell

    def way_round(self, cell: Cell) -> set[Cell]:
        """The cells to hide so that another way joins the two ends of this one; none where one does already.

        The cheapest way (Dijkstra), looked for only where hidden cells do not join them.
        """
        start, goal = self._ends(cell)
        if self._joined(start, goal, cell):
            return set()
        best: dict[str, int] = {start: 0}
        came: dict[str, tuple[str, Cell]] = {}
        queue = [(0, start)]
        while queue:
            spent, point = heapq.heappop(queue)
            if point == goal:
                break
            for onward, other in self.ways[point]:
                cost = 0 if other in self.unseen else 1 + self.cost[other][0]
                if other != cell and spent + cost < best.get(onward, spent + cost + 1):
                    best[onward] = spent + cost
                    came[onward] = (point, other)
                    heapq.heappush(queue, (spent + cost, onward))
        found = set()
        while goal in came and goal != start:
            goal, other = came[goal]
            found.add(other)
        return found - self.unseen

    def bridges(self) -> set[Cell]:
        """The hidden cells that lie on no closed way (R. E. Tarjan, Information Processing Letters 2, 1974)."""
        order: dict[str, int] = {}
        low: dict[str, int] = {}
        found: set[Cell] = set()
        for root in list(self.open):
            waiting: list[tuple[str, Cell | None, Iterator[tuple[str, Cell]]]] = []
            if root not in order:
                order[root] = low[root] = len(order)
                waiting.append((root, None, iter(self.open[root])))
            while waiting:
                point, came_by, onward = waiting[-1]
                for other, cell in onward:
                    if other not in order:
                        order[other] = low[other] = len(order)
                        waiting.append((other, cell, iter(self.open[other])))
                        break
                    if cell != came_by:
                        low[point] = min(low[point], order[other])
                else:
                    waiting.pop()
                    if came_by is not None:
                        before = waiting[-1][0]
                        low[before] = min(low[before], low[point])
                        if low[point] > order[before]:
                            found.add(came_by)
        return found

    def _joined(self, start: str, goal: str, but: Cell) -> bool:
        """Whether hidden cells other than one join two points."""
        found, waiting = {start}, [start]
        while waiting:
            for onward, cell in self.open[waiting.pop()]:
                if cell != but and onward not in found:
                    if onward == goal:
                        return True
                    found.add(onward)
                    waiting.append(onward)
        return start == goal
