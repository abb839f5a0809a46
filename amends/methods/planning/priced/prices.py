"""Finding the prices of seats at which the bound is lowest: a subgradient method with momentum and a shrinking step.

At any prices, what people and supervisors would choose, each for themselves, comes to a bound that no legal plan
exceeds. Where more want a session than it takes, its price rises; where seats stay free, it falls. See
docs/rules/pricing_seats.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.choices import choose, offers
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.leaders import NOBODY, assign
from amends.methods.planning.priced.shares import NO_SHARES, Shares
from amends.methods.planning.priced.side_by_side import SideBySide

_DAYS = 7
_TOGETHER = 10.0  # how much sessions with the same people move together at first; from half the rounds on, not at all
_MOMENTUM, _KEPT = 0.2, 0.9  # how much of the last direction is kept: while prices are far off, and with shares
_IN_TURN, _DAYS_IN_TURN = 2, 4  # each round every second person chooses anew, and the supervisors of every fourth day
_FIRST_ETE_STEP, _MOST_ETE_STEP = 20.0, 400.0  # points for an ETE session, of the longest
_LONGER, _SHORTER = 1.3, 0.5  # by which a step of its own grows while it goes on one way, and shrinks where it turns
_POLISHING = 120  # rounds in which every session has a step of its own
_FIRST_OWN_STEP, _MOST_OWN_STEP = 1.0, 200.0  # points for a seat
_SHARING = 3.0  # a share's step beside that of a seat
_NEARLY = 0.25  # people too many or too few that leave a price as it is
_BOUND_EVERY = 40  # rounds; a bound takes the supervisors of all days
_BLOCKS, _DAY_BLOCKS = 4, 2  # people whose turn it is, and days, are shared out in so many parts: same sums everywhere
_LARGE = 400  # people and weeks: fewer are not worth a thread
_ROUNDING = 1e-11  # a bound is raised by this much, relative: sums of millions of numbers are not exact


class Prices(NamedTuple):
    """Of a session's unit of weight [D, J], a person's ETE minute [P], a supervisor's day of a week [S, W].

    Beside them the shares in openings: `share` of `share_key`, as in `Shares`.
    """

    seats: Floats
    ete: Floats
    rest: Floats
    share_key: Ints
    share: Floats


class Settling(NamedTuple):
    """How prices settle: steps in points for each person too many, and how much of the last direction is kept."""

    rounds: int
    first_step: float
    last_step: float
    kept: float


@dataclass
class Market:
    """Prices, and what is chosen at them.

    `price` [D, J] is that of a session's unit of weight, `ete_price` [P] that of an ETE minute (`ete_step` by how much
    it moves, `ete_turn` which way it last did), `rest` [S, W] what a supervisor's day must bring, `shares` what single
    people pay towards a session's running. `bound` is the lowest so far, without the constant of standing rows, found
    at the prices `best`. `near` [J, J] is how much of their people two projects share. `at` [P, D], `usage` [D, J],
    `leader` [D, J] and `leading` [S, D] are the choices of the last round, `left` [D, J] what sessions then left to
    their supervisors of what they are worth; `often` [D, J] says in what share of late rounds each session was led.
    """

    ground: Ground
    price: Floats
    side_by_side: SideBySide = field(default_factory=SideBySide)
    bound: float = np.inf
    best: Prices = field(init=False)
    ete_price: Floats = field(init=False)
    ete_step: Floats = field(init=False)
    ete_turn: Floats = field(init=False)
    rest: Floats = field(init=False)
    shares: Shares = field(init=False)
    at: Ints = field(init=False)
    ete: Ints = field(init=False)
    values: Floats = field(init=False)
    usage: Floats = field(init=False)
    left: Floats = field(init=False)
    leader: Ints = field(init=False)
    leading: Ints = field(init=False)
    often: Floats = field(init=False)
    barred: Bools = field(init=False)
    unit: Floats = field(init=False)
    near: Floats = field(init=False)

    def __post_init__(self) -> None:
        ground = self.ground
        people, days = ground.workable.shape
        supervisors = ground.days_a_week.size
        self.ete_price = np.zeros(people)
        self.ete_turn = np.zeros(people)
        self.ete_step = np.full(people, _FIRST_ETE_STEP / _longest(ground))
        self.rest = np.zeros((supervisors, days // _DAYS))
        self.shares = Shares(ground)
        self.best = self._prices()
        self.at = np.full((people, days), NOBODY, dtype=np.int64)
        self.ete = np.zeros(people, dtype=np.int64)
        self.values = np.zeros(people)
        self.usage = np.zeros_like(self.price)
        self._usages = np.zeros((_IN_TURN, *self.price.shape))
        self.left = np.zeros_like(self.price)
        self.leader = np.full(self.price.shape, NOBODY, dtype=np.int64)
        self.leading = np.full((supervisors, days), NOBODY, dtype=np.int64)
        self.often = np.zeros_like(self.price)
        self.barred = np.isneginf(ground.open_points)
        self.unit = one_person(ground)
        self.near = nearness(ground)

    def choices(self) -> float:
        """Let everyone choose at the prices; the bound's part of people and of what their prices bring."""
        self.choose_anew(range(_IN_TURN), np.arange(0))
        return self._of_people()

    def lead(self, days: Ints) -> float:
        """Let the supervisors choose on these days; the value of that."""
        return self.choose_anew(range(0), days)

    def choose_anew(self, turns: range, days: Ints) -> float:
        """Let those whose turn it is choose at the prices, and the supervisors of these days; the value of the days."""
        ground = self.shares.on(self.ground)
        offered, revenue = offers(ground, self.price), self.revenue()
        parts: list[Callable[[], float]] = []
        usages = []
        for turn in turns:
            for people in np.array_split(np.arange(turn, self.values.size, _IN_TURN), _BLOCKS):
                usages.append(np.zeros_like(self.usage))
                own = usages[-1], self.ete, self.values
                parts.append(partial(choose, ground, offered, people, self.ete_price, self.at, *own))
        for some in np.array_split(days, min(_DAY_BLOCKS, days.size)) if days.size else ():
            own_days = some, revenue, self.barred, self.rest, self.left, self.leader, self.leading
            parts.append(partial(assign, self.ground, *own_days))
        large = self.values.size * self.rest.shape[1] >= _LARGE
        values = self.side_by_side.all(parts) if large else [part() for part in parts]
        for number, turn in enumerate(turns):
            self._usages[turn] = np.add.reduce(usages[number * _BLOCKS : (number + 1) * _BLOCKS])
        self.usage = self._usages.sum(axis=0)
        return sum(values[len(usages) :])

    def _of_people(self) -> float:
        return float(self.values.sum() + (self.ete_price * self.ground.ete_left).sum())

    def revenue(self) -> Floats:
        """What a session brings if it runs, without its supervisor's own points [D, J]: its seats and shares in it."""
        revenue: Floats = self.price * self.ground.capacity + self.shares.by_session
        return revenue

    def bound_here(self) -> float:
        """Let everybody choose; the bound at these prices, taken over where it is the lowest so far."""
        ground = self.ground
        led = self.choose_anew(range(_IN_TURN), np.arange(len(self.price)))
        total = self._of_people() + led
        total += float((self.price * ground.capacity)[:, ~ground.supervised].sum())
        total += float((self.rest * ground.days_a_week.reshape(-1, 1)).sum())
        total += _ROUNDING * abs(total)
        if total < self.bound:
            self.bound, self.best = total, self._prices()
        return total

    def _prices(self) -> Prices:
        key, points = self.shares.key.copy(), self.shares.points.copy()
        return Prices(self.price.copy(), self.ete_price.copy(), self.rest.copy(), key, points)

    def go_back(self) -> None:
        """Take the prices at which the bound was lowest."""
        self.price, self.ete_price, self.rest = (prices.copy() for prices in self.best[:3])
        self.shares.take(self.best.share_key, self.best.share)

    def move_ete_prices(self, people: slice = slice(None)) -> None:
        """Raise the price of those who want more ETE than is left for them, lower that of the others.

        A person's price concerns nobody else, so each has a step of its own: longer while it goes on in one direction,
        half as long where it turns.
        """
        turn = np.sign(self.ete[people] - self.ground.ete_left[people])
        longer = _own_step(self.ete_step[people], turn * self.ete_turn[people])
        step = np.minimum(longer, _MOST_ETE_STEP / _longest(self.ground))
        price = self.ete_price[people]
        self.ete_step[people] = step
        self.ete_turn[people] = np.where((price > 0) | (turn > 0), turn, 0.0)  # at nothing it cannot go on falling
        self.ete_price[people] = np.maximum(0.0, price + step * turn)

    def excess(self) -> Floats:
        """By how many people, each of average weight, every session is overfull [D, J]."""
        runs = (self.leader != NOBODY) | ~self.ground.supervised
        over: Floats = (self.usage - self.ground.capacity * runs) * self.unit
        return over

    def worked(self) -> Floats:
        """How many days of each week supervisors work [S, W]."""
        weeks = self.rest.shape
        worked: Floats = (self.leading != NOBODY).reshape(*weeks, _DAYS).sum(axis=2).astype(np.float64)
        return worked

    def pull(self, together: float) -> Floats:
        """Which way prices should go [D, J]: with what is overfull, and with all that the people there could go to.

        Sessions that stand in for each other rise or fall together, which each alone hardly shows: people only change
        from one to the other.
        """
        own = self.excess()
        by_week = own.reshape(len(own) // _DAYS, _DAYS, own.shape[1]).mean(axis=1) @ self.near
        pull: Floats = own + together * np.repeat(by_week, _DAYS, axis=0)
        return pull


def nearness(ground: Ground) -> Floats:
    """How much the people of two projects are the same [J, J]: symmetric, and no direction is turned round by it."""
    people, projects = ground.workable.shape[0], ground.supervised.size
    suits = np.zeros((people, projects), dtype=np.float32)
    suits[np.repeat(np.arange(people), np.diff(ground.first)), ground.project] = 1.0
    both = (suits.T @ suits).astype(np.float64)
    root = np.sqrt(np.maximum(both.sum(axis=1), 1.0))
    near: Floats = both / root / root.reshape(-1, 1)
    return near


def _longest(ground: Ground) -> float:
    return max(1.0, float(ground.lengths.max(initial=1)))


def one_person(ground: Ground) -> Floats:
    """What turns weight into people [D, J]: one over the average weight."""
    average = np.maximum(ground.weight.mean(axis=1), 1e-12) if ground.weight.size else np.ones(len(ground.weight))
    unit: Floats = 1.0 / average[ground.seat_class]
    return unit


def seek(market: Market, rounds: int, first_step: float, last_step: float, ended: Callable[[], bool]) -> None:
    """Move the prices for so many rounds, the step (points for each person too many) shrinking evenly."""
    ground, days = market.ground, len(market.price)
    heading = [np.zeros_like(market.price), np.zeros_like(market.rest)]
    often, counted = np.zeros_like(market.often), 0
    seats = _usual_seats(market)
    for number in range(rounds):
        if ended():
            return
        if number % _BOUND_EVERY == 0 or number == rounds - 1:
            market.bound_here()
        else:
            turn = number % _IN_TURN
            market.choose_anew(range(turn, turn + 1), np.arange(number % _DAYS_IN_TURN, days, _DAYS_IN_TURN))
        if number > 0.6 * rounds:
            often += market.leader != NOBODY
            counted += 1
        now = [
            market.pull(_TOGETHER * max(0.0, 1 - 2 * number / rounds)),
            market.worked() - ground.days_a_week.reshape(-1, 1),
        ]
        kept = _MOMENTUM if number else 0.0
        heading = [kept * old + (1 - kept) * new for old, new in zip(heading, now, strict=True)]
        step = first_step * (last_step / first_step) ** (number / rounds)
        market.price = np.maximum(0.0, market.price + step * heading[0] * market.unit)
        market.rest = np.maximum(0.0, market.rest + step * seats * heading[1])
        market.move_ete_prices(slice(number % _IN_TURN, None, _IN_TURN))
    if counted:
        market.often = often / counted


def _usual_seats(market: Market) -> float:
    seats = (market.ground.capacity * market.unit)[market.ground.capacity > 0]
    return float(np.median(seats)) if seats.size else 1.0


def polish(market: Market, ended: Callable[[], bool]) -> None:
    """Bring each price nearer with a step of its own: longer while it goes one way, half as long where it turns.

    The usual steps are for crowds: where one person too many wants a seat worth 2,000 points, they are too short. Ends
    with the prices whose bound is the lowest so far.
    """
    market.go_back()
    market.bound_here()
    step, turn = np.full_like(market.price, _FIRST_OWN_STEP), np.zeros_like(market.price)
    for _ in range(_POLISHING):
        if ended():
            break
        over = market.excess()
        now = np.where(over > _NEARLY, 1.0, np.where((over < -_NEARLY) & (market.price > 0), -1.0, 0.0))
        step = np.minimum(_own_step(step, now * turn), _MOST_OWN_STEP)
        market.price = np.maximum(0.0, market.price + step * now * market.unit)
        turn = np.where(now != 0, now, turn)
        market.bound_here()
    market.go_back()


def share_openings(market: Market, rounds: int, first_step: float, last_step: float, ended: Callable[[], bool]) -> None:
    """Bring the bound nearer by shares in openings; a seat's price moves on with them, by a step that shrinks evenly.

    Ends with the prices and shares whose bound is the lowest so far.
    """
    ground = market.ground
    heading = [np.zeros_like(market.price), np.zeros_like(market.rest)]
    seats = _usual_seats(market)
    market.bound_here()
    for number in range(rounds):
        if ended():
            break
        step = first_step * (last_step / first_step) ** (number / rounds)
        now = [market.excess(), market.worked() - ground.days_a_week.reshape(-1, 1)]
        heading = [_KEPT * old + (1 - _KEPT) * new for old, new in zip(heading, now, strict=True)]
        market.price = np.maximum(0.0, market.price + step * heading[0] * market.unit)
        market.rest = np.maximum(0.0, market.rest + step * seats * heading[1])
        market.shares.move(market.at, market.leader, _SHARING * step)
        market.move_ete_prices()
        market.bound_here()
    market.go_back()
    market.bound_here()


def _own_step(step: Floats, same: Floats) -> Floats:
    """Steps that go on one way (`same` above 0) longer, those that turn (below 0) shorter."""
    longer: Floats = step * np.where(same > 0, _LONGER, np.where(same < 0, _SHORTER, 1.0))
    return longer


def seek_for_line_up(market: Market, closed: Bools, settling: Settling, ended: Callable[[], bool]) -> None:
    """Move the prices of people's seats alone, while the sessions `closed` [D, J] stay closed and all others run."""
    whole = market.ground
    shut = np.where(closed, -np.inf, whole.open_points)
    market.ground = whole._replace(open_points=shut)
    market.shares.take(*NO_SHARES)
    heading = np.zeros_like(market.price)
    for number in range(settling.rounds):
        if ended():
            break
        market.choices()
        over = np.where(closed, 0.0, (market.usage - whole.capacity) * market.unit)
        heading = settling.kept * heading + (1 - settling.kept) * over
        step = settling.first_step * (settling.last_step / settling.first_step) ** (number / settling.rounds)
        market.price = np.maximum(0.0, market.price + step * heading * market.unit)
        market.move_ete_prices()
    market.choices()
    market.ground = whole
