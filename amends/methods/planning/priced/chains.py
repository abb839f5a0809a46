"""Ejection chains: someone takes a seat, its holder moves on, and so on, until a seat is free or one is let go.

The chain that gains most is looked for from one person and week, best first, with the price of a seat as the estimate
of what it will cost to free one. What a chain gains is counted exactly; it is carried out only if every rule holds.
See docs/rules/filling_seats.md.
"""

import numpy as np

from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import (
    NOBODY,
    Seating,
    has_room,
    hours_allow,
    may_leave,
    points_beside,
    sit,
    take_back,
    unbook,
    worth_of_change,
)

_DAYS = 7
_SLIGHT = 1e-6
_LONGEST = 16  # people in a chain
_MOST_STEPS = 2000  # steps written down in one search


@compiled
def improve_person(
    ground: Ground, seating: Seating, person: int, week: int, price: Floats, slack: float, most: int
) -> float:
    """Carry out the best chain that begins with this person in this week; the points gained, 0 where none is found.

    `slack`: by how much a seat may turn out cheaper than its price. `most`: sessions looked into.
    """
    key = np.empty(_MOST_STEPS)
    gain = np.empty(_MOST_STEPS)
    info = np.empty((_MOST_STEPS, 5), dtype=np.int64)  # person, day left (or -1), day taken, project taken, node before
    label = np.full((_DAYS, ground.length.size), -np.inf)
    count = 0
    best, best_node, best_drop, best_drop_day = _SLIGHT, NOBODY, NOBODY, NOBODY
    monday = week * _DAYS
    first = monday
    # --- the first step: the person takes a seat, on a free day or instead of one of the week's sessions ---
    for leave in range(monday - 1, monday + _DAYS):
        given = NOBODY if leave < monday else leave
        if given != NOBODY and (seating.at[person, given] == NOBODY or not may_leave(seating, person, given)):
            continue
        for take in range(monday, monday + _DAYS):
            if take != given and seating.at[person, take] != NOBODY:
                continue
            count, best, best_node = _steps(
                ground, seating, person, given, take, 0.0, NOBODY, price, slack, NOBODY, NOBODY,
                key, gain, info, label, count, best, best_node,
            )  # fmt: skip
    # --- on from the most promising seat ---
    looked = 0
    while looked < most:
        node = NOBODY
        for other in range(count):
            if key[other] > -np.inf and (node == NOBODY or key[other] > key[node]):
                node = other
        if node == NOBODY or key[node] <= best:
            break
        key[node] = -np.inf
        looked += 1
        newcomer, day, project = info[node, 0], info[node, 2], info[node, 3]
        if gain[node] < label[day - first, project]:
            continue
        start = info[_root(info, node)]
        for place in range(seating.taken[day, project]):
            holder = seating.roll[day, project, place]
            if seating.fixed[holder, day] or _in_chain(info, node, holder):
                continue
            if np.isnan(seating.elsewhere[holder, day]):
                seating.elsewhere[holder, day] = gain_elsewhere(ground, seating, holder, day, price)
            if gain[node] + seating.elsewhere[holder, day] + slack <= best:
                continue
            if not has_room(seating, day, project, newcomer, holder):
                continue
            minutes = ground.lengths[ground.length[project]]
            drop = (
                gain[node] + worth_of_change(ground, seating, holder, week, -minutes) - seating.at_points[holder, day]
            )
            if drop > best:
                best, best_node, best_drop, best_drop_day = drop, node, holder, day
            for take in range(monday, monday + _DAYS):
                if take != day and seating.at[holder, take] != NOBODY:
                    continue
                before = best
                vacant_day = start[1]
                vacant = seating.at[start[0], vacant_day] if vacant_day != NOBODY else NOBODY
                count, best, best_node = _steps(
                    ground, seating, holder, day, take, gain[node], node, price, slack, vacant_day, vacant,
                    key, gain, info, label, count, best, best_node,
                )  # fmt: skip
                if best > before:
                    best_drop = NOBODY
    if best_node == NOBODY:
        return 0.0
    return _carry_out(ground, seating, info, best_node, best_drop, best_drop_day)


@compiled
def _steps(
    ground: Ground,
    seating: Seating,
    person: int,
    leave: int,
    take: int,
    sofar: float,
    before: int,
    price: Floats,
    slack: float,
    vacant_day: int,
    vacant: int,
    key: Floats,
    gain: Floats,
    info: Ints,
    label: Floats,
    count: int,
    best: float,
    best_node: int,
) -> tuple[int, float, int]:
    """Every session of the day `take` that the person could have instead of the one of the day `leave`.

    One with room, or the seat that the chain's first person gave up, ends the chain; the others are written down to go
    on from. Returns how many are written down, and the best end so far.
    """
    if not ground.workable[person, take]:
        return count, best, best_node
    week = take // _DAYS
    given = 0
    base = sofar
    old = NOBODY
    if leave != NOBODY:
        old = seating.at[person, leave]
        given = ground.lengths[ground.length[old]]
        base -= seating.at_points[person, leave]
    base += ground.linear_pd[person, take]
    has_extra = ground.extra_first[person] < ground.extra_first[person + 1]
    checked, worths = NOBODY, 0.0
    for place in range(ground.first[person], ground.first[person + 1]):
        project = ground.project[place]
        if not seating.open[take, project] or (take == leave and project == old):
            continue
        length = ground.length[project]
        if length != checked:
            checked = length
            worths = worth_of_change(ground, seating, person, week, ground.lengths[length] - given)
        total = base + worths + ground.linear[place]
        if has_extra:
            total += points_beside(ground, person, take, project) - ground.linear_pd[person, take]
        else:
            total += ground.open_points[take, project]
        seat = price[take, project] * ground.weight[ground.seat_class[take, project], person]
        if total <= best:
            continue
        if count == key.size:
            break
        ends = take == vacant_day and project == vacant
        if not ends:
            ends = has_room(seating, take, project, person, NOBODY)
        if ends:
            if hours_allow(ground, seating, person, leave, take, project):
                best = total
                best_node = count
            else:
                continue
        else:
            if total - seat + slack <= best or total <= label[take % _DAYS, project] + _SLIGHT:
                continue
            if not hours_allow(ground, seating, person, leave, take, project):
                continue
            label[take % _DAYS, project] = total
        key[count] = -np.inf if ends else total - seat + slack
        gain[count] = total
        info[count, 0] = person
        info[count, 1] = leave
        info[count, 2] = take
        info[count, 3] = project
        info[count, 4] = before
        count += 1
    return count, best, best_node


@compiled
def gain_elsewhere(ground: Ground, seating: Seating, person: int, day: int, price: Floats) -> float:
    """What the person gains by giving up the day's seat, at the prices, with another of the week or none instead."""
    old = seating.at[person, day]
    minutes = ground.lengths[ground.length[old]]
    week = day // _DAYS
    best = worth_of_change(ground, seating, person, week, -minutes)
    has_extra = ground.extra_first[person] < ground.extra_first[person + 1]
    for take in range(week * _DAYS, (week + 1) * _DAYS):
        if not ground.workable[person, take] or (take != day and seating.at[person, take] != NOBODY):
            continue
        checked, worths = NOBODY, 0.0
        for place in range(ground.first[person], ground.first[person + 1]):
            project = ground.project[place]
            if not seating.open[take, project] or (take == day and project == old):
                continue
            length = ground.length[project]
            if length != checked:
                checked = length
                worths = worth_of_change(ground, seating, person, week, ground.lengths[length] - minutes)
            seat = price[take, project] * ground.weight[ground.seat_class[take, project], person]
            gain = worths + ground.linear[place] - seat
            if has_extra:
                gain += points_beside(ground, person, take, project)
            else:
                gain += ground.open_points[take, project] + ground.linear_pd[person, take]
            best = max(best, gain)
    return float(best - seating.at_points[person, day])


@compiled
def _root(info: Ints, node: int) -> int:
    while info[node, 4] != NOBODY:
        node = info[node, 4]
    return node


@compiled
def _in_chain(info: Ints, node: int, person: int) -> bool:
    """Whether the person is in the chain already, or the chain is as long as one may be."""
    length = 0
    while node != NOBODY:
        if info[node, 0] == person:
            return True
        length += 1
        node = info[node, 4]
    return length >= _LONGEST


@compiled
def _carry_out(ground: Ground, seating: Seating, info: Ints, node: int, drop: int, drop_day: int) -> float:
    """Make the changes of a chain; all are undone, and nothing gained, where one turns out not to be allowed."""
    before, mark = seating.score[0], seating.journal[0, 0]
    if drop != NOBODY:
        unbook(ground, seating, drop, drop_day)
    one = node
    while one != NOBODY:
        if info[one, 1] != NOBODY:
            unbook(ground, seating, info[one, 0], info[one, 1])
        one = info[one, 4]
    one = node
    while one != NOBODY:
        if not sit(ground, seating, info[one, 0], info[one, 2], info[one, 3]):
            take_back(ground, seating, before, mark)
            return 0.0
        one = info[one, 4]
    if seating.score[0] <= before + _SLIGHT:
        take_back(ground, seating, before, mark)
        return 0.0
    return float(seating.score[0] - before)


def sweep(
    ground: Ground,
    seating: Seating,
    people: Ints,
    weeks: Ints,
    price: Floats,
    slack: float,
    most: int,
    start: int,
    end: int,
) -> float:
    """Try a chain from each of these people and weeks, again where one was found; the points gained."""
    gained = 0.0
    for place in range(start, end):
        for _ in range(6):
            seating.journal[0, 0] = 0
            one = improve_person(ground, seating, people[place], weeks[place], price, slack, most)
            gained += one
            if one <= 0:
                break
    return gained
