"""From prices to a plan: who leads what, who sits where, and then better, step by step, until nothing more is found."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Ints, Model
from amends.methods.planning.priced import lineup
from amends.methods.planning.priced.chains import sweep
from amends.methods.planning.priced.filling import seat_everybody
from amends.methods.planning.priced.ground import Ground, first_weeks, lay_out
from amends.methods.planning.priced.halves import Half, halved, joined
from amends.methods.planning.priced.leaders import NOBODY, assign
from amends.methods.planning.priced.moving import Change, open_others, twin_of
from amends.methods.planning.priced.prices import (
    Market,
    Settling,
    one_person,
    polish,
    seek,
    seek_for_line_up,
    share_openings,
)
from amends.methods.planning.priced.rechoosing import rechoose, values_here
from amends.methods.planning.priced.seating import (
    Seating,
    lead,
    unbook,
    unlead,
)
from amends.methods.planning.priced.side_by_side import SideBySide
from amends.methods.planning.priced.transfer import as_state, promise
from amends.methods.planning.state import State

Ended = Callable[[], bool]
Together = Callable[[Ground, Seating, Ended], None]
Tell = Callable[[float, float, float], None]  # points, bound, share done

_FIRST_PRICE = 100.0  # a person's seat
_PROMISED = 1e7
_ALWAYS = 300.0  # points for a session led in every late round, without shares: prices leave many nearly even
_EAGER = 0.999  # of the price of ETE when people are seated: who is undecided wants too much of it, not too little
_SHARED = (40, 400)  # rounds with shares in openings, fewest and most
_SETTLED = Settling(120, 1.0, 0.1, 0.2)  # how prices settle once the line-up has, in a single week
_SETTLED_OF_SEVERAL = (120, 300)  # rounds
_STEP, _LONG_STEP = 1.0, 3.0  # points for each person too many, at first: see `_step`
_AFFORDED = 3_200_000  # people and weeks, times rounds
_MANY = 20_000  # people and weeks: of more, shares in openings come last
_SHARED_STEPS = 2.0, 0.02  # points for each person too many, at first and at last
_MORE_SHARED, _MORE_SHARED_STEPS = 600, (0.3, 0.02)  # likewise, beside the solving of a small problem as a whole
_AT_ONCE = 500  # people and weeks between two looks at the clock
_ROUNDS = 4  # of chains from everybody
_PASSES = 16  # over all weeks, for other sessions to open
_IN_VAIN, _MOST_IN_VAIN = 120, 1_500  # changes of supervisors tried in a week without success: at first, and at last


class Care(NamedTuple):
    """How thoroughly chains are looked for: slack in points, and sessions looked into.

    Who misses `much`, in points, chooses anew; it goes on until a round gains less than `enough` of all points.
    """

    slack: float
    looked_into: int
    much: float
    enough: float


_NARROW, _WIDE, _FAR = Care(2.0, 20, 100.0, 1e-3), Care(6.0, 40, 20.0, 1e-4), Care(60.0, 300, 100.0, 1e-5)


@dataclass
class Search:
    """Everything the search holds; `best` is the whole plan with the highest score so far.

    `together` chooses the seats of many people anew, all at once; a `brief` search leaves the line-up as prices say.
    """

    model: Model
    ground: Ground
    promised: State
    ended: Ended
    tell: Tell
    generator: np.random.Generator
    market: Market
    suited_first: Ints
    suited: Ints
    place: Ints
    together: Together | None = None
    brief: bool = False
    best: Seating | None = None
    turn: int = 0

    @property
    def bound(self) -> float:
        """The lowest bound so far, without the constant of standing rows."""
        return self.market.bound

    def found(self) -> State | None:
        """The best plan so far; None where the search was stopped before it had one."""
        return None if self.best is None else as_state(self.best, self.model, self.promised)

    def chance_part(self) -> float:
        """How much of the gap between bound and plan is the chance rule's: what full sessions weigh under capacity.

        Weights are such that no legal roll weighs more than the capacity; a legal roll may still weigh less and take
        nobody else. Counted at the prices of the bound, it is 0 where all have the same attendance.
        """
        if self.best is None or self.best.equal:
            return 0.0
        ground, best = self.ground, self.best
        weighed = np.zeros_like(ground.capacity)
        for day, project in np.argwhere(best.taken > 0).tolist():
            roll = best.roll[day, project, : best.taken[day, project]]
            weighed[day, project] = ground.weight[ground.seat_class[day, project], roll].sum()
        full = best.shared & (best.taken >= best.places) & best.open
        return float((self.market.best.seats * np.maximum(0.0, ground.capacity - weighed))[full].sum())

    def run(self) -> None:
        """Search until nothing more is found or `ended()`."""
        self.find_prices()
        if not self._shares_last():
            share_openings(self.market, self._rounds(_SHARED), *_SHARED_STEPS, self.ended)
        if self.ended():
            return
        seating = self._seat(self._line_up())
        self._tell(seating, 0.6)
        self._mend(seating, _NARROW)
        self._keep(seating)
        self._tell(seating, 0.7)
        if not self.ended():
            self._mend(seating, _WIDE)
            self._look_far(seating)
            self._keep(seating)
        if self.together is not None:
            self.together(self.ground, seating, self.ended)
            self._keep(seating)
            self._tell(seating, 0.75)
        if not self.brief:
            self._change_line_up(seating)
        if not self.ended():
            self._mend(seating, _WIDE)
            self._look_far(seating)
            self._keep(seating)
        if self.together is not None:
            self.together(self.ground, seating, self.ended)
            self._keep(seating)
        if self._shares_last() and not self.ended():
            self.market.go_back()
            share_openings(self.market, self._rounds(_SHARED), *_SHARED_STEPS, self.ended)

    def share_on(self, ended: Ended) -> float:
        """The bound after more rounds of shares, on one thread: while a plan is sought that is better still."""
        self.market.side_by_side = SideBySide(1)
        self.market.go_back()
        share_openings(self.market, _MORE_SHARED, *_MORE_SHARED_STEPS, ended)
        return self.bound

    def _shares_last(self) -> bool:
        """Whether shares come last, with what time is left: of many people and weeks, and of a single week."""
        return self.model.problem.weeks == 1 or self.ground.least.size > _MANY

    def _change_line_up(self, seating: Seating) -> None:
        """Open other sessions, week by week, until nothing more is gained."""
        patience, tried = _IN_VAIN, set[Change]()
        for number in range(_PASSES):
            before = float(seating.score[0])
            self._open_others(seating, patience, tried)
            self._mend(seating, _NARROW)
            self._keep(seating)
            self._tell(seating, 0.8 + 0.15 * number / _PASSES)
            gained = float(seating.score[0]) - before
            if self.ended() or (gained < 1e-6 * abs(before) and patience >= _MOST_IN_VAIN):
                break
            if gained < 1e-4 * abs(before):
                patience *= 2

    # --- prices ---

    def find_prices(self) -> None:
        """Move the prices to where the bound is low; those of several weeks begin as the first week's."""
        weeks = self.model.problem.weeks
        market = self.market
        if weeks == 1:
            seek(market, 1200, 5.0, 0.03, self.ended)
            polish(market, self.ended)
            return
        one = Market(first_weeks(self.ground, 1), market.price[:7].copy(), self.market.side_by_side)
        seek(one, 480, 2.0, 0.05, self.ended)
        market.price = np.tile(one.price, (weeks, 1))
        market.rest = np.repeat(one.rest, weeks, axis=1)
        seek(market, 500, self._step(), 0.025, self.ended)
        polish(market, self.ended)

    def _step(self) -> float:
        """How far prices first move from those of one week: those of few people, or of one length, are near already."""
        near = self.brief or (self.ground.lengths.size == 1 and self.ground.least.size > _MANY)
        return _STEP if near else _LONG_STEP

    def _rounds(self, limits: tuple[int, int]) -> int:
        """The more people and weeks there are, the fewer rounds of prices, within the limits."""
        fewest, most = limits
        return max(fewest, min(most, _AFFORDED // max(1, self.ground.least.size)))

    # --- supervisors ---

    def _line_up(self) -> Market:
        """Settle who leads what; the market then holds choices at prices for that."""
        market, ground = self.market, self.ground
        fixed = self._promised_leaders()
        works = ground.works & (fixed == NOBODY)
        revenue = market.revenue()
        if self._shares_last():
            revenue = revenue + _ALWAYS * market.often
        barred = market.barred.copy()
        for supervisor, day in np.argwhere(fixed != NOBODY).tolist():
            barred[day, fixed[supervisor, day]] = True
            revenue[day, fixed[supervisor, day]] = _PROMISED
        free = ground._replace(works=works)
        assign(free, np.arange(len(revenue)), revenue, barred, market.rest, market.left, market.leader, market.leading)
        for supervisor, day in np.argwhere(fixed != NOBODY).tolist():
            market.leading[supervisor, day] = fixed[supervisor, day]
            market.leader[day, fixed[supervisor, day]] = supervisor
        lineup.rest_where_too_many(ground, revenue, market.leader, market.leading)
        lineup.use_spare_days(free, revenue, barred, market.leader, market.leading)
        closed = (market.leader == NOBODY) & ground.supervised
        of_several = Settling(self._rounds(_SETTLED_OF_SEVERAL), 2.0, 0.03, 0.5)
        settling = _SETTLED if self.model.problem.weeks == 1 else of_several
        seek_for_line_up(market, closed, settling, self.ended)
        return market

    def _promised_leaders(self) -> Ints:
        promised = np.full(self.ground.works.shape, NOBODY, dtype=np.int64)
        seating = promise(self.model, self.ground, self.promised)
        for day, project in np.argwhere(seating.leader != NOBODY).tolist():
            promised[seating.leader[day, project], day] = project
        return promised

    # --- people ---

    def _seat(self, market: Market) -> Seating:
        """Promises first; then everybody's best weeks among the seats that are left, the most urgent first."""
        ground = self.ground
        seating = promise(self.model, ground, self.promised)
        for supervisor, day in np.argwhere(market.leading != NOBODY).tolist():
            if seating.leading[supervisor, day] == NOBODY:
                lead(ground, seating, supervisor, day, market.leading[supervisor, day])
        order = self._most_urgent_first(np.arange(len(self.model.problem.people)))
        seat_everybody(ground, seating, order, market.price, _EAGER * market.ete_price)
        return seating

    def _most_urgent_first(self, people: Ints) -> Ints:
        """The order in which these come, the most urgent first; chance decides among those equally urgent."""
        order: Ints = np.lexsort((self.generator.random(people.size), -self.model.urgency[people]))
        return order

    def _mend(self, seating: Seating, care: Care) -> None:
        """Ejection chains from everybody and every week, the most urgent first, until they gain next to nothing."""
        weeks = self.model.problem.weeks
        count = len(self.model.problem.people)
        people, week = np.repeat(np.arange(count), weeks), np.tile(np.arange(weeks), count)
        order = self._most_urgent_first(people)
        people, week = people[order], week[order]
        seating.elsewhere[:] = np.nan
        for _ in range(_ROUNDS):
            gained = self._sweep(seating, people, week, care)
            gained += self._rechoose(seating, care)
            if self.ended() or gained < care.enough * abs(seating.score[0]):
                return

    def _look_far(self, seating: Seating) -> None:
        """Chains that look further than others have the time for, from the few who still miss much."""
        weeks = np.arange(self.model.problem.weeks)
        for _ in range(_ROUNDS):
            people = self._missing(seating, _FAR.much)
            if self.ended() or not people.size:
                return
            seating.elsewhere[:] = np.nan
            gained = self._sweep(seating, np.repeat(people, weeks.size), np.tile(weeks, people.size), _FAR)
            gained += self._rechoose(seating, _FAR)
            self._keep(seating)
            if gained < _FAR.enough * abs(seating.score[0]):
                return

    def _sweep(self, seating: Seating, people: Ints, week: Ints, care: Care) -> float:
        """A chain from each of these people and weeks, the two halves of the weeks at the same time; points gained."""
        halves = halved(self.ground, seating, self._next_turn())
        own = [(week >= half.weeks.start) & (week < half.weeks.stop) for half in halves]
        price = self.market.price

        def some(half: Half, rows: Bools, start: int) -> float:
            who, then = people[rows], week[rows]
            end = min(who.size, start + _AT_ONCE)
            return sweep(half.ground, half.seating, who, then, price, care.slack, care.looked_into, start, end)

        gained = 0.0
        for start in range(0, max(int(rows.sum()) for rows in own), _AT_ONCE):
            if self.ended():
                break
            parts = [partial(some, half, rows, start) for half, rows in zip(halves, own, strict=True)]
            gained += sum(self.market.side_by_side.all(parts))
        joined(seating, halves)
        return gained

    def _missing(self, seating: Seating, much: float) -> Ints:
        """Those who would have so many points more at the prices than they have, who misses most first."""
        market, whole = self.market, self.ground
        market.ground = self._what_runs(seating)
        market.choices()
        market.ground = whole
        missed = market.values - values_here(whole, seating, market.price)
        missed += market.ete_price * seating.ete
        people = np.argsort(-missed, kind="stable")
        return people[missed[people] > much]

    def _what_runs(self, seating: Seating) -> Ground:
        return self.ground._replace(open_points=np.where(seating.open, self.ground.open_points, -np.inf))

    def _rechoose(self, seating: Seating, care: Care) -> float:
        """Those who miss much choose all their weeks anew; the points gained."""
        people, ground, market = self._missing(seating, care.much), self._what_runs(seating), self.market
        gained = 0.0
        for start in range(0, people.size, _AT_ONCE):
            if self.ended():
                break
            some = people[start : start + _AT_ONCE]
            gained += rechoose(ground, seating, some, market.price, _EAGER * market.ete_price, *care[:2])
        return gained

    def _open_others(self, seating: Seating, patience: int, tried: set[Change]) -> None:
        """Move supervisors to where more is gained: the halves of the weeks, or two trials, at the same time."""
        side_by_side = self.market.side_by_side
        asked = (self.suited_first, self.suited, self.place), self.market.price, _NARROW[:2], patience, tried
        if seating.booked.shape[1] == 1:
            open_others(self.ground, [seating, twin_of(seating)], range(1), *asked, side_by_side, self.ended)
            return
        halves = halved(self.ground, seating, self._next_turn())
        parts = [
            partial(open_others, half.ground, [half.seating], half.weeks, *asked, side_by_side, self.ended)
            for half in halves
        ]
        side_by_side.all(parts)
        joined(seating, halves)

    def _next_turn(self) -> int:
        self.turn += 1
        return self.turn

    # --- the best so far ---

    def _keep(self, seating: Seating) -> None:
        """Close what is under its least, and keep a copy where the score is the highest so far."""
        close_small(self.ground, seating)
        if self.best is None or seating.score[0] > self.best.score[0]:
            self.best = twin_of(seating)

    def _tell(self, seating: Seating, share: float) -> None:
        self.tell(float(seating.score[0]), self.market.bound, min(1.0, share))


def begin(
    model: Model, promised: State, ended: Ended, tell: Tell, seed: int, side_by_side: SideBySide | None = None
) -> Search:
    """A search for the best plan that keeps what is promised; `run()` may be stopped at any moment.

    Its parts run `side_by_side`, where that is not given on as many threads as there are processors; the plan is the
    same on any number.
    """
    ground = lay_out(model)
    rows, columns = np.nonzero(model.suits)
    by_project = np.lexsort((rows, columns))
    return Search(
        model=model,
        ground=ground,
        promised=promised,
        ended=ended,
        tell=tell,
        generator=np.random.default_rng(seed),
        market=Market(ground, _FIRST_PRICE * one_person(ground), side_by_side or SideBySide()),
        suited_first=np.searchsorted(columns[by_project], np.arange(len(model.problem.projects) + 1)).astype(np.int64),
        suited=rows[by_project].astype(np.int64),
        place=by_project.astype(np.int64),
    )


def close_small(ground: Ground, seating: Seating) -> None:
    """Close supervised sessions that are under their least, and free supervisors whom nobody needs."""
    small = (seating.leader != NOBODY) & (seating.taken < seating.fewest)
    for day, project in np.argwhere(small).tolist():
        if seating.fixed_leader[day, project]:
            continue
        for person in seating.roll[day, project, : seating.taken[day, project]].tolist():
            unbook(ground, seating, person, day)
        unlead(ground, seating, day, project)
        seating.journal[0, 0] = 0
