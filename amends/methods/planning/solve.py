"""Problem -> model -> plan: keeps what is promised, fills the rest greedily, improves while it may."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from amends.methods.planning.bound import upper_bound
from amends.methods.planning.greedy import fill_weeks
from amends.methods.planning.improve import improve
from amends.methods.planning.model import Model, build
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import TOLERANCE, Problem, Standing
from amends.methods.planning.promises import keep_fixed, keep_standing
from amends.methods.planning.score import Parts, score
from amends.methods.planning.state import State
from amends.methods.planning.stop import Stop
from amends.methods.planning.unmet import unmet

Status = Literal["optimal", "feasible", "stopped"]
Progress = Callable[[float, float, float], None]  # score, bound, share done (0 to 1)

_FILLED = 0.5  # the share done once the first whole plan stands


@dataclass(frozen=True, slots=True)
class Result:
    """A legal plan with its exact score, a bound that no legal plan exceeds, and how the search ended.

    `optimal`: score and bound are equal; `feasible`: the search ran to its end; `stopped`: it was told to stop.
    `broken_promises` are the fixed rows that the rules no longer allow as they are. `build_seconds` is the model's.
    """

    plan: Plan
    parts: Parts
    score: float
    bound: float
    status: Status
    seed: int
    build_seconds: float
    broken_promises: tuple[Standing, ...]

    @property
    def gap(self) -> float | None:
        """(bound - score) / |bound|; 0 where they are equal, None where only the bound is 0."""
        return gap(self.score, self.bound)


def gap(score: float, bound: float) -> float | None:
    """(bound - score) / |bound|; 0 where they are equal, None where only the bound is 0."""
    if score == bound:
        return 0.0
    return (bound - score) / abs(bound) if bound else None


def solve(problem: Problem, *, stop: Stop, seed: int, progress: Progress | None = None) -> Result:
    """Plan the problem.

    Stopped at any moment, the plan is legal and whole; run to its end with the same seed, it is the same plan. `stop`
    is asked many times a second with the score so far. Raises KeyError where a row names an unknown id.
    """
    started = time.perf_counter()
    model = build(problem)
    bound = upper_bound(model)
    state = State(model)
    build_seconds = time.perf_counter() - started
    stopped = False

    def running_score() -> float:
        return state.points - model.standing_cost

    def ended() -> bool:
        nonlocal stopped
        stopped = stopped or stop(running_score())
        return stopped

    def tell(share: float) -> None:
        if progress is not None:
            progress(running_score(), bound, share)

    keep_fixed(state)
    keep_standing(state)
    fill_weeks(state, ended, lambda share: tell(share * _FILLED))
    if not stopped:
        improve(state, np.random.default_rng(seed), ended, lambda share: tell(_FILLED + share * (1 - _FILLED)))
    result = _result(state, bound, seed, stopped=stopped, build_seconds=build_seconds)
    if progress is not None:
        progress(result.score, result.bound, 1.0)
    return result


def _result(state: State, bound: float, seed: int, *, stopped: bool, build_seconds: float) -> Result:
    problem = state.model.problem
    plan = _plan(state)
    parts = score(plan, problem)
    total = parts.score
    status: Status = "stopped" if stopped else "feasible"
    if abs(bound - total) <= TOLERANCE * max(1.0, abs(bound)):
        bound, status = total, "optimal"
    return Result(
        plan=plan,
        parts=parts,
        score=total,
        bound=bound,
        status=status,
        seed=seed,
        build_seconds=build_seconds,
        broken_promises=_broken(plan, problem),
    )


def _plan(state: State) -> Plan:
    model = state.model
    problem = model.problem
    running = set(state.rolls) | set(state.leader) | _promised_without_people(model)
    sessions, bookings = [], []
    for session in running:
        project, day = state.project_day(session)
        project_id, on = problem.projects[project].project_id, problem.dates[day]
        leader = state.leader.get(session)
        sessions.append(Session(on, project_id, None if leader is None else problem.supervisors[leader].supervisor_id))
        bookings += [
            Booking(on, project_id, problem.people[person].person_id) for person in state.rolls.get(session, ())
        ]
    sessions.sort(key=lambda one: (one.date, one.project_id))
    return Plan(tuple(sessions), tuple(sorted(bookings)), unmet(state))


def _promised_without_people(model: Model) -> set[int]:
    """Fixed sessions alone that need no supervisor: they stay, whoever comes."""
    problem = model.problem
    return {
        model.project_index[row.project_id] * problem.day_count + day
        for row in problem.standing
        if row.fixed and row.person_id is None and not problem.project_of[row.project_id].supervised
        for day in [(row.date - problem.first_day).days]
        if model.runs[model.project_index[row.project_id], day]
    }


def _broken(plan: Plan, problem: Problem) -> tuple[Standing, ...]:
    booked = {(booking.person_id, booking.project_id, booking.date) for booking in plan.bookings}
    leader = {(session.project_id, session.date): session.supervisor_id for session in plan.sessions}

    def kept(row: Standing) -> bool:
        key = row.project_id, row.date
        if key not in leader or (row.person_id is not None and (row.person_id, *key) not in booked):
            return False
        supervised = problem.project_of[row.project_id].supervised
        return not supervised or row.supervisor_id is None or leader[key] == row.supervisor_id

    return tuple(row for row in problem.standing if row.fixed and not kept(row))
