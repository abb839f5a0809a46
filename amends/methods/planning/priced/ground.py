"""The model laid out for the compiled loops: flat lists of who suits what, and of who may lead what.

Axes as in `model.py`, but by day first: a session is (day, project), so that a day's prices lie side by side.
"""

from math import gcd
from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model
from amends.methods.planning.priced.seats import Seats, seats_of
from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS

_MOST_TOTALS = 512  # steps in which the minutes of the whole horizon are counted, at most


class Ground(NamedTuple):
    """What the loops read.

    Person p suits the projects `project[first[p]:first[p + 1]]`, in rising order, each with its `linear` points; the
    points and bans of single bookings are `extra_day`, `extra_project`, `extra_points` between `extra_first[p]` and the
    next (minus infinity: forbidden). `open_points` [D, J] are points for any booking of the session, minus infinity
    where it cannot take place. `seat_class` [D, J] is the row of `weight` [classes, P]: how much of a session's
    `capacity` [D, J] a person takes. `sums` are the minutes that a week's bookings can come to, `step` [sums, lengths]
    the sum after one more. `tight`: the hours left may run out before the weeks do.
    """

    first: Ints
    project: Ints
    linear: Floats
    extra_first: Ints
    extra_day: Ints
    extra_project: Ints
    extra_points: Floats
    workable: Bools
    linear_pd: Floats
    open_points: Floats
    length: Ints
    lengths: Ints
    is_ete: Bools
    sums: Ints
    step: Ints
    least: Floats
    pace: Floats
    urgency: Floats
    offer_max: Ints
    minutes_left: Ints
    ete_left: Ints
    tight: Bools
    total_unit: int
    seat_class: Ints
    weight: Floats
    capacity: Floats
    supervised: Bools
    lead_first: Ints
    lead_project: Ints
    lead_points: Floats
    works: Bools
    days_a_week: Ints


def lay_out(model: Model) -> Ground:
    """The ground of a model."""
    problem = model.problem
    people, days = len(problem.people), problem.day_count
    rows, columns = np.nonzero(model.suits)
    first = np.searchsorted(rows, np.arange(people + 1)).astype(np.int64)
    lengths = np.unique(model.minutes)
    offer_max = np.array([person.offer_max for person in problem.people], dtype=np.int64)
    minutes_left = np.array([person.minutes_left for person in problem.people], dtype=np.int64)
    is_ete = np.array([project.kind == "ete" for project in problem.projects], dtype=bool)
    sums, step = _sums(lengths, int(offer_max.max(initial=0)))
    seats = seats_of(model)
    lead_rows, lead_columns = np.nonzero(model.leads)
    unit = gcd(*lengths.tolist()) if lengths.size else 1
    most = int(min(minutes_left.max(initial=0), problem.weeks * offer_max.max(initial=0)))
    supervised = np.array([project.supervised for project in problem.projects], dtype=bool)
    extra_first, extra_day, extra_project, extra_points = _extras(model)
    return Ground(
        first=first,
        project=columns.astype(np.int64),
        linear=model.linear[rows, columns],
        extra_first=extra_first,
        extra_day=extra_day,
        extra_project=extra_project,
        extra_points=extra_points,
        workable=model.workable & ~model.forbidden_pd,
        linear_pd=model.linear_pd,
        open_points=_open_points(model, supervised),
        length=np.searchsorted(lengths, model.minutes).astype(np.int64),
        lengths=lengths,
        is_ete=is_ete,
        sums=sums,
        step=step,
        least=model.least,
        pace=model.pace,
        urgency=model.urgency,
        offer_max=offer_max,
        minutes_left=minutes_left,
        ete_left=_attainable_ete(model, is_ete),
        tight=minutes_left < _most_minutes(model, offer_max),
        total_unit=unit * max(1, -(-most // (unit * _MOST_TOTALS))),
        seat_class=seats.of_session.T.copy(),
        weight=seats.weight,
        capacity=_capacity(seats).T.copy(),
        supervised=supervised,
        lead_first=np.searchsorted(lead_rows, np.arange(len(problem.supervisors) + 1)).astype(np.int64),
        lead_project=lead_columns.astype(np.int64),
        lead_points=model.lead_points[lead_rows, lead_columns],
        works=model.works,
        days_a_week=np.array([one.days_a_week for one in problem.supervisors], dtype=np.int64),
    )._replace(workable=(model.workable & ~model.forbidden_pd).reshape(people, days))


def _capacity(seats: Seats) -> Floats:
    capacity: Floats = seats.capacity[seats.of_session]
    return capacity


def _open_points(model: Model, supervised: Bools) -> Floats:
    """Points [D, J] of any booking of the session; minus infinity where it is shut or nobody could lead it."""
    led = model.leads.T.astype(np.float64) @ model.works.astype(np.float64) > 0
    runs = model.runs & ~model.forbidden_jd & (led | ~supervised.reshape(-1, 1))
    shared = np.array([project.kind in SHARED_KINDS for project in model.problem.projects], dtype=bool).reshape(-1, 1)
    runs &= shared | (model.places > 0)
    points: Floats = np.where(runs, model.linear_jd, -np.inf).T.copy()
    return points


def _sums(lengths: Ints, most: int) -> tuple[Ints, Ints]:
    """The minutes to which a week's sessions can add up, within `most`, and the place of each sum and one more."""
    reached = {0}
    newest = {0}
    for _ in range(DAYS_A_WEEK):
        newest = {total + length for total in newest for length in lengths.tolist() if total + length <= most}
        reached |= newest
    sums = np.array(sorted(reached), dtype=np.int64)
    after = sums.reshape(-1, 1) + lengths
    place = np.searchsorted(sums, after)
    known = (place < sums.size) & (sums[np.minimum(place, sums.size - 1)] == after)
    return sums, np.where(known, place, -1).astype(np.int64)


def _most_minutes(model: Model, offer_max: Ints) -> Ints:
    """More minutes than a person could be booked for, whatever is left."""
    longest = int(model.minutes.max(initial=0))
    by_week = model.workable.reshape(len(offer_max), model.problem.weeks, DAYS_A_WEEK).sum(axis=2) * longest
    most: Ints = np.minimum(by_week, offer_max.reshape(-1, 1)).sum(axis=1)
    return most


def _attainable_ete(model: Model, is_ete: Bools) -> Ints:
    """The ETE minutes left, down to the next sum that ETE sessions can come to."""
    left = np.array([person.ete_left for person in model.problem.people], dtype=np.int64)
    lengths = sorted(set(model.minutes[is_ete].tolist()))
    if not lengths:
        return left
    most = int(left.max(initial=0))
    reach = np.zeros(most + 1, dtype=bool)
    reach[0] = True
    for total in range(most + 1):
        reach[total] = reach[total] or any(total >= one and reach[total - one] for one in lengths)
    below = np.maximum.accumulate(np.where(reach, np.arange(most + 1), 0))
    attainable: Ints = below[left]
    return attainable


def _extras(model: Model) -> tuple[Ints, Ints, Ints, Floats]:
    """Points and bans of single bookings, by person, then project, then day, a ban before points."""
    rows = [(person, day, project) for person, project, day in sorted(model.forbidden)]
    points = [-np.inf] * len(rows)
    for (project, day), people in model.extra.items():
        rows += [(person, day, project) for person in people]
        points += people.values()
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    order = np.lexsort((table[:, 1], table[:, 2], table[:, 0]))
    table = table[order]
    first = np.searchsorted(table[:, 0], np.arange(len(model.problem.people) + 1)).astype(np.int64)
    return first, table[:, 1].copy(), table[:, 2].copy(), np.array(points, dtype=np.float64)[order]


def first_weeks(ground: Ground, weeks: int) -> Ground:
    """The ground of the first weeks alone. Bookings of later days keep their extras, which nobody then asks for."""
    days = weeks * DAYS_A_WEEK
    return ground._replace(
        workable=ground.workable[:, :days].copy(),
        linear_pd=ground.linear_pd[:, :days].copy(),
        open_points=ground.open_points[:days].copy(),
        seat_class=ground.seat_class[:days].copy(),
        capacity=ground.capacity[:days].copy(),
        works=ground.works[:, :days].copy(),
        least=ground.least[:, :weeks].copy(),
        pace=ground.pace[:, :weeks].copy(),
    )
