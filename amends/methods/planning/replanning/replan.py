"""Problem, plan that stands, events -> the plan after them. See docs/rules/replanning.md."""

import datetime
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import compress
from typing import Literal

import numpy as np

from amends.methods.planning.model import Ints, Model, build
from amends.methods.planning.plan import Booking, Plan
from amends.methods.planning.problem import Problem, Standing
from amends.methods.planning.replanning.changes import Changes, changes_between
from amends.methods.planning.replanning.events import Event, NewPeople, after
from amends.methods.planning.replanning.standing import as_it_stands
from amends.methods.planning.score import Parts, score
from amends.methods.planning.solve import broken_promises, in_order, sessions_of
from amends.methods.planning.stop import Stop
from amends.methods.planning.unmet import unmet


@dataclass(frozen=True, slots=True)
class Replanned:
    """A legal plan after what happened, with its exact score.

    `problem` is what the plan is to be checked against: the events have happened, and the bookings that stood are its
    standing rows. `remainder` is the score of what the rules still allowed of the old plan, alone. `feasible`: nothing
    more was found; `stopped`: it was told to stop. `broken_promises` are fixed rows that the rules no longer allow as
    they are. There is no bound: `solve` gives one.
    """

    problem: Problem
    plan: Plan
    parts: Parts
    score: float
    remainder: float
    status: Literal["feasible", "stopped"]
    seed: int
    build_seconds: float
    broken_promises: tuple[Standing, ...]
    changes: Changes


def replan(
    problem: Problem, plan: Plan, events: Sequence[Event], *, on: datetime.date, stop: Stop, seed: int
) -> Replanned:
    """Repair a legal plan of the problem after these events, on the day `on`, changing what the score asks for.

    What stands is the plan; days before `on` stay as they were, and no event should name them. Stopped at any moment,
    the answer is legal and scores at least what is left of the plan; run to its end, it is the same for the same seed.
    Raises KeyError for an unknown id, ValueError where a new person is there already.
    """
    with _without_collecting():
        return _replan(problem, plan, events, on=on, stop=stop, seed=seed)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """No search for garbage in cycles meanwhile: tens of thousands of rows are made, and none of them is."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _replan(
    problem: Problem, plan: Plan, events: Sequence[Event], *, on: datetime.date, stop: Stop, seed: int
) -> Replanned:
    # imported where it is needed: it loads the compiler
    from amends.methods.planning.priced.ground import lay_out
    from amends.methods.planning.priced.transfer import as_state
    from amends.methods.planning.replanning.remainder import stood, take_over
    from amends.methods.planning.replanning.repair import Repair

    started = time.perf_counter()
    now = as_it_stands(after(problem, events), plan, on=on)
    model = build(now)
    ground = lay_out(model)
    before = stood(model)
    seating, promised = take_over(model, ground, before)
    build_seconds = time.perf_counter() - started
    remainder = float(seating.score[0]) - model.standing_cost
    stopped = False

    def ended() -> bool:
        nonlocal stopped
        stopped = stopped or stop(float(seating.score[0]) - model.standing_cost)
        return stopped

    new = [person.person_id for event in events if isinstance(event, NewPeople) for person in event.people]
    newcomers = np.array([model.person_index[person_id] for person_id in new], dtype=np.int64)
    Repair(model, ground, seating, before, newcomers, ended).run()
    state = as_state(seating, model, promised)
    found = Plan(sessions_of(state), _bookings(plan, model, seating.at), unmet(state))
    parts = score(found, now)
    return Replanned(
        problem=now,
        plan=found,
        parts=parts,
        score=parts.score,
        remainder=remainder,
        status="stopped" if stopped else "feasible",
        seed=seed,
        build_seconds=build_seconds,
        broken_promises=broken_promises(found, now),
        changes=changes_between(plan, found, now),
    )


def _bookings(plan: Plan, model: Model, at: Ints) -> tuple[Booking, ...]:
    """The bookings [P, D] of a project or nobody (-1), in order: the plan's own rows where they stay as they were."""
    problem, had = model.problem, plan.bookings
    people = np.fromiter((model.person_index[one.person_id] for one in had), np.int64, len(had))
    days = np.fromiter(((one.date - problem.first_day).days for one in had), np.int64, len(had))
    projects = np.fromiter((model.project_index[one.project_id] for one in had), np.int64, len(had))
    stays = at[people, days] == projects
    new = at >= 0
    new[people[stays], days[stays]] = False
    bookings = list(compress(had, stays.tolist()))
    for person, day in np.argwhere(new).tolist():
        project_id = problem.projects[at[person, day]].project_id
        bookings.append(Booking(problem.dates[day], project_id, problem.people[person].person_id))
    return in_order(bookings)
