"""How much of a session each person takes: weights whose sum no legal roll brings above the session's capacity.

Where all have the same attendance, everybody weighs 1 and the capacity is the number that the chance rule allows. Where
attendances differ, a person's weight rises with their attendance. See docs/rules/pricing_seats.md.
"""

from dataclasses import dataclass
from math import comb

import numpy as np

from amends.methods.planning.model import Floats, Ints, Model
from amends.methods.planning.overbooking import chance_turned_away
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.problem import SHARED_KINDS

_MOST_ROLLS = 300_000  # rolls looked at to find a capacity
_MOST_BENDS = 7
_ROUNDING = 1e-9  # a capacity is given this much more than was found, relative: it must not be too low


@dataclass(frozen=True, slots=True)
class Seats:
    """The class of each session [J, D]; by class, the weight of each person and the capacity."""

    of_session: Ints
    weight: Floats
    capacity: Floats


def seats_of(model: Model) -> Seats:
    """Weights and capacities of all sessions: one class for each number of places, shared kinds apart."""
    problem = model.problem
    shared = np.array([project.kind in SHARED_KINDS for project in problem.projects], dtype=bool).reshape(-1, 1)
    code = np.where(shared, model.places, -1 - model.places)
    codes, of_session = np.unique(code, return_inverse=True)
    attendance = np.array([person.attendance for person in problem.people], dtype=np.float64)
    weight = np.ones((codes.size, attendance.size))
    capacity = np.zeros(codes.size)
    for row, one in enumerate(codes.tolist()):
        if one < 0:
            capacity[row] = -1 - one
        elif attendance.size:
            weight[row], capacity[row] = seat_weights(attendance, one, problem.overbook_risk)
    return Seats(of_session.reshape(code.shape).astype(np.int64), weight, capacity)


def seat_weights(attendance: Floats, places: int, risk: float) -> tuple[Floats, float]:
    """The weight of each person and the most that the people of a legal roll can weigh together."""
    free_below = _free_below(risk)
    low, high = max(float(attendance.min()), free_below), float(attendance.max())
    if free_below < 1 and low < high and places > 0:
        bends = _bends(low, high, places, risk)
        if bends is not None:
            heights = _concave(bends, np.array([1 / _fractional_count(bend, places, risk) for bend in bends]))
            capacity = float(_heaviest(bends, heights, places, risk * (1 + _ROUNDING)))
            weight = np.where(attendance < free_below, 0.0, np.interp(attendance, bends, heights))
            return weight / capacity, 1.0 + _ROUNDING
    return np.ones(attendance.size), float(_most_people(np.sort(attendance), places, risk))


def _free_below(risk: float) -> float:
    """Attendances under this weigh nothing: for them the proof that a few bends suffice does not hold."""
    return 1.0 if risk >= 0.25 else 1 - (1 - 4 * risk) ** 0.5


def _most_people(attendance: Floats, places: int, risk: float) -> int:
    """The most people on a legal roll: those of the lowest attendance."""
    least, most = min(places, attendance.size), attendance.size
    while least < most:
        middle = (least + most + 1) // 2
        if chance_turned_away(attendance[:middle].tolist(), places) <= risk * (1 + _ROUNDING):
            least = middle
        else:
            most = middle - 1
    return least


def _fractional_count(attendance: float, places: int, risk: float) -> float:
    """How many people of this attendance a session takes, the last one in part."""
    count, before = places, 0.0
    while True:
        after = chance_turned_away([attendance] * (count + 1), places)
        if after > risk:
            return count + (risk - before) / (after - before)
        count, before = count + 1, after


def _bends(low: float, high: float, places: int, risk: float) -> Floats | None:
    """Attendances at which the weights bend: as many as leave few enough rolls to look at; None where none do."""
    if low * 200 < places * risk or low < 1e-3:
        return None
    most = int(_fractional_count(low, places, risk)) + 1
    for count in range(_MOST_BENDS, 1, -1):
        if comb(most + count, count) * (places + 1) <= _MOST_ROLLS * 10:
            return np.linspace(low, high, count)
    return None


def _concave(at: Floats, heights: Floats) -> Floats:
    """The lowest concave curve through or above the heights."""
    raised = heights.copy()
    for middle in range(1, at.size - 1):
        for left in range(middle):
            for right in range(middle + 1, at.size):
                share = (at[middle] - at[left]) / (at[right] - at[left])
                raised[middle] = max(raised[middle], heights[left] * (1 - share) + heights[right] * share)
    return raised


@compiled
def _heaviest(bends: Floats, heights: Floats, places: int, risk: float) -> float:
    """The most that a legal roll weighs, of people at the bends and at most one in between.

    Rolls are gone through person by person, attendances falling; `come` is the chance of 0, 1, ... `places` of them.
    """
    highest = bends.size - 1
    size = 64
    come = np.zeros((size, places + 1))
    come[0, 0] = 1.0
    tail = np.zeros(size)
    weight = np.zeros(size)
    pick = np.zeros(size, dtype=np.int64)
    pick[0] = highest
    heaviest = 0.0
    depth = 0
    while depth >= 0:
        if depth + 2 >= size:
            come = np.concatenate((come, np.zeros_like(come)))
            tail = np.concatenate((tail, np.zeros_like(tail)))
            weight = np.concatenate((weight, np.zeros_like(weight)))
            pick = np.concatenate((pick, np.zeros_like(pick)))
            size *= 2
        chosen = pick[depth]
        if chosen < 0:
            depth -= 1
            if depth >= 0:
                pick[depth] -= 1
            continue
        chance = bends[chosen]
        after = tail[depth] + chance * come[depth, places]
        if after > risk:
            pick[depth] -= 1
            continue
        for count in range(places, 0, -1):
            come[depth + 1, count] = come[depth, count] * (1 - chance) + come[depth, count - 1] * chance
        come[depth + 1, 0] = come[depth, 0] * (1 - chance)
        tail[depth + 1] = after
        weight[depth + 1] = weight[depth] + heights[chosen]
        heaviest = max(heaviest, weight[depth + 1])
        if come[depth + 1, places] > 0:
            between = (risk - after) / come[depth + 1, places]
            if between >= bends[0]:
                heaviest = max(heaviest, weight[depth + 1] + np.interp(between, bends, heights))
        depth += 1
        pick[depth] = chosen
    return heaviest
