"""Opening one session in place of another: its supervisor goes where more would be gained, and seats are filled anew.

What a session would bring is estimated with the prices of seats for what people would give up; then the change is made,
the seats are filled, those who lost theirs are placed again, and all is taken back unless the exact score rose. See
docs/rules/filling_seats.md.
"""

import numpy as np

from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.chains import gain_elsewhere, improve_person
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import (
    NOBODY,
    Seating,
    book,
    has_room,
    hours_allow,
    lead,
    lead_points,
    may_leave,
    points_beside,
    take_back,
    unbook,
    unlead,
    worth_of_change,
)

_DAYS = 7
_SLIGHT = 1e-6
_AFTERMATH = 40  # sessions that are filled again after one was closed


@compiled
def attractions(
    ground: Ground,
    seating: Seating,
    suited: Ints,
    places: Ints,
    day: int,
    project: int,
    price: Floats,
    refund: float,
    value: Floats,
    leave: Ints,
) -> int:
    """What a seat of the session would be worth to each of the people who suit its project; how many they are.

    `suited` are the people, `places` where the project stands in their lists. Writes `value` and `leave`: the day of
    theirs that they would give up, -1 for none. A seat given up counts as `refund` of its price.
    """
    minutes = ground.lengths[ground.length[project]]
    week = day // _DAYS
    for number in range(suited.size):
        person = suited[number]
        value[number] = -np.inf
        leave[number] = NOBODY
        here = seating.at[person, day]
        if not ground.workable[person, day] or here == project:
            continue
        linear = ground.linear[places[number]] + points_beside(ground, person, day, project)
        if here == NOBODY and seating.booked[person, week] + minutes <= ground.offer_max[person]:
            value[number] = linear + worth_of_change(ground, seating, person, week, minutes)
        for other in range(week * _DAYS, week * _DAYS + _DAYS):
            old = seating.at[person, other]
            if old == NOBODY or (here != NOBODY and other != day) or not may_leave(seating, person, other):
                continue
            change = minutes - ground.lengths[ground.length[old]]
            seat = price[other, old] * ground.weight[ground.seat_class[other, old], person]
            points = linear - seating.at_points[person, other] + refund * seat
            points += worth_of_change(ground, seating, person, week, change)
            if points > value[number]:
                value[number] = points
                leave[number] = other
    return int(suited.size)


@compiled
def fill(
    ground: Ground,
    seating: Seating,
    suited: Ints,
    places: Ints,
    day: int,
    project: int,
    price: Floats,
    refund: float,
    value: Floats,
    leave: Ints,
    vacated: Ints,
    waiting: int,
) -> int:
    """Give the session's free seats to those to whom they are worth most; the sessions they leave are noted.

    `vacated` [most, 2] holds (day, project), `waiting` of them so far; returns how many now.
    """
    if seating.taken[day, project] >= seating.limit[day, project]:
        return waiting
    count = attractions(ground, seating, suited, places, day, project, price, refund, value, leave)
    order = np.argsort(-value[:count])
    for number in order:
        wanted = seating.taken[day, project] < seating.fewest[project]
        if value[number] <= (-1e6 if wanted else _SLIGHT):
            break
        person, given = suited[number], leave[number]
        if given != NOBODY and not may_leave(seating, person, given):
            continue
        if seating.taken[day, project] >= seating.limit[day, project]:
            break
        if not has_room(seating, day, project, person, NOBODY):
            continue
        if not hours_allow(ground, seating, person, given, day, project):
            continue
        if given != NOBODY:
            if waiting < vacated.shape[0]:
                vacated[waiting, 0], vacated[waiting, 1] = given, seating.at[person, given]
                waiting += 1
            unbook(ground, seating, person, given)
        points = ground.linear[places[number]] + points_beside(ground, person, day, project)
        book(ground, seating, person, day, project, points)
    return waiting


def try_opening(
    ground: Ground,
    seating: Seating,
    suited_first: Ints,
    suited: Ints,
    places: Ints,
    day: int,
    closing: int,
    opening: int,
    supervisor: int,
    stand_in: int,
    price: Floats,
    slack: float,
    most: int,
    refund: float,
) -> float:
    """Close a session (-1: none), open another under the supervisor; the points gained, 0 where all was taken back.

    Where a `stand_in` is given (else -1), the supervisor's session is not closed but goes to them.
    """
    longest = int(np.max(suited_first[1:] - suited_first[:-1]))
    value = np.empty(longest)
    leave = np.empty(longest, dtype=np.int64)
    vacated = np.empty((_AFTERMATH, 2), dtype=np.int64)
    seating.journal[0, 0] = 0
    before = seating.score[0]
    week = day // _DAYS
    moved = np.empty(0, dtype=np.int64)
    if closing != NOBODY:
        leader = seating.leader[day, closing]
        if stand_in == NOBODY:
            moved = seating.roll[day, closing, : seating.taken[day, closing]].copy()
            for person in moved:
                if seating.fixed[person, day]:
                    return 0.0
            for person in moved:
                unbook(ground, seating, int(person), day)
        unlead(ground, seating, day, closing)
        if stand_in != NOBODY:
            lead(ground, seating, stand_in, day, closing)
        if leader != supervisor:
            take_back(ground, seating, before, 0)
            return 0.0
    lead(ground, seating, supervisor, day, opening)
    start, end = suited_first[opening], suited_first[opening + 1]
    waiting = fill(
        ground, seating, suited[start:end], places[start:end], day, opening, price, refund, value, leave, vacated, 0
    )
    if seating.taken[day, opening] < seating.fewest[opening]:
        take_back(ground, seating, before, 0)
        return 0.0
    for person in moved:
        for _ in range(3):
            if improve_person(ground, seating, int(person), week, price, slack, most) <= 0:
                break
    done = 0
    while done < waiting:
        other, project = vacated[done].tolist()
        done += 1
        if not seating.open[other, project]:
            continue
        start, end = suited_first[project], suited_first[project + 1]
        waiting = fill(
            ground, seating, suited[start:end], places[start:end], other, project, price, refund, value, leave,
            vacated, waiting,
        )  # fmt: skip
    if seating.score[0] <= before + _SLIGHT:
        take_back(ground, seating, before, 0)
        return 0.0
    return float(seating.score[0] - before)


@compiled
def estimates(
    ground: Ground,
    seating: Seating,
    suited_first: Ints,
    suited: Ints,
    places: Ints,
    week: int,
    price: Floats,
    worth_open: Floats,
    worth_closed: Floats,
) -> None:
    """What each session of a week would bring if it were opened, and what closing those that run would lose.

    Writes the week's rows of `worth_open` and `worth_closed` [D, J], minus infinity where there is nothing to say.
    """
    longest = np.max(suited_first[1:] - suited_first[:-1])
    value = np.empty(longest)
    leave = np.empty(longest, dtype=np.int64)
    for day in range(week * _DAYS, (week + 1) * _DAYS):
        for project in range(ground.length.size):
            worth_open[day, project] = worth_closed[day, project] = -np.inf
            if ground.open_points[day, project] == -np.inf or not ground.supervised[project]:
                continue
            if seating.leader[day, project] != NOBODY:
                worth_closed[day, project] = _loss(ground, seating, day, project, price)
                continue
            start, end = suited_first[project], suited_first[project + 1]
            count = attractions(
                ground, seating, suited[start:end], places[start:end], day, project, price, 1.0, value, leave
            )
            worth_open[day, project] = _best_roll(
                ground, seating, suited[start:end], day, project, value[:count], seating.fewest[project]
            )


@compiled
def _best_roll(
    ground: Ground, seating: Seating, people: Ints, day: int, project: int, value: Floats, fewest: int
) -> float:
    """The points of the best people up to the session's capacity in weight."""
    total, taken, weight = 0.0, 0, 0.0
    for number in np.argsort(-value):
        heavier = weight + ground.weight[ground.seat_class[day, project], people[number]]
        if (value[number] <= 0 and taken >= fewest) or value[number] == -np.inf:
            break
        if heavier > ground.capacity[day, project] + 1e-9:
            break
        weight = heavier
        total += value[number]
        taken += 1
    return total if taken >= fewest else -np.inf


@compiled
def _loss(ground: Ground, seating: Seating, day: int, project: int, price: Floats) -> float:
    """What is lost, at the prices, when everybody of the session goes elsewhere or is let go."""
    lost = 0.0
    for place in range(seating.taken[day, project]):
        person = seating.roll[day, project, place]
        if seating.fixed[person, day]:
            return np.inf
        lost -= gain_elsewhere(ground, seating, person, day, price)
    return lost


@compiled
def proposals(
    ground: Ground, seating: Seating, week: int, worth_open: Floats, worth_closed: Floats, least: float, most: int
) -> tuple[Floats, Ints]:
    """The changes of supervisors that look best: their points, and (day, closing, opening, supervisor, stand-in)."""
    points = np.empty(most)
    rows = np.empty((most, 5), dtype=np.int64)
    count = 0
    for day in range(week * _DAYS, (week + 1) * _DAYS):
        for supervisor in range(seating.leading.shape[0]):
            if not ground.works[supervisor, day]:
                continue
            closing = seating.leading[supervisor, day]
            if closing == NOBODY:
                if seating.led[supervisor, week] >= ground.days_a_week[supervisor]:
                    continue
                base = 0.0
            else:
                if seating.fixed_leader[day, closing]:
                    continue
                base = -worth_closed[day, closing] - lead_points(ground, supervisor, closing)
            stand_in, instead = NOBODY, -np.inf
            if closing != NOBODY:
                for other in range(seating.leading.shape[0]):
                    if (
                        ground.works[other, day]
                        and seating.leading[other, day] == NOBODY
                        and seating.led[other, week] < ground.days_a_week[other]
                    ):
                        gain = lead_points(ground, other, closing) - lead_points(ground, supervisor, closing)
                        if gain > instead:
                            stand_in, instead = other, gain
            for entry in range(ground.lead_first[supervisor], ground.lead_first[supervisor + 1]):
                opening = ground.lead_project[entry]
                if worth_open[day, opening] == -np.inf or seating.leader[day, opening] != NOBODY:
                    continue
                brings = worth_open[day, opening] + ground.lead_points[entry]
                for way in range(2):
                    if way == 1 and stand_in == NOBODY:
                        continue
                    total = brings + (base if way == 0 else instead)
                    if total > least and count < most:
                        points[count] = total
                        rows[count, 0] = day
                        rows[count, 1] = closing
                        rows[count, 2] = opening
                        rows[count, 3] = supervisor
                        rows[count, 4] = NOBODY if way == 0 else stand_in
                        count += 1
    return points[:count], rows[:count]
