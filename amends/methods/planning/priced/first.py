"""A quick first plan for a large region, so that there is one to stop with while its prices are still being found.

Supervisors go, day by day, to the sessions that most people could fill, the best pair first; then people take what is
best for them, the most urgent first, at no price. Far from the best plan, and legal.
"""

from collections.abc import Callable

import numpy as np

from amends.methods.planning.model import Model
from amends.methods.planning.priced.filling import seat_everybody
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.leaders import NOBODY
from amends.methods.planning.priced.search import close_small
from amends.methods.planning.priced.seating import Seating, lead
from amends.methods.planning.priced.transfer import as_state, promise
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import State

_AT_ONCE = 500  # people between two looks at the clock
_SEAT = 100.0  # points: about what a person's day is worth beside the supervisor's drive
_SUITED_FOR_ONE = 3.0  # of three whom a session suits one comes: the others have something better that day


def first_plan(model: Model, ground: Ground, promised: State, ended: Callable[[], bool]) -> State:
    """What is promised, and then everybody's best week among the seats of a quick line-up."""
    seating = promise(model, ground, promised)
    _line_up(model, ground, seating)
    order = np.argsort(-model.urgency, kind="stable").astype(np.int64)
    free = np.zeros(ground.open_points.shape)
    for start in range(0, order.size, _AT_ONCE):
        if ended():
            break
        seat_everybody(ground, seating, order[start : start + _AT_ONCE], free, np.zeros(order.size))
    close_small(ground, seating)
    return as_state(seating, model, promised)


def _line_up(model: Model, ground: Ground, seating: Seating) -> None:
    """Give each day's supervisors to the sessions with most people to fill them."""
    works_then = (model.workable & ~model.forbidden_pd).astype(np.float32)
    could_come = (model.suits.T.astype(np.float32) @ works_then).T / _SUITED_FOR_ONE
    worth = _SEAT * np.minimum(seating.limit, could_come)
    for day in range(len(worth)):
        open_to = (worth[day] > 0) & ~np.isneginf(ground.open_points[day]) & (seating.leader[day] == NOBODY)
        spare = ground.works[:, day] & (seating.led[:, day // DAYS_A_WEEK] < ground.days_a_week)
        spare &= seating.leading[:, day] == NOBODY
        pairs = np.argwhere(model.leads & spare.reshape(-1, 1) & open_to)
        points = worth[day, pairs[:, 1]] + model.lead_points[pairs[:, 0], pairs[:, 1]]
        for supervisor, project in pairs[np.argsort(-points, kind="stable")].tolist():
            if seating.leading[supervisor, day] == NOBODY and seating.leader[day, project] == NOBODY:
                lead(ground, seating, supervisor, day, project)
    seating.journal[0, 0] = 0
