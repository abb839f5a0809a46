"""What upsets a plan, as data: each event says what the problem is once it has happened, and changes nothing else.

`apply` answers the new problem and leaves the old one as it is; it raises KeyError for an id that the problem lacks.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import reduce

from amends.methods.planning.problem import Cap, Person, Problem


@dataclass(frozen=True, slots=True)
class SupervisorAbsent:
    """A supervisor is not there on these dates: sick, on training, on leave at short notice."""

    supervisor_id: str
    dates: frozenset[datetime.date]

    def apply(self, problem: Problem) -> Problem:
        """The problem without the supervisor on those dates."""
        one = problem.supervisor_of[self.supervisor_id]
        changed = replace(one, absent=one.absent | self.dates)
        return replace(problem, supervisors=tuple(changed if other is one else other for other in problem.supervisors))


@dataclass(frozen=True, slots=True)
class SiteClosed:
    """A project cannot take place on these dates."""

    project_id: str
    dates: frozenset[datetime.date]

    def apply(self, problem: Problem) -> Problem:
        """The problem with the project closed on those dates."""
        one = problem.project_of[self.project_id]
        changed = replace(one, closed=one.closed | self.dates)
        return replace(problem, projects=tuple(changed if other is one else other for other in problem.projects))


@dataclass(frozen=True, slots=True)
class NewPeople:
    """People who were not there when the plan was made: new orders, transfers in."""

    people: tuple[Person, ...]

    def apply(self, problem: Problem) -> Problem:
        """The problem with these people too. Raises ValueError where one of them is there already, or twice here."""
        ids = [person.person_id for person in self.people]
        known = {one for one in ids if one in problem.person_of or ids.count(one) > 1}
        if known:
            raise ValueError(f"already in the problem: {', '.join(sorted(known))}")
        return replace(problem, people=problem.people + self.people)


@dataclass(frozen=True, slots=True)
class PlacesCapped:
    """Places are lowered for a time, as by a change of tier."""

    caps: tuple[Cap, ...]

    def apply(self, problem: Problem) -> Problem:
        """The problem with these caps too."""
        for cap in self.caps:
            if cap.project_id is not None:
                problem.project_of[cap.project_id]  # KeyError where it is unknown
        return replace(problem, caps=problem.caps + self.caps)


@dataclass(frozen=True, slots=True)
class PersonAway:
    """A person cannot come on these dates."""

    person_id: str
    dates: frozenset[datetime.date]

    def apply(self, problem: Problem) -> Problem:
        """The problem with the person away on those dates."""
        one = problem.person_of[self.person_id]
        return _with_person(problem, one, replace(one, away=one.away | self.dates))


@dataclass(frozen=True, slots=True)
class PersonNoLongerEligible:
    """A person may not be booked from a day on: the assessment ran out, the order was suspended, recalled or ended."""

    person_id: str
    from_day: datetime.date

    def apply(self, problem: Problem) -> Problem:
        """The problem in which the person's assessment ends the day before."""
        one = problem.person_of[self.person_id]
        end = self.from_day - timedelta(days=1)
        return _with_person(
            problem, one, replace(one, eligible_to=end if one.eligible_to is None else min(end, one.eligible_to))
        )


Event = SupervisorAbsent | SiteClosed | NewPeople | PlacesCapped | PersonAway | PersonNoLongerEligible


def after(problem: Problem, events: Iterable[Event]) -> Problem:
    """The problem once all of these have happened."""
    return reduce(lambda so_far, event: event.apply(so_far), events, problem)


def _with_person(problem: Problem, one: Person, changed: Person) -> Problem:
    return replace(problem, people=tuple(changed if other is one else other for other in problem.people))
