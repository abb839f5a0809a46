"""Problem -> model -> plan: keeps what is promised, searches, and solves as a whole what is small enough."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import Literal

import numpy as np

from amends.methods.planning.bound import upper_bound
from amends.methods.planning.exact.small import is_even, is_small
from amends.methods.planning.greedy import fill_weeks
from amends.methods.planning.improve import improve, swap_leaders
from amends.methods.planning.model import Model, build
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.priced.side_by_side import SideBySide
from amends.methods.planning.problem import TOLERANCE, Problem, Standing
from amends.methods.planning.promises import keep_fixed, keep_standing
from amends.methods.planning.score import Parts, score
from amends.methods.planning.state import State
from amends.methods.planning.stop import Stop, seconds_left
from amends.methods.planning.unmet import unmet

Status = Literal["optimal", "feasible", "stopped"]
Progress = Callable[[float, float, float], None]  # score, bound, share done (0 to 1)

_FILLED = 0.2  # the share done once the first whole plan stands
_GREEDY_UP_TO = 1_500  # people and weeks: beyond, the careful human takes time that the search needs
_TOGETHER_UP_TO = 20_000  # likewise: beyond, chains alone take all the time
_IMPROVE_UP_TO = 200
_SEARCH_ABOVE = 60
_PROVING = 0.9  # the share done while a small problem is solved as a whole: the solver does not tell


@dataclass(frozen=True, slots=True)
class Result:
    """A legal plan with its exact score, a bound that no legal plan exceeds, and how the search ended.

    `optimal`: score and bound are equal; `feasible`: the search ran to its end; `stopped`: it was told to stop.
    `broken_promises` are the fixed rows that the rules no longer allow as they are. `build_seconds` is the model's.
    `chance_part` of the difference to the bound, in points, is because rolls fill up before their weights do.
    """

    plan: Plan
    parts: Parts
    score: float
    bound: float
    status: Status
    seed: int
    build_seconds: float
    broken_promises: tuple[Standing, ...]
    chance_part: float = 0.0

    @property
    def gap(self) -> float | None:
        """(bound - score) / |bound|; 0 where they are equal, None where only the bound is 0."""
        return gap(self.score, self.bound)


def gap(score: float, bound: float) -> float | None:
    """(bound - score) / |bound|; 0 where they are equal, None where only the bound is 0."""
    if score == bound:
        return 0.0
    return (bound - score) / abs(bound) if bound else None


def solve(
    problem: Problem, *, stop: Stop, seed: int, progress: Progress | None = None, threads: int | None = None
) -> Result:
    """Plan the problem, on so many threads at once, or on as many as there are processors.

    Stopped at any moment, the plan is legal and whole; run to its end with the same seed, it is the same plan on any
    number of threads. `stop` is asked many times a second, in the caller's own, with the score so far. Raises KeyError
    where a row names an unknown id, ValueError where `threads` is less than 1.
    """
    started, caller = time.perf_counter(), threading.get_ident()
    side_by_side = SideBySide(threads, meanwhile=lambda: ended())
    model = build(problem)
    bound = upper_bound(model)
    state = State(model)
    build_seconds = time.perf_counter() - started
    stopped = proven = False
    best, lowest, chance_part = -inf, bound, 0.0

    def ended() -> bool:
        nonlocal stopped
        if threading.get_ident() == caller:  # what a stop asks of others may be a matter of the caller's thread
            stopped = stopped or stop(max(best, state.points - model.standing_cost))
        return stopped

    def ended_or_proven() -> bool:
        return proven or ended()

    def tell(share: float) -> None:
        if progress is not None:
            progress(max(best, state.points - model.standing_cost), lowest, share)

    def hear(points: float, bound_so_far: float, share: float) -> None:
        nonlocal best, lowest
        best = max(best, points - model.standing_cost)
        lowest = min(lowest, max(best, bound_so_far - model.standing_cost))
        tell(_FILLED + share * (1 - _FILLED))

    keep_fixed(state)
    promised = State(model)
    keep_fixed(promised)
    keep_standing(state)
    if len(problem.people) * problem.weeks <= _GREEDY_UP_TO:
        fill_weeks(state, ended, lambda share: tell(share * _FILLED))
    if len(problem.people) * problem.weeks <= _IMPROVE_UP_TO and not stopped:
        improve(state, np.random.default_rng(seed), ended, lambda share: tell(share * _FILLED))
    small, searching = is_small(model), None
    large = len(problem.people) * problem.weeks > _SEARCH_ABOVE and model.suits.any()
    if large and not (small and is_even(model)) and not stopped and _apart(bound, state.points - model.standing_cost):
        # imported where it is needed: it loads the compiler, without which plans are read and checked
        from amends.methods.planning.priced import search
        from amends.methods.planning.priced.first import first_plan

        searching = search.begin(model, promised, ended, hear, seed, side_by_side)
        searching.brief = small  # it is solved as a whole
        if not small and problem.weeks > 1 and len(problem.people) * problem.weeks <= _TOGETHER_UP_TO:
            from amends.methods.planning.exact.together import choose_together

            homes = np.array([(person.lat, person.lon) for person in problem.people], dtype=np.float64)
            searching.together = lambda ground, seating, ended: choose_together(
                ground, seating, searching.market.price, homes, side_by_side,
                ended=ended, seconds_left=lambda: seconds_left(stop), seed=seed,
            )  # fmt: skip
        if len(problem.people) * problem.weeks > _GREEDY_UP_TO:
            first = first_plan(model, searching.ground, promised, ended)
            state = first if first.points > state.points else state
            tell(_FILLED)
        searching.run()
        bound = min(bound, searching.bound - model.standing_cost)
        found = searching.found()
        if found is not None and found.points > state.points:
            state = found
            swap_leaders(state)
            chance_part = searching.chance_part()
    if small and not stopped and _apart(bound, state.points - model.standing_cost):
        from amends.methods.planning.exact.prove import prove

        lower = None if searching is None else side_by_side.beside(partial(searching.share_on, ended_or_proven))
        proof = prove(
            model,
            promised,
            state,
            ended=ended,
            seconds_left=lambda: seconds_left(stop),
            hear=lambda points, bound_so_far: hear(points, bound_so_far, _PROVING),
            seed=seed,
        )
        proven = proof.bound <= proof.state.points
        state, bound = proof.state, min(bound, proof.bound - model.standing_cost)
        if lower is not None:
            bound = min(bound, lower() - model.standing_cost)
    result = _result(state, bound, seed, stopped=stopped, build_seconds=build_seconds)
    result = replace(result, chance_part=min(chance_part, max(0.0, result.bound - result.score)))
    if progress is not None:
        progress(result.score, result.bound, 1.0)
    return result


def _apart(bound: float, points: float) -> bool:
    return abs(bound - points) > TOLERANCE * max(1.0, abs(bound))


def _result(state: State, bound: float, seed: int, *, stopped: bool, build_seconds: float) -> Result:
    problem = state.model.problem
    plan = plan_of(state)
    parts = score(plan, problem)
    total = parts.score
    status: Status = "stopped" if stopped else "feasible"
    if not _apart(bound, total):
        bound, status = total, "optimal"
    return Result(
        plan=plan,
        parts=parts,
        score=total,
        bound=bound,
        status=status,
        seed=seed,
        build_seconds=build_seconds,
        broken_promises=broken_promises(plan, problem),
    )


def plan_of(state: State) -> Plan:
    """The plan of a state: sessions and bookings in order, and who is offered less than the least."""
    problem = state.model.problem
    bookings = []
    for session, people in state.rolls.items():
        project, day = state.project_day(session)
        project_id, on = problem.projects[project].project_id, problem.dates[day]
        bookings += [Booking(on, project_id, problem.people[person].person_id) for person in people]
    return Plan(sessions_of(state), in_order(bookings), unmet(state))


def sessions_of(state: State) -> tuple[Session, ...]:
    """The sessions of a state, in order: those with people, with a supervisor, or promised without either."""
    problem = state.model.problem
    sessions = []
    for session in set(state.rolls) | set(state.leader) | _promised_without_people(state.model):
        project, day = state.project_day(session)
        leader = state.leader.get(session)
        supervisor_id = None if leader is None else problem.supervisors[leader].supervisor_id
        sessions.append(Session(problem.dates[day], problem.projects[project].project_id, supervisor_id))
    return tuple(sorted(sessions, key=lambda one: (one.date, one.project_id)))


def in_order(bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Bookings by date, then project, then person."""
    return tuple(sorted(bookings, key=lambda one: (one.date, one.project_id, one.person_id)))  # a key is made once


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


def broken_promises(plan: Plan, problem: Problem) -> tuple[Standing, ...]:
    """The fixed rows that the plan does not keep as they are."""
    fixed = [row for row in problem.standing if row.fixed]
    if not fixed:
        return ()
    booked = {(booking.person_id, booking.project_id, booking.date) for booking in plan.bookings}
    leader = {(session.project_id, session.date): session.supervisor_id for session in plan.sessions}

    def kept(row: Standing) -> bool:
        key = row.project_id, row.date
        if key not in leader or (row.person_id is not None and (row.person_id, *key) not in booked):
            return False
        supervised = problem.project_of[row.project_id].supervised
        return not supervised or row.supervisor_id is None or leader[key] == row.supervisor_id

    return tuple(row for row in fixed if not kept(row))
