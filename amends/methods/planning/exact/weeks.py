"""Better, week by week: one week of the programme is solved while the bookings of the others stay as they are.

A week alone is solved in a second or two where all of them together take minutes; what is gained in one may make room
in another (the hours left are shared), so it goes round until a round gains nothing. See
docs/rules/proving_small_plans.md.
"""

from collections.abc import Callable

import numpy as np

from amends.methods.planning.exact.columns import Columns
from amends.methods.planning.exact.covers import covers
from amends.methods.planning.exact.points import keeps, overfull, point_of, state_of
from amends.methods.planning.exact.programme import Programme
from amends.methods.planning.greedy import fill_weeks
from amends.methods.planning.improve import reseat_all
from amends.methods.planning.model import Bools, Ints
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import State

_ROUNDS = 4
_NEAR, _MOST_NODES = 1e-5, 20  # of the points of all weeks; cases looked at one by one in a week
_GAIN = 1e-6  # points: what the solver takes for nothing


def improve_weeks(
    programme: Programme,
    columns: Columns,
    start: State,
    promised: State,
    *,
    ended: Callable[[], bool],
    seconds_left: Callable[[], float],
    hear: Callable[[float], None],
) -> State:
    """The plan with its weeks solved one after the other.

    Rows of the chance rule that this finds stay in the programme. `hear` is told the points of every better plan.
    """
    best, week_of = start, weeks_of(columns)
    for _ in range(_ROUNDS):
        before = best.points
        for week in range(columns.model.problem.weeks):
            if ended():
                return best
            found = _solve_week(programme, columns, best, promised, week_of == week, ended, seconds_left())
            if found is not None and found.points > best.points + _GAIN:
                best = found
                hear(best.points)
        if best.points - before <= _NEAR * abs(before):
            break
    return best


def weeks_of(columns: Columns) -> Ints:
    """The week of each column."""
    session_day = columns.sessions.day
    days = np.concatenate((columns.pairs.day, session_day, session_day[columns.leads.session]))
    return np.concatenate((days // DAYS_A_WEEK, columns.stretches.week))


def _solve_week(
    programme: Programme,
    columns: Columns,
    best: State,
    promised: State,
    free: Bools,
    ended: Callable[[], bool],
    seconds: float,
) -> State | None:
    point = point_of(columns, best)
    programme.hold(point, ~free)
    programme.start_from(point)
    answer = programme.run(near=_NEAR, most_nodes=_MOST_NODES, seconds=seconds)
    programme.hold(point, np.zeros(columns.count, dtype=bool))
    if answer.point is None:
        return None
    found = state_of(columns, answer.point, promised)
    rolls = overfull(columns, answer.point, found)
    if rolls:
        fill_weeks(found, ended, lambda share: None)
        reseat_all(found, ended)
        programme.add(covers(columns, found, rolls))
    return found if keeps(found, promised) else None
