"""Which weekdays, and which hours of them, a person can work, said as the planner understands it.

The planner knows weekdays, the record knows mornings, afternoons and evenings of weekdays. Where a person can work all
hours that any project asks on each of their weekdays, both say the same. Where not, those weekdays are taken that open
the most minutes, and projects with hours that do not fit all of them are excluded; only for someone whose bookings
would be lost by that is each project and date forbidden by itself, which is exact but long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from amends.methods.planning.problem import Project
from amends.unpaid_work.queries.problem.horizon import Horizon
from amends.unpaid_work.queries.problem.work import parts_of_day, parts_tag


@dataclass(frozen=True)
class Available:
    """Weekdays, excluded tags of hours, and what is `never` possible: (project, date)."""

    days: frozenset[int]
    excludes: frozenset[str]
    never: tuple[tuple[str, date], ...]


def available(
    slots: frozenset[str], projects: Sequence[Project], booked: set[tuple[str, date]], horizon: Horizon
) -> Available:
    """When a person with these slots ("1m", "1a", ...) can work, bookings that stand being kept where they can be."""
    offers = _offers(projects)
    short = _short(slots, offers)
    hours = {project.project_id: parts_of_day(project.start, project.end) for project in projects}
    tags = {project.project_id: project.tags for project in projects}
    lost = [
        day for project, day in booked
        if project in tags and _fits(slots, day.isoweekday(), hours[project])
        and (day.isoweekday() not in short.days or short.excludes & tags[project])
    ]  # fmt: skip
    return _exact(slots, projects, horizon) if lost else short


def _offers(projects: Sequence[Project]) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """For each kind of hours: its parts, its tag, and the minutes of projects with them, each weekday from Monday."""
    found: dict[str, tuple[str, list[int]]] = {}
    for project in projects:
        tag = parts_tag(project.start, project.end)
        if tag not in project.tags:
            continue
        _parts, minutes = found.setdefault(tag, (parts_of_day(project.start, project.end), [0] * 7))
        for day in project.days:
            minutes[day - 1] += project.minutes
    return tuple((parts, tag, tuple(minutes)) for tag, (parts, minutes) in sorted(found.items()))


@lru_cache(maxsize=4096)
def _short(slots: frozenset[str], offers: tuple[tuple[str, str, tuple[int, ...]], ...]) -> Available:
    fitting = {tag: _days(slots, parts) for parts, tag, _minutes in offers}

    def opened(days: frozenset[int]) -> int:
        return sum(
            sum(minutes[day - 1] for day in days) for _parts, tag, minutes in offers if days and days <= fitting[tag]
        )

    candidates = {one & other for one in fitting.values() for other in fitting.values()}
    best = max(sorted(candidates, key=sorted), key=lambda days: (opened(days), len(days)), default=frozenset())
    return Available(best, frozenset(tag for tag, days in fitting.items() if not best or not best <= days), ())


def _exact(slots: frozenset[str], projects: Sequence[Project], horizon: Horizon) -> Available:
    days: frozenset[int] = frozenset().union(*(_days(slots, parts_of_day(one.start, one.end)) for one in projects))
    never = [
        (project.project_id, day)
        for project in projects if parts_tag(project.start, project.end) in project.tags
        for day in horizon.dates
        if day.isoweekday() in days & project.days
        and not _fits(slots, day.isoweekday(), parts_of_day(project.start, project.end))
    ]  # fmt: skip
    return Available(days, frozenset(), tuple(never))


def _days(slots: frozenset[str], parts: str) -> frozenset[int]:
    return frozenset(day for day in range(1, 8) if _fits(slots, day, parts))


def _fits(slots: Iterable[str], day: int, parts: str) -> bool:
    return all(f"{day}{part}" in slots for part in parts)
