"""Who leads what, once and for all: a legal line-up of supervisors for what each session is worth.

Begins with the assignment of each day, takes out what is more than a supervisor's days a week, and then places those
with days to spare along the best path of changes in the week. See docs/rules/filling_seats.md.
"""

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import lead_points

NOBODY = -1
_DAYS = 7
_SLIGHT = 1e-6
_LONGEST = 30  # supervisors on a path
_VISITS = 12  # how often a session is gone on from in one search


@compiled
def rest_where_too_many(ground: Ground, revenue: Floats, leader: Ints, leading: Ints) -> None:
    """Take supervisors off their least valuable sessions until nobody works more days a week than they may."""
    for supervisor in range(leading.shape[0]):
        for monday in range(0, leading.shape[1], _DAYS):
            while True:
                held, least, least_day = 0, np.inf, NOBODY
                for day in range(monday, monday + _DAYS):
                    project = leading[supervisor, day]
                    if project != NOBODY:
                        held += 1
                        value = revenue[day, project] + lead_points(ground, supervisor, project)
                        if value < least:
                            least, least_day = value, day
                if held <= ground.days_a_week[supervisor]:
                    break
                leader[least_day, leading[supervisor, least_day]] = NOBODY
                leading[supervisor, least_day] = NOBODY


def use_spare_days(ground: Ground, revenue: Floats, barred: Bools, leader: Ints, leading: Ints) -> float:
    """Place supervisors with days to spare, each along the best path of changes; the points gained.

    On the way a supervisor may go from one session to another of the day or of a day on which they rest. The path ends
    at a session that nobody leads, or with somebody resting who worked.
    """
    supervisors, days = leading.shape
    projects = leader.shape[1]
    gain = np.empty((_DAYS, projects))
    via = np.empty((_DAYS, projects), dtype=np.int64)
    before = np.empty((_DAYS, projects), dtype=np.int64)
    visits = np.empty((_DAYS, projects), dtype=np.int64)
    queue = np.empty(_DAYS * projects, dtype=np.int64)
    waiting = np.zeros((_DAYS, projects), dtype=np.bool_)
    total = 0.0
    for monday in range(0, days, _DAYS):
        again = True
        while again:
            again = False
            for supervisor in range(supervisors):
                found = _best_path(
                    ground,
                    revenue,
                    barred,
                    leader,
                    leading,
                    supervisor,
                    monday,
                    gain,
                    via,
                    before,
                    visits,
                    queue,
                    waiting,
                )
                total += found
                again = again or found > 0
    return total


@compiled
def _best_path(
    ground: Ground,
    revenue: Floats,
    barred: Bools,
    leader: Ints,
    leading: Ints,
    newcomer: int,
    monday: int,
    gain: Floats,
    via: Ints,
    before: Ints,
    visits: Ints,
    queue: Ints,
    waiting: Bools,
) -> float:
    projects = leader.shape[1]
    held = 0
    for day in range(monday, monday + _DAYS):
        held += leading[newcomer, day] != NOBODY
    if held >= ground.days_a_week[newcomer]:
        return 0.0
    gain[:] = -np.inf
    visits[:] = 0
    head, count = 0, 0
    best, best_node, best_rests = _SLIGHT, NOBODY, False
    node, who, base = NOBODY, newcomer, 0.0
    while True:
        for day in range(monday, monday + _DAYS if who != NOBODY else monday):
            here = node != NOBODY and day == monday + node // projects
            if not ground.works[who, day] or (leading[who, day] != NOBODY and not here):
                continue
            for entry in range(ground.lead_first[who], ground.lead_first[who + 1]):
                project = ground.lead_project[entry]
                if barred[day, project] or (here and project == node % projects):
                    continue
                points = base + ground.lead_points[entry] + revenue[day, project]
                row = day - monday
                if points <= gain[row, project] + _SLIGHT or visits[row, project] >= _VISITS:
                    continue
                if _passes(node, row * projects + project, NOBODY, projects, via, before):
                    continue
                gain[row, project] = points
                via[row, project] = who
                before[row, project] = node
                if leader[day, project] == NOBODY:
                    if points > best:
                        best, best_node, best_rests = points, row * projects + project, False
                elif not waiting[row, project] and leader[day, project] != newcomer:
                    waiting[row, project] = True
                    queue[(head + count) % queue.size] = row * projects + project
                    count += 1
        if count == 0:
            break
        node = queue[head]
        head = (head + 1) % queue.size
        count -= 1
        row, project = node // projects, node % projects
        waiting[row, project] = False
        visits[row, project] += 1
        who = leader[monday + row, project]
        if _passes(node, NOBODY, who, projects, via, before):
            who = NOBODY
            continue
        base = gain[row, project] - revenue[monday + row, project] - lead_points(ground, who, project)
        if base > best:
            best, best_node, best_rests = base, node, True
    if best_node == NOBODY or not _sound(projects, best_node, via, before):
        return 0.0
    node = best_node
    if best_rests:
        row, project = node // projects, node % projects
        leading[leader[monday + row, project], monday + row] = NOBODY
        leader[monday + row, project] = NOBODY
    while node != NOBODY:  # from the end: each session has been left before it is taken
        row, project = node // projects, node % projects
        who, last = via[row, project], before[row, project]
        if last != NOBODY:
            left = monday + last // projects
            leader[left, last % projects] = NOBODY
            leading[who, left] = NOBODY
        leader[monday + row, project] = who
        leading[who, monday + row] = project
        node = last
    return best


@compiled
def _passes(node: int, other: int, who: int, projects: int, via: Ints, before: Ints) -> bool:
    """Whether the path to a session passes another one, or moves this supervisor."""
    steps = 0
    while node != NOBODY and steps < _LONGEST:
        if node == other or via[node // projects, node % projects] == who:
            return True
        node = before[node // projects, node % projects]
        steps += 1
    return steps == _LONGEST


@compiled
def _sound(projects: int, node: int, via: Ints, before: Ints) -> bool:
    """Whether the path to a session moves nobody twice and passes no session twice."""
    steps = 0
    while node != NOBODY:
        last = before[node // projects, node % projects]
        if last != NOBODY and _passes(last, node, via[node // projects, node % projects], projects, via, before):
            return False
        node = last
        steps += 1
        if steps > _LONGEST:
            return False
    return True
