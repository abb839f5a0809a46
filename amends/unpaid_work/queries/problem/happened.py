"""What has happened that a plan made from what stands must answer, as a plan keeps it and as the planner has it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from amends.cases.models import Requirement
from amends.methods.planning.problem import Cap, Problem
from amends.methods.planning.replanning import Event, NewPeople, PlacesCapped, SiteClosed, SupervisorAbsent
from amends.unpaid_work.queries.problem.ground import Ground


@dataclass(frozen=True)
class Happened:
    """An event of the days `from_date` to `to_date`, both included; `to_date` None: to the end of what is planned.

    `supervisor_absent` names one (code), `site_closed` a project (code); `places_capped` says at most how many may be
    in a group. `new_orders`: people sentenced since `from_date` who are booked nowhere.
    """

    kind: str
    from_date: date
    to_date: date | None = None
    code: str | None = None
    places: int | None = None

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> "Happened":
        """As a plan keeps it."""
        to_date = terms.get("to_date")
        return cls(
            terms["happened"], date.fromisoformat(terms["from_date"]), date.fromisoformat(to_date) if to_date else None,
            terms.get("code"), terms.get("places"),
        )  # fmt: skip

    @property
    def terms(self) -> dict[str, Any]:
        """As a plan keeps it."""
        to_date = self.to_date.isoformat() if self.to_date else None
        found = {"happened": self.kind, "from_date": self.from_date.isoformat(), "to_date": to_date, "code": self.code,
                 "places": self.places}  # fmt: skip
        return {name: value for name, value in found.items() if value is not None}


def event_of(happened: Happened, ground: Ground) -> tuple[Problem, Event | None]:
    """The problem before the event, and the event; None where it concerns nobody and nothing of the weeks planned."""
    problem, horizon = ground.problem, ground.horizon
    first, last = (
        max(happened.from_date, horizon.free_from),
        min(happened.to_date or horizon.last_day, horizon.last_day),
    )
    days = frozenset(day for day in horizon.dates if first <= day <= last)
    if happened.kind == "new_orders":
        return _before_new_orders(ground, happened.from_date)
    if not days:
        return problem, None
    if happened.kind == "places_capped" and happened.places is not None:
        return problem, PlacesCapped((Cap(None, first, last, happened.places),))
    if happened.kind == "supervisor_absent" and happened.code in problem.supervisor_of:
        return problem, SupervisorAbsent(happened.code, days)
    if happened.kind == "site_closed" and happened.code in problem.project_of:
        return problem, SiteClosed(happened.code, days)
    return problem, None


def _before_new_orders(ground: Ground, since: date) -> tuple[Problem, Event | None]:
    """The problem without the people of new orders, and that they have come."""
    booked = {one.appointment.person.crn for one in ground.stands.bookings}
    problem = ground.problem
    orders = Requirement.objects.filter(kind=Requirement.Kind.UNPAID_WORK, sentence__sentence_date__gte=since)
    sentenced = orders.filter(sentence__person__crn__in=problem.person_of).values_list(
        "sentence__person__crn", flat=True
    )
    new = set(sentenced) - booked
    come = tuple(person for person in problem.people if person.person_id in new)
    if not come:
        return problem, None
    rest = tuple(person for person in problem.people if person.person_id not in new)
    return replace(problem, people=rest), NewPeople(come)
