"""The first seating: one person after another takes their best weeks at the prices, where sessions have room."""

import numpy as np

from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.choices import choose, offers
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, may_leave, sit, unbook

_FULL = 1e12  # the price of a seat that is not there


class Wanted:
    """What one person after another would choose at prices; `at` [P, D] is written for each as they are asked.

    `offered` may be changed from one to the next.
    """

    def __init__(self, ground: Ground, price: Floats, ete_price: Floats) -> None:
        people = ete_price.size
        self.offered = offers(ground, price)
        self.at = np.full(ground.workable.shape, NOBODY, dtype=np.int64)
        self._ground, self._ete_price = ground, ete_price
        self._usage = np.zeros_like(price)
        self._ete = np.zeros(people, dtype=np.int64)
        self._values = np.zeros(people)

    def of(self, person: int) -> None:
        """Ask this person."""
        one = np.array([person])
        choose(self._ground, self.offered, one, self._ete_price, self.at, self._usage, self._ete, self._values)


def seat_everybody(ground: Ground, seating: Seating, people: Ints, price: Floats, ete_price: Floats) -> None:
    """Book these people, in their order, beside what is booked already."""
    price = np.where(seating.open & (seating.taken < seating.limit), price, _FULL)
    wanted = Wanted(ground, price, ete_price)
    for person in people.tolist():
        wanted.of(person)
        take_up(ground, seating, person, wanted.at, wanted.offered.price)
        seating.journal[0, 0] = 0


@compiled
def take_up(ground: Ground, seating: Seating, person: int, at: Ints, price: Floats) -> None:
    """Book what the person wants where there is room; sessions that are full then have the price [J, D] of no seat."""
    for day in range(at.shape[1]):
        project = at[person, day]
        if project == NOBODY or not seating.open[day, project]:
            continue
        if sit(ground, seating, person, day, project) and seating.taken[day, project] >= seating.limit[day, project]:
            price[project, day] = _FULL


@compiled
def leave_others(ground: Ground, seating: Seating, person: int, at: Ints) -> None:
    """Give up the person's bookings but those that they want and those that cannot be given up."""
    for day in range(at.shape[1]):
        here = seating.at[person, day]
        if here != NOBODY and here != at[person, day] and may_leave(seating, person, day):
            unbook(ground, seating, person, day)
