"""A finished plan laid over the arrays of its problem, so that every question about it reads the same state."""

import numpy as np

from amends.methods.planning.model import Model, build
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import DAYS_A_WEEK, Problem
from amends.methods.planning.score import score
from amends.methods.planning.state import State


def state_of(problem: Problem, plan: Plan, model: Model | None = None) -> State:
    """The state that a legal plan is in; `model` saves building it anew. Raises KeyError for an unknown id,
    and for a booking whose session the plan does not run.

    What the plan keeps of the fixed rows is fixed in the state too.
    """
    model = model or build(problem)
    state = State(model)
    for session in plan.sessions:
        day = (session.date - problem.first_day).days
        number = state.session(model.project_index[session.project_id], day)
        state.rolls[number] = []  # one that is promised may run with nobody
        if session.supervisor_id is None:
            continue
        supervisor = model.supervisor_index[session.supervisor_id]
        state.leader[number] = supervisor
        state.open[number] = True
        state.leading[supervisor, day] = number
        state.led[supervisor, day // DAYS_A_WEEK] += 1
    for booking in plan.bookings:
        day = (booking.date - problem.first_day).days
        person, project = model.person_index[booking.person_id], model.project_index[booking.project_id]
        number = state.session(project, day)
        minutes = int(model.minutes[project])
        state.at[person, day] = number
        state.booked[person, day // DAYS_A_WEEK] += minutes
        state.ete[person] += minutes if state.is_ete[project] else 0
        if day > state.last_day[person]:
            state.last_day[person], state.last_minutes[person] = day, minutes
        state.rolls[number].append(person)
    state.total = state.booked.sum(axis=1).astype(np.int64)
    for number, roll in state.rolls.items():
        state.room[number] = state.room_after(number, roll)
    _fix(state)
    state.points = score(plan, problem).score + model.standing_cost
    return state


def _fix(state: State) -> None:
    """Mark what the plan keeps of the fixed rows."""
    model = state.model
    for row in model.problem.standing:
        if not row.fixed:
            continue
        number = state.session(model.project_index[row.project_id], (row.date - model.problem.first_day).days)
        if row.supervisor_id is not None and state.leader.get(number) == model.supervisor_index[row.supervisor_id]:
            state.fixed_leader.add(number)
        if row.person_id is not None:
            person = model.person_index[row.person_id]
            if person in state.rolls.get(number, ()):
                state.fixed.add((person, number))
