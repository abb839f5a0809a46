"""One person over all weeks: give up every seat, choose anew at the prices, and get the seats by chains.

Chains move people within a week. Where hours run out before the weeks do, a booking in one week may be in the way of a
better one in another: this step looks at all weeks at once. See docs/rules/filling_seats.md.
"""

import numpy as np

from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.chains import improve_person
from amends.methods.planning.priced.choices import worth
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.filling import Wanted, leave_others, take_up
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, take_back

_DAYS = 7
_SLIGHT = 1e-6


@compiled
def values_here(ground: Ground, seating: Seating, price: Floats) -> Floats:
    """What each person has, at the prices: the worth of their minutes and bookings less the price of their seats."""
    people, days = seating.at.shape
    values = np.zeros(people)
    for person in range(people):
        for week in range(days // _DAYS):
            least, pace, urgency = ground.least[person, week], ground.pace[person, week], ground.urgency[person]
            values[person] += worth(least, pace, urgency, float(seating.booked[person, week]))
        for day in range(days):
            project = seating.at[person, day]
            if project != NOBODY:
                seat = price[day, project] * ground.weight[ground.seat_class[day, project], person]
                values[person] += seating.at_points[person, day] - seat
    return values


def rechoose(
    ground: Ground,
    seating: Seating,
    people: Ints,
    price: Floats,
    ete_price: Floats,
    slack: float,
    most: int,
) -> float:
    """Let these people choose all their weeks anew, one after another, where the score rises; the points gained."""
    wanted = Wanted(ground, price, ete_price)
    unpriced = np.zeros_like(wanted.offered.price)
    gained = 0.0
    for person in people.tolist():
        seating.journal[0, 0] = 0
        before = float(seating.score[0])
        wanted.of(person)
        leave_others(ground, seating, person, wanted.at)
        take_up(ground, seating, person, wanted.at, unpriced)
        for week in range(seating.booked.shape[1]):
            for _ in range(_DAYS):
                if improve_person(ground, seating, person, week, price, slack, most) <= 0:
                    break
        if seating.score[0] > before + _SLIGHT:
            gained += float(seating.score[0]) - before
        else:
            take_back(ground, seating, before, 0)
    return gained
