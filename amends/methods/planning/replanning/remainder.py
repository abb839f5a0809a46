"""What is left of a plan once something has happened: all that the rules still allow, and nothing else yet."""

from dataclasses import dataclass

import numpy as np

from amends.methods.planning.model import Bools, Ints, Model
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.search import close_small
from amends.methods.planning.priced.seating import NOBODY, Seating, empty_seating
from amends.methods.planning.priced.standing import lead_again, sit_again
from amends.methods.planning.priced.transfer import promise
from amends.methods.planning.problem import Problem
from amends.methods.planning.promises import keep_fixed
from amends.methods.planning.state import State


@dataclass(frozen=True, slots=True)
class Stood:
    """The standing rows as arrays.

    `at` [P, D] is the project at which each person was booked, `leader` [D, J] who led: -1 is nobody. `people`, `days`,
    `projects`, `fixed` are the bookings one by one, those first that are to be taken over first.
    """

    at: Ints
    leader: Ints
    people: Ints
    days: Ints
    projects: Ints
    fixed: Bools


def stood(model: Model) -> Stood:
    """What stood: fixed bookings first, then those of the most urgent people."""
    problem = model.problem
    rows = [
        (
            model.person_index[row.person_id],
            (row.date - problem.first_day).days,
            model.project_index[row.project_id],
            row.fixed,
        )
        for row in problem.standing
        if row.person_id is not None
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    table = table[np.lexsort((-model.urgency[table[:, 0]], -table[:, 3]))]
    people, days, projects, fixed = (np.ascontiguousarray(column) for column in table.T)
    at = np.full((len(problem.people), problem.day_count), NOBODY, dtype=np.int64)
    at[people[::-1], days[::-1]] = projects[::-1]
    return Stood(at, _leaders(model, problem), people, days, projects, fixed.astype(bool))


def _leaders(model: Model, problem: Problem) -> Ints:
    leader = np.full((problem.day_count, len(problem.projects)), NOBODY, dtype=np.int64)
    for row in problem.standing:
        if row.supervisor_id is not None:
            where = (row.date - problem.first_day).days, model.project_index[row.project_id]
            if leader[where] == NOBODY or row.fixed:
                leader[where] = model.supervisor_index[row.supervisor_id]
    return leader


def take_over(model: Model, ground: Ground, before: Stood) -> tuple[Seating, State]:
    """All of what stood that the rules still allow, and the state that says what is fixed.

    Sessions left under their least are closed, and their people let go.
    """
    promised = State(model)
    seating = empty_seating(model, ground)
    _lead_and_sit(ground, seating, before)
    if not _keep_fixed(model, seating, before):
        keep_fixed(promised)
        seating = promise(model, ground, promised)
        _lead_and_sit(ground, seating, before)
    close_small(ground, seating)
    seating.journal[0, 0] = 0
    return seating, promised


def _lead_and_sit(ground: Ground, seating: Seating, before: Stood) -> None:
    days, projects = np.nonzero(before.leader != NOBODY)
    lead_again(ground, seating, before.leader[days, projects], days, projects)
    sit_again(ground, seating, before.people, before.days, before.projects)


def _keep_fixed(model: Model, seating: Seating, before: Stood) -> bool:
    """Mark as fixed what is promised so; False where not all of it stays as it was."""
    problem = model.problem
    fixed_leader = np.zeros_like(seating.fixed_leader)
    for row in problem.standing:
        if row.fixed and problem.project_of[row.project_id].supervised:
            day, project = (row.date - problem.first_day).days, model.project_index[row.project_id]
            leader = seating.leader[day, project]
            if leader == NOBODY or (
                row.supervisor_id is not None and leader != model.supervisor_index[row.supervisor_id]
            ):
                return False
            fixed_leader[day, project] = True
    people, days, projects = before.people[before.fixed], before.days[before.fixed], before.projects[before.fixed]
    if (seating.at[people, days] != projects).any() or (seating.taken < seating.fewest)[fixed_leader].any():
        return False
    seating.fixed[people, days] = True
    seating.fixed_leader[:] = fixed_leader
    for day, project in np.argwhere(fixed_leader).tolist():
        roll = seating.roll[day, project, : seating.taken[day, project]]
        if seating.fixed[roll, day].sum() < seating.fewest[project]:
            seating.fixed[roll, day] = True
    return True
