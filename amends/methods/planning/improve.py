"""Cheap improvement: reseat people one by one, then open up a few sessions at a time and fill them anew.

Each step is kept only where the points rise, so the plan only gets better and may be taken at any moment.
"""

from collections.abc import Callable

import numpy as np

from amends.methods.planning.greedy import fill, sessions_of_days
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.reseat import leave, reseat
from amends.methods.planning.state import FREE, State

_SLIGHT = 1e-7
_MOST_CLOSED = 3  # sessions opened up at once
_QUIET_ROUNDS_A_SESSION = 3  # rounds without a gain, for each session, after which the search is over
_LEAST_QUIET_ROUNDS = 30
_FILLED_AT_ONCE = 40


def improve(
    state: State, generator: np.random.Generator, ended: Callable[[], bool], progress: Callable[[float], None]
) -> None:
    """Improve until nothing more is found or `ended()`; `progress` is told the share of quiet rounds that ends it."""
    while reseat_all(state, ended) and not ended():
        swap_leaders(state)
    quiet, most_quiet = 0, max(_LEAST_QUIET_ROUNDS, _QUIET_ROUNDS_A_SESSION * len(state.rolls))
    while state.rolls and quiet < most_quiet and not ended():
        quiet = 0 if _open_up(state, generator) else quiet + 1
        progress(quiet / most_quiet)


def reseat_all(state: State, ended: Callable[[], bool]) -> bool:
    """Reseat everybody in every week, those with most to gain first; True where the points rose."""
    before = state.points
    model = state.model
    short = model.urgency.reshape(-1, 1) * np.maximum(0, model.least - state.booked)
    workable = model.workable.reshape(*short.shape, DAYS_A_WEEK).any(axis=2) & model.suits.any(axis=1).reshape(-1, 1)
    for place in np.argsort(-short, axis=None, kind="stable").tolist():
        person, week = divmod(place, short.shape[1])
        if not workable[person, week]:
            continue
        if ended():
            break
        reseat(state, person, week)
    return state.points > before + _SLIGHT


def swap_leaders(state: State) -> None:
    """Let supervisors take over a session, or change sessions with another of the day, where that adds points."""
    points = state.model.lead_points
    for session in sorted(state.leader):
        if session in state.fixed_leader:
            continue
        project, day = state.project_day(session)
        mine = state.leader[session]
        free = state.free_leaders(session)
        if free.size and points[free[0], project] > points[mine, project] + _SLIGHT:
            state.unlead(session)
            state.lead(int(free[0]), session)
            continue
        for other in state.able_leaders(session).tolist():
            theirs = int(state.leading[other, day])
            if theirs in (FREE, session) or theirs in state.fixed_leader:
                continue
            column = theirs // state.days
            gain = points[other, project] + points[mine, column] - points[mine, project] - points[other, column]
            if gain > _SLIGHT and state.model.leads[mine, column]:
                state.unlead(session)
                state.unlead(theirs)
                state.lead(other, session)
                state.lead(mine, theirs)
                break


def _open_up(state: State, generator: np.random.Generator) -> bool:
    """Close a few sessions near each other, fill what is then best; True where that adds points, else all is undone."""
    running = sorted(session for session in state.rolls if not _holds_fixed(state, session))
    if not running:
        return False
    day = int(generator.choice(running)) % state.days
    week = range(day - day % DAYS_A_WEEK, day - day % DAYS_A_WEEK + DAYS_A_WEEK)
    near = [session for session in running if session % state.days in week]
    count = min(len(near), 1 + int(generator.integers(_MOST_CLOSED)))
    closing = sorted(generator.choice(near, size=count, replace=False).tolist())
    before = state.points
    with state.attempt() as undo:
        freed: set[int] = set()
        days = {session % state.days for session in closing}
        for session in closing:
            freed.update(state.empty(session))
        if generator.integers(2):  # all week: those freed may then work on other days instead
            days = set(week)
            for person in sorted(freed):
                leave(state, person, week)
        candidates = [
            session
            for one in sorted(days)
            for session in sessions_of_days(state, range(one, one + 1))
            if session not in state.leader
        ]
        if len(candidates) > _FILLED_AT_ONCE:
            picked = generator.choice(len(candidates), size=_FILLED_AT_ONCE, replace=False)
            candidates = sorted({*closing, *(candidates[place] for place in picked.tolist())})
        # One of them first, whatever it is worth: filled by worth alone, the same sessions would come back.
        fill(state, [int(generator.choice(candidates))], lambda: False)
        fill(state, candidates, lambda: False)
        for person in sorted(freed):
            reseat(state, person, week.start // DAYS_A_WEEK)
        if state.points <= before + _SLIGHT:
            undo()
            return False
    return True


def _holds_fixed(state: State, session: int) -> bool:
    return session in state.fixed_leader or any((person, session) in state.fixed for person in state.rolls[session])
