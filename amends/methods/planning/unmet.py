"""Who is offered less than the least in a week, and the first reason that holds. See docs/rules/planning.md."""

from collections import defaultdict

import numpy as np

from amends.methods.planning.model import Bools, Ints, Model
from amends.methods.planning.plan import UNMET_REASONS, Unmet
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import State


def unmet(state: State) -> tuple[Unmet, ...]:
    """A row for each person and week offered less than `offer_min`, by person as in the problem, then week."""
    model = state.model
    least = np.array([person.offer_min for person in model.problem.people], dtype=np.int64).reshape(-1, 1)
    short = state.booked < least
    people = np.flatnonzero(short.any(axis=1))
    if not people.size:
        return ()
    reasons = _reasons(state, people)
    rows = []
    for place, row in enumerate(people.tolist()):
        person = model.problem.people[row]
        for week in np.flatnonzero(short[row]).tolist():
            offered = int(state.booked[row, week])
            reason = UNMET_REASONS[reasons[place, week]]
            rows.append(Unmet(person.person_id, week + 1, offered, person.offer_min - offered, reason))
    return tuple(rows)


def _reasons(state: State, people: Ints) -> Ints:
    """The first reason that holds, by its place in UNMET_REASONS, for each of these people and each week."""
    model = state.model
    days = model.workable[people] & ~model.forbidden_pd[people]
    runs = model.runs & ~model.forbidden_jd
    suited, led = _suited(model, people, runs) & days, _suited(model, people, runs & _could_be_led(state)) & days
    holds = np.stack(
        [
            ~_by_week(model.eligible[people]),
            ~_by_week(model.workable[people]),
            _nearly_done(state, people),
            ~_by_week(suited),
            ~_by_week(led),
            np.ones((people.size, model.problem.weeks), dtype=bool),
        ]
    )
    first: Ints = holds.argmax(axis=0)
    return first


def _by_week(days: Bools) -> Bools:
    """Whether it holds on any day of each week."""
    weeks: Bools = np.any(days.reshape(len(days), -1, DAYS_A_WEEK), axis=2)
    return weeks


def _nearly_done(state: State, people: Ints) -> Bools:
    """Whether what is left, less the least of the weeks before or what is booked beside, is under the least."""
    rows = [state.model.problem.people[row] for row in people.tolist()]
    left = np.array([person.minutes_left for person in rows], dtype=np.int64).reshape(-1, 1)
    least = np.array([person.offer_min for person in rows], dtype=np.int64).reshape(-1, 1)
    beside = state.total[people].reshape(-1, 1) - state.booked[people]
    before = np.arange(state.model.problem.weeks) * least
    done: Bools = np.minimum(left - before, left - beside) < least
    return done


def _suited(model: Model, people: Ints, sessions: Bools) -> Bools:
    """Whether any of these sessions [J, D] suits the person on the day, but for their own days [people, D]."""
    suited = np.asarray(model.suits[people].astype(np.float32) @ sessions.astype(np.float32) > 0, dtype=bool)
    banned: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, project, day in model.forbidden:
        banned[person].append((project, day))
    for place, person in enumerate(people.tolist()):
        for day in {day for _, day in banned.get(person, ())}:
            others = model.suits[person] & sessions[:, day]
            others[[other for other, then in banned[person] if then == day]] = False
            suited[place, day] = others.any()
    return suited


def _could_be_led(state: State) -> Bools:
    """The sessions [J, D] that need no supervisor, have one, or could be given one who is free in this plan."""
    model = state.model
    spare = np.repeat(state.led < state.days_a_week.reshape(-1, 1), DAYS_A_WEEK, axis=1)
    free = model.works & spare & (state.leading < 0)
    led: Bools = state.open.reshape(-1, state.days) | (model.leads.T.astype(np.int64) @ free.astype(np.int64) > 0)
    return led
