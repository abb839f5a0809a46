"""The whole problem of a team's weeks, and what it was built on."""

from dataclasses import dataclass
from datetime import date

from amends.cases.models import KeepApart
from amends.methods.planning.problem import Journey, Problem
from amends.organisation.models import Team
from amends.policy.booking import overbooking_risk
from amends.policy.journeys import journey_pace
from amends.unpaid_work.queries.problem.horizon import Horizon
from amends.unpaid_work.queries.problem.people import people_of
from amends.unpaid_work.queries.problem.standing import Stands, promises, what_stands
from amends.unpaid_work.queries.problem.supposed import NOTHING, Supposed, supposing
from amends.unpaid_work.queries.problem.wishes import Wished, wishes_of
from amends.unpaid_work.queries.problem.work import work_of


@dataclass(frozen=True)
class Ground:
    """A problem, with the rows that stood when it was built."""

    problem: Problem
    horizon: Horizon
    stands: Stands
    wished: Wished


def problem_of(team: Team, first_day: date, weeks: int, *, on: date) -> Problem:
    """The problem of the team's projects for so many weeks from a Monday, as it is known on the day `on`."""
    return ground_of(team, first_day, weeks, on=on).problem


def ground_of(team: Team, first_day: date, weeks: int, *, on: date, supposed: Supposed = NOTHING) -> Ground:
    """The problem and what stands, with what is supposed beside it.

    The queries do not grow with the number of people, projects or sessions.
    """
    horizon = Horizon(first_day, weeks, on)
    stands = what_stands(team, horizon)
    work = work_of(team, horizon, stands)
    people = people_of(team, horizon, stands, work.projects, ete_percent=supposed.ete_percent)
    crns = {person.person_id for person in people.people}
    wished = (
        Wished()
        if supposed.without_wishes
        else wishes_of(team, horizon, crns, {project.project_id for project in work.projects})
    )
    problem = Problem(
        first_day=first_day,
        weeks=weeks,
        overbook_risk=overbooking_risk(on=first_day).value,
        travel=Journey(**journey_pace(drives=False, on=first_day).value),
        drive=Journey(**journey_pace(drives=True, on=first_day).value),
        people=people.people,
        projects=work.projects,
        supervisors=work.supervisors,
        apart=_apart(crns, horizon),
        standing=promises(stands, horizon, wished.pins),
        wishes=(*people.wishes, *wished.wishes),
        caps=work.caps,
    )
    return Ground(supposing(problem, supposed), horizon, stands, wished)


def _apart(crns: set[str], horizon: Horizon) -> tuple[tuple[str, str], ...]:
    """Pairs to keep apart on any day of the weeks planned: never together in all of them."""
    rows = KeepApart.objects.filter(person__crn__in=crns, other__crn__in=crns, from_date__lte=horizon.last_day)
    rows = rows.exclude(to_date__lte=horizon.free_from).order_by("person__crn", "other__crn")
    return tuple(rows.values_list("person__crn", "other__crn"))
