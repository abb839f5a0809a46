"""The exact score of a plan, with its parts. Larger is better; see docs/rules/planning.md for each figure's meaning."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import fsum

import numpy as np

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import DAYS_A_WEEK, Person, Problem, Standing, wish_keys
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


def worths(problem: Problem) -> tuple[Floats, Floats, Floats]:
    """`worth_of` for everybody and every week: least and pace [people, weeks] in minutes, urgency [people]."""
    offer_min, offer_max, left = (
        np.array([getattr(person, name) for person in problem.people], dtype=np.int64).reshape(-1, 1)
        for name in ("offer_min", "offer_max", "minutes_left")
    )
    least = np.maximum(0, np.minimum(offer_min, left - np.arange(problem.weeks) * offer_min)).astype(np.float64)
    limits = [person.limit_date for person in problem.people]
    days = np.array([np.inf if day is None else (day - problem.first_day).days for day in limits], dtype=np.float64)
    weeks = np.where(np.isinf(days), WEEKS_WITHOUT_LIMIT, np.maximum(1.0, days / DAYS_A_WEEK)).reshape(-1, 1)
    pace = np.maximum(least, np.minimum(offer_max, left / weeks))
    urgency = 1 + np.minimum(1.0, np.maximum(0.0, (URGENT_WITHIN_DAYS - days) / URGENT_WITHIN_DAYS))
    return least, pace, urgency


def drop_cost(row: Standing, problem: Problem) -> float:
    """Points lost if the plan lacks what the standing row promises; 0 for fixed rows and sessions alone."""
    if row.fixed or row.person_id is None:
        return 0.0
    return DROPPED_SOON_POINTS if 0 <= (row.date - problem.first_day).days < SOON_DAYS else DROPPED_POINTS


def score(plan: Plan, problem: Problem) -> Parts:
    """The score's parts for a plan, legal or not. Raises KeyError for an id that the problem does not have."""
    pairs, last, wished = [], 0, []
    row_of = {person.person_id: row for row, person in enumerate(problem.people)}
    week_of = {day: number // DAYS_A_WEEK for number, day in enumerate(problem.dates)}
    minutes_of = {project.project_id: project.minutes for project in problem.projects}
    booked = np.zeros((len(problem.people), problem.weeks), dtype=np.int64)
    for booking in plan.bookings:
        person, project = problem.person_of[booking.person_id], problem.project_of[booking.project_id]
        week = week_of[booking.date] if booking.date in week_of else problem.week_of(booking.date) - 1
        booked[row_of[booking.person_id], week] += minutes_of[booking.project_id]
        pairs.append((person, project))
        last += person.last_project == booking.project_id
        if problem.wish_points:
            keys = wish_keys(booking.person_id, booking.project_id, booking.date)
            wished += [problem.wish_points[key] for key in keys if key in problem.wish_points]
    least, pace, urgency = worths(problem)
    weight = urgency.reshape(-1, 1)
    drive, usual = _supervision(plan, problem)
    kept = {(booking.person_id, booking.project_id, booking.date) for booking in plan.bookings}
    dropped = [
        -drop_cost(row, problem) for row in problem.standing if (row.person_id, row.project_id, row.date) not in kept
    ]
    return Parts(
        least=_sum(LEAST_POINTS * weight * np.minimum(booked, least)),
        towards=_sum(TOWARDS_POINTS * weight * np.maximum(0.0, np.minimum(booked, pace) - least)),
        beyond=_sum(BEYOND_POINTS * np.maximum(0.0, booked - pace)),
        travel=_sum(-TRAVEL_POINTS * travel_minutes_of(pairs, problem)),
        last_project=LAST_PROJECT_POINTS * last,
        wishes=_total(wished),
        drive=_sum(-DRIVE_POINTS * drive),
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


def _sum(points: Floats) -> float:
    return _total(points[points != 0].tolist())
