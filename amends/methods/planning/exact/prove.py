"""Solve a small problem as a whole, again and again where the chance rule asks for it, until the plan is proven best.

The exact chance rule is not linear. The programme lets a roll be as heavy as no legal roll is (pricing_seats.md), so
its bound holds. Rolls of its best point that are too likely to turn somebody away are ruled out by further rows, and it
is solved again; the legal part of every point, filled up, is a plan. See docs/rules/proving_small_plans.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from amends.methods.planning.exact.columns import lay_out
from amends.methods.planning.exact.covers import covers
from amends.methods.planning.exact.points import keeps, overfull, point_of, promises_of, state_of
from amends.methods.planning.exact.programme import Programme, of_columns
from amends.methods.planning.exact.rules import all_rules
from amends.methods.planning.exact.small import is_even
from amends.methods.planning.exact.weeks import improve_weeks
from amends.methods.planning.greedy import fill_weeks
from amends.methods.planning.improve import reseat_all
from amends.methods.planning.model import Model
from amends.methods.planning.priced.seats import seats_of
from amends.methods.planning.state import State

_FEW_PAIRS = 500  # bookings to decide about: up to here the best plan itself is asked for
_NEAR, _MOST_NODES, _MOST_ROUNDS = 5e-5, 200, 5  # beyond: how near, a share of the points; after how much it ends
_NO_LIMIT = 2**31 - 1
_EQUAL = 1e-6  # points: what the solver takes for nothing
_ROUNDING = 1e-9  # a bound is given this much more than was found, relative: it must not be too low


@dataclass(frozen=True, slots=True)
class Proof:
    """The best plan found, and points that no legal plan exceeds; both without the constant of standing rows."""

    state: State
    bound: float


def prove(
    model: Model,
    promised: State,
    start: State,
    *,
    ended: Callable[[], bool],
    seconds_left: Callable[[], float],
    hear: Callable[[float, float], None],
    seed: int,
) -> Proof:
    """The best plan that keeps what is promised, beginning with `start`; it may be `ended()` at any moment.

    `hear` is told points and bound. Where a fixed row was given up that another plan might keep, nothing is proven.
    """
    columns = lay_out(model)
    fixed = promises_of(columns, promised)
    if fixed is None:
        return Proof(start, inf)
    if not columns.pairs.person.size:
        return Proof(start, 0.0)  # nobody can be booked
    best, bound = start, inf
    few = columns.pairs.person.size <= _FEW_PAIRS
    near, most_nodes, rounds = (0.0, _NO_LIMIT, _NO_LIMIT) if few else (_NEAR, _MOST_NODES, _MOST_ROUNDS)
    programme = Programme(of_columns(columns, all_rules(columns, seats_of(model)), fixed), seed=seed, ended=ended)
    if not few and model.problem.weeks > 1 and not is_even(model):
        best = improve_weeks(
            programme, columns, best, promised,
            ended=ended, seconds_left=seconds_left, hear=lambda points: hear(points, bound),
        )  # fmt: skip
    while rounds and not ended():
        rounds -= 1
        programme.start_from(point_of(columns, best))
        answer = programme.run(near=near, most_nodes=most_nodes, seconds=seconds_left())
        bound = min(bound, answer.bound + _ROUNDING * abs(answer.bound))
        if answer.point is None:
            ended()
            break
        found = state_of(columns, answer.point, promised)
        rolls = overfull(columns, answer.point, found)
        if rolls:
            fill_weeks(found, ended, lambda share: None)
            reseat_all(found, ended)
        if keeps(found, promised) and found.points > best.points:
            best = found
        hear(best.points, bound)
        if not answer.is_best:
            ended()  # the solver may have looked at the clock first
            break
        if not rolls or bound - best.points <= near * abs(bound):
            break
        programme.add(covers(columns, found, rolls))
    reached = bound < inf and bound - best.points <= _EQUAL + 2 * _ROUNDING * abs(bound)
    return Proof(best, best.points if reached else bound)
