"""Who takes a session over when its supervisor cannot come: somebody free, or somebody whose own another takes."""

import numpy as np

from amends.methods.planning.model import Floats, Ints, Model
from amends.methods.planning.priced.seating import NOBODY, Seating
from amends.methods.planning.problem import DAYS_A_WEEK

_HANDED_ON = 3  # sessions that change hands, at most, before somebody who is free comes in
_SLIGHT = 1e-6


def best_cover(model: Model, seating: Seating, day: int, project: int) -> list[tuple[int, int]]:
    """The changes of (project, supervisor) on that day that give the session one; none where nobody can be freed.

    Of all lines of succession the one with most points for usual projects and least driving, the shorter one where two
    are worth the same.
    """
    works = model.works[:, day]
    leading = seating.leading[:, day]
    points = np.where(model.leads & works.reshape(-1, 1), model.lead_points, -np.inf)
    led = seating.led[:, day // DAYS_A_WEEK]
    spare = led < np.array([one.days_a_week for one in model.problem.supervisors], dtype=np.int64)
    free = works & (leading == NOBODY) & spare
    if not points.size:
        return []
    worth = [np.where(free.reshape(-1, 1), points, -np.inf).max(axis=0)]
    via = [np.where(free.reshape(-1, 1), points, -np.inf).argmax(axis=0)]
    handing = np.flatnonzero((leading != NOBODY) & works)
    handing = handing[~seating.fixed_leader[day, leading[handing]]]
    for _ in range(_HANDED_ON if handing.size else 0):
        own = leading[handing]
        through = points[handing] + (worth[-1][own] - points[handing, own]).reshape(-1, 1)
        best = through.max(axis=0)
        better = best > worth[-1] + _SLIGHT
        worth.append(np.where(better, best, worth[-1]))
        via.append(np.where(better, handing[through.argmax(axis=0)], NOBODY))
    return _path(worth, via, leading, project)


def _path(worth: list[Floats], via: list[Ints], leading: Ints, project: int) -> list[tuple[int, int]]:
    """The changes that lead to the worth of the session; fewer where a supervisor would be moved twice."""
    for last in range(len(via) - 1, -1, -1):
        if not np.isfinite(worth[last][project]):
            return []
        changes: list[tuple[int, int]] = []
        here, layer = project, last
        while True:
            while via[layer][here] == NOBODY:
                layer -= 1
            supervisor = int(via[layer][here])
            changes.append((here, supervisor))
            if layer == 0:
                break
            here, layer = int(leading[supervisor]), layer - 1
        supervisors = [supervisor for _, supervisor in changes]
        if len(set(supervisors)) == len(supervisors):
            return changes
    return []
