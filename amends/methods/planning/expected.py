"""How many people a plan is expected to turn away, exactly, people coming or staying away independently."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

import numpy as np

from amends.methods.planning.overbooking import chance_turned_away
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import SHARED_KINDS, Problem
from amends.methods.planning.suitability import effective_places


@dataclass(frozen=True, slots=True)
class FullSession:
    """A group or ETE session: its chance that more turn up than fit, and how many are expected to be turned away."""

    project_id: str
    date: date
    places: int
    booked: int
    risk: float
    turned_away: float


def expected_turned_away(attendances: Sequence[float], places: int) -> float:
    """How many are turned away in the mean: one for each place more than there are that would be taken.

    Raises ValueError as `chance_turned_away` does.
    """
    return fsum(chance_turned_away(attendances, taken) for taken in range(places, len(attendances)))


def usual_count(chances: Sequence[float]) -> tuple[int, int]:
    """Between what the number of things that happen lies in at least 95 of 100 cases, each independently of the others.

    The ends are the least number that is not too low, and the highest that is not too high, each in 2.5 of 100 cases.
    """
    counts = np.ones(1)
    for chance in chances:
        counts = np.append(counts, 0.0) * (1 - chance) + np.append(0.0, counts) * chance
    below = np.cumsum(counts)
    last = len(counts) - 1
    return min(last, int(np.searchsorted(below, 0.025, side="right"))), min(last, int(np.searchsorted(below, 0.975)))


def full_sessions(plan: Plan, problem: Problem) -> tuple[FullSession, ...]:
    """Every group and ETE session of the plan with somebody booked, by date and project."""
    chances: dict[tuple[date, str], list[float]] = defaultdict(list)
    for booking in plan.bookings:
        if problem.project_of[booking.project_id].kind in SHARED_KINDS:
            chances[booking.date, booking.project_id].append(problem.person_of[booking.person_id].attendance)
    found = []
    for (day, project_id), of_session in sorted(chances.items()):
        places = effective_places(problem.project_of[project_id], day, problem)
        risk = chance_turned_away(of_session, places)
        found.append(
            FullSession(project_id, day, places, len(of_session), risk, expected_turned_away(of_session, places))
        )
    return tuple(found)
