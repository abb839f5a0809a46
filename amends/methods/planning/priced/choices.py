"""What each person would choose against the prices of seats: their best weeks, exactly.

The worth of minutes is concave by week and there is one session a day, so a dynamic programme over a week's days and
the sums of minutes finds the best week for every sum; a second one over the weeks keeps within the hours left. See
docs/rules/pricing_seats.md.
"""

from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.score import BEYOND_POINTS, LEAST_POINTS, TOWARDS_POINTS

NOBODY = -1
_DAYS = 7


@compiled
def worth(least: float, pace: float, urgency: float, minutes: float) -> float:
    """Points of the minutes of a week: see `score.py`."""
    return (
        LEAST_POINTS * urgency * min(minutes, least)
        + TOWARDS_POINTS * urgency * max(0.0, min(minutes, pace) - least)
        + BEYOND_POINTS * max(0.0, minutes - pace)
    )


class Offers(NamedTuple):
    """What sessions offer at prices, by project and then day: a person's days are looked at side by side.

    `points` [J, D] as `Ground.open_points`, `price` [J, D] of a unit of weight, `seat_class` [J, D]; `as_usual` [J]:
    of one class on all days.
    """

    points: Floats
    price: Floats
    seat_class: Ints
    as_usual: Bools


@compiled
def offers(ground: Ground, price: Floats) -> Offers:
    """The sessions of the ground at these prices [D, J]."""
    as_usual = np.ones(price.shape[1], dtype=np.bool_)
    for project in range(price.shape[1]):
        as_usual[project] = np.all(ground.seat_class[:, project] == ground.seat_class[0, project])
    return Offers(ground.open_points.T.copy(), price.T.copy(), ground.seat_class.T.copy(), as_usual)


@compiled
def best_of_days(
    ground: Ground, offered: Offers, person: int, ete_price: float, best: Floats, which: Ints, points: Floats
) -> None:
    """By length and day the best session for the person, and its points less its price.

    `best` and `which` [lengths, D] are overwritten; so is `points` [D].
    """
    days = points.size
    best[:] = -np.inf
    which[:] = NOBODY
    weight = ground.weight[:, person].copy()
    extra, extra_end = ground.extra_first[person], ground.extra_first[person + 1]
    for place in range(ground.first[person], ground.first[person + 1]):
        project = ground.project[place]
        length = ground.length[project]
        always = ground.linear[place] - (ete_price * ground.lengths[length] if ground.is_ete[project] else 0.0)
        if offered.as_usual[project]:
            own = weight[offered.seat_class[project, 0]]
            for day in range(days):
                points[day] = always + offered.points[project, day] - own * offered.price[project, day]
        else:
            for day in range(days):
                own = weight[offered.seat_class[project, day]]
                points[day] = always + offered.points[project, day] - own * offered.price[project, day]
        while extra < extra_end and ground.extra_project[extra] < project:
            extra += 1
        while extra < extra_end and ground.extra_project[extra] == project:
            if ground.extra_day[extra] < days:
                points[ground.extra_day[extra]] += ground.extra_points[extra]
            extra += 1
        for day in range(days):
            better = points[day] > best[length, day]
            best[length, day] = points[day] if better else best[length, day]
            which[length, day] = project if better else which[length, day]
    for length in range(ground.lengths.size):
        for day in range(days):
            best[length, day] += ground.linear_pd[person, day] if ground.workable[person, day] else -np.inf


@compiled
def choose(
    ground: Ground, offered: Offers, people: Ints, ete_price: Floats, at: Ints, usage: Floats, ete: Ints, values: Floats
) -> float:
    """The best weeks of these people among what is offered; their value, summed.

    Writes `at` [P, D] (the project of each day or -1), `ete` [P] (minutes), `values` [P]; adds to `usage` [D, J].
    """
    days, lengths, count = offered.price.shape[1], ground.lengths.size, ground.sums.size
    weeks = days // _DAYS
    best = np.empty((lengths, days))
    points = np.empty(days)
    which = np.empty((lengths, days), dtype=np.int64)
    value = np.empty(count)
    lasting = np.empty((weeks, count, lengths))
    last_day = np.empty((weeks, count, lengths), dtype=np.int64)
    choice = np.empty((days, count), dtype=np.int64)
    total = 0.0
    for person in people:
        best_of_days(ground, offered, person, ete_price[person], best, which, points)
        for week in range(weeks):
            _week(ground, person, week, best, value, choice, lasting, last_day)
        at[person, :] = NOBODY
        ete[person] = 0
        if ground.tight[person]:
            values[person] = _weeks_within(ground, person, which, choice, lasting, last_day, at)
        else:
            values[person] = _weeks_apart(ground, person, which, choice, lasting, last_day, at)
        total += values[person]
        for day in range(days):
            project = at[person, day]
            if project != NOBODY:
                usage[day, project] += ground.weight[ground.seat_class[day, project], person]
                if ground.is_ete[project]:
                    ete[person] += ground.lengths[ground.length[project]]
    return total


@compiled
def _week(
    ground: Ground, person: int, week: int, best: Floats, value: Floats, choice: Ints, lasting: Floats, last_day: Ints
) -> None:
    """The best points for each sum of the week's minutes, by the length of the week's last booking.

    `choice` [D, sums] is the length taken on the day on the best way to the sum, -1 for none.
    """
    lengths, count = ground.lengths.size, ground.sums.size
    most = ground.offer_max[person]
    value[:] = -np.inf
    value[0] = 0.0
    lasting[week] = -np.inf
    reached = 0
    for day in range(week * _DAYS, (week + 1) * _DAYS):
        for place in range(count):
            choice[day, place] = NOBODY
        highest = reached
        for place in range(reached, -1, -1):  # downwards: each sum is still the one before this day
            before = value[place]
            if before == -np.inf:
                continue
            for length in range(lengths):
                after = ground.step[place, length]
                if after < 0 or ground.sums[after] > most or best[length, day] == -np.inf:
                    continue
                points = before + best[length, day]
                highest = max(highest, after)
                if points > lasting[week, after, length]:
                    lasting[week, after, length] = points
                    last_day[week, after, length] = day
                if points > value[after]:
                    value[after] = points
                    choice[day, after] = length
        reached = highest


@compiled
def _trace(ground: Ground, week: int, day: int, place: int, which: Ints, choice: Ints, row: Ints) -> None:
    """Write the best way to a sum by a day (and no later) into the person's row."""
    while place > 0:
        while choice[day, place] == NOBODY:
            day -= 1
        length = choice[day, place]
        row[day] = which[length, day]
        target = ground.sums[place] - ground.lengths[length]
        while ground.sums[place] > target:
            place -= 1
        day -= 1


@compiled
def _weeks_apart(
    ground: Ground, person: int, which: Ints, choice: Ints, lasting: Floats, last_day: Ints, at: Ints
) -> float:
    """Every week by itself, where the hours left cannot run out."""
    weeks, count, lengths = lasting.shape
    total = 0.0
    for week in range(weeks):
        least, pace, urgency = ground.least[person, week], ground.pace[person, week], ground.urgency[person]
        most, chosen, last = 0.0, 0, 0
        for place in range(1, count):
            for length in range(lengths):
                if lasting[week, place, length] == -np.inf:
                    continue
                points = lasting[week, place, length] + worth(least, pace, urgency, float(ground.sums[place]))
                if points > most:
                    most, chosen, last = points, place, length
        total += most
        if chosen:
            _write(ground, person, week, chosen, last, which, choice, last_day, at)
    return total


@compiled
def _write(
    ground: Ground, person: int, week: int, place: int, last: int, which: Ints, choice: Ints, last_day: Ints, at: Ints
) -> None:
    """Write the week that comes to a sum with a last booking of this length."""
    day = last_day[week, place, last]
    at[person, day] = which[last, day]
    target = ground.sums[place] - ground.lengths[last]
    while ground.sums[place] > target:
        place -= 1
    if place > 0:
        _trace(ground, week, day - 1, place, which, choice, at[person])


@compiled
def _weeks_within(
    ground: Ground, person: int, which: Ints, choice: Ints, lasting: Floats, last_day: Ints, at: Ints
) -> float:
    """The best weeks that keep within the hours left: all but the latest booking stay below them.

    Minutes over the horizon are counted in whole steps, rounded down, so that the value is never too low.
    """
    weeks, count, lengths = lasting.shape
    unit, left = ground.total_unit, ground.minutes_left[person]
    top = -(-left // unit)  # booked minutes from here on allow nothing more
    value = np.full((weeks + 1, top + 1), -np.inf)
    place_of = np.zeros((weeks + 1, top + 1), dtype=np.int64)
    last_of = np.zeros((weeks + 1, top + 1), dtype=np.int64)
    from_of = np.zeros((weeks + 1, top + 1), dtype=np.int64)
    gain, points, last = np.empty(count), np.empty(count), np.empty(count, dtype=np.int64)
    value[0, 0] = 0.0
    for week in range(weeks):
        least, pace, urgency = ground.least[person, week], ground.pace[person, week], ground.urgency[person]
        for place in range(1, count):
            gain[place] = worth(least, pace, urgency, float(ground.sums[place]))
            last[place] = np.argmax(lasting[week, place])
            points[place] = lasting[week, place, last[place]] + gain[place]
        for before in range(top + 1):
            if value[week, before] == -np.inf:
                continue
            if value[week, before] > value[week + 1, before]:
                value[week + 1, before] = value[week, before]
                place_of[week + 1, before] = 0
                from_of[week + 1, before] = before
            if before == top:
                continue
            for place in range(1, count):
                after = min(top, before + ground.sums[place] // unit)
                best, best_last = points[place], last[place]
                if before * unit + ground.sums[place] >= left:  # then it matters how long the last booking is
                    best = -np.inf
                    for length in range(lengths):
                        allowed = before * unit + ground.sums[place] - ground.lengths[length] < left
                        if allowed and lasting[week, place, length] + gain[place] > best:
                            best, best_last = lasting[week, place, length] + gain[place], length
                if value[week, before] + best > value[week + 1, after]:
                    value[week + 1, after] = value[week, before] + best
                    place_of[week + 1, after] = place
                    last_of[week + 1, after] = best_last
                    from_of[week + 1, after] = before
    after = int(np.argmax(value[weeks]))
    most = value[weeks, after]
    for week in range(weeks - 1, -1, -1):
        place = place_of[week + 1, after]
        if place:
            _write(ground, person, week, place, last_of[week + 1, after], which, choice, last_day, at)
        after = from_of[week + 1, after]
    return float(most)
