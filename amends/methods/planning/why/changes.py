"""What a scheduler may ask of a plan, as data of the problem: somebody at a session, not at one, or rather at one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from amends.methods.planning.problem import Problem, Standing, Wish, WishKey


@dataclass(frozen=True, slots=True)
class Pin:
    """The person must be booked there: a standing row that is fixed, so it is taken first, as far as rules allow."""

    person_id: str
    project_id: str
    date: date


@dataclass(frozen=True, slots=True)
class Forbid:
    """No booking that matches may be made: a wish that says never. None matches any, but not all three."""

    person_id: str | None
    project_id: str | None
    date: date | None


@dataclass(frozen=True, slots=True)
class Prefer:
    """Points for every booking that matches, below 0 to avoid it: a wish. None matches any, but not all three."""

    person_id: str | None
    project_id: str | None
    date: date | None
    points: float


Change = Pin | Forbid | Prefer


def changed(problem: Problem, changes: Iterable[Change]) -> Problem:
    """The problem with these changes. Raises KeyError for an unknown id, ValueError for a day outside the weeks planned
    or a wish that would match everything."""
    for change in changes:
        if isinstance(change, Pin):
            problem = _pinned(problem, change)
        else:
            points = None if isinstance(change, Forbid) else change.points
            problem = _wished(problem, (change.person_id, change.project_id, change.date), points)
    return problem


def _pinned(problem: Problem, pin: Pin) -> Problem:
    """The problem with one more fixed row, after those that are there; one of the same booking that is not fixed goes.

    Only the booking is fixed, not who leads the session.
    """
    _known(problem, pin.person_id, pin.project_id, pin.date)
    same = [row for row in problem.standing if _booking(row) == (pin.person_id, pin.project_id, pin.date)]
    if any(row.fixed for row in same):
        return problem
    rest = [row for row in problem.standing if row not in same]
    return replace(problem, standing=(*rest, Standing(pin.project_id, pin.date, None, pin.person_id, True)))


def _booking(row: Standing) -> WishKey:
    return row.person_id, row.project_id, row.date


def _wished(problem: Problem, key: WishKey, points: float | None) -> Problem:
    if key == (None, None, None):
        raise ValueError("a wish names a person, a project or a day")
    _known(problem, *key)
    return replace(problem, wishes=(*problem.wishes, Wish(*key, points)))


def _known(problem: Problem, person_id: str | None, project_id: str | None, on: date | None) -> None:
    if person_id is not None and person_id not in problem.person_of:
        raise KeyError(person_id)
    if project_id is not None and project_id not in problem.project_of:
        raise KeyError(project_id)
    if on is not None:
        problem.week_of(on)
