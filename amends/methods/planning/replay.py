"""A plan lived through a thousand times: who turns up is drawn by chance, and what comes of it is counted.

Plans of one problem are replayed together with the same draws for the same person and day, so that what differs between
them is the plans and not luck. Attendance is drawn independently, or with what days and towns have in common
(`turnout.py`). Those for whom there is no place are chosen among those who came by lot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from amends.methods.planning.expected import FullSession, full_sessions
from amends.methods.planning.plan import Booking, Plan
from amends.methods.planning.problem import SHARED_KINDS, Problem
from amends.methods.planning.suitability import effective_places
from amends.methods.planning.travel import travel_minutes
from amends.methods.planning.turnout import INDEPENDENT, Together, latent, points
from amends.methods.statistics.ratio import Mean, mean
from amends.methods.statistics.share import Share, wilson
from amends.methods.towns import towns

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

RUNS = 1000
MEASURES = ("minutes_worked", "turned_away", "sessions_over", "offers_met", "travel_minutes")
_DRAWS_AT_ONCE = 2_000_000  # so that memory stays some tens of megabytes
_WRONGLY = 0.05  # the chance that a promise that is kept is called broken


@dataclass(frozen=True)
class Replay:
    """What came of each run, an element each.

    `minutes_worked` by those who came and had a place; `turned_away`: people for whom there was none; `sessions_over`:
    sessions where that happened; `offers_met`: weeks of people for whom the least was offered and stood, a place that
    was not there being no offer; `travel_minutes`: one way, of everyone who came. `times_over`: runs in which each of
    `sessions` turned somebody away.
    """

    minutes_worked: Floats
    turned_away: Floats
    sessions_over: Floats
    offers_met: Floats
    travel_minutes: Floats
    sessions: tuple[FullSession, ...]
    times_over: Ints
    together: Together

    @property
    def runs(self) -> int:
        return len(self.turned_away)

    def mean(self, measure: str) -> Mean:
        """The mean of a measure over the runs, with the error of so many runs and no more."""
        return mean(getattr(self, measure))

    def usual(self, measure: str) -> tuple[float, float]:
        """What a measure lies between in nine runs of ten."""
        low, high = np.quantile(getattr(self, measure), [0.05, 0.95])
        return float(low), float(high)

    def less(self, other: "Replay", measure: str) -> Mean:
        """How much more of it than in the other's runs, each set beside the run with the same draws."""
        return mean(getattr(self, measure) - getattr(other, measure))


@dataclass(frozen=True, slots=True)
class Promise:
    """Whether no session turns anyone away more often than promised.

    `broken`: sessions whose interval lies wholly above the promise, the intervals being so wide that all together are
    wrong in one case of twenty. `worst`: the session that did most often, and how often. `expected` people and
    `expected_sessions` are exact, people coming independently of each other; `turned_away` and `sessions_over` are the
    means of the runs.
    """

    risk: float
    sessions: int
    broken: int
    worst: FullSession | None
    worst_share: Share | None
    expected: float
    expected_sessions: float
    turned_away: Mean
    sessions_over: Mean

    @property
    def holds(self) -> bool:
        """Whether the runs are no reason to doubt it."""
        return self.broken == 0


def replay(
    problem: Problem,
    plans: Mapping[str, Plan],
    *,
    runs: int = RUNS,
    seed: int = 0,
    together: Together = INDEPENDENT,
    town_of: Mapping[str, int] | None = None,
) -> dict[str, Replay]:
    """Replay the plans of a problem. The same seed draws the same.

    `town_of`: the town of each project; without it, projects near each other are of one town. Raises ValueError for
    fewer than 2 runs, KeyError for an id that the problem does not have.
    """
    if runs < 2:
        raise ValueError("a plan is replayed at least twice")
    laid_out = {name: _LaidOut(plan, problem) for name, plan in plans.items()}
    moments, places = np.unique(
        np.concatenate([one.moment for one in laid_out.values()] or [np.empty(0, np.int64)]), return_inverse=True
    )
    ends = np.cumsum([len(one.moment) for one in laid_out.values()])
    of_plan = dict(zip(laid_out, np.split(places, ends[:-1]), strict=True))
    of_town = _towns(problem, town_of)
    tallies = {name: _Tally(one, runs, together) for name, one in laid_out.items()}
    lots = {name: np.random.default_rng([seed, 1, number]) for number, name in enumerate(laid_out)}
    for first, draws in _draws(problem, len(moments), int(of_town.max(initial=0)) + 1, runs, seed):
        for name, one in laid_out.items():
            town = of_town[one.project]
            coming = latent(together, draws.day[:, one.day], draws.town[:, one.day, town], draws.own[:, of_plan[name]])
            tallies[name].add(first, coming < one.point, lots[name])
    return {name: tally.replay() for name, tally in tallies.items()}


def promise(found: Replay, risk: float) -> Promise:
    """Hold what came of a plan against what it promises: at most `risk` that a session turns anyone away."""
    sessions = len(found.sessions)
    z = NormalDist().inv_cdf(1 - _WRONGLY / max(1, sessions))  # one-sided, and shared out among them (Bonferroni)
    shares = [wilson(float(times), float(found.runs), z) for times in found.times_over]
    worst = int(np.argmax(found.times_over)) if sessions else None
    return Promise(
        risk=risk,
        sessions=sessions,
        broken=sum(share.low > risk for share in shares),
        worst=None if worst is None else found.sessions[worst],
        worst_share=None if worst is None else wilson(float(found.times_over[worst]), float(found.runs)),
        expected=fsum(one.turned_away for one in found.sessions),
        expected_sessions=fsum(one.risk for one in found.sessions),
        turned_away=found.mean("turned_away"),
        sessions_over=found.mean("sessions_over"),
    )


class _LaidOut:
    """A plan as arrays: its bookings by session, each with person, day, project, point, minutes and travel."""

    def __init__(self, plan: Plan, problem: Problem) -> None:
        index = {person.person_id: row for row, person in enumerate(problem.people)}
        projects = {project.project_id: row for row, project in enumerate(problem.projects)}
        bookings = sorted(plan.bookings)
        point = points([person.attendance for person in problem.people])
        self.person = _whole(index[one.person_id] for one in bookings)
        self.project = _whole(projects[one.project_id] for one in bookings)
        self.day = _whole((one.date - problem.first_day).days for one in bookings)
        self.week = self.day // 7
        self.moment = self.person * problem.day_count + self.day
        self.point = point[self.person]
        self.travel = _travel(bookings, problem)
        self.minutes = _whole(problem.projects[row].minutes for row in self.project)
        sessions = self.day * len(problem.projects) + self.project
        self.starts = np.flatnonzero(np.diff(sessions, prepend=-1))  # bookings are in order of date and project
        self.booked = np.diff(self.starts, append=len(bookings))
        at = [bookings[start] for start in self.starts]
        self.places = _whole(
            effective_places(problem.project_of[one.project_id], one.date, problem)
            if problem.project_of[one.project_id].kind in SHARED_KINDS else count
            for one, count in zip(at, self.booked, strict=True)
        )  # fmt: skip
        self.full = full_sessions(plan, problem)
        shared = np.array([problem.project_of[one.project_id].kind in SHARED_KINDS for one in at], dtype=np.bool_)
        self.shared_sessions = np.flatnonzero(shared)
        self._offers(problem)

    def _offers(self, problem: Problem) -> None:
        """Minutes booked and the least, for each week of each person."""
        self.of_week = self.person * problem.weeks + self.week
        self.least = np.repeat(_whole(person.offer_min for person in problem.people), problem.weeks)
        self.offered = np.bincount(self.of_week, self.minutes, len(self.least))


class _Tally:
    """Counts what comes of the runs of one plan."""

    def __init__(self, plan: _LaidOut, runs: int, together: Together) -> None:
        self._plan, self._together = plan, together
        self._sums = {measure: np.zeros(runs) for measure in MEASURES}
        self._times_over = np.zeros(len(plan.starts), np.int64)
        self._met = float((plan.offered >= plan.least).sum())

    def add(self, first: int, came: Bools, lots: np.random.Generator) -> None:
        """Count runs from number `first` on; `came` says of each run and booking whether the person came."""
        plan, runs = self._plan, slice(first, first + len(came))
        self._sums["offers_met"][runs] = self._met
        if not len(plan.starts):
            return
        turn_out = np.add.reduceat(came, plan.starts, axis=1, dtype=np.int64)
        over = np.maximum(0, turn_out - plan.places)
        minutes = plan.minutes[plan.starts]
        self._sums["minutes_worked"][runs] = (turn_out - over) @ minutes
        self._sums["turned_away"][runs] = over.sum(axis=1)
        self._sums["sessions_over"][runs] = (over > 0).sum(axis=1)
        self._sums["travel_minutes"][runs] = came @ plan.travel
        self._sums["offers_met"][runs] -= self._offers_lost(came, over, lots)
        self._times_over += (over > 0).sum(axis=0)

    def replay(self) -> Replay:
        """What was counted."""
        times = self._times_over[self._plan.shared_sessions]
        return Replay(**self._sums, sessions=self._plan.full, times_over=times, together=self._together)

    def _offers_lost(self, came: Bools, over: Ints, lots: np.random.Generator) -> Floats:
        """In each run, the weeks of people in which the least was offered only on paper."""
        plan = self._plan
        run, booking = _by_lot(came, over, plan, lots)
        keys, places = np.unique(run * len(plan.least) + plan.of_week[booking], return_inverse=True)
        lost = np.bincount(places, plan.minutes[booking], len(keys))
        week = keys % len(plan.least)
        unmet = (plan.offered[week] >= plan.least[week]) & (plan.offered[week] - lost < plan.least[week])
        return np.bincount(keys[unmet] // len(plan.least), minlength=len(came)).astype(np.float64)


def _by_lot(came: Bools, over: Ints, plan: _LaidOut, lots: np.random.Generator) -> tuple[Ints, Ints]:
    """Who is turned away, as pairs of run and booking: as many of those who came as there are too many, by lot."""
    run, session = np.nonzero(over)
    if not len(run):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    seat = np.arange(plan.booked[session].max())
    booking = np.minimum(plan.starts[session][:, None] + seat, len(plan.person) - 1)
    there = (seat < plan.booked[session][:, None]) & came[run[:, None], booking]
    lot = np.where(there, lots.random(there.shape), 2.0)  # above any lot: those who did not come
    rank = lot.argsort(axis=1).argsort(axis=1)
    chosen = rank < over[run, session][:, None]
    row, column = np.nonzero(chosen)
    return run[row], booking[row, column]


@dataclass(frozen=True, slots=True)
class _Draws:
    """Normal draws of some runs: by day; by day and town; and by person and day."""

    day: Floats
    town: Floats
    own: Floats


def _draws(problem: Problem, moments: int, town_count: int, runs: int, seed: int) -> Iterator[tuple[int, _Draws]]:
    """The draws of all runs, some at a time, each with the number of its first run."""
    random = np.random.default_rng([seed, 0])
    at_once = max(1, _DRAWS_AT_ONCE // max(1, moments))
    for first in range(0, runs, at_once):
        count = min(at_once, runs - first)
        yield (
            first,
            _Draws(
                random.standard_normal((count, problem.day_count)),
                random.standard_normal((count, problem.day_count, town_count)),
                random.standard_normal((count, moments)),
            ),
        )


def _towns(problem: Problem, town_of: Mapping[str, int] | None) -> Ints:
    if town_of is not None:
        _numbers, found = np.unique([town_of[one.project_id] for one in problem.projects], return_inverse=True)
        return found.astype(np.int64)
    lat, lon = (np.array([getattr(one, name) for one in problem.projects], np.float64) for name in ("lat", "lon"))
    return towns(lat, lon)


def _travel(bookings: Sequence[Booking], problem: Problem) -> Floats:
    minutes: dict[tuple[str, str], float] = {}
    for one in bookings:
        key = one.person_id, one.project_id
        if key not in minutes:
            minutes[key] = travel_minutes(problem.person_of[key[0]], problem.project_of[key[1]], problem)
    return np.array([minutes[one.person_id, one.project_id] for one in bookings], dtype=np.float64)


def _whole(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)
