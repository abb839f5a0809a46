"""The exact score of a plan, with its parts. Larger is better; see docs/rules/planning.md for each figure's meaning."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import fsum

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Person, Problem, Standing, wish_keys
from amends.methods.planning.travel import Floats, drive_minutes_of, travel_minutes_of

LEAST_POINTS = 5.0  # a minute up to the least offer, times urgency
TOWARDS_POINTS = 0.75  # a minute up to the pace that finishes in time, times urgency
BEYOND_POINTS = 0.15  # a minute beyond that
TRAVEL_POINTS = 0.5  # a minute of travel, one way
LAST_PROJECT_POINTS = 20.0
DRIVE_POINTS = 0.3  # a minute of a supervisor's drive, one way
USUAL_POINTS = 15.0
DROPPED_POINTS = 40.0
DROPPED_SOON_POINTS = 60.0
SOON_DAYS = 2  # the first day and the day after
WEEKS_WITHOUT_LIMIT = 26.0
URGENT_WITHIN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Parts:
    """The score's parts; `score` is their sum."""

    least: float
    towards: float
    beyond: float
    travel: float
    last_project: float
    wishes: float
    drive: float
    usual: float
    standing: float

    @property
    def score(self) -> float:
        """The whole score."""
        return fsum(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Worth:
    """What minutes are worth to a person in a week: `least` and `pace` in minutes (m and t), `urgency` (u), 1 to 2."""

    least: float
    pace: float
    urgency: float

    def split(self, minutes: float) -> tuple[float, float, float]:
        """Points of `minutes` booked in the week: up to the least, on to the pace, beyond it."""
        return (
            LEAST_POINTS * self.urgency * min(minutes, self.least),
            TOWARDS_POINTS * self.urgency * max(0.0, min(minutes, self.pace) - self.least),
            BEYOND_POINTS * max(0.0, minutes - self.pace),
        )


def worth_of(person: Person, week: int, problem: Problem) -> Worth:
    """The worth of minutes to the person in a week (from 1)."""
    uncovered = person.minutes_left - (week - 1) * person.offer_min
    least = float(max(0, min(person.offer_min, uncovered)))
    if person.limit_date is None:
        weeks, urgency = WEEKS_WITHOUT_LIMIT, 1.0
    else:
        days = (person.limit_date - problem.first_day).days
        weeks = max(1.0, days / 7)
        urgency = 1 + min(1.0, max(0.0, (URGENT_WITHIN_DAYS - days) / URGENT_WITHIN_DAYS))
    return Worth(least, max(least, min(float(person.offer_max), person.minutes_left / weeks)), urgency)


def drop_cost(row: Standing, problem: Problem) -> float:
    """Points lost if the plan lacks what the standing row promises; 0 for fixed rows and sessions alone."""
    if row.fixed or row.person_id is None:
        return 0.0
    return DROPPED_SOON_POINTS if 0 <= (row.date - problem.first_day).days < SOON_DAYS else DROPPED_POINTS


def score(plan: Plan, problem: Problem) -> Parts:
    """The score's parts for a plan, legal or not. Raises KeyError for an id that the problem does not have."""
    pairs, last, wished = [], 0, []
    booked: dict[tuple[str, int], int] = defaultdict(int)
    for booking in plan.bookings:
        person, project = problem.person_of[booking.person_id], problem.project_of[booking.project_id]
        booked[booking.person_id, problem.week_of(booking.date)] += project.minutes
        pairs.append((person, project))
        last += person.last_project == booking.project_id
        if problem.wish_points:
            keys = wish_keys(booking.person_id, booking.project_id, booking.date)
            wished += [problem.wish_points[key] for key in keys if key in problem.wish_points]
    weekly = [
        worth_of(problem.person_of[person_id], week, problem).split(minutes)
        for (person_id, week), minutes in booked.items()
    ]
    drive, usual = _supervision(plan, problem)
    kept = {(booking.person_id, booking.project_id, booking.date) for booking in plan.bookings}
    dropped = [
        -drop_cost(row, problem) for row in problem.standing if (row.person_id, row.project_id, row.date) not in kept
    ]
    return Parts(
        least=_total(points[0] for points in weekly),
        towards=_total(points[1] for points in weekly),
        beyond=_total(points[2] for points in weekly),
        travel=_total((-TRAVEL_POINTS * travel_minutes_of(pairs, problem)).tolist()),
        last_project=LAST_PROJECT_POINTS * last,
        wishes=_total(wished),
        drive=_total((-DRIVE_POINTS * drive).tolist()),
        usual=USUAL_POINTS * usual,
        standing=_total(dropped),
    )


def _supervision(plan: Plan, problem: Problem) -> tuple[Floats, int]:
    pairs, usual = [], 0
    for session in plan.sessions:
        if session.supervisor_id is not None:
            supervisor = problem.supervisor_of[session.supervisor_id]
            pairs.append((supervisor, problem.project_of[session.project_id]))
            usual += session.project_id in supervisor.usual
    return drive_minutes_of(pairs, problem), usual


def _total(points: Iterable[float]) -> float:
    return fsum(points) + 0.0  # never minus zero
