"""One more of something: a supervisor, a qualification, a place, as data of the problem."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from amends.methods.planning.problem import Problem, Project, Supervisor

Thing = TypeVar("Thing", Project, Supervisor)


@dataclass(frozen=True, slots=True)
class NewSupervisor:
    """Somebody who lives where `near` is (a project), works `days` (weekdays) and has these qualifications."""

    near: str
    qualifications: frozenset[str]
    days: frozenset[int]
    max_drive: float


@dataclass(frozen=True, slots=True)
class NewQualification:
    """A supervisor learns what one qualification asks for."""

    supervisor_id: str
    qualification: str


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A project has one place more on all its days; caps stay."""

    project_id: str


Addition = NewSupervisor | NewQualification | NewPlace


def with_addition(problem: Problem, addition: Addition) -> Problem:
    """The problem with it. Raises KeyError for an unknown project or supervisor."""
    match addition:
        case NewSupervisor():
            where = problem.project_of[addition.near]
            return replace(problem, supervisors=(*problem.supervisors, _hired(problem, addition, where)))
        case NewQualification():
            one = problem.supervisor_of[addition.supervisor_id]
            learned = replace(one, qualifications=one.qualifications | {addition.qualification})
            return replace(problem, supervisors=_swapped(problem.supervisors, one, learned))
        case NewPlace():
            project = problem.project_of[addition.project_id]
            larger = replace(project, places=project.places + 1)
            return replace(problem, projects=_swapped(problem.projects, project, larger))


def _hired(problem: Problem, asked: NewSupervisor, where: Project) -> Supervisor:
    name = "new"
    while name in problem.supervisor_of:
        name += "+"
    return Supervisor(
        supervisor_id=name,
        lat=where.lat,
        lon=where.lon,
        days=asked.days,
        absent=frozenset(),
        days_a_week=len(asked.days),
        qualifications=asked.qualifications,
        usual=frozenset(),
        max_drive=asked.max_drive,
    )


def _swapped(things: Iterable[Thing], old: Thing, new: Thing) -> tuple[Thing, ...]:
    return tuple(new if one is old else one for one in things)
