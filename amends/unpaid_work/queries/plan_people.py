"""Whom a plan changes something for, in the order in which to ring them, and what their weeks were and would be."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypedDict

from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Problem
from amends.methods.planning.replanning import changes_between
from amends.methods.planning.travel import travel_minutes_of
from amends.unpaid_work.queries.problem import Ground
from amends.unpaid_work.queries.problem.standing import project_key


class PersonWeek(TypedDict):
    """A person's week that the plan changes: minutes booked and minutes of travel, as it stood and as planned.

    Those to ring first come first, a person's weeks together. `nothing_left`: dropped, without any booking in it.
    """

    person: str
    week: int
    nothing_left: bool
    minutes_before: int
    minutes_after: int
    travel_before: float
    travel_after: float


def stood(ground: Ground) -> Plan:
    """What stands, as a plan."""
    known = ground.problem.supervisor_of
    sessions = []
    for one in ground.stands.sessions:
        led = one.supervisor is not None and one.project.supervised and one.supervisor.code in known
        sessions.append(Session(one.date, project_key(one, ground.horizon), one.supervisor.code if led else None))
    bookings = [
        Booking(one.session.date, project_key(one.session, ground.horizon), one.appointment.person.crn)
        for one in ground.stands.bookings
    ]
    return Plan(tuple(sorted(sessions, key=lambda one: (one.date, one.project_id))), tuple(sorted(bookings)))


def people_of(ground: Ground, plan: Plan) -> list[PersonWeek]:
    """The weeks that the plan changes for somebody; those for whom only the supervisor changes are left out."""
    problem, before = ground.problem, stood(ground)
    changes = [one for one in changes_between(before, plan, problem).people if one.kind != "supervised"]
    was, will = _weeks(before.bookings, problem), _weeks(plan.bookings, problem)
    rows: dict[tuple[str, int], PersonWeek] = {}
    for change in changes:
        place = change.had or change.has
        key = change.person_id, problem.week_of(place.date) if place else 0
        old, new = was[key], will[key]
        left = change.nothing_left or (key in rows and rows[key]["nothing_left"])
        rows[key] = PersonWeek(
            person=key[0], week=key[1], nothing_left=left, minutes_before=old[0], minutes_after=new[0],
            travel_before=round(old[1], 1), travel_after=round(new[1], 1),
        )  # fmt: skip
    return list(rows.values())


def _weeks(bookings: Iterable[Booking], problem: Problem) -> dict[tuple[str, int], tuple[int, float]]:
    """Minutes booked and minutes of travel, one way, of each person's week."""
    found: dict[tuple[str, int], tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    rows = [(one, problem.project_of[one.project_id]) for one in bookings]
    ways = travel_minutes_of([(problem.person_of[one.person_id], project) for one, project in rows], problem)
    for (one, project), way in zip(rows, ways.tolist(), strict=True):
        minutes, travel = found[one.person_id, problem.week_of(one.date)]
        found[one.person_id, problem.week_of(one.date)] = minutes + project.minutes, travel + way
    return found
