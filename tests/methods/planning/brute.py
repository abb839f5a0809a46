"""The contract's rules and score in the plainest words possible, and every plan of a tiny problem, one by one."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product
from math import asin, cos, radians, sin, sqrt

from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Problem


def km(a, b) -> float:
    half = sin(radians(b.lat - a.lat) / 2) ** 2
    half += cos(radians(a.lat)) * cos(radians(b.lat)) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(half))


def travel(problem: Problem, person, project) -> float:
    way = problem.drive if person.drives else problem.travel
    return 0.0 if project.kind == "home" else way.base_minutes + way.minutes_per_km * km(person, project)


def drive(problem: Problem, supervisor, project) -> float:
    return problem.drive.base_minutes + problem.drive.minutes_per_km * km(supervisor, project)


def wishes(problem: Problem, person, project, day: date) -> list:
    return [
        wish.points
        for wish in problem.wishes
        if wish.person_id in (None, person.person_id)
        and wish.project_id in (None, project.project_id)
        and wish.date in (None, day)
    ]


def may_work(problem: Problem, person, project, day: date) -> bool:
    """Rule 1, but for one session a day."""
    return (
        person.eligible_from is not None
        and person.eligible_from <= day <= (person.eligible_to or date.max)
        and day.isoweekday() in person.days
        and day not in person.away
        and project.kind in person.kinds
        and travel(problem, person, project) <= person.max_travel + 1e-9
        and not project.tags & person.excludes
        and project.needs <= person.skills
        and (project.audience == "any" or person.sex == {"women": "f", "men": "m"}[project.audience])
        and (not person.women_only or project.audience == "women" or project.kind in ("individual", "home"))
        and None not in wishes(problem, person, project, day)
    )


def may_run(problem: Problem, project, day: date) -> bool:
    """Rule 3, for the project."""
    in_weeks = problem.first_day <= day < problem.first_day + timedelta(weeks=problem.weeks)
    open_then = project.open_from <= day <= project.open_to and day not in project.closed
    return in_weeks and open_then and day.isoweekday() in project.days


def may_lead(problem: Problem, supervisor, project, day: date) -> bool:
    """Rule 3, for the supervisor."""
    return (
        day.isoweekday() in supervisor.days
        and day not in supervisor.absent
        and project.qualifications <= supervisor.qualifications
        and drive(problem, supervisor, project) <= supervisor.max_drive + 1e-9
    )


def minutes_allow(problem: Problem, person, bookings: list[Booking]) -> bool:
    """Rule 2, and one session a day."""
    bookings = sorted(bookings, key=lambda one: one.date)
    lengths = [problem.project_of[one.project_id].minutes for one in bookings]
    if len({one.date for one in bookings}) < len(bookings):
        return False
    for week in range(problem.weeks):
        start = problem.first_day + timedelta(weeks=week)
        booked = [n for n, one in zip(lengths, bookings, strict=True) if start <= one.date < start + timedelta(weeks=1)]
        if sum(booked) > person.offer_max:
            return False
    ete = [n for n, one in zip(lengths, bookings, strict=True) if problem.project_of[one.project_id].kind == "ete"]
    return sum(ete) <= person.ete_left and (not bookings or sum(lengths[:-1]) < person.minutes_left)


def roll_allows(problem: Problem, project, day: date, people: list) -> bool:
    """Rules 4, 5 (the least) and 6 for the people of one session."""
    places = project.places
    for cap in problem.caps:
        concerns = cap.project_id == project.project_id if cap.project_id else project.kind in ("group", "ete")
        if concerns and cap.first_day <= day <= cap.last_day:
            places = min(places, cap.places)
    names = {person.person_id for person in people}
    if any({one, other} <= names for one, other in problem.apart):
        return False
    if project.supervised and len(people) < max(1, project.least):
        return False
    if project.kind in ("individual", "home"):
        return len(people) <= places
    too_many = 0.0
    for who in product((True, False), repeat=len(people)):
        if sum(who) > places:
            chance = 1.0
            for person, comes in zip(people, who, strict=True):
                chance *= person.attendance if comes else 1 - person.attendance
            too_many += chance
    return too_many <= problem.overbook_risk + 1e-9


def legal(problem: Problem, plan: Plan) -> bool:
    """All six rules."""
    sessions = {(one.project_id, one.date): one.supervisor_id for one in plan.sessions}
    if len(sessions) < len(plan.sessions):
        return False
    rolls: dict = {key: [] for key in sessions}
    mine: dict = {}
    for booking in plan.bookings:
        key = booking.project_id, booking.date
        person, project = problem.person_of[booking.person_id], problem.project_of[booking.project_id]
        if key not in sessions or not may_work(problem, person, project, booking.date):
            return False
        rolls[key].append(person)
        mine.setdefault(booking.person_id, []).append(booking)
    if not all(minutes_allow(problem, problem.person_of[name], booked) for name, booked in mine.items()):
        return False
    led: dict = {}
    for (project_id, day), name in sessions.items():
        project = problem.project_of[project_id]
        if not may_run(problem, project, day) or (name is not None) != project.supervised:
            return False
        if not roll_allows(problem, project, day, rolls[project_id, day]):
            return False
        if name is not None:
            if not may_lead(problem, problem.supervisor_of[name], project, day):
                return False
            led.setdefault(name, []).append(day)
    return all(_supervisor_allows(problem, problem.supervisor_of[name], days) for name, days in led.items())


def _supervisor_allows(problem: Problem, supervisor, days: list[date]) -> bool:
    weeks = [(day - problem.first_day).days // 7 for day in days]
    return len(set(days)) == len(days) and all(weeks.count(week) <= supervisor.days_a_week for week in weeks)


def score(problem: Problem, plan: Plan) -> float:
    """The score, term by term."""
    points = 0.0
    for person in problem.people:
        mine = [one for one in plan.bookings if one.person_id == person.person_id]
        for week in range(1, problem.weeks + 1):
            booked = sum(
                problem.project_of[one.project_id].minutes for one in mine if problem.week_of(one.date) == week
            )
            m = max(0, min(person.offer_min, person.minutes_left - (week - 1) * person.offer_min))
            weeks, u = 26.0, 1.0
            if person.limit_date is not None:
                days = (person.limit_date - problem.first_day).days
                weeks, u = max(1, days / 7), 1 + min(1, max(0, (90 - days) / 90))
            t = max(m, min(person.offer_max, person.minutes_left / weeks))
            points += 5 * u * min(booked, m) + 0.75 * u * max(0, min(booked, t) - m) + 0.15 * max(0, booked - t)
        for one in mine:
            project = problem.project_of[one.project_id]
            points -= 0.5 * travel(problem, person, project)
            points += 20 * (person.last_project == one.project_id)
            points += sum(wish or 0 for wish in wishes(problem, person, project, one.date))
    for session in plan.sessions:
        if session.supervisor_id is not None:
            supervisor = problem.supervisor_of[session.supervisor_id]
            points -= 0.3 * drive(problem, supervisor, problem.project_of[session.project_id])
            points += 15 * (session.project_id in supervisor.usual)
    kept = {(one.person_id, one.project_id, one.date) for one in plan.bookings}
    for row in problem.standing:
        if row.person_id and not row.fixed and (row.person_id, row.project_id, row.date) not in kept:
            points -= 60 if row.date <= problem.first_day + timedelta(days=1) else 40
    return points


def every_plan(problem: Problem) -> Iterator[Plan]:
    """Every legal plan; only for a few people, days and projects."""
    choices = [list(_bookings_of(problem, person)) for person in problem.people]
    for chosen in product(*choices):
        bookings = tuple(booking for mine in chosen for booking in mine)
        keys = sorted({(one.project_id, one.date) for one in bookings})
        leaders = [
            [one.supervisor_id for one in problem.supervisors] if problem.project_of[key[0]].supervised else [None]
            for key in keys
        ]
        for names in product(*leaders):
            sessions = tuple(Session(key[1], key[0], name) for key, name in zip(keys, names, strict=True))
            plan = Plan(sessions, bookings)
            if legal(problem, plan):
                yield plan


def _bookings_of(problem: Problem, person) -> Iterator[tuple[Booking, ...]]:
    possible = [
        Booking(day, project.project_id, person.person_id)
        for day in problem.dates
        for project in problem.projects
        if may_run(problem, project, day) and may_work(problem, person, project, day)
    ]
    for count in range(len({one.date for one in possible}) + 1):
        for bookings in combinations(possible, count):
            if minutes_allow(problem, person, list(bookings)):
                yield bookings
