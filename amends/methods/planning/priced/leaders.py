"""Which sessions the supervisors would lead for what the seats are worth: an assignment a day, solved exactly.

A supervisor takes at most one session a day and a session at most one supervisor; resting is worth nothing. Sessions
have fees and supervisors have worths, what is left to them. Those that are not at their best are placed one after
another, each along the shortest path of changes among the others (Jonker and Volgenant's method, from both sides, so
that it can begin with the fees of an assignment at similar prices). How many days a week supervisors work is priced, as
seats are. See docs/rules/pricing_seats.md.
"""

from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground

NOBODY = -1
_DAYS = 7
_EVEN = 1e-9  # relative: what two sums of the same points may differ by


class Side(NamedTuple):
    """One side of the pairs, supervisors or sessions: `other[first[n]:first[n + 1]]` are those whom n may be with."""

    first: Ints
    other: Ints


class Path(NamedTuple):
    """Room to look for a path in: for those on the other side, and for any that were touched."""

    distance: Floats
    via: Ints
    settled: Bools
    seen: Bools
    touched: Ints


@compiled
def assign(
    ground: Ground, days: Ints, revenue: Floats, barred: Bools, rest: Floats, left: Floats, leader: Ints, leading: Ints
) -> float:
    """The best assignment on each of these days; its value, summed, from above: no assignment brings more.

    `revenue` [D, J] is what a session is worth without its supervisor's own points, `barred` [D, J] are led by nobody,
    `rest` [S, W] is what a supervisor's day must bring. `leader` [D, J] and `leading` [S, D] are those of an earlier
    assignment, or nobody, and `left` [D, J] what a session then left to its supervisor of what it is worth: it begins
    with leaving as much and keeping the rest as its fee. All three are overwritten.
    """
    supervisors, projects = leading.shape[0], leader.shape[1]
    mine = Side(ground.lead_first, ground.lead_project)
    theirs, place = _turned(mine, projects)
    points = np.empty(mine.other.size)
    size = max(supervisors, projects)
    path = Path(
        np.empty(size),
        np.empty(size, dtype=np.int64),
        np.zeros(size, dtype=np.bool_),
        np.zeros(size, dtype=np.bool_),
        np.empty(size, dtype=np.int64),
    )
    worth = np.empty(supervisors)
    total = 0.0
    for day in days:
        leads, leaders = leading[:, day].copy(), leader[day].copy()
        fees = np.where(leaders != NOBODY, np.maximum(0.0, revenue[day] - left[day]), 0.0)
        for supervisor in range(supervisors):
            works, price = ground.works[supervisor, day], rest[supervisor, day // _DAYS]
            for entry in range(mine.first[supervisor], mine.first[supervisor + 1]):
                project = mine.other[entry]
                may = works and not barred[day, project]
                points[entry] = ground.lead_points[entry] + revenue[day, project] - price if may else -np.inf
        _value(mine, points, fees, worth)
        _part(mine, points, fees, worth, leads, leaders)
        for supervisor in range(supervisors):
            if leads[supervisor] == NOBODY and worth[supervisor] > 0:
                _place(supervisor, mine, points, worth, fees, leads, leaders, path)
        turned = points[place]
        for project in range(projects):
            if leaders[project] == NOBODY and fees[project] > 0:
                _place(project, theirs, turned, fees, worth, leaders, leads, path)
        np.maximum(fees, 0.0, fees)
        _value(mine, points, fees, worth)
        total += worth.sum() + fees.sum()
        left[day], leading[:, day], leader[day] = revenue[day] - fees, leads, leaders
    return total


@compiled
def _turned(side: Side, others: int) -> tuple[Side, Ints]:
    """The pairs from the other side, and where each stands on this."""
    first = np.zeros(others + 1, dtype=np.int64)
    for one in side.other:
        first[one + 1] += 1
    first = np.cumsum(first)
    free = first[:-1].copy()
    other, place = np.empty_like(side.other), np.empty_like(side.other)
    for number in range(side.first.size - 1):
        for entry in range(side.first[number], side.first[number + 1]):
            to = free[side.other[entry]]
            free[side.other[entry]] += 1
            other[to], place[to] = number, entry
    return Side(first, other), place


@compiled
def _value(side: Side, points: Floats, fee: Floats, worth: Floats) -> None:
    """What is left to each at best when the others take their fees: at least nothing."""
    for number in range(worth.size):
        most = 0.0
        for entry in range(side.first[number], side.first[number + 1]):
            most = max(most, points[entry] - fee[side.other[entry]])
        worth[number] = most


@compiled
def _part(side: Side, points: Floats, fee: Floats, worth: Floats, match: Ints, other_match: Ints) -> None:
    """Part those who are no longer at their best."""
    for number in range(worth.size):
        other = match[number]
        if other == NOBODY:
            continue
        here = -np.inf
        for entry in range(side.first[number], side.first[number + 1]):
            if side.other[entry] == other:
                here = points[entry] - fee[other]
        if here < worth[number] - _EVEN * (1.0 + worth[number]):
            match[number] = other_match[other] = NOBODY


@compiled
def _place(
    newcomer: int,
    side: Side,
    points: Floats,
    own: Floats,
    others: Floats,
    match: Ints,
    other_match: Ints,
    path: Path,
) -> None:
    """Place one more along the shortest path; what is left to either side stays that of the best assignment.

    `own` and `others` are what is left to those on this side and on the other, `match` and `other_match` whom they are
    with. A path ends at one of the others who is with nobody, or with one of this side who is left alone.
    """
    count, scanned = 0, 0.0
    number = newcomer
    end, alone = NOBODY, newcomer
    nearest_alone = own[newcomer]
    while True:
        for entry in range(side.first[number], side.first[number + 1]):
            other = side.other[entry]
            if points[entry] == -np.inf or path.settled[other]:
                continue
            reach = scanned + max(0.0, own[number] + others[other] - points[entry])
            if not path.seen[other]:
                path.seen[other] = True
                path.touched[count] = other
                count += 1
                path.distance[other] = reach
                path.via[other] = number
            elif reach < path.distance[other]:
                path.distance[other] = reach
                path.via[other] = number
        near = NOBODY
        for place in range(count):
            other = path.touched[place]
            if not path.settled[other] and (near == NOBODY or path.distance[other] < path.distance[near]):
                near = other
        if near == NOBODY or path.distance[near] >= nearest_alone:
            length = nearest_alone
            break
        scanned = path.distance[near]
        if other_match[near] == NOBODY:
            end, length = near, scanned
            break
        path.settled[near] = True
        number = other_match[near]
        if scanned + own[number] < nearest_alone:
            nearest_alone, alone = scanned + own[number], number
    own[newcomer] -= length
    for place in range(count):
        other = path.touched[place]
        if path.settled[other]:
            others[other] += length - path.distance[other]
            own[other_match[other]] -= length - path.distance[other]
        path.settled[other] = path.seen[other] = False
    if end == NOBODY:  # somebody is left alone: whom they were with is free
        end = match[alone] if alone != newcomer else NOBODY
        match[alone] = NOBODY
    while end != NOBODY:
        number = path.via[end]
        before = match[number]
        other_match[end] = number
        match[number] = end
        end = before if number != newcomer else NOBODY
