"""The planning problem as Timefold takes it: where people go each day, who leads, and rules as constraint streams.

Rules are hard, points soft and in thousandths, for the solver counts in whole numbers. It takes problems in which all
attend alike, so that the chance rule is a count, with nothing standing and no wishes.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from amends.methods.planning.exact.columns import Columns, reached, worth_of
from amends.methods.planning.model import Model
from amends.methods.planning.overbooking import highest_admitted
from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS
from amends.methods.planning.state import FREE, State

STEPS = 1000  # a point is so many of the solver's


@dataclass
class Job:
    """A session that could run: at most `most` people, at least `least` where it is `supervised`."""

    number: int
    project: int
    minutes: int
    ete_minutes: int
    most: int
    least: int
    supervised: bool


@dataclass
class Worker:
    """A person: minutes left, points by project, and the worth of the sums of minutes to which a week can come."""

    number: int
    minutes_left: int
    ete_left: int
    offer_max: int
    foes: list[int]
    points: dict[int, int]
    worth: list[dict[int, int]]


@dataclass
class Leader:
    """A supervisor, with points by project."""

    number: int
    days_a_week: int
    points: dict[int, int]


@planning_entity
@dataclass
class PersonDay:
    """Where a person goes on a day: one of what suits them, or nowhere."""

    number: Annotated[int, PlanningId]
    person: Worker
    day: int
    week: int
    could: Annotated[list[Job], ValueRangeProvider(id="could")]
    job: Annotated[Job | None, PlanningVariable(allows_unassigned=True, value_range_provider_refs=["could"])] = field(
        default=None
    )


@planning_entity
@dataclass
class Lead:
    """Who leads a supervised session, or nobody."""

    number: Annotated[int, PlanningId]
    job: Job
    day: int
    week: int
    able: Annotated[list[Leader], ValueRangeProvider(id="able")]
    leader: Annotated[Leader | None, PlanningVariable(allows_unassigned=True, value_range_provider_refs=["able"])] = (
        field(default=None)
    )


@planning_solution
@dataclass
class Week:
    """The whole problem."""

    days: Annotated[list[PersonDay], PlanningEntityCollectionProperty]
    leads: Annotated[list[Lead], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule of a plan, and every point."""
    count, total, highest = ConstraintCollectors.count, ConstraintCollectors.sum, ConstraintCollectors.max
    hard, soft = HardSoftScore.ONE_HARD, HardSoftScore.ONE_SOFT
    return [
        factory.for_each(PersonDay)
        .group_by(lambda one: one.person, lambda one: one.week, total(lambda one: one.job.minutes))
        .filter(lambda person, week, minutes: minutes > person.offer_max)
        .penalize(hard, lambda person, week, minutes: minutes - person.offer_max)
        .as_constraint("minutes of a week"),
        factory.for_each(PersonDay)
        .group_by(
            lambda one: one.person,
            total(lambda one: one.job.minutes),
            highest(lambda one: one.day * 10000 + one.job.minutes),
        )
        .filter(lambda person, minutes, last: minutes - last % 10000 >= person.minutes_left)
        .penalize(hard, lambda person, minutes, last: minutes - last % 10000 - person.minutes_left + 1)
        .as_constraint("minutes left"),
        factory.for_each(PersonDay)
        .group_by(lambda one: one.person, total(lambda one: one.job.ete_minutes))
        .filter(lambda person, minutes: minutes > person.ete_left)
        .penalize(hard, lambda person, minutes: minutes - person.ete_left)
        .as_constraint("minutes of ETE left"),
        factory.for_each(PersonDay)
        .group_by(lambda one: one.job, count())
        .filter(lambda job, people: people > job.most)
        .penalize(hard, lambda job, people: 100 * (people - job.most))
        .as_constraint("places"),
        factory.for_each(PersonDay)
        .group_by(lambda one: one.job, count())
        .filter(lambda job, people: people < job.least)
        .penalize(hard, lambda job, people: 100 * (job.least - people))
        .as_constraint("least"),
        factory.for_each(PersonDay)
        .filter(lambda one: one.job.supervised)
        .if_not_exists(Lead, Joiners.equal(lambda one: one.job, lambda lead: lead.job))
        .penalize(hard, lambda one: 100)
        .as_constraint("a supervisor"),
        factory.for_each(Lead)
        .if_not_exists(PersonDay, Joiners.equal(lambda lead: lead.job, lambda one: one.job))
        .penalize(hard, lambda lead: 100)
        .as_constraint("nobody led"),
        factory.for_each_unique_pair(
            Lead, Joiners.equal(lambda lead: lead.leader), Joiners.equal(lambda lead: lead.day)
        )
        .penalize(hard, lambda one, other: 100)
        .as_constraint("one session a day"),
        factory.for_each(Lead)
        .group_by(lambda lead: lead.leader, lambda lead: lead.week, count())
        .filter(lambda leader, week, sessions: sessions > leader.days_a_week)
        .penalize(hard, lambda leader, week, sessions: 100 * (sessions - leader.days_a_week))
        .as_constraint("days a week"),
        factory.for_each(PersonDay)
        .filter(lambda one: len(one.person.foes) > 0)
        .join(PersonDay, Joiners.equal(lambda one: one.job))
        .filter(lambda one, other: other.person.number in one.person.foes)
        .penalize(hard, lambda one, other: 100)
        .as_constraint("apart"),
        factory.for_each(PersonDay)
        .group_by(lambda one: one.person, lambda one: one.week, total(lambda one: one.job.minutes))
        .impact(soft, lambda person, week, minutes: person.worth[week].get(minutes, 0))
        .as_constraint("worth of minutes"),
        factory.for_each(PersonDay)
        .impact(soft, lambda one: one.person.points[one.job.project])
        .as_constraint("points of bookings"),
        factory.for_each(Lead)
        .impact(soft, lambda lead: lead.leader.points[lead.job.project])
        .as_constraint("points of supervisors"),
    ]


def whole_week(columns: Columns, hint: State | None) -> Week:
    """The problem, with nobody anywhere, or as in `hint`."""
    model, problem = columns.model, columns.model.problem
    jobs = _Jobs(model)
    suited: dict[tuple[int, int], list[Job]] = defaultdict(list)
    lengths: dict[tuple[int, int], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    points_of: dict[int, dict[int, int]] = defaultdict(dict)
    for person, project, day, points in zip(*(each.tolist() for each in columns.pairs), strict=True):
        suited[person, day].append(jobs[project, day])
        points_of[person][project] = round(points * STEPS)
        lengths[person, day // DAYS_A_WEEK][day].add(jobs[project, day].minutes)
    workers = [
        Worker(
            row, one.minutes_left, one.ete_left, one.offer_max, list(model.foes.get(row, ())), points_of[row],
            [{minutes: round(worth_of(model, row, week, minutes) * STEPS)
              for minutes in reached(lengths[row, week], one.offer_max)} for week in range(problem.weeks)],
        )
        for row, one in enumerate(problem.people)
    ]  # fmt: skip
    leaders = [Leader(row, one.days_a_week, {}) for row, one in enumerate(problem.supervisors)]
    able: dict[int, list[Leader]] = defaultdict(list)
    for row, session, points in zip(*(each.tolist() for each in columns.leads), strict=True):
        able[session].append(leaders[row])
        leaders[row].points[int(columns.sessions.project[session])] = round(points * STEPS)
    person_days = [
        PersonDay(number, workers[person], day, day // DAYS_A_WEEK, could)
        for number, ((person, day), could) in enumerate(suited.items())
    ]
    leads = [
        Lead(row, jobs[project, day], day, day // DAYS_A_WEEK, able[row])
        for row, (project, day) in enumerate(zip(*(each.tolist() for each in columns.sessions), strict=True))
    ]
    if hint is not None:
        days = problem.day_count
        for one in person_days:
            at = int(hint.at[one.person.number, one.day])
            one.job = jobs[divmod(at, days)] if at != FREE else None
        for lead in leads:
            row = hint.leader.get(lead.job.project * days + lead.day)
            lead.leader = None if row is None else leaders[row]
    return Week(person_days, leads)


class _Jobs(dict[tuple[int, int], Job]):
    """Sessions by project and day."""

    def __init__(self, model: Model) -> None:
        self.model = model
        (self.chance,) = {person.attendance for person in model.problem.people}

    def __missing__(self, key: tuple[int, int]) -> Job:
        found, minutes = self.model.problem.projects[key[0]], int(self.model.minutes[key[0]])
        places = most = int(self.model.places[key])
        if found.kind in SHARED_KINDS:
            while highest_admitted([self.chance] * most, places, self.model.problem.overbook_risk) >= self.chance:
                most += 1
        least = max(1, found.least) if found.supervised else 0
        ete = minutes if found.kind == "ete" else 0
        self[key] = Job(len(self), key[0], minutes, ete, most, least, found.supervised)
        return self[key]


def solved(week: Week, seconds: float) -> Week:
    """The best that the solver finds in so many seconds, with one thread and a fixed seed."""
    config = SolverConfig(
        solution_class=Week,
        entity_class_list=[PersonDay, Lead],
        random_seed=0,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(seconds * 1000))),
    )
    return SolverFactory.create(config).build_solver().solve(week)


def values_of(week: Week, columns: Columns) -> list[float]:
    """The solver's answer as the values of the columns: pairs, sessions and leads."""
    where = {(one.person.number, one.day): one.job.project for one in week.days if one.job is not None}
    led = {lead.number: lead.leader.number for lead in week.leads if lead.leader is not None}
    pairs, leads = columns.pairs, columns.leads
    booked = zip(pairs.person.tolist(), pairs.project.tolist(), pairs.day.tolist(), strict=True)
    leading = zip(leads.supervisor.tolist(), leads.session.tolist(), strict=True)
    return [
        *(float(where.get((person, day)) == project) for person, project, day in booked),
        *(float(session in led) for session in range(columns.sessions.project.size)),
        *(float(led.get(session) == supervisor) for supervisor, session in leading),
    ]
