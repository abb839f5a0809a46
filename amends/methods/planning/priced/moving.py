"""Other sessions opened, week by week: the most promising changes of supervisors are tried, and kept where they gain.

In a single week two changes are tried at the same time, each on a seating of its own; the better one is then made in
the other seating too. See docs/rules/filling_seats.md.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.openings import estimates, proposals, try_opening
from amends.methods.planning.priced.seating import NOBODY, Seating, do_likewise, take_back
from amends.methods.planning.priced.side_by_side import SideBySide

Table = tuple[Ints, Ints, Ints]  # who suits each project, and where it stands in their lists: `Search`

_REFUND = 0.8  # of the price of a seat that somebody leaves
_LEAST_PROMISING = -60.0
_PROPOSALS = 100_000


class Change(NamedTuple):
    """A session closed (-1: none) and another opened by a supervisor; with a `stand_in`, what they leave runs on."""

    day: int
    closing: int
    opening: int
    supervisor: int
    stand_in: int


class _Changes:
    """The changes of a week, the most promising first, without those tried before and those overtaken by others."""

    def __init__(self, points: Floats, rows: Ints, tried: set[Change]) -> None:
        self._rows, self._order = rows, iter(np.argsort(-points, kind="stable").tolist())
        self._tried = tried
        self._again: list[Change] = []
        self._made: set[tuple[int, int]] = set()

    def next(self, ground: Ground, seating: Seating) -> Change | None:
        while True:
            if self._again:
                change = self._again.pop()
            else:
                number = next(self._order, None)
                if number is None:
                    return None
                change = Change(*self._rows[number].tolist())
            overtaken = {(change.day, change.opening), (change.day, change.closing)} & self._made
            if change not in self._tried and not overtaken and still_so(ground, seating, change):
                return change

    def put_back(self, change: Change) -> None:
        self._again.append(change)

    def note_made(self, change: Change) -> None:
        self._made |= {(change.day, change.opening), (change.day, change.closing)} - {(change.day, NOBODY)}


def open_others(
    ground: Ground,
    twins: list[Seating],
    weeks: Iterable[int],
    table: Table,
    price: Floats,
    care: tuple[float, int],
    patience: int,
    tried: set[Change],
    side_by_side: SideBySide,
    ended: Callable[[], bool],
) -> None:
    """Move supervisors to where more is gained, the most promising changes first, as many at once as there are `twins`.

    The twins are equal, and are so in the end. A week is left after `patience` changes in vain; those are `tried`, and
    not tried a second time.
    """
    worth_open, worth_closed = np.zeros_like(price), np.zeros_like(price)
    for week in weeks:
        if ended():
            return
        estimates(ground, twins[0], *table, week, price, worth_open, worth_closed)
        found = proposals(ground, twins[0], week, worth_open, worth_closed, _LEAST_PROMISING, _PROPOSALS)
        changes = _Changes(*found, tried)
        in_vain = 0
        while in_vain <= patience and not ended():
            some = [change for _ in twins if (change := changes.next(ground, twins[0])) is not None]
            if not some:
                break
            before = [float(seating.score[0]) for seating in twins]
            trials = [
                partial(try_opening, ground, seating, *table, *change, price, *care, _REFUND)
                for seating, change in zip(twins, some, strict=False)
            ]
            gained = side_by_side.all(trials)
            best = int(np.argmax(gained))
            tried.update(change for change, points in zip(some, gained, strict=True) if points <= 0)
            if gained[best] <= 0:
                in_vain += len(some)
                continue
            in_vain = 0
            for number, seating in enumerate(twins):
                if number == best:
                    continue
                if number < len(some) and gained[number] > 0:
                    take_back(ground, seating, before[number], 0)
                    changes.put_back(some[number])
                do_likewise(ground, seating, twins[best])
            tried.add(some[best])
            changes.note_made(some[best])


def twin_of(seating: Seating) -> Seating:
    """A seating that is equal and its own."""
    arrays: dict[str, Any] = {n: v.copy() for n, v in seating._asdict().items() if isinstance(v, np.ndarray)}
    return seating._replace(**arrays)


def still_so(ground: Ground, seating: Seating, change: Change) -> bool:
    """Whether a change of supervisors that looked good is still possible after others were made."""
    day, closing, opening, supervisor, stand_in = change
    most, week = ground.days_a_week, day // 7
    if seating.leading[supervisor, day] != closing or seating.leader[day, opening] != NOBODY:
        return False
    if closing == NOBODY and seating.led[supervisor, week] >= most[supervisor]:
        return False
    return stand_in == NOBODY or (
        seating.leading[stand_in, day] == NOBODY and bool(seating.led[stand_in, week] < most[stand_in])
    )
