"""An upper bound on the score of every legal plan. Why it holds: docs/rules/planning.md, "The bound".

Places, pairs kept apart, the hours left over the whole horizon, and the least size of a session are let go; what
remains falls apart into people and weeks, and into supervisors and weeks.
"""

import numpy as np

from amends.methods.planning.model import Floats, Ints, Model
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.score import BEYOND_POINTS, LEAST_POINTS, TOWARDS_POINTS

_CELLS_AT_ONCE = 4_000_000  # people x days x lengths held in memory at once


def upper_bound(model: Model) -> float:
    """Points that no legal plan of the problem exceeds."""
    return _people(model) + _supervisors(model) - model.standing_cost


def _people(model: Model) -> float:
    """The best week of each person, each for themselves.

    The worth of minutes is concave: at any price for a minute, what a week's minutes are worth above their price is
    highest at a corner of that curve, and each day takes its best session at that price or none. Every price gives an
    upper estimate; the lowest over several prices is taken for each person and week.
    """
    people, projects = model.suits.shape
    if not people or not projects:
        return 0.0
    linear_jd = _could_run(model)
    lengths = np.unique(model.minutes)
    rows_at_once = max(1, _CELLS_AT_ONCE // (model.problem.day_count * len(lengths) + projects))
    total = 0.0
    for start in range(0, people, rows_at_once):
        rows = slice(start, min(people, start + rows_at_once))
        total += _weeks(model, rows, _best_days(model, rows, linear_jd, lengths), lengths.astype(np.float64))
    return total


def _weeks(model: Model, rows: slice, best: Floats, lengths: Floats) -> float:
    """The sum over people and weeks of the lowest estimate; `best` [rows, D, lengths] is each day's linear points."""
    corners = _corners(model, rows)
    urgency = np.broadcast_to(model.urgency[rows].reshape(-1, 1), model.least[rows].shape)
    prices = [
        LEAST_POINTS * urgency,
        TOWARDS_POINTS * urgency,
        np.full_like(urgency, BEYOND_POINTS),
        np.zeros_like(urgency),
    ]
    # The price at which a day's session would just be taken: between the slopes, the tightest estimate lies at these.
    by_day = best.reshape(*urgency.shape, DAYS_A_WEEK, len(lengths))
    even = np.where(np.isfinite(by_day), np.maximum(0.0, -by_day / lengths), np.inf).min(axis=3)
    prices += [np.where(np.isfinite(even[:, :, day]), even[:, :, day], 0.0) for day in range(DAYS_A_WEEK)]
    estimates = []
    for price in prices:
        above = np.maximum.reduce([worth - price * minutes for minutes, worth in corners])
        days = np.maximum(0.0, (by_day + price[:, :, None, None] * lengths).max(axis=3))
        estimates.append(above + days.sum(axis=2))
    return float(np.minimum.reduce(estimates).sum())


def _corners(model: Model, rows: slice) -> list[tuple[Floats, Floats]]:
    """Minutes and worth [rows, W] where a week's worth bends: nothing, the least, the pace, the most allowed."""
    least, pace, urgency = model.least[rows], model.pace[rows], model.urgency[rows].reshape(-1, 1)
    most = np.array([person.offer_max for person in model.problem.people[rows]], dtype=np.float64).reshape(-1, 1)
    corners = []
    for minutes in (np.zeros_like(least), least, pace, np.maximum(pace, np.broadcast_to(most, least.shape))):
        towards = np.maximum(0.0, np.minimum(minutes, pace) - least)
        worth = urgency * (LEAST_POINTS * np.minimum(minutes, least) + TOWARDS_POINTS * towards)
        corners.append((minutes, worth + BEYOND_POINTS * np.maximum(0.0, minutes - pace)))
    return corners


def _best_days(model: Model, rows: slice, linear_jd: Floats, lengths: Ints) -> Floats:
    """The most linear points [rows, D, lengths] of one booking of that length on the day; minus infinity: none."""
    pairs = np.where(model.suits[rows], model.linear[rows], -np.inf)
    best = np.full((len(pairs), model.problem.day_count, len(lengths)), -np.inf)
    for place, length in enumerate(lengths.tolist()):
        columns = np.flatnonzero(model.minutes == length)
        for day in range(model.problem.day_count):
            running = columns[np.isfinite(linear_jd[columns, day])]
            if running.size:
                best[:, day, place] = (pairs[:, running] + linear_jd[running, day]).max(axis=1)
    best += model.linear_pd[rows, :, None]
    for (project, day), people in model.extra.items():
        place = int(np.searchsorted(lengths, model.minutes[project]))
        for person, points in people.items():
            if rows.start <= person < rows.stop and np.isfinite(linear_jd[project, day]):
                row = person - rows.start
                with_extra = pairs[row, project] + linear_jd[project, day] + model.linear_pd[person, day] + points
                best[row, day, place] = max(best[row, day, place], with_extra)
    best[~model.workable[rows] | model.forbidden_pd[rows]] = -np.inf
    return best


def _could_run(model: Model) -> Floats:
    """The linear points [J, D] of each session, minus infinity where it cannot run: shut, or nobody leads."""
    led = model.leads.T.astype(np.int64) @ model.works.astype(np.int64) > 0
    supervised = np.array([project.supervised for project in model.problem.projects], dtype=bool).reshape(-1, 1)
    runs = model.runs & ~model.forbidden_jd & (led | ~supervised)
    points: Floats = np.where(runs, model.linear_jd, -np.inf)
    return points


def _supervisors(model: Model) -> float:
    """Each supervisor on their best days, whoever else is there."""
    total = 0.0
    for row, supervisor in enumerate(model.problem.supervisors):
        able = np.flatnonzero(model.leads[row])
        if not able.size:
            continue
        of_day = np.where(model.runs[able] & model.works[row], model.lead_points[row, able].reshape(-1, 1), 0.0)
        weeks = np.sort(np.maximum(0.0, of_day.max(axis=0)).reshape(-1, DAYS_A_WEEK), axis=1)[:, ::-1]
        total += float(weeks[:, : supervisor.days_a_week].sum())
    return total
