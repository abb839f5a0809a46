"""From prices to a plan: who leads what, who sits where, and then better, step by step, until nothing more is found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from amends.methods.planning.model import Ints, Model
from amends.methods.planning.priced import lineup
from amends.methods.planning.priced.chains import sweep
from amends.methods.planning.priced.filling import seat_everybody
from amends.methods.planning.priced.ground import Ground, first_weeks, lay_out
from amends.methods.planning.priced.leaders import NOBODY, assign
from amends.methods.planning.priced.openings import estimates, proposals, try_opening
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
from amends.methods.planning.priced.transfer import as_state, promise
from amends.methods.planning.state import State

Ended = Callable[[], bool]
Together = Callable[[Ground, Seating, Ended], None]
Tell = Callable[[float, float, float], None]  # points, bound, share done

_FIRST_PRICE = 100.0  # a person's seat
_PROMISED = 1e7
_ALWAYS = 300.0  # points for a session led in every late round, without shares: prices leave many nearly even
_EAGER = 0.999  # of the price of ETE when people are seated: who is undecided wants too much of it, not too little
_NARROW, _WIDE = (2.0, 20), (6.0, 40)  # slack in points, and sessions looked into, of quick and of thorough chains
_SHARED = (40, 400)  # rounds with shares in openings, fewest and most
_SETTLED_BY_SHARES = (120, 300)  # rounds with the line-up settled, where shares came first
_SETTLED = Settling(120, 1.0, 0.1, 0.2)  # where they come last: prices are then further from even
_AFFORDED = 3_200_000  # people and weeks, times rounds
_MANY = 20_000  # people and weeks: of more, shares in openings come last
_SHARED_STEPS = 2.0, 0.02  # points for each person too many, at first and at last
_AT_ONCE = 500  # people and weeks between two looks at the clock
_PASSES = 16  # over all weeks, for other sessions to open
_IN_VAIN, _MOST_IN_VAIN = 120, 1_500  # changes of supervisors tried in a week without success: at first, and at last
_LEAST_PROMISING = -60.0
_PROPOSALS = 100_000


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
            self._keep(seating)
        if self.together is not None:
            self.together(self.ground, seating, self.ended)
            self._keep(seating)
            self._tell(seating, 0.75)
        if not self.brief:
            self._change_line_up(seating)
        if not self.ended():
            self._mend(seating, _WIDE)
            self._keep(seating)
        if self.together is not None:
            self.together(self.ground, seating, self.ended)
            self._keep(seating)
        if self._shares_last() and not self.ended():
            self.market.go_back()
            share_openings(self.market, self._rounds(_SHARED), *_SHARED_STEPS, self.ended)

    def _shares_last(self) -> bool:
        """Whether shares come last, with what time is left: of many people and weeks, and of a single week."""
        return self.model.problem.weeks == 1 or self.ground.least.size > _MANY

    def _change_line_up(self, seating: Seating) -> None:
        """Open other sessions, week by week, until nothing more is gained."""
        patience, tried = _IN_VAIN, set[tuple[int, ...]]()
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
        one = Market(first_weeks(self.ground, 1), market.price[:7].copy())
        seek(one, 480, 2.0, 0.05, self.ended)
        market.price = np.tile(one.price, (weeks, 1))
        market.rest = np.repeat(one.rest, weeks, axis=1)
        seek(market, 500, 1.0, 0.025, self.ended)
        polish(market, self.ended)

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
        by_shares = Settling(self._rounds(_SETTLED_BY_SHARES), 2.0, 0.03, 0.5)
        seek_for_line_up(market, closed, _SETTLED if self._shares_last() else by_shares, self.ended)
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

    def _mend(self, seating: Seating, care: tuple[float, int]) -> None:
        """Ejection chains from everybody and every week, the most urgent first, until they gain next to nothing."""
        weeks = self.model.problem.weeks
        count = len(self.model.problem.people)
        people, week = np.repeat(np.arange(count), weeks), np.tile(np.arange(weeks), count)
        order = self._most_urgent_first(people)
        people, week = people[order], week[order]
        seating.elsewhere[:] = np.nan
        for _ in range(4):
            gained = 0.0
            for start in range(0, people.size, _AT_ONCE):
                if self.ended():
                    return
                end = min(people.size, start + _AT_ONCE)
                gained += sweep(self.ground, seating, people, week, self.market.price, *care, start, end)
            gained += self._rechoose(seating, care)
            if self.ended() or gained < 1e-6 * abs(seating.score[0]):
                return

    def _rechoose(self, seating: Seating, care: tuple[float, int]) -> float:
        """Those who would have more at the prices than they have choose anew, who misses most first; points gained."""
        market, whole = self.market, self.ground
        ground = whole._replace(open_points=np.where(seating.open, whole.open_points, -np.inf))
        market.ground = ground
        market.choices()
        market.ground = whole
        missed = market.values - values_here(whole, seating, market.price)
        missed += market.ete_price * seating.ete
        people = np.argsort(-missed, kind="stable")
        people = people[missed[people] > care[0]]
        gained = 0.0
        for start in range(0, people.size, _AT_ONCE):
            if self.ended():
                break
            some = people[start : start + _AT_ONCE]
            gained += rechoose(ground, seating, some, market.price, _EAGER * market.ete_price, *care)
        return gained

    def _open_others(self, seating: Seating, patience: int, tried: set[tuple[int, ...]]) -> None:
        """Move supervisors to where more is gained, week by week, the most promising changes first.

        A week is left after so many changes in vain; those are `tried`, and not tried a second time.
        """
        ground, market = self.ground, self.market
        worth_open, worth_closed = np.zeros_like(market.price), np.zeros_like(market.price)
        table = self.suited_first, self.suited, self.place
        for week in range(self.model.problem.weeks):
            if self.ended():
                return
            estimates(ground, seating, *table, week, market.price, worth_open, worth_closed)
            points, rows = proposals(ground, seating, week, worth_open, worth_closed, _LEAST_PROMISING, _PROPOSALS)
            in_vain = 0
            changed: set[tuple[int, int]] = set()
            for number in np.argsort(-points, kind="stable").tolist():
                if in_vain > patience or self.ended():
                    break
                change = tuple(rows[number].tolist())
                if change in tried:
                    continue
                day, closing, opening, supervisor, stand_in = change
                if (day, opening) in changed or (day, closing) in changed:
                    continue
                if not self._still_so(seating, week, day, closing, opening, supervisor, stand_in):
                    continue
                gained = try_opening(
                    ground, seating, *table, day, closing, opening, supervisor, stand_in, market.price, *_NARROW, 0.8
                )
                in_vain = 0 if gained > 0 else in_vain + 1
                tried.add(change)
                if gained > 0:
                    changed |= {(day, opening), (day, closing)} - {(day, NOBODY)}

    def _still_so(
        self, seating: Seating, week: int, day: int, closing: int, opening: int, supervisor: int, stand_in: int
    ) -> bool:
        most = self.ground.days_a_week
        if seating.leading[supervisor, day] != closing or seating.leader[day, opening] != NOBODY:
            return False
        if closing == NOBODY and seating.led[supervisor, week] >= most[supervisor]:
            return False
        return stand_in == NOBODY or (
            seating.leading[stand_in, day] == NOBODY and bool(seating.led[stand_in, week] < most[stand_in])
        )

    # --- the best so far ---

    def _keep(self, seating: Seating) -> None:
        """Close what is under its least, and keep a copy where the score is the highest so far."""
        close_small(self.ground, seating)
        if self.best is None or seating.score[0] > self.best.score[0]:
            arrays: dict[str, Any] = {n: v.copy() for n, v in seating._asdict().items() if isinstance(v, np.ndarray)}
            self.best = seating._replace(**arrays)

    def _tell(self, seating: Seating, share: float) -> None:
        self.tell(float(seating.score[0]), self.market.bound, min(1.0, share))


def begin(model: Model, promised: State, ended: Ended, tell: Tell, seed: int) -> Search:
    """A search for the best plan that keeps what is promised. Raises nothing; `run()` may be stopped at any moment."""
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
        market=Market(ground, _FIRST_PRICE * one_person(ground)),
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
