"""What stands when something happens in the middle of a plan: its bookings, as promises to be kept or broken at a cost.

A problem begins on a Monday; what happens, happens on some day of it. Days before that day are over: their bookings
are fixed, and nobody else is booked on them. Dropping a booking of that day or the next costs 60, any later one 40. The
problem itself says 60 only of its own first two days; a wish of the difference is added to bookings of other days that
are soon, and of minus the difference to those of its first two days that are not, where `on` is before them. The score
is thereby 20 points higher (or lower) for each such booking that is kept; the differences between plans, which decide,
are exactly those of 60 and 40.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Problem, Standing, Wish, WishKey
from amends.methods.planning.score import DROPPED_POINTS, DROPPED_SOON_POINTS, SOON_DAYS


def standing_from(plan: Plan, problem: Problem, *, on: date) -> tuple[Standing, ...]:
    """A row for each booking of the plan, for who leads where none says so, and what is fixed though the plan lacks it.

    Fixed are those before the day `on`, and those that the problem's own rows say are fixed, with the supervisor whom
    those name, or nobody: what was pinned since, or could not be kept then, is to be kept now if it can be.
    """
    pinned = {_key(row): row for row in reversed(problem.standing) if row.fixed and row.date >= on}
    leader = {(one.project_id, one.date): one.supervisor_id for one in plan.sessions}
    rows = [
        Standing(one.project_id, one.date, leader[one.project_id, one.date], one.person_id, one.date < on)
        for one in plan.bookings
    ]
    if pinned:
        rows = [pinned.get(_key(row), row) for row in rows]
        rows += [pinned[key] for place in leader if (key := (None, *place)) in pinned]
    told = {(row.project_id, row.date) for row in rows if row.supervisor_id == leader[row.project_id, row.date]}
    leads = [
        Standing(project_id, day, supervisor_id, None, day < on)
        for (project_id, day), supervisor_id in leader.items()
        if (project_id, day) not in told
    ]
    kept = {_key(row) for row in rows} if pinned else set()
    given_up = [row for row in problem.standing if row.fixed and row.date >= on and _key(row) not in kept]
    return (*leads, *rows, *given_up)


def _key(row: Standing) -> WishKey:
    return row.person_id, row.project_id, row.date


def as_it_stands(problem: Problem, plan: Plan, *, on: date) -> Problem:
    """The problem with the plan as what is promised, on the day `on`."""
    standing = standing_from(plan, problem, on=on)
    differing = {day: _cost(day, on) - _cost(day, problem.first_day) for day in problem.dates}
    differing = {day: points for day, points in differing.items() if points}
    soon = tuple(
        Wish(row.person_id, row.project_id, row.date, differing[row.date])
        for row in (standing if differing else ())
        if row.date in differing and row.person_id is not None and not row.fixed
    )
    return replace(_without_the_past(problem, plan, on), standing=standing, wishes=problem.wishes + soon)


def _cost(day: date, on: date) -> float:
    """What dropping a booking of a day costs on the day `on`."""
    return DROPPED_SOON_POINTS if 0 <= (day - on).days < SOON_DAYS else DROPPED_POINTS


def _without_the_past(problem: Problem, plan: Plan, on: date) -> Problem:
    """The problem in which nobody can be booked before `on`, but for those who were."""
    past = frozenset(
        problem.first_day + timedelta(days=day) for day in range(min((on - problem.first_day).days, problem.day_count))
    )
    if not past:
        return problem
    came: dict[str, set[date]] = defaultdict(set)
    for one in plan.bookings:
        if one.date in past:
            came[one.person_id].add(one.date)
    return replace(
        problem,
        people=tuple(
            replace(person, away=person.away | (past - came[person.person_id] if person.person_id in came else past))
            for person in problem.people
        ),
    )
