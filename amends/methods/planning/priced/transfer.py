"""Between the state that keeps promises and the seating of the search, in both directions."""

import numpy as np

from amends.methods.planning.model import Model
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, book, empty_seating, lead, points_at
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import FREE, State


def promise(model: Model, ground: Ground, state: State) -> Seating:
    """A seating with what the state holds fixed, and with whatever the sessions of that need: leader and least."""
    seating = empty_seating(model, ground)
    sessions = {session for _, session in state.fixed} | set(state.fixed_leader)
    for session in sorted(sessions):
        project, day = state.project_day(session)
        if session in state.leader:
            lead(ground, seating, state.leader[session], day, project)
            seating.fixed_leader[day, project] = True
        people = state.rolls.get(session, [])
        kept = [person for person in people if (person, session) in state.fixed]
        if len(kept) < state.least_of(session):
            kept = list(people)
        for person in kept:
            book(ground, seating, person, day, project, points_at(ground, person, day, project))
            seating.fixed[person, day] = True
    seating.journal[0, 0] = 0
    return seating


def as_state(seating: Seating, model: Model, promised: State) -> State:
    """The seating as a state that is whole but for `room`, which nothing asks of a finished plan."""
    state = State(model)
    state.fixed, state.fixed_leader = promised.fixed, promised.fixed_leader
    days = np.arange(state.days)
    state.at = np.where(seating.at == NOBODY, FREE, seating.at * state.days + days)
    state.booked, state.total, state.ete = seating.booked.copy(), seating.total.copy(), seating.ete.copy()
    for day, project in np.argwhere(seating.taken > 0).tolist():
        session = state.session(project, day)
        state.rolls[session] = seating.roll[day, project, : seating.taken[day, project]].tolist()
    for day, project in np.argwhere(seating.leader != NOBODY).tolist():
        session, supervisor = state.session(project, day), int(seating.leader[day, project])
        state.leader[session] = supervisor
        state.open[session] = True
        state.leading[supervisor, day] = session
        state.led[supervisor, day // DAYS_A_WEEK] += 1
    state.points = float(seating.score[0])
    return state
