"""What is left of a plan once something has happened: all that the rules still allow, and nothing else yet."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from amends.methods.planning.model import Bools, Ints, Model
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.search import close_small
from amends.methods.planning.priced.seating import NOBODY, Seating, empty_seating
from amends.methods.planning.priced.standing import lead_again, sit_again
from amends.methods.planning.priced.transfer import promise
from amends.methods.planning.problem import Standing
from amends.methods.planning.promises import keep_fixed
from amends.methods.planning.state import State


@dataclass(frozen=True, slots=True)
class Stood:
    """The standing rows as arrays.

    `at` [P, D] is the project at which each person was booked, `leader` [D, J] who is to lead, as pins say where there
    are any, `led` [D, J] who led: -1 is nobody. `people`, `days`, `projects`, `fixed` are the bookings one by one,
    those first that are to be taken over first.
    """

    at: Ints
    leader: Ints
    led: Ints
    people: Ints
    days: Ints
    projects: Ints
    fixed: Bools


def stood(model: Model) -> Stood:
    """What stood: fixed bookings first, then those of the most urgent people."""
    problem = model.problem
    rows = [row for row in problem.standing if row.person_id is not None]
    count = len(rows)
    people = np.fromiter((model.person_index[row.person_id or ""] for row in rows), np.int64, count)
    days = np.fromiter(((row.date - problem.first_day).days for row in rows), np.int64, count)
    projects = np.fromiter((model.project_index[row.project_id] for row in rows), np.int64, count)
    fixed = np.fromiter((row.fixed for row in rows), np.bool_, count)
    order = np.lexsort((-model.urgency[people], ~fixed))
    people, days, projects, fixed = people[order], days[order], projects[order], fixed[order]
    at = np.full((len(problem.people), problem.day_count), NOBODY, dtype=np.int64)
    at[people[::-1], days[::-1]] = projects[::-1]
    leader, led = _leaders(model)
    return Stood(at, leader, led, people, days, projects, fixed)


def _leaders(model: Model) -> tuple[Ints, Ints]:
    """Who is to lead, by the last row of each session that is fixed or else by the first; and who led, by the first."""
    problem = model.problem
    led: dict[tuple[str, date], str] = {}
    pinned: dict[tuple[str, date], str] = {}
    for row in problem.standing:
        if row.supervisor_id is not None:
            led.setdefault((row.project_id, row.date), row.supervisor_id)
            if row.fixed:
                pinned[row.project_id, row.date] = row.supervisor_id
    tables = []
    for leaders in (led | pinned, led):
        table = np.full((problem.day_count, len(problem.projects)), NOBODY, dtype=np.int64)
        for (project_id, day), supervisor_id in leaders.items():
            where = (day - problem.first_day).days, model.project_index[project_id]
            table[where] = model.supervisor_index[supervisor_id]
        tables.append(table)
    return tables[0], tables[1]


def take_over(model: Model, ground: Ground, before: Stood) -> tuple[Seating, State]:
    """All of what stood that the rules still allow, and the state that says what is fixed.

    Sessions left under their least are closed, and their people let go. Where not all pins stay as they are, they are
    promised anew, which may ask others to join; that is done only where more of them are kept than as things stood.
    """
    promised = State(model)
    seating = _as_stood(model, ground, before, before.leader)
    if len(_kept(model, seating)) < sum(row.fixed for row in model.problem.standing):
        seating = _as_stood(model, ground, before, before.led)
        keep_fixed(promised)
        anew = promise(model, ground, promised)
        _lead_and_sit(ground, anew, before, before.leader)
        if _honoured(model, anew, before) > _honoured(model, seating, before):
            return anew, promised
    _mark_kept(model, seating)
    return seating, State(model)


def _as_stood(model: Model, ground: Ground, before: Stood, leader: Ints) -> Seating:
    seating = empty_seating(model, ground)
    _lead_and_sit(ground, seating, before, leader)
    return seating


def _lead_and_sit(ground: Ground, seating: Seating, before: Stood, leader: Ints) -> None:
    days, projects = np.nonzero(leader != NOBODY)
    lead_again(ground, seating, leader[days, projects], days, projects)
    sit_again(ground, seating, before.people, before.days, before.projects)
    close_small(ground, seating)
    seating.journal[0, 0] = 0


def _honoured(model: Model, seating: Seating, before: Stood) -> int:
    """How many pins are kept as they are, and of how many the person is where they were, be it under another."""
    people, days, projects = before.people[before.fixed], before.days[before.fixed], before.projects[before.fixed]
    return len(_kept(model, seating)) + int((seating.at[people, days] == projects).sum())


def _kept(model: Model, seating: Seating) -> list[Standing]:
    """The fixed rows that the seating keeps as they are."""
    problem = model.problem

    def is_kept(row: Standing) -> bool:
        day, project = (row.date - problem.first_day).days, model.project_index[row.project_id]
        leader = seating.leader[day, project]
        if row.person_id is not None and seating.at[model.person_index[row.person_id], day] != project:
            return False
        if not problem.project_of[row.project_id].supervised:
            return True
        if row.supervisor_id is None:
            return bool(leader != NOBODY)
        return bool(leader == model.supervisor_index[row.supervisor_id])

    return [row for row in problem.standing if row.fixed and is_kept(row)]


def _mark_kept(model: Model, seating: Seating) -> None:
    """Mark as fixed what the seating keeps of the fixed rows, and the others whom their sessions need to run."""
    for row in _kept(model, seating):
        day, project = (row.date - model.problem.first_day).days, model.project_index[row.project_id]
        if row.person_id is not None:
            seating.fixed[model.person_index[row.person_id], day] = True
        if model.problem.project_of[row.project_id].supervised:
            seating.fixed_leader[day, project] = True
    for day, project in np.argwhere(seating.fixed_leader).tolist():
        roll = seating.roll[day, project, : seating.taken[day, project]]
        if seating.fixed[roll, day].sum() < seating.fewest[project]:
            seating.fixed[roll, day] = True
