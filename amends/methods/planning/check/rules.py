"""The six rules that a plan may never break: a function for each, over a plan laid out by person and by session."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from amends.methods.planning.check.breach import Breach
from amends.methods.planning.check.measures import (
    SLACK,
    chance_of_more_than,
    minutes_of_drive,
    minutes_of_travel,
    places_on,
)
from amends.methods.planning.plan import Booking, Plan
from amends.methods.planning.problem import Person, Problem, Project, Supervisor

SessionKey = tuple[str, date]


class Sheet:
    """A plan laid out: bookings by person (in date order) and by session, supervisors by session."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.bookings_of: dict[str, list[Booking]] = defaultdict(list)
        self.roll: dict[SessionKey, list[str]] = defaultdict(list)
        for booking in sorted(plan.bookings, key=lambda one: (one.date, one.project_id)):
            self.bookings_of[booking.person_id].append(booking)
            self.roll[booking.project_id, booking.date].append(booking.person_id)
        self.leaders: dict[SessionKey, list[str | None]] = defaultdict(list)
        self.sessions_of: dict[str, list[SessionKey]] = defaultdict(list)
        for session in plan.sessions:
            key = session.project_id, session.date
            self.leaders[key].append(session.supervisor_id)
            if session.supervisor_id is not None:
                self.sessions_of[session.supervisor_id].append(key)

    @cached_property
    def foes(self) -> dict[str, set[str]]:
        """By person, those from whom they are kept apart."""
        foes: dict[str, set[str]] = defaultdict(set)
        for one, other in self.problem.apart:
            foes[one].add(other)
            foes[other].add(one)
        return foes

    def week(self, day: date) -> int:
        """The week of a day, from 1; also of days outside the horizon."""
        return (day - self.problem.first_day).days // 7 + 1

    def minutes(self, bookings: list[Booking]) -> int:
        """The minutes of these bookings."""
        return sum(self.problem.project_of[booking.project_id].minutes for booking in bookings)


def wrong_with_person(problem: Problem, person: Person, project: Project, day: date) -> Iterator[str]:
    """Rule 1 for one person, project and day, but for one session a day."""
    if person.eligible_from is None:
        yield "never eligible"
    elif day < person.eligible_from:
        yield f"eligible only from {person.eligible_from}"
    if person.eligible_to is not None and day > person.eligible_to:
        yield f"eligible only to {person.eligible_to}"
    if day.isoweekday() not in person.days:
        yield f"cannot work on weekday {day.isoweekday()}"
    if day in person.away:
        yield "away on this date"
    yield from wrong_with_match(problem, person, project)
    if wish_says_never(problem, person.person_id, project.project_id, day):
        yield "a wish says never"


def wrong_with_match(problem: Problem, person: Person, project: Project) -> Iterator[str]:
    """The part of rule 1 that does not depend on the day."""
    if project.kind not in person.kinds:
        yield f"kind {project.kind} is not allowed"
    travel = minutes_of_travel(problem, person, project)
    if travel > person.max_travel + SLACK:
        yield f"travel of {travel:.2f} minutes, at most {person.max_travel:g}"
    for tag in sorted(project.tags & person.excludes):
        yield f"must not be placed with {tag}"
    for skill in sorted(project.needs - person.skills):
        yield f"lacks the skill {skill}"
    admitted = {"any": "fmx", "women": "f", "men": "m"}[project.audience]
    if person.sex not in admitted:
        yield f"the project is for {project.audience}"
    if person.women_only and not (project.audience == "women" or project.kind in ("individual", "home")):
        yield "only projects for women, individual or home"


def wish_says_never(problem: Problem, person_id: str, project_id: str, day: date) -> bool:
    """Whether a wish forbids the booking."""
    return any(
        (who, what, when) in problem.forbidden
        for who in (person_id, None)
        for what in (project_id, None)
        for when in (day, None)
    )


def wrong_with_day(problem: Problem, project: Project, day: date) -> Iterator[str]:
    """Rule 3 for a project on a day."""
    if not 0 <= (day - problem.first_day).days < problem.weeks * 7:
        yield "not in the weeks planned"
    if day.isoweekday() not in project.days:
        yield f"the project does not run on weekday {day.isoweekday()}"
    if day < project.open_from or day > project.open_to:
        yield f"open only from {project.open_from} to {project.open_to}"
    if day in project.closed:
        yield "closed on this date"


def wrong_with_leader(problem: Problem, supervisor: Supervisor, project: Project, day: date) -> Iterator[str]:
    """Rule 3 for a supervisor and a session, whatever else they lead."""
    name = supervisor.supervisor_id
    if day.isoweekday() not in supervisor.days:
        yield f"{name} does not work on weekday {day.isoweekday()}"
    if day in supervisor.absent:
        yield f"{name} is absent"
    for qualification in sorted(project.qualifications - supervisor.qualifications):
        yield f"{name} lacks the qualification {qualification}"
    drive = minutes_of_drive(problem, supervisor, project)
    if drive > supervisor.max_drive + SLACK:
        yield f"{name} drives {drive:.2f} minutes, at most {supervisor.max_drive:g}"


def rule_1(sheet: Sheet) -> Iterator[Breach]:
    """A person: eligible, able, suited, one session a day."""
    problem = sheet.problem
    for booking in sheet.plan.bookings:
        person, project = problem.person_of[booking.person_id], problem.project_of[booking.project_id]
        for wrong in wrong_with_person(problem, person, project, booking.date):
            yield Breach("rule 1", _booking(booking), wrong)
    for person_id, bookings in sheet.bookings_of.items():
        for day, times in Counter(booking.date for booking in bookings).items():
            if times > 1:
                yield Breach("rule 1", f"{person_id} on {day}", f"{times} sessions on one day")


def rule_2(sheet: Sheet) -> Iterator[Breach]:
    """A person's minutes: a week, the hours left, ETE."""
    for person_id, bookings in sheet.bookings_of.items():
        person = sheet.problem.person_of[person_id]
        weeks: dict[int, list[Booking]] = defaultdict(list)
        for booking in bookings:
            weeks[sheet.week(booking.date)].append(booking)
        for week, booked in weeks.items():
            if (minutes := sheet.minutes(booked)) > person.offer_max:
                yield Breach("rule 2", f"{person_id} in week {week}", f"{minutes} minutes, at most {person.offer_max}")
        if (minutes := sheet.minutes(bookings[:-1])) >= person.minutes_left:
            yield Breach(
                "rule 2",
                person_id,
                f"{minutes} minutes before the latest booking, which must be less than {person.minutes_left}",
            )
        ete = [one for one in bookings if sheet.problem.project_of[one.project_id].kind == "ete"]
        if (minutes := sheet.minutes(ete)) > person.ete_left:
            yield Breach("rule 2", person_id, f"{minutes} minutes of ETE, at most {person.ete_left}")


def rule_3(sheet: Sheet) -> Iterator[Breach]:
    """Sessions on the project's days; exactly one able supervisor where supervised; supervisors' days and weeks."""
    problem = sheet.problem
    for project_id, day in dict.fromkeys([*sheet.leaders, *sheet.roll]):
        project = problem.project_of[project_id]
        for wrong in wrong_with_day(problem, project, day):
            yield Breach("rule 3", f"{project_id} on {day}", wrong)
    for (project_id, day), leaders in sheet.leaders.items():
        project = problem.project_of[project_id]
        if len(leaders) > 1:
            yield Breach("rule 3", f"{project_id} on {day}", f"{len(leaders)} rows for one session")
        for supervisor_id in leaders:
            if project.supervised and supervisor_id is None:
                yield Breach("rule 3", f"{project_id} on {day}", "has no supervisor")
            if not project.supervised and supervisor_id is not None:
                yield Breach("rule 3", f"{project_id} on {day}", f"{supervisor_id} at a project without supervision")
            if project.supervised and supervisor_id is not None:
                for wrong in wrong_with_leader(problem, problem.supervisor_of[supervisor_id], project, day):
                    yield Breach("rule 3", f"{project_id} on {day}", wrong)
    for supervisor_id, sessions in sheet.sessions_of.items():
        for day, times in Counter(day for _, day in sessions).items():
            if times > 1:
                yield Breach("rule 3", f"{supervisor_id} on {day}", f"{times} sessions on one day")
        most = problem.supervisor_of[supervisor_id].days_a_week
        for week, days in Counter(sheet.week(day) for day in {day for _, day in sessions}).items():
            if days > most:
                yield Breach("rule 3", f"{supervisor_id} in week {week}", f"{days} days, at most {most}")


def rule_4(sheet: Sheet) -> Iterator[Breach]:
    """Places: by the chance that too many come for group and ETE, by bookings for individual and home."""
    problem = sheet.problem
    for (project_id, day), people in sheet.roll.items():
        project = problem.project_of[project_id]
        places = places_on(problem, project, day)
        where = f"{project_id} on {day}"
        if project.kind in ("individual", "home"):
            if len(people) > places:
                yield Breach("rule 4", where, f"{len(people)} booked, at most {places}")
            continue
        chance = chance_of_more_than(places, (problem.person_of[person_id].attendance for person_id in people))
        if chance > problem.overbook_risk + SLACK:
            yield Breach(
                "rule 4",
                where,
                f"the chance that more than {places} of {len(people)} come is {chance:.9f}, at most "
                f"{problem.overbook_risk:g}",
            )


def rule_5(sheet: Sheet) -> Iterator[Breach]:
    """Sessions with bookings are listed and have their least; a supervised session without bookings does not run."""
    for project_id, day in sheet.roll:
        if (project_id, day) not in sheet.leaders:
            yield Breach("rule 5", f"{project_id} on {day}", "has bookings but is not in sessions.csv")
    for key in dict.fromkeys([*sheet.leaders, *sheet.roll]):
        project = sheet.problem.project_of[key[0]]
        booked = len(sheet.roll.get(key, ()))
        if not project.supervised:
            continue
        if not booked:
            yield Breach("rule 5", f"{key[0]} on {key[1]}", "supervised, but nobody is booked")
        elif booked < project.least:
            yield Breach("rule 5", f"{key[0]} on {key[1]}", f"{booked} booked, at least {project.least}")


def rule_6(sheet: Sheet) -> Iterator[Breach]:
    """Pairs kept apart never share a session."""
    for (project_id, day), people in sheet.roll.items():
        there = sorted(set(people))
        for one in there:
            for other in sorted(sheet.foes.get(one, set()).intersection(there)):
                if one < other:
                    yield Breach("rule 6", f"{project_id} on {day}", f"{one} and {other} are to be kept apart")


RULES: tuple[Callable[[Sheet], Iterator[Breach]], ...] = (rule_1, rule_2, rule_3, rule_4, rule_5, rule_6)


def _booking(booking: Booking) -> str:
    return f"{booking.person_id} at {booking.project_id} on {booking.date}"
