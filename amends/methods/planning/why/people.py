"""What a plan gives each person, and who has more or less of it in another plan of the same problem."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Problem, wish_keys
from amends.methods.planning.score import LAST_PROJECT_POINTS, TRAVEL_POINTS, drop_cost, worth_of
from amends.methods.planning.travel import travel_minutes

_SLIGHT = 1e-6  # points: a smaller difference is rounding


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person whose share of the score differs between two plans.

    `points` are those of their minutes, journeys, last project, wishes and promises. `added` and `dropped` are the
    bookings (date, project) that only the later or only the earlier plan has.
    """

    person_id: str
    minutes_before: int
    minutes_after: int
    points_before: float
    points_after: float
    added: tuple[tuple[date, str], ...]
    dropped: tuple[tuple[date, str], ...]

    @property
    def points(self) -> float:
        """Points gained; negative where they lose."""
        return self.points_after - self.points_before


def changes_of_people(problem: Problem, before: Plan, after: Plan) -> tuple[PersonChange, ...]:
    """Everybody whose bookings differ, who loses most first. Raises KeyError for an id that the problem lacks."""
    earlier, later = _bookings(before), _bookings(after)
    promised: dict[str, list[tuple[tuple[date, str], float]]] = defaultdict(list)
    for row in problem.standing:
        if row.person_id is not None:
            promised[row.person_id].append(((row.date, row.project_id), drop_cost(row, problem)))
    found = []
    for person_id in sorted(earlier.keys() | later.keys()):
        was, now = earlier.get(person_id, frozenset()), later.get(person_id, frozenset())
        if was == now:
            continue
        promises = promised.get(person_id, [])
        found.append(
            PersonChange(
                person_id=person_id,
                minutes_before=_minutes(problem, was),
                minutes_after=_minutes(problem, now),
                points_before=_points(problem, person_id, was, promises),
                points_after=_points(problem, person_id, now, promises),
                added=tuple(sorted(now - was)),
                dropped=tuple(sorted(was - now)),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.points, one.person_id)))


def losers(changes: Iterable[PersonChange]) -> tuple[PersonChange, ...]:
    """Those who lose points, who loses most first."""
    return tuple(one for one in changes if one.points < -_SLIGHT)


def winners(changes: Iterable[PersonChange]) -> tuple[PersonChange, ...]:
    """Those who gain points, who gains most first."""
    return tuple(sorted((one for one in changes if one.points > _SLIGHT), key=lambda one: -one.points))


def _bookings(plan: Plan) -> dict[str, frozenset[tuple[date, str]]]:
    found: dict[str, set[tuple[date, str]]] = defaultdict(set)
    for booking in plan.bookings:
        found[booking.person_id].add((booking.date, booking.project_id))
    return {person_id: frozenset(bookings) for person_id, bookings in found.items()}


def _minutes(problem: Problem, bookings: frozenset[tuple[date, str]]) -> int:
    return sum(problem.project_of[project].minutes for _, project in bookings)


def _points(
    problem: Problem,
    person_id: str,
    bookings: frozenset[tuple[date, str]],
    promises: Iterable[tuple[tuple[date, str], float]],
) -> float:
    """The person's part of the score."""
    person = problem.person_of[person_id]
    points = [-cost for booking, cost in promises if booking not in bookings]
    minutes: dict[int, int] = defaultdict(int)
    for on, project_id in bookings:
        project = problem.project_of[project_id]
        minutes[problem.week_of(on)] += project.minutes
        points.append(-TRAVEL_POINTS * travel_minutes(person, project, problem))
        points.append(LAST_PROJECT_POINTS * (person.last_project == project_id))
        points += [problem.wish_points.get(key, 0.0) for key in wish_keys(person_id, project_id, on)]
    for week, booked in minutes.items():
        points += worth_of(person, week, problem).split(booked)
    return fsum(points)
