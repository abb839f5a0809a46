"""The first seating: one person after another takes their best weeks at the prices, where sessions have room."""

import numpy as np

from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.choices import choose
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, book, has_room, hours_allow, points_at

_FULL = 1e12  # the price of a seat that is not there


@compiled
def seat_everybody(ground: Ground, seating: Seating, people: Ints, price: Floats, ete_price: Floats) -> None:
    """Book these people, in their order, beside what is booked already."""
    price = price.copy()
    days, projects = price.shape
    for day in range(days):
        for project in range(projects):
            if not seating.open[day, project] or seating.taken[day, project] >= seating.limit[day, project]:
                price[day, project] = _FULL
    at = np.empty(seating.at.shape, dtype=np.int64)
    usage = np.zeros(price.shape)
    ete = np.zeros(seating.total.size, dtype=np.int64)
    values = np.zeros(seating.total.size)
    for number in range(people.size):
        person = people[number]
        choose(ground, people[number : number + 1], price, ete_price, at, usage, ete, values)
        for day in range(days):
            project = at[person, day]
            if project == NOBODY or seating.at[person, day] != NOBODY or price[day, project] == _FULL:
                continue
            if has_room(seating, day, project, person, NOBODY) and hours_allow(
                ground, seating, person, NOBODY, day, project
            ):
                book(ground, seating, person, day, project, points_at(ground, person, day, project))
                seating.journal[0, 0] = 0
                if seating.taken[day, project] >= seating.limit[day, project]:
                    price[day, project] = _FULL
