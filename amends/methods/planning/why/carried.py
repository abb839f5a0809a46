"""A plan carried over to a problem that differs a little: what still may be stays, and the rest is mended.

Two plans that are searched for anew differ in many places for no reason but chance. One that is carried over differs
only where the change made it.
"""

from collections.abc import Collection

import numpy as np

from amends.methods.planning.greedy import carry_out, fill, propose, sessions_of_days
from amends.methods.planning.model import Ints, build
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import DAYS_A_WEEK, Problem
from amends.methods.planning.promises import keep_fixed
from amends.methods.planning.reseat import reseat
from amends.methods.planning.state import FREE, State


def carry_over(problem: Problem, plan: Plan) -> State:
    """What the problem still allows of a plan: fixed rows first, then its supervisors, then its bookings.

    Sessions left under their least are filled, or closed. Raises KeyError for an id that the problem lacks.
    """
    state = State(build(problem))
    keep_fixed(state)
    model = state.model
    for one in plan.sessions:
        session = _number(state, one.project_id, (one.date - problem.first_day).days)
        if one.supervisor_id is not None and not state.open[session]:
            supervisor = model.supervisor_index[one.supervisor_id]
            if supervisor in state.free_leaders(session):
                state.lead(supervisor, session)
    for booking in plan.bookings:
        session = _number(state, booking.project_id, (booking.date - problem.first_day).days)
        person = model.person_index[booking.person_id]
        if state.open[session] and state.allows(person, session):
            state.book(person, session)
    for session in sorted(set(state.leader) - state.fixed_leader):
        if len(state.rolls.get(session, ())) < state.least_of(session):
            proposal = propose(state, session)
            if proposal is None:
                state.empty(session)
            else:
                carry_out(state, proposal)
    return state


def mend(state: State, plan: Plan, weeks: Collection[int]) -> None:
    """Make good in these weeks (from 0) what the plan carried over has lost, as far as free places and supervisors go.

    Sessions are run and filled while that adds points, and whoever has less than in `plan` gets their best week.
    """
    before = _booked(state, plan)
    for week in sorted(weeks):
        days = range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)
        fill(state, sessions_of_days(state, days), lambda: False)
        less = np.flatnonzero(state.booked[:, week] < before[:, week])
        for person in less.tolist():
            reseat(state, person, week)


def weeks_that_differ(state: State, plan: Plan) -> set[int]:
    """The weeks (from 0) in which the state books otherwise than the plan."""
    at = np.full_like(state.at, FREE)
    for booking in plan.bookings:
        day = (booking.date - state.model.problem.first_day).days
        at[state.model.person_index[booking.person_id], day] = _number(state, booking.project_id, day)
    return set((np.flatnonzero((at != state.at).any(axis=0)) // DAYS_A_WEEK).tolist())


def _number(state: State, project_id: str, day: int) -> int:
    return state.session(state.model.project_index[project_id], day)


def _booked(state: State, plan: Plan) -> Ints:
    """The minutes that the plan books for each person and week."""
    problem = state.model.problem
    booked = np.zeros_like(state.booked)
    for one in plan.bookings:
        row = state.model.person_index[one.person_id]
        booked[row, problem.week_of(one.date) - 1] += problem.project_of[one.project_id].minutes
    return booked
