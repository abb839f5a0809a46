"""A plan that stands, taken over as far as the rules still allow, and what it costs to free one of its seats."""

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.chains import gain_elsewhere
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, has_room, lead, lead_points, sit

_DAYS = 7
NO_SEAT = 1e9  # the price of a seat that nobody can give up
_SLIGHT = 1e-6


@compiled
def may_lead(ground: Ground, seating: Seating, supervisor: int, day: int, project: int) -> bool:
    """Whether rule 3 lets the supervisor, who is free, lead the session, which has nobody."""
    return bool(
        ground.supervised[project]
        and ground.open_points[day, project] > -np.inf
        and seating.leader[day, project] == NOBODY
        and ground.works[supervisor, day]
        and seating.leading[supervisor, day] == NOBODY
        and seating.led[supervisor, day // _DAYS] < ground.days_a_week[supervisor]
        and lead_points(ground, supervisor, project) > -np.inf
    )


@compiled
def lead_again(ground: Ground, seating: Seating, supervisors: Ints, days: Ints, projects: Ints) -> None:
    """Give sessions the supervisors they had, one after another, where the rules still allow it."""
    for row in range(supervisors.size):
        if may_lead(ground, seating, supervisors[row], days[row], projects[row]):
            lead(ground, seating, supervisors[row], days[row], projects[row])
    seating.journal[0, 0] = 0


@compiled
def sit_again(ground: Ground, seating: Seating, people: Ints, days: Ints, projects: Ints) -> Bools:
    """Book people where they were booked, one after another, as the rules allow; whether each is there now."""
    there = np.zeros(people.size, dtype=np.bool_)
    for row in range(people.size):
        person, day, project = people[row], days[row], projects[row]
        if seating.at[person, day] != NOBODY or not seating.open[day, project]:
            there[row] = seating.at[person, day] == project
            continue
        there[row] = sit(ground, seating, person, day, project)
    return there


@compiled
def price_seats(ground: Ground, seating: Seating, week: int, typical: int, rounds: int, price: Floats) -> None:
    """Write what it costs to free a seat of each session of the week: its price, for a unit of weight.

    Nothing where there is room for the `typical` person. Else whoever holds a seat there goes where they lose least,
    which may in turn be a seat that somebody has to give up: the length of the shortest path, from below, a step more
    with each round.
    """
    days = range(week * _DAYS, (week + 1) * _DAYS)
    for day in days:
        price[day] = 0.0
    for _ in range(rounds):
        rise = 0.0
        for day in days:
            for project in range(ground.length.size):
                if not seating.open[day, project] or has_room(seating, day, project, typical, NOBODY):
                    continue
                least = NO_SEAT
                for place in range(seating.taken[day, project]):
                    holder = seating.roll[day, project, place]
                    if seating.fixed[holder, day]:
                        continue
                    weight = ground.weight[ground.seat_class[day, project], holder]
                    lost = -gain_elsewhere(ground, seating, holder, day, price) / max(weight, 1e-3)
                    least = min(least, lost)
                least = max(least, 0.0)
                rise = max(rise, least - price[day, project])
                price[day, project] = least
        if rise <= _SLIGHT:
            break
