"""An upper bound on the score of every legal plan. Why it holds: docs/rules/planning.md, "The bound".

Places, pairs kept apart, the hours left over the whole horizon, and the least size of a session are let go; what
remains falls apart into people and weeks, and into supervisors and weeks.
"""

import numpy as np

from amends.methods.planning.model import Floats, Model
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.score import BEYOND_POINTS, LEAST_POINTS, TOWARDS_POINTS

_ROWS_AT_ONCE = 500


def upper_bound(model: Model) -> float:
    """Points that no legal plan of the problem exceeds."""
    return _people(model) + _supervisors(model) - model.standing_cost


def _people(model: Model) -> float:
    """The best week of each person, each for themselves.

    The worth of minutes is concave, so it lies below each of its tangents: at a price for a minute, every day may take
    its best session or none. The lowest of these estimates is taken.
    """
    problem = model.problem
    running = _could_run(model)
    offer_max = np.array([person.offer_max for person in problem.people], dtype=np.float64).reshape(-1, 1)
    minutes = model.minutes.astype(np.float64)
    total = 0.0
    for start in range(0, len(problem.people), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        urgency = model.urgency[rows].reshape(-1, 1)
        ceiling = _worth(model, rows, np.broadcast_to(offer_max[rows], model.least[rows].shape))
        least, pace = model.least[rows], model.pace[rows]
        at_least, at_pace = LEAST_POINTS * urgency * least, _worth(model, rows, pace)
        slopes = (
            (LEAST_POINTS * urgency, 0 * at_least),
            (TOWARDS_POINTS * urgency, at_least - TOWARDS_POINTS * urgency * least),
            (np.full_like(urgency, BEYOND_POINTS), at_pace - BEYOND_POINTS * pace),
            (0 * urgency, ceiling),
        )
        estimates = [
            base + _best_days(model, rows, running, slope * minutes).reshape(len(slope), -1, DAYS_A_WEEK).sum(axis=2)
            for slope, base in slopes
        ]
        total += float(np.minimum.reduce(estimates).sum())
    return total


def _best_days(model: Model, rows: slice, running: Floats, priced: Floats) -> Floats:
    """The most points [rows, D] that one booking of the day can bring, its minutes at a price; 0 without one."""
    pairs = np.where(model.suits[rows], model.linear[rows] + priced, -np.inf)
    best = np.zeros((len(pairs), model.problem.day_count))
    for day in range(model.problem.day_count):
        if not pairs.shape[1]:
            break
        of_day = (pairs + running[:, day]).max(axis=1)
        best[:, day] = np.maximum(0.0, of_day + model.linear_pd[rows, day])
    for (project, day), people in model.extra.items():
        if running[project, day] == -np.inf:
            continue
        for person, points in people.items():
            row = person - rows.start
            if 0 <= row < len(pairs):
                with_extra = pairs[row, project] + running[project, day] + model.linear_pd[person, day] + points
                best[row, day] = max(best[row, day], with_extra)
    best[~model.workable[rows] | model.forbidden_pd[rows]] = 0.0
    return best


def _worth(model: Model, rows: slice, minutes: Floats) -> Floats:
    least, pace, urgency = model.least[rows], model.pace[rows], model.urgency[rows].reshape(-1, 1)
    towards = np.maximum(0.0, np.minimum(minutes, pace) - least)
    worth: Floats = urgency * (LEAST_POINTS * np.minimum(minutes, least) + TOWARDS_POINTS * towards)
    worth += BEYOND_POINTS * np.maximum(0.0, minutes - pace)
    return worth


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
