"""Prices of seats and of supervisors' days, and from them what one more of each is worth at the margin.

At the prices, people and supervisors choose each for themselves, and what they have with what the seats bring is a
bound: no legal plan scores more. One supervisor more raises that bound by what they would bring at the same prices, and
not by more. See docs/rules/planning_why.md.
"""

from dataclasses import dataclass

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model, build
from amends.methods.planning.priced import search
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.leaders import NOBODY, assign
from amends.methods.planning.priced.prices import Market
from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS, Problem
from amends.methods.planning.promises import keep_fixed
from amends.methods.planning.state import State
from amends.methods.planning.stop import Stop

_SLIGHT = 1e-9


@dataclass(frozen=True)
class Prices:
    """A market at rest, and the best assignment of supervisors in it.

    `price` [D, J] of a session's unit of weight, `rest` [S, W] what a supervisor's day must bring; `bound`: no plan of
    the problem scores more. `revenue` [D, J]: what the seats of a session bring, minus infinity where it cannot take
    place; `led` [D, J]: it has a supervisor, or needs none. `fee` [D, J]: what would be lost if a session's supervisor
    had to leave it; `wage` [S, D]: what each supervisor brings beyond the fee of their session.
    """

    model: Model
    ground: Ground
    price: Floats
    rest: Floats
    bound: float
    revenue: Floats
    fee: Floats
    wage: Floats
    led: Bools

    def points(self, supervisor: int) -> Floats:
        """What the supervisor's leading brings [D, J]; minus infinity where they may not lead, or do not work."""
        model = self.model
        may = model.leads[supervisor] & model.works[supervisor].reshape(-1, 1)
        rest = np.repeat(self.rest[supervisor], DAYS_A_WEEK).reshape(-1, 1)
        points: Floats = np.where(may, model.lead_points[supervisor] + self.revenue - rest, -np.inf)
        return points


def prices_of(problem: Problem, *, stop: Stop, seed: int, model: Model | None = None) -> Prices:
    """Find prices for the problem; stopped early, they are valid and less near. `model` saves building it anew."""
    model = model or build(problem)
    promised = State(model)
    keep_fixed(promised)
    searching = search.begin(model, promised, lambda: stop(-np.inf), lambda *told: None, seed)
    ground = _every_session(model, searching.ground)
    searching.ground = ground
    searching.market = Market(ground, searching.market.price, searching.market.side_by_side)
    searching.find_prices()
    market = searching.market
    bound = market.bound_here() - model.standing_cost
    revenue: Floats = np.where(np.isneginf(ground.open_points), -np.inf, market.price * ground.capacity)
    fee, wage = _fees(model, market, revenue)
    led = (market.leader != NOBODY) | ~ground.supervised
    return Prices(model, ground, market.price, market.rest, bound, revenue, fee, wage, led)


def assigned(prices: Prices, ground: Ground, days: Ints | None = None) -> Floats:
    """What the supervisors of a ground bring at the prices [D], with the best choice on each day; 0 off `days`."""
    revenue = np.where(np.isneginf(prices.revenue), 0.0, prices.revenue)
    barred = np.isneginf(prices.revenue)
    leader = np.full(prices.revenue.shape, NOBODY, dtype=np.int64)
    leading = np.full(ground.works.shape, NOBODY, dtype=np.int64)
    brought, left = np.zeros(len(revenue)), np.zeros_like(revenue)
    for day in range(len(revenue)) if days is None else days.tolist():
        brought[day] = assign(ground, np.array([day]), revenue, barred, prices.rest, left, leader, leading)
    return brought


def taught(prices: Prices, supervisor: int, may: Bools) -> Ground:
    """The ground on which a supervisor may lead these projects [J]."""
    model = prices.model
    leads = model.leads.copy()
    leads[supervisor] = may
    rows, columns = np.nonzero(leads)
    return prices.ground._replace(
        lead_first=np.searchsorted(rows, np.arange(len(leads) + 1)).astype(np.int64),
        lead_project=columns.astype(np.int64),
        lead_points=model.lead_points[rows, columns],
    )


def _every_session(model: Model, ground: Ground) -> Ground:
    """The ground with the sessions that nobody could lead: who wants them says what somebody who could would bring."""
    shared = np.array([one.kind in SHARED_KINDS for one in model.problem.projects], dtype=bool).reshape(-1, 1)
    runs = model.runs & ~model.forbidden_jd & (shared | (model.places > 0))
    return ground._replace(open_points=np.where(runs, model.linear_jd, -np.inf).T.copy())


def _fees(model: Model, market: Market, revenue: Floats) -> tuple[Floats, Floats]:
    """The fees [D, J] and wages [S, D] of the best assignment: of all that support it, the highest fees.

    A session's fee is what is lost when its supervisor has to leave: rests, or takes another session, whose supervisor
    then leaves it for another. Shortest paths, found by going over all changes until none shortens any: none has more
    changes than there are leaders, and going on would gain what an assignment that is best to rounding leaves.
    """
    days, projects = revenue.shape
    fee, wage = np.zeros((days, projects)), np.zeros((len(model.leads), days))
    for day in range(days):
        leaders: Ints = np.flatnonzero(market.leading[:, day] != NOBODY)
        if not leaders.size:
            continue
        at = market.leading[leaders, day]
        points = np.where(model.leads[leaders], model.lead_points[leaders] + revenue[day], -np.inf)
        points -= market.rest[leaders, day // DAYS_A_WEEK].reshape(-1, 1)
        own = points[np.arange(leaders.size), at]
        lost = own.reshape(-1, 1) - points
        fees = np.zeros(projects)
        fees[at] = np.maximum(own, 0.0)
        for _ in range(leaders.size):
            shorter = np.minimum(fees[at], (lost + fees).min(axis=1))
            if (shorter > fees[at] - _SLIGHT).all():
                break
            fees[at] = np.maximum(shorter, 0.0)
        fee[day] = fees
        wage[leaders, day] = own - fees[at]
    return fee, wage
