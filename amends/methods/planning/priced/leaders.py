"""Which sessions the supervisors would lead for what the seats are worth: an assignment a day, solved exactly.

A supervisor takes at most one session a day and a session at most one supervisor; resting is worth nothing. Supervisors
are placed one after another, each along the shortest path of changes among those placed before (Jonker and Volgenant's
method). How many days a week they work is priced, as seats are. See docs/rules/pricing_seats.md.
"""

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground

NOBODY = -1
_DAYS = 7


@compiled
def assign(
    ground: Ground, days: Ints, revenue: Floats, barred: Bools, rest: Floats, leader: Ints, leading: Ints
) -> float:
    """The best assignment on each of these days; its value, summed.

    `revenue` [D, J] is what a session is worth without its supervisor's own points, `barred` [D, J] are led by nobody,
    `rest` [S, W] is what a supervisor's day must bring. Writes `leader` [D, J] and `leading` [S, D].
    """
    supervisors, projects = leading.shape[0], leader.shape[1]
    fee, distance = np.zeros(projects), np.zeros(projects)
    worth = np.zeros(supervisors)
    touched, via = np.zeros(projects, dtype=np.int64), np.zeros(projects, dtype=np.int64)
    settled = np.zeros(projects, dtype=np.bool_)
    seen = np.zeros(projects, dtype=np.bool_)
    total = 0.0
    for day in days:
        fee[:] = 0.0
        leader[day, :] = NOBODY
        leading[:, day] = NOBODY
        for supervisor in range(supervisors):
            if not ground.works[supervisor, day]:
                continue
            price = rest[supervisor, day // _DAYS]
            most = 0.0
            for entry in range(ground.lead_first[supervisor], ground.lead_first[supervisor + 1]):
                project = ground.lead_project[entry]
                if not barred[day, project]:
                    points = ground.lead_points[entry] + revenue[day, project] - price - fee[project]
                    most = max(most, points)
            worth[supervisor] = most
            if most > 0:
                _place(
                    ground, supervisor, day, revenue, barred, rest, fee, worth, leader, leading,
                    distance, touched, via, settled, seen,
                )  # fmt: skip
        for supervisor in range(supervisors):
            project = leading[supervisor, day]
            if project != NOBODY:
                total += _points(ground, supervisor, project) + revenue[day, project] - rest[supervisor, day // _DAYS]
    return total


@compiled
def _points(ground: Ground, supervisor: int, project: int) -> float:
    start, end = ground.lead_first[supervisor], ground.lead_first[supervisor + 1]
    return float(ground.lead_points[start + np.searchsorted(ground.lead_project[start:end], project)])


@compiled
def _place(
    ground: Ground,
    newcomer: int,
    day: int,
    revenue: Floats,
    barred: Bools,
    rest: Floats,
    fee: Floats,
    worth: Floats,
    leader: Ints,
    leading: Ints,
    distance: Floats,
    touched: Ints,
    via: Ints,
    settled: Bools,
    seen: Bools,
) -> None:
    """Place one more supervisor along the shortest path; fees and worths stay those of the best assignment.

    A path ends at a session that nobody leads yet, or with somebody resting.
    """
    count, scanned = 0, 0.0
    supervisor = newcomer
    end, rests = NOBODY, newcomer
    nearest_rest = worth[newcomer]
    while True:
        price = rest[supervisor, day // _DAYS]
        for entry in range(ground.lead_first[supervisor], ground.lead_first[supervisor + 1]):
            project = ground.lead_project[entry]
            if barred[day, project] or settled[project]:
                continue
            points = ground.lead_points[entry] + revenue[day, project] - price - fee[project]
            reach = scanned + worth[supervisor] - points
            if not seen[project]:
                seen[project] = True
                touched[count] = project
                count += 1
                distance[project] = reach
                via[project] = supervisor
            elif reach < distance[project]:
                distance[project] = reach
                via[project] = supervisor
        near = NOBODY
        for place in range(count):
            project = touched[place]
            if not settled[project] and (near == NOBODY or distance[project] < distance[near]):
                near = project
        if near == NOBODY or distance[near] >= nearest_rest:
            length = nearest_rest
            break
        scanned = distance[near]
        if leader[day, near] == NOBODY:
            end, length = near, scanned
            break
        settled[near] = True
        supervisor = leader[day, near]
        if scanned + worth[supervisor] < nearest_rest:
            nearest_rest, rests = scanned + worth[supervisor], supervisor
    worth[newcomer] -= length
    for place in range(count):
        project = touched[place]
        if settled[project]:
            fee[project] += length - distance[project]
            worth[leader[day, project]] -= length - distance[project]
        settled[project] = seen[project] = False
    if end == NOBODY:  # somebody rests: their session is the one that is free
        end = leading[rests, day] if rests != newcomer else NOBODY
        leading[rests, day] = NOBODY
    while end != NOBODY:
        supervisor = via[end]
        before = leading[supervisor, day]
        leader[day, end] = supervisor
        leading[supervisor, day] = end
        end = before if supervisor != newcomer else NOBODY
