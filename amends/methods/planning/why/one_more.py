"""What one more supervisor, qualification or place would buy: an estimate from prices, which ranks, and a check by
planning the problem with it. See docs/rules/planning_why.md.

An estimate is by how much the bound rises at the prices. So it rather promises too much, and never passes for a fact.
"""

from dataclasses import dataclass

import numpy as np

from amends.methods.planning.model import Bools, Floats
from amends.methods.planning.priced.seats import seat_weights
from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS, TOLERANCE, Problem
from amends.methods.planning.score import DRIVE_POINTS
from amends.methods.planning.travel import drive_minutes, journey_minutes
from amends.methods.planning.why.additions import Addition, NewPlace, NewQualification, NewSupervisor
from amends.methods.planning.why.market import Prices, assigned, taught
from amends.methods.towns import towns

DAYS_OF_WORK = 5
_REFINED = 3  # as many times the candidates that are asked for are estimated more closely
_SLIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something more, with the points that it may buy over all weeks planned.

    `estimate`: by how much the bound at the prices rises. `bound_now`: no plan without it scores more; `bound`: none
    with it, or None where that is not proven. `by_weekday`: the estimate shared out, Monday first.
    """

    addition: Addition
    estimate: float
    bound_now: float
    bound: float | None
    by_weekday: tuple[float, ...]


def best_supervisors(
    prices: Prices, *, days_of_work: int = DAYS_OF_WORK, max_drive: float | None = None, most: int = 10
) -> tuple[Candidate, ...]:
    """The places to live, qualifications and weekdays with which one more supervisor would bring most, best first.

    Every project is a place to live, and each is tried with no qualification, with what one project asks for, and with
    all. Of each town and set of qualifications the best is told, and only where fewer would not bring as much.
    `max_drive`: minutes one way; without it, what half of the supervisors drive.
    """
    model = prices.model
    problem = model.problem
    if max_drive is None:
        max_drive = float(np.median([one.max_drive for one in problem.supervisors] or [60.0]))
    lat, lon = np.array([(one.lat, one.lon) for one in problem.projects], dtype=np.float64).reshape(-1, 2).T
    drive = journey_minutes(problem.drive, lat.reshape(-1, 1), lon.reshape(-1, 1), lat, lon)
    supervised = np.array([one.supervised for one in problem.projects], dtype=bool)
    reach = np.where((drive <= max_drive + TOLERANCE) & supervised, -DRIVE_POINTS * drive, -np.inf)
    found = []
    for has in _qualifications(problem):
        allowed = np.array([one.qualifications <= has for one in problem.projects], dtype=bool)
        if not (supervised & allowed).any():
            continue
        by_weekday = _by_weekday(_brought(prices, reach, allowed))
        best = np.sort(np.argsort(-by_weekday, axis=1, kind="stable")[:, :days_of_work], axis=1)
        for place, one in enumerate(problem.projects):
            days = [day for day in best[place].tolist() if by_weekday[place, day] > _SLIGHT]
            kept = np.zeros(DAYS_A_WEEK)
            kept[days] = by_weekday[place, days]
            hired = NewSupervisor(one.project_id, has, frozenset(day + 1 for day in days), max_drive)
            found.append(_candidate(prices, hired, kept, proven=True))
    return _ranked(_fewest(found, problem), most)


def best_qualifications(prices: Prices, *, most: int = 10) -> tuple[Candidate, ...]:
    """The supervisors who would bring most if they learned one more qualification, best first."""
    problem = prices.model.problem
    asked = frozenset().union(*(one.qualifications for one in problem.projects))
    found = []
    for row, supervisor in enumerate(problem.supervisors):
        for learned in sorted(asked - supervisor.qualifications):
            may = _leadable(prices, row, supervisor.qualifications | {learned})
            raised = _raised(prices, row, may & ~prices.model.leads[row])
            if raised.sum() > _SLIGHT:
                found.append((float(raised.sum()), row, learned, may, raised))
    found.sort(key=lambda one: (-one[0], one[1], one[2]))
    near = []
    now = assigned(prices, prices.ground) if found else np.zeros(0)
    for _, row, learned, may, raised in found[: _REFINED * most]:
        days = np.flatnonzero(raised > 0)
        exact = np.zeros(raised.size)
        exact[days] = assigned(prices, taught(prices, row, may), days)[days] - now[days]
        addition = NewQualification(problem.supervisors[row].supervisor_id, learned)
        near.append(_candidate(prices, addition, _by_weekday(np.maximum(0.0, exact)), proven=True))
    return _ranked(near, most)


def best_places(prices: Prices, *, most: int = 10) -> tuple[Candidate, ...]:
    """The projects at which one place more would bring most, best first.

    With mixed attendance the estimate counts people of average attendance, and is not proven.
    """
    extra, proven = _one_more_place(prices)
    slack = np.where(prices.led, 0.0, _slack(prices))
    gained = np.maximum(0.0, extra - slack)
    by_weekday = _by_weekday(gained.T)
    return _ranked(
        [
            _candidate(prices, NewPlace(one.project_id), by_weekday[row], proven=bool(proven[row]))
            for row, one in enumerate(prices.model.problem.projects)
        ],
        most,
    )


# --- supervisors ---


def _qualifications(problem: Problem) -> list[frozenset[str]]:
    """None, what each project asks for, and everything, the fewest first."""
    sets: set[frozenset[str]] = {one.qualifications for one in problem.projects if one.supervised} | {frozenset()}
    sets.add(frozenset().union(*sets))
    return sorted(sets, key=lambda one: (len(one), sorted(one)))


def _brought(prices: Prices, reach: Floats, allowed: Bools) -> Floats:
    """What one more would bring who lives at each place [places, D]: at the session where that is most, after its fee.

    `reach` [places, J] are the points of the drive, minus infinity where it is too long; `allowed` [J] the projects
    that they may lead.
    """
    over = np.where(np.isneginf(prices.revenue), -np.inf, prices.revenue - prices.fee)[:, allowed]
    brought = np.zeros((len(reach), len(over)))
    for day, points in enumerate(over):
        open_ = np.flatnonzero(~np.isneginf(points))
        if open_.size:
            brought[:, day] = np.maximum(0.0, (reach[:, allowed][:, open_] + points[open_]).max(axis=1))
    return brought


def _fewest(found: list[Candidate], problem: Problem) -> list[Candidate]:
    """The best of each town and set of qualifications, where no smaller set of the town brings as much."""
    position = np.array([(one.lat, one.lon) for one in problem.projects], dtype=np.float64).reshape(-1, 2)
    town = dict(zip((one.project_id for one in problem.projects), towns(*position.T).tolist(), strict=True))
    kept: dict[int, list[tuple[NewSupervisor, Candidate]]] = {}
    for one in sorted(found, key=lambda one: -one.estimate):
        hired = one.addition
        if not isinstance(hired, NewSupervisor):
            continue
        here = kept.setdefault(town[hired.near], [])
        if not any(other.qualifications == hired.qualifications for other, _ in here):
            here.append((hired, one))
    return [
        one
        for here in kept.values()
        for hired, one in here
        if not any(
            other.qualifications < hired.qualifications and than.estimate >= one.estimate - _SLIGHT
            for other, than in here
        )
    ]


# --- qualifications ---


def _leadable(prices: Prices, row: int, has: frozenset[str]) -> Bools:
    """The projects [J] that the supervisor could lead with these qualifications."""
    problem = prices.model.problem
    supervisor = problem.supervisors[row]
    may = np.zeros(len(problem.projects), dtype=bool)
    for column, project in enumerate(problem.projects):
        if project.supervised and project.qualifications <= has:
            may[column] = drive_minutes(supervisor, project, problem) <= supervisor.max_drive + TOLERANCE
    return may


def _raised(prices: Prices, row: int, new: Bools) -> Floats:
    """By how much at most each day [D] is worth more where the supervisor may lead these projects [J] too."""
    model = prices.model
    rest = np.repeat(prices.rest[row], DAYS_A_WEEK)
    if not new.any():
        return np.zeros(rest.size)
    brought = (model.lead_points[row] + prices.revenue - prices.fee)[:, new].max(axis=1) - rest
    raised: Floats = np.where(model.works[row], np.maximum(0.0, brought - prices.wage[row]), 0.0)
    return raised


# --- places ---


def _one_more_place(prices: Prices) -> tuple[Floats, Bools]:
    """What one place more would bring each session [D, J] that its project's own places limit; which are proven [J]."""
    model, ground = prices.model, prices.ground
    attendance = np.array([one.attendance for one in model.problem.people], dtype=np.float64)
    extra, proven = np.zeros_like(prices.price), np.ones(len(model.problem.projects), dtype=bool)
    larger: dict[int, tuple[Floats, float]] = {}
    for column, project in enumerate(model.problem.projects):
        days = np.flatnonzero((model.places[column] == project.places) & ~np.isneginf(prices.revenue[:, column]))
        if not days.size or not attendance.size:
            continue
        if project.kind not in SHARED_KINDS:
            extra[days, column] = prices.price[days, column]
            continue
        if project.places not in larger:
            larger[project.places] = seat_weights(attendance, project.places + 1, model.problem.overbook_risk)
        weight, capacity = larger[project.places]
        now = ground.weight[ground.seat_class[days[0], column]]
        average, then = max(float(now.mean()), _SLIGHT), max(float(weight.mean()), _SLIGHT)
        more = capacity / then - ground.capacity[days, column] / average
        extra[days, column] = prices.price[days, column] * average * np.maximum(0.0, more)
        proven[column] = bool((now == 1).all() and (weight == 1).all())
    return extra, proven


def _slack(prices: Prices) -> Floats:
    """How much more a session [D, J] that nobody leads must bring before somebody does."""
    slack: Floats = np.full(prices.price.shape, np.inf)
    for row in range(len(prices.model.problem.supervisors)):
        slack = np.minimum(slack, prices.wage[row].reshape(-1, 1) - prices.points(row))
    free: Floats = np.maximum(0.0, slack)
    return free


# --- candidates ---


def _by_weekday(by_day: Floats) -> Floats:
    """Summed over the weeks: [..., D] becomes [..., 7]."""
    summed: Floats = by_day.reshape(*by_day.shape[:-1], by_day.shape[-1] // DAYS_A_WEEK, DAYS_A_WEEK).sum(axis=-2)
    return summed


def _candidate(prices: Prices, addition: Addition, by_weekday: Floats, *, proven: bool) -> Candidate:
    estimate = float(by_weekday.sum())
    bound = prices.bound + estimate if proven else None
    return Candidate(addition, estimate, prices.bound, bound, tuple(by_weekday.tolist()))


def _ranked(found: list[Candidate], most: int) -> tuple[Candidate, ...]:
    worth = [one for one in found if one.estimate > _SLIGHT]
    return tuple(sorted(worth, key=lambda one: (-one.estimate, str(one.addition)))[:most])
