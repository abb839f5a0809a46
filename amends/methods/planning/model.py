"""The problem as arrays: one function for each family of rules, over all pairs at once.

Axes: people P, projects J, supervisors S, days D (0 = first_day), weeks W. Nothing here decides anything.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS, TOLERANCE, Person, Problem, Project, Supervisor
from amends.methods.planning.score import (
    DRIVE_POINTS,
    LAST_PROJECT_POINTS,
    TRAVEL_POINTS,
    USUAL_POINTS,
    drop_cost,
    worths,
)
from amends.methods.planning.travel import journey_minutes, kilometres

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Model:
    """The arrays that the solver reads.

    `eligible`, `workable` [P, D]: the assessment covers the day; and it is a weekday of theirs, not away.
    `suits` [P, J]: the rest of rule 1, and the minutes of rule 2 that no single session may pass.
    `runs` [J, D]: rule 3. `places` [J, D]: caps applied.
    `forbidden_pd`, `forbidden_jd`, `forbidden` (person, project, day): wishes that say never.
    `linear` [P, J], `linear_pd`, `linear_jd`, `extra` (by session: person -> points): all points of a booking but those
    of its minutes, with the standing rows' costs as points for keeping them.
    `least`, `pace` [P, W] and `urgency` [P]: the worth of minutes.
    `leads` [S, J], `works` [S, D], `lead_points` [S, J]: supervisors.
    `standing_cost`: points lost when every standing row is dropped.
    """

    problem: Problem
    eligible: Bools
    workable: Bools
    suits: Bools
    runs: Bools
    forbidden_pd: Bools
    forbidden_jd: Bools
    forbidden: frozenset[tuple[int, int, int]]
    places: Ints
    minutes: Ints
    linear: Floats
    linear_pd: Floats
    linear_jd: Floats
    extra: dict[tuple[int, int], dict[int, float]]
    least: Floats
    pace: Floats
    urgency: Floats
    leads: Bools
    works: Bools
    lead_points: Floats
    foes: dict[int, frozenset[int]]
    person_index: dict[str, int]
    project_index: dict[str, int]
    supervisor_index: dict[str, int]
    standing_cost: float


def build(problem: Problem) -> Model:
    """The model of a problem."""
    person_index = {person.person_id: row for row, person in enumerate(problem.people)}
    project_index = {project.project_id: row for row, project in enumerate(problem.projects)}
    supervisor_index = {supervisor.supervisor_id: row for row, supervisor in enumerate(problem.supervisors)}
    eligible, workable = _days_of_people(problem)
    travel = _travel(problem)
    wishes = _Wishes(problem, person_index, project_index)
    suits = _matches(problem) & ~wishes.never_pj
    suits &= travel <= np.array([person.max_travel for person in problem.people]).reshape(-1, 1) + TOLERANCE
    linear = wishes.points_pj - TRAVEL_POINTS * travel
    for row, person in enumerate(problem.people):
        if person.last_project in project_index:
            linear[row, project_index[person.last_project]] += LAST_PROJECT_POINTS
    standing_cost = 0.0
    for promise in problem.standing:
        cost = drop_cost(promise, problem)
        if cost and promise.person_id is not None:
            standing_cost += cost
            offset = (promise.date - problem.first_day).days
            key = project_index[promise.project_id], offset
            row = person_index[promise.person_id]
            wishes.extra[key][row] = wishes.extra[key].get(row, 0.0) + cost
    least, pace, urgency = worths(problem)
    leads, lead_points = _supervisors_and_projects(problem, project_index)
    foes: dict[int, set[int]] = defaultdict(set)
    for one, other in problem.apart:
        foes[person_index[one]].add(person_index[other])
        foes[person_index[other]].add(person_index[one])
    return Model(
        problem=problem,
        eligible=eligible,
        workable=workable,
        suits=suits,
        runs=_days_of_projects(problem),
        forbidden_pd=wishes.never_pd,
        forbidden_jd=wishes.never_jd,
        forbidden=frozenset(wishes.never),
        places=_places(problem),
        minutes=np.array([project.minutes for project in problem.projects], dtype=np.int64),
        linear=linear,
        linear_pd=wishes.points_pd,
        linear_jd=wishes.points_jd,
        extra=dict(wishes.extra),
        least=least,
        pace=pace,
        urgency=urgency,
        leads=leads,
        works=_days_of_supervisors(problem),
        lead_points=lead_points,
        foes={row: frozenset(others) for row, others in foes.items()},
        person_index=person_index,
        project_index=project_index,
        supervisor_index=supervisor_index,
        standing_cost=standing_cost,
    )


def _span(problem: Problem, first: date | None, last: date | None) -> slice:
    """The days of the horizon from `first` to `last`, both included; None: the horizon's own end."""
    start = 0 if first is None else max(0, (first - problem.first_day).days)
    end = problem.day_count if last is None else min(problem.day_count, (last - problem.first_day).days + 1)
    return slice(start, max(start, end))


def _weekdays(problem: Problem, days: Iterable[int]) -> Bools:
    worked = np.zeros((problem.weeks, DAYS_A_WEEK), dtype=bool)
    worked[:, [day - 1 for day in days]] = True
    return worked.reshape(-1)


def _take_out(problem: Problem, row: Bools, days: Iterable[date]) -> None:
    for day in days:
        offset = (day - problem.first_day).days
        if 0 <= offset < problem.day_count:
            row[offset] = False


def _days_of_people(problem: Problem) -> tuple[Bools, Bools]:
    eligible = np.zeros((len(problem.people), problem.day_count), dtype=bool)
    weekdays = {days: _weekdays(problem, days) for days in {person.days for person in problem.people}}
    for row, person in enumerate(problem.people):
        if person.eligible_from is not None:
            eligible[row, _span(problem, person.eligible_from, person.eligible_to)] = True
    workable = eligible.copy()
    for row, person in enumerate(problem.people):
        workable[row] &= weekdays[person.days]
        _take_out(problem, workable[row], person.away)
    return eligible, workable


def _days_of_projects(problem: Problem) -> Bools:
    runs = np.zeros((len(problem.projects), problem.day_count), dtype=bool)
    for row, project in enumerate(problem.projects):
        span = _span(problem, project.open_from, project.open_to)
        runs[row, span] = _weekdays(problem, project.days)[span]
        _take_out(problem, runs[row], project.closed)
    return runs


def _days_of_supervisors(problem: Problem) -> Bools:
    works = np.zeros((len(problem.supervisors), problem.day_count), dtype=bool)
    for row, supervisor in enumerate(problem.supervisors):
        works[row] = _weekdays(problem, supervisor.days)
        _take_out(problem, works[row], supervisor.absent)
    return works


def _places(problem: Problem) -> Ints:
    places = np.zeros((len(problem.projects), problem.day_count), dtype=np.int64)
    for row, project in enumerate(problem.projects):
        places[row] = project.places
        for cap in problem.caps:
            if cap.project_id == project.project_id or (cap.project_id is None and project.kind in SHARED_KINDS):
                span = _span(problem, cap.first_day, cap.last_day)
                places[row, span] = np.minimum(places[row, span], cap.places)
    return places


def _travel(problem: Problem) -> Floats:
    """Minutes [P, J], in blocks of people so that no block's working copies grow large."""
    travel = np.zeros((len(problem.people), len(problem.projects)))
    to_lat, to_lon = _positions(problem.projects)
    at_home = np.array([project.kind == "home" for project in problem.projects], dtype=bool)
    for start in range(0, len(problem.people), _ROWS_AT_ONCE):
        people = problem.people[start : start + _ROWS_AT_ONCE]
        lat, lon = _positions(people)
        ways = [problem.drive if person.drives else problem.travel for person in people]
        base = np.array([way.base_minutes for way in ways], dtype=np.float64).reshape(-1, 1)
        by_km = np.array([way.minutes_per_km for way in ways], dtype=np.float64).reshape(-1, 1)
        km = kilometres(lat.reshape(-1, 1), lon.reshape(-1, 1), to_lat, to_lon)
        travel[start : start + _ROWS_AT_ONCE] = base + by_km * km
    travel[:, at_home] = 0.0
    return travel


def _positions(places: Iterable[Person | Project | Supervisor]) -> tuple[Floats, Floats]:
    points = np.array([(place.lat, place.lon) for place in places], dtype=np.float64).reshape(-1, 2)
    return points[:, 0], points[:, 1]


def _matches(problem: Problem) -> Bools:
    people, projects = problem.people, problem.projects
    suits = np.ones((len(people), len(projects)), dtype=bool)
    for kind in {project.kind for project in projects}:
        suits &= _both(~_flags(kind in person.kinds for person in people), _of(projects, kind))
    for tag in set().union(*(project.tags for project in projects)):
        suits &= _both(
            _flags(tag in person.excludes for person in people), _flags(tag in project.tags for project in projects)
        )
    for skill in set().union(*(project.needs for project in projects)):
        suits &= _both(
            _flags(skill not in person.skills for person in people),
            _flags(skill in project.needs for project in projects),
        )
    women = _flags(project.audience == "women" for project in projects)
    suits &= _both(_flags(person.sex != "f" for person in people), women)
    suits &= _both(
        _flags(person.sex != "m" for person in people), _flags(project.audience == "men" for project in projects)
    )
    private = _of(projects, "individual") | _of(projects, "home")
    suits &= _both(_flags(person.women_only for person in people), ~women & ~private)
    minutes = np.array([project.minutes for project in projects], dtype=np.int64)
    suits &= _numbers(person.offer_max for person in people) >= minutes
    suits &= _numbers(person.minutes_left for person in people) > 0
    suits &= ~_of(projects, "ete") | (_numbers(person.ete_left for person in people) >= minutes)
    return suits


def _flags(values: Iterable[bool]) -> Bools:
    return np.array(list(values), dtype=bool)


def _numbers(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64).reshape(-1, 1)


def _of(projects: Iterable[Project], kind: str) -> Bools:
    return _flags(project.kind == kind for project in projects)


def _both(people: Bools, projects: Bools) -> Bools:
    """The pairs [P, J] that are not (in `people` and in `projects`)."""
    pairs: Bools = ~(people.reshape(-1, 1) & projects)
    return pairs


class _Wishes:
    """Wishes spread over the axes that they name; whole rows and columns stay rows and columns."""

    def __init__(self, problem: Problem, person_index: dict[str, int], project_index: dict[str, int]) -> None:
        people, projects, days = len(problem.people), len(problem.projects), problem.day_count
        self.points_pj, self.never_pj = np.zeros((people, projects)), np.zeros((people, projects), dtype=bool)
        self.points_pd, self.never_pd = np.zeros((people, days)), np.zeros((people, days), dtype=bool)
        self.points_jd, self.never_jd = np.zeros((projects, days)), np.zeros((projects, days), dtype=bool)
        self.extra: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        self.never: set[tuple[int, int, int]] = set()
        for wish in problem.wishes:
            row = slice(None) if wish.person_id is None else person_index[wish.person_id]
            column = slice(None) if wish.project_id is None else project_index[wish.project_id]
            if wish.date is None:
                self._add(self.points_pj, self.never_pj, (row, column), wish.points)
                continue
            day = (wish.date - problem.first_day).days
            if not 0 <= day < days:
                continue
            if isinstance(column, slice):
                self._add(self.points_pd, self.never_pd, (row, day), wish.points)
            elif isinstance(row, slice):
                self._add(self.points_jd, self.never_jd, (column, day), wish.points)
            elif wish.points is None:
                self.never.add((row, column, day))
            else:
                session = self.extra[column, day]
                session[row] = session.get(row, 0.0) + wish.points

    @staticmethod
    def _add(points: Floats, never: Bools, where: tuple[int | slice, int | slice], value: float | None) -> None:
        if value is None:
            never[where] = True
        else:
            points[where] += value


def _supervisors_and_projects(problem: Problem, project_index: dict[str, int]) -> tuple[Bools, Floats]:
    lat, lon = _positions(problem.supervisors)
    to_lat, to_lon = _positions(problem.projects)
    drive = journey_minutes(problem.drive, lat.reshape(-1, 1), lon.reshape(-1, 1), to_lat, to_lon)
    leads = drive <= np.array([one.max_drive for one in problem.supervisors]).reshape(-1, 1) + TOLERANCE
    points = -DRIVE_POINTS * drive
    leads &= np.array([project.supervised for project in problem.projects], dtype=bool)
    for wanted in {project.qualifications for project in problem.projects if project.qualifications}:
        able = np.array([wanted <= one.qualifications for one in problem.supervisors], dtype=bool)
        asking = np.array([project.qualifications == wanted for project in problem.projects], dtype=bool)
        leads &= able.reshape(-1, 1) | ~asking
    for row, supervisor in enumerate(problem.supervisors):
        for project_id in supervisor.usual & project_index.keys():
            points[row, project_index[project_id]] += USUAL_POINTS
    return leads, points
