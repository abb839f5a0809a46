"""A plan: which sessions run, who is booked, and who is offered less than the least, with the reason."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

UnmetReason = Literal["not_eligible", "away", "hours_nearly_done", "no_suitable_project", "no_supervisor", "no_place"]
UNMET_REASONS: tuple[UnmetReason, ...] = (
    "not_eligible",
    "away",
    "hours_nearly_done",
    "no_suitable_project",
    "no_supervisor",
    "no_place",
)


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """A project on a date, with its supervisor (None where it has none)."""

    date: date
    project_id: str
    supervisor_id: str | None


@dataclass(frozen=True, slots=True, order=True)
class Booking:
    """One person at one session."""

    date: date
    project_id: str
    person_id: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """A person offered `short` minutes less than the least in a week (from 1), and the first reason that holds."""

    person_id: str
    week: int
    offered: int
    short: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Sessions and bookings by date, then project; `unmet` by person as in the problem, then week."""

    sessions: tuple[Session, ...]
    bookings: tuple[Booking, ...]
    unmet: tuple[Unmet, ...] = ()
