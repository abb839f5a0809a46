"""What a repair changed without gaining by it is put back: people and supervisors have what they had before."""

import numpy as np

from amends.methods.planning.model import Model
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import (
    NOBODY,
    Seating,
    book,
    has_room,
    hours_allow,
    lead,
    may_leave,
    points_at,
    take_back,
    unbook,
    unlead,
)
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.replanning.remainder import Stood

_SLIGHT = 1e-6


def put_back(model: Model, ground: Ground, seating: Seating, before: Stood) -> None:
    """Give back what stood, supervisor by supervisor and person by person, wherever the score does not fall by it."""
    other = (before.leader != NOBODY) & (seating.leader != NOBODY) & (seating.leader != before.leader)
    for day, project in np.argwhere(other).tolist():
        _leader(model, ground, seating, day, project, int(before.leader[day, project]))
    weeks = model.problem.weeks
    changed = (seating.at != before.at).reshape(len(seating.at), weeks, DAYS_A_WEEK).any(axis=2)
    while True:
        given_back = [pair for pair in np.argwhere(changed).tolist() if _week(ground, seating, before, *pair)]
        if not given_back:
            return
        for person, week in given_back:
            changed[person, week] = False


def _leader(model: Model, ground: Ground, seating: Seating, day: int, project: int, own: int) -> None:
    """Let the session have its own supervisor again, who rests or leads another that theirs can take in exchange."""
    stand_in, elsewhere = int(seating.leader[day, project]), int(seating.leading[own, day])
    if (
        stand_in == own
        or seating.fixed_leader[day, project]
        or not (model.leads[own, project] and model.works[own, day])
    ):
        return
    points = model.lead_points
    gain = float(points[own, project] - points[stand_in, project])
    if elsewhere != NOBODY:
        if seating.fixed_leader[day, elsewhere] or not model.leads[stand_in, elsewhere]:
            return
        gain += float(points[stand_in, elsewhere] - points[own, elsewhere])
    elif seating.led[own, day // DAYS_A_WEEK] >= ground.days_a_week[own]:
        return
    if gain < -_SLIGHT:
        return
    seating.journal[0, 0] = 0
    unlead(ground, seating, day, project)
    if elsewhere != NOBODY:
        unlead(ground, seating, day, elsewhere)
        lead(ground, seating, stand_in, day, elsewhere)
    lead(ground, seating, own, day, project)


def _week(ground: Ground, seating: Seating, before: Stood, person: int, week: int) -> bool:
    """Let the person have the week that they had; False, and nothing changed, where a rule or the score forbids it."""
    seating.journal[0, 0] = 0
    score = float(seating.score[0])
    whole = _leave_others(ground, seating, before, person, week) and _return(ground, seating, before, person, week)
    if not whole or seating.score[0] < score - _SLIGHT:
        take_back(ground, seating, score, 0)
        return False
    return True


def _leave_others(ground: Ground, seating: Seating, before: Stood, person: int, week: int) -> bool:
    for day in range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK):
        here = int(seating.at[person, day])
        if here not in (NOBODY, int(before.at[person, day])):
            if not may_leave(seating, person, day):
                return False
            unbook(ground, seating, person, day)
    return True


def _return(ground: Ground, seating: Seating, before: Stood, person: int, week: int) -> bool:
    for day in range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK):
        then = int(before.at[person, day])
        if then in (NOBODY, int(seating.at[person, day])):
            continue
        points = points_at(ground, person, day, then)
        if not (
            points > -np.inf
            and seating.open[day, then]
            and has_room(seating, day, then, person, NOBODY)
            and hours_allow(ground, seating, person, NOBODY, day, then)
        ):
            return False
        book(ground, seating, person, day, then, points)
    return True
