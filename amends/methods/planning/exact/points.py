"""Between a point of the programme and a state, in both directions; what comes back as a state is legal."""

import numpy as np

from amends.methods.planning.exact.columns import Columns
from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.overbooking import highest_admitted
from amends.methods.planning.state import State

_HALF = 0.5


def point_of(columns: Columns, state: State) -> Floats:
    """The state as a point."""
    pairs, sessions, leads = columns.pairs, columns.sessions, columns.leads
    point = np.zeros(columns.count)
    at = pairs.project * state.days + pairs.day
    point[: pairs.person.size] = state.at[pairs.person, pairs.day] == at
    led = sessions.project * state.days + sessions.day
    point[columns.first_session : columns.first_lead] = [session in state.leader for session in led.tolist()]
    leading = state.leading[leads.supervisor, sessions.day[leads.session]]
    point[columns.first_lead : columns.first_stretch] = leading == led[leads.session]
    point[columns.first_stretch :] = _filled(columns, state.booked)
    return point


def _filled(columns: Columns, booked: Ints) -> Floats:
    """How far each stretch is filled: those of a week one after the other."""
    stretches = columns.stretches
    filled = np.zeros(stretches.width.size)
    left: dict[tuple[int, int], float] = {}
    for place, (person, week) in enumerate(zip(stretches.person.tolist(), stretches.week.tolist(), strict=True)):
        rest = left.get((person, week), float(booked[person, week]))
        filled[place] = min(rest, stretches.width[place])
        left[person, week] = rest - filled[place]
    return filled


def promises_of(columns: Columns, promised: State) -> Floats | None:
    """The columns (but for minutes) that promises set to 1.

    None where a fixed row was given up that some plan might keep: what is promised is then in doubt.
    """
    model, days = columns.model, promised.days
    fixed = np.zeros(columns.first_stretch)
    pair = {
        (person, project * days + day): place
        for place, (person, project, day) in enumerate(
            zip(columns.pairs.person.tolist(), columns.pairs.project.tolist(), columns.pairs.day.tolist(), strict=True)
        )
    }
    session = (columns.sessions.project * days + columns.sessions.day).tolist()
    lead = {
        (supervisor, session[row]): columns.first_lead + place
        for place, (supervisor, row) in enumerate(
            zip(columns.leads.supervisor.tolist(), columns.leads.session.tolist(), strict=True)
        )
    }
    for row in model.problem.standing:
        if not row.fixed:
            continue
        at = model.project_index[row.project_id] * days + (row.date - model.problem.first_day).days
        if row.person_id is not None:
            person = model.person_index[row.person_id]
            if (person, at) not in pair:
                continue  # nobody can keep it, and it promises no supervisor either
            if (person, at) not in promised.fixed:
                return None
            fixed[pair[person, at]] = 1.0
        if row.supervisor_id is not None and (leader := model.supervisor_index[row.supervisor_id], at) in lead:
            if at not in promised.fixed_leader or promised.leader[at] != leader:
                return None
            fixed[lead[leader, at]] = 1.0
    return fixed


def state_of(columns: Columns, point: Floats, promised: State) -> State:
    """The point as a state: bookings that a rule does not allow are left out, sessions under their least closed."""
    pairs, sessions, leads = columns.pairs, columns.sessions, columns.leads
    state = State(columns.model)
    state.fixed, state.fixed_leader = promised.fixed, promised.fixed_leader
    for place in np.flatnonzero(point[columns.first_lead : columns.first_stretch] > _HALF).tolist():
        row = leads.session[place]
        state.lead(int(leads.supervisor[place]), state.session(int(sessions.project[row]), int(sessions.day[row])))
    booked = np.flatnonzero(point[: pairs.person.size] > _HALF)
    session = pairs.project[booked] * state.days + pairs.day[booked]
    bookings = sorted(
        zip(
            pairs.day[booked].tolist(),
            session.tolist(),
            _gains(columns, booked),
            pairs.person[booked].tolist(),
            strict=True,
        ),
        key=lambda one: ((one[3], one[1]) not in state.fixed, *one),
    )
    for _, at, _, person in bookings:
        if state.open[at] and state.allows(person, at):
            state.book(person, at)
    for at in sorted(state.leader):
        if len(state.rolls.get(at, ())) < state.least_of(at):
            state.empty(at)
    return state


def keeps(state: State, promised: State) -> bool:
    """Whether everything that is promised and fixed is still there."""
    return promised.fixed_leader <= state.leader.keys() and all(
        state.at[person, session % state.days] == session for person, session in promised.fixed
    )


def overfull(columns: Columns, point: Floats, state: State) -> dict[int, list[int]]:
    """The sessions of the point whose chance of turning somebody away is too high, with their people."""
    pairs = columns.pairs
    rolls: dict[int, list[int]] = {}
    booked = np.flatnonzero(point[: pairs.person.size] > _HALF)
    session = pairs.project[booked] * state.days + pairs.day[booked]
    for person, at in zip(pairs.person[booked].tolist(), session.tolist(), strict=True):
        rolls.setdefault(at, []).append(person)
    problem = columns.model.problem

    def too_likely(at: int, roll: list[int]) -> bool:
        project, day = state.project_day(at)
        attendance = state.attendance[roll].tolist()
        places = int(columns.model.places[project, day])
        return bool(state.shared[project]) and highest_admitted(attendance, places, problem.overbook_risk) < 0

    return {at: roll for at, roll in rolls.items() if too_likely(at, roll)}


def _gains(columns: Columns, booked: Ints) -> list[float]:
    """What speaks for a booking where not all have a place: the lower, the sooner it is made."""
    pairs, model = columns.pairs, columns.model
    worth = model.urgency[pairs.person[booked]] * model.minutes[pairs.project[booked]] + pairs.points[booked]
    listed: list[float] = (-worth).tolist()
    return listed
