"""What a plan may come to, and what it gives to each person: kept with the plan when it is made, and read again.

The replay is made with the plan, so that its page need not. What each person gets is kept without any label; groups are
formed when the page is read, from what is on record then.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

import numpy as np

from amends.cases.queries.characteristics import labels_of, not_recorded
from amends.methods.fairness import GroupLot, Lot, by_characteristic, lot_of
from amends.methods.planning.plan import Plan as Planned
from amends.methods.planning.problem import Problem
from amends.methods.planning.replay import MEASURES, RUNS, Replay, promise, replay
from amends.methods.planning.turnout import INDEPENDENT, Together
from amends.unpaid_work.models import Plan

_SEED = 1


class Measured(TypedDict):
    """A measure over the runs: its mean, the error of that, and what it lies between in nine runs of ten."""

    mean: float
    error: float
    low: float
    high: float


class CameTo(TypedDict):
    """One way of drawing: the measures, at how many sessions the promise is broken, and the worst one's frequency."""

    measures: dict[str, Measured]
    broken: int
    worst: float


class Prospect(TypedDict):
    """What a plan may come to: drawn independently, and with what the day and the town have in common.

    `expected` and `expected_sessions`: people turned away and sessions at which that happens, exactly, if independent.
    """

    runs: int
    risk: float
    sessions: int
    expected: float
    expected_sessions: float
    day: float
    town: float
    source: str
    independent: CameTo
    together: CameTo


def prospect_of(problem: Problem, plan: Planned, together: Together) -> Prospect:
    """Replay the plan both ways."""
    ways = [
        replay(problem, {"plan": plan}, seed=_SEED, together=way)["plan"] for way in (INDEPENDENT, together)
    ]  # fmt: skip
    kept = promise(ways[0], problem.overbook_risk)
    independent, rainy = (_came_to(one, problem.overbook_risk) for one in ways)
    return Prospect(
        runs=RUNS, risk=problem.overbook_risk, sessions=kept.sessions, expected=kept.expected,
        expected_sessions=kept.expected_sessions, day=together.day, town=together.town, source=together.source,
        independent=independent, together=rainy,
    )  # fmt: skip


def lots_of(problem: Problem, plan: Planned) -> dict[str, list[float]]:
    """For each person minutes short for the service's reasons, minutes of travel and bookings, by CRN."""
    lot = lot_of(plan, problem)
    rows = zip(problem.people, lot.short.tolist(), lot.travel.tolist(), lot.bookings.tolist(), strict=True)
    return {person.person_id: [short, round(travel, 2), bookings] for person, short, travel, bookings in rows}


def groups_of(plan: Plan, on: date) -> Mapping[str, tuple[GroupLot, ...]] | None:
    """What the plan gives to groups of people, by characteristic; None of a plan that was made without. One query."""
    lots = plan.result.get("lots")
    if lots is None:
        return None
    short, travel, bookings = np.array(list(lots.values()), dtype=np.float64).reshape(-1, 3).T
    return by_characteristic(Lot(short, plan.weeks, travel, bookings), list(lots), labels_of(lots, on), not_recorded())


def _came_to(one: Replay, risk: float) -> CameTo:
    held = promise(one, risk)
    measures = {}
    for name in MEASURES:
        mean, (low, high) = one.mean(name), one.usual(name)
        measures[name] = Measured(mean=mean.mean, error=mean.error, low=low, high=high)
    return CameTo(measures=measures, broken=held.broken, worst=held.worst_share.share if held.worst_share else 0.0)
