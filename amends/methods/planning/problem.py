"""The whole planning problem: everything that limits a plan, and nothing that has to be looked up elsewhere.

The same problem is read from files and built from the database. Minutes are minutes, distances kilometres, weekdays
1 (Monday) to 7, and both ends of every span of dates are included.
"""

import datetime
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from itertools import product
from typing import Literal

Kind = Literal["group", "individual", "ete", "home"]
KINDS: tuple[Kind, ...] = ("group", "individual", "ete", "home")
SHARED_KINDS = frozenset({"group", "ete"})  # places are for those who turn up; the others count those who are booked
TOLERANCE = 1e-9  # within which a limit counts as kept: rounding must not decide what a person may do
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Journey:
    """How long a way takes: `base_minutes` and `minutes_per_km` as the crow flies."""

    base_minutes: float
    minutes_per_km: float


@dataclass(frozen=True, slots=True)
class Person:
    """One person on probation with hours to work.

    `eligible_from` None: no current assessment allows work. `eligible_to` None: the assessment has no end.
    `minutes_left` and, of them, `ete_left` are for the whole horizon; `offer_min` and `offer_max` for a week.
    `attendance` is the chance of turning up, above 0 and at most 1. `max_travel` is minutes one way.
    """

    person_id: str
    eligible_from: date | None
    eligible_to: date | None
    minutes_left: int
    ete_left: int
    limit_date: date | None
    offer_min: int
    offer_max: int
    attendance: float
    lat: float
    lon: float
    drives: bool
    max_travel: float
    days: frozenset[int]
    away: frozenset[date]
    kinds: frozenset[str]
    excludes: frozenset[str]
    skills: frozenset[str]
    sex: Literal["f", "m", "x"]
    women_only: bool
    last_project: str | None


@dataclass(frozen=True, slots=True)
class Project:
    """A piece of work; with a date it is a session. `audience` is `any`, `women` or `men`."""

    project_id: str
    kind: Kind
    lat: float
    lon: float
    days: frozenset[int]
    start: time
    end: time
    open_from: date
    open_to: date
    closed: frozenset[date]
    places: int
    least: int
    tags: frozenset[str]
    needs: frozenset[str]
    audience: Literal["any", "women", "men"]
    supervised: bool
    qualifications: frozenset[str]

    @property
    def minutes(self) -> int:
        """Minutes of one session, from start to end on the same day."""
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute


@dataclass(frozen=True, slots=True)
class Supervisor:
    """One who leads sessions: at most one a day and `days_a_week` a week. `max_drive` is minutes one way."""

    supervisor_id: str
    lat: float
    lon: float
    days: frozenset[int]
    absent: frozenset[date]
    days_a_week: int
    qualifications: frozenset[str]
    usual: frozenset[str]
    max_drive: float


@dataclass(frozen=True, slots=True)
class Standing:
    """What is already promised: a booking, or (without a person) a session alone. `fixed` ones stay while allowed."""

    project_id: str
    date: datetime.date
    supervisor_id: str | None
    person_id: str | None
    fixed: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Points for each booking that matches; None matches any. `points` None forbids the booking (`never`)."""

    person_id: str | None
    project_id: str | None
    date: datetime.date | None
    points: float | None


WishKey = tuple[str | None, str | None, datetime.date | None]


def wish_keys(person_id: str, project_id: str, day: datetime.date) -> tuple[WishKey, ...]:
    """The keys (person, project, date) of every wish that would match this booking."""
    return tuple(product((person_id, None), (project_id, None), (day, None)))


@dataclass(frozen=True, slots=True)
class Cap:
    """Lowers the places from `first_day` to `last_day`, both included; no project: every group and ETE project."""

    project_id: str | None
    first_day: date
    last_day: date
    places: int


@dataclass(frozen=True)
class Problem:
    """All that a plan of `weeks` weeks from `first_day` (a Monday) depends on."""

    first_day: date
    weeks: int
    overbook_risk: float
    travel: Journey
    drive: Journey
    people: tuple[Person, ...]
    projects: tuple[Project, ...]
    supervisors: tuple[Supervisor, ...]
    apart: tuple[tuple[str, str], ...] = ()
    standing: tuple[Standing, ...] = ()
    wishes: tuple[Wish, ...] = ()
    caps: tuple[Cap, ...] = ()

    @property
    def day_count(self) -> int:
        """Days in the horizon."""
        return self.weeks * DAYS_A_WEEK

    @property
    def last_day(self) -> date:
        """The last day of the horizon."""
        return self.first_day + timedelta(days=self.day_count - 1)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every day of the horizon, in order."""
        return tuple(self.first_day + timedelta(days=offset) for offset in range(self.day_count))

    @cached_property
    def person_of(self) -> dict[str, Person]:
        """People by id."""
        return {person.person_id: person for person in self.people}

    @cached_property
    def project_of(self) -> dict[str, Project]:
        """Projects by id."""
        return {project.project_id: project for project in self.projects}

    @cached_property
    def supervisor_of(self) -> dict[str, Supervisor]:
        """Supervisors by id."""
        return {supervisor.supervisor_id: supervisor for supervisor in self.supervisors}

    @cached_property
    def wish_points(self) -> dict[WishKey, float]:
        """The points of all wishes with the same key, summed; `never` is not among them."""
        points: dict[WishKey, float] = {}
        for wish in self.wishes:
            if wish.points is not None:
                key = (wish.person_id, wish.project_id, wish.date)
                points[key] = points.get(key, 0.0) + wish.points
        return points

    @cached_property
    def forbidden(self) -> frozenset[WishKey]:
        """The keys of the wishes that say `never`."""
        return frozenset((wish.person_id, wish.project_id, wish.date) for wish in self.wishes if wish.points is None)

    def week_of(self, day: date) -> int:
        """The week of a date, from 1; ValueError outside the horizon."""
        offset = (day - self.first_day).days
        if not 0 <= offset < self.day_count:
            raise ValueError(f"{day} is not in the weeks planned")
        return offset // DAYS_A_WEEK + 1
