"""Who is offered less than the least in a week, and the first reason that holds. See docs/rules/planning.md."""

import numpy as np

from amends.methods.planning.model import Bools, Ints, Model
from amends.methods.planning.plan import Unmet, UnmetReason
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import State


def unmet(state: State) -> tuple[Unmet, ...]:
    """A row for each person and week offered less than `offer_min`, by person as in the problem, then week."""
    model = state.model
    led = _could_be_led(state)
    rows = []
    for row, person in enumerate(model.problem.people):
        for week in range(model.problem.weeks):
            offered = int(state.booked[row, week])
            if offered < person.offer_min:
                reason = _reason(state, row, week, led)
                rows.append(Unmet(person.person_id, week + 1, offered, person.offer_min - offered, reason))
    return tuple(rows)


def _reason(state: State, row: int, week: int, led: Bools) -> UnmetReason:
    model = state.model
    person = model.problem.people[row]
    days = np.arange(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)
    if not model.eligible[row, days].any():
        return "not_eligible"
    days = days[model.workable[row, days]]
    if not days.size:
        return "away"
    beside = int(state.total[row] - state.booked[row, week])
    if min(person.minutes_left - week * person.offer_min, person.minutes_left - beside) < person.offer_min:
        return "hours_nearly_done"
    projects = state.projects_of(row)
    suitable = _suitable(model, row, projects, days)
    if not suitable.any():
        return "no_suitable_project"
    if not (suitable & led[np.ix_(projects, days)]).any():
        return "no_supervisor"
    return "no_place"


def _suitable(model: Model, row: int, projects: Ints, days: Ints) -> Bools:
    suitable: Bools = model.runs[np.ix_(projects, days)] & ~model.forbidden_jd[np.ix_(projects, days)]
    suitable = suitable & ~model.forbidden_pd[row, days]
    if model.forbidden:
        for column, project in enumerate(projects.tolist()):
            for place, day in enumerate(days.tolist()):
                suitable[column, place] &= (row, project, day) not in model.forbidden
    return suitable


def _could_be_led(state: State) -> Bools:
    """The sessions [J, D] that need no supervisor, have one, or could be given one who is free in this plan."""
    model = state.model
    spare = np.repeat(state.led < state.days_a_week.reshape(-1, 1), DAYS_A_WEEK, axis=1)
    free = model.works & spare & (state.leading < 0)
    led: Bools = state.open.reshape(-1, state.days) | (model.leads.T.astype(np.int64) @ free.astype(np.int64) > 0)
    return led
