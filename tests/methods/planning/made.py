"""Made-up planning problems: by hand, with defaults that allow everything, or at random from a seed."""

import random
from dataclasses import replace
from datetime import date, time, timedelta

from amends.methods.planning.problem import (
    Cap,
    Journey,
    Person,
    Problem,
    Project,
    Standing,
    Supervisor,
    Wish,
)

MONDAY = date(2026, 3, 2)
EVERY_DAY = frozenset(range(1, 8))
EMPTY: frozenset = frozenset()


def person(person_id="a", **changes) -> Person:
    """Someone who can do anything on any day, living where every project is."""
    everything = Person(
        person_id=person_id,
        eligible_from=date(2026, 1, 1),
        eligible_to=None,
        minutes_left=6000,
        ete_left=1800,
        limit_date=None,
        offer_min=420,
        offer_max=1680,
        attendance=0.8,
        lat=51.5,
        lon=-2.6,
        drives=False,
        max_travel=90.0,
        days=EVERY_DAY,
        away=EMPTY,
        kinds=frozenset({"group", "individual", "ete", "home"}),
        excludes=EMPTY,
        skills=EMPTY,
        sex="m",
        women_only=False,
        last_project=None,
    )
    return replace(everything, **changes)


def project(project_id="g", **changes) -> Project:
    """A group project of seven hours on every day that needs a supervisor and one person."""
    everything = Project(
        project_id=project_id,
        kind="group",
        lat=51.5,
        lon=-2.6,
        days=EVERY_DAY,
        start=time(9),
        end=time(16),
        open_from=date(2026, 1, 1),
        open_to=date(2026, 12, 31),
        closed=EMPTY,
        places=8,
        least=1,
        tags=EMPTY,
        needs=EMPTY,
        audience="any",
        supervised=True,
        qualifications=EMPTY,
    )
    return replace(everything, **changes)


def supervisor(supervisor_id="s", **changes) -> Supervisor:
    """A supervisor who works five days of seven and drives far."""
    everything = Supervisor(
        supervisor_id=supervisor_id,
        lat=51.5,
        lon=-2.6,
        days=EVERY_DAY,
        absent=EMPTY,
        days_a_week=5,
        qualifications=EMPTY,
        usual=EMPTY,
        max_drive=60.0,
    )
    return replace(everything, **changes)


def problem(people=(), projects=(), supervisors=(), **changes) -> Problem:
    """One week from MONDAY; the way takes 10 minutes and 2 a km, by car 5 and 1."""
    made = Problem(
        first_day=MONDAY,
        weeks=1,
        overbook_risk=0.05,
        travel=Journey(10.0, 2.0),
        drive=Journey(5.0, 1.0),
        people=tuple(people),
        projects=tuple(projects),
        supervisors=tuple(supervisors),
    )
    return replace(made, **changes)


def random_problem(seed: int, people=6, projects=4, supervisors=2, weeks=1, rich=True) -> Problem:
    """A region in miniature; with `rich`, every feature of the format turns up now and then."""
    chance = random.Random(seed)
    days = [MONDAY + timedelta(days=offset) for offset in range(weeks * 7)]

    def place() -> dict:
        return {"lat": 51.5 + chance.uniform(-0.15, 0.15), "lon": -2.6 + chance.uniform(-0.2, 0.2)}

    def weekdays(least: int) -> frozenset[int]:
        return frozenset(chance.sample(range(1, 8 if rich else 7), chance.randint(least, 5)))

    def some(words, most=1) -> frozenset:
        return frozenset(chance.sample(list(words), chance.randint(0, most))) if rich else EMPTY

    made_projects = []
    for number in range(projects):
        kind = chance.choices(["group", "individual", "ete", "home"], [6, 2, 1, 1])[0]
        start = chance.choice([9, 9, 13])
        made_projects.append(
            project(
                f"j{number}",
                kind=kind,
                **place(),
                days=weekdays(2),
                start=time(start),
                end=time(start + chance.choice([3, 4, 7]) if start == 9 else 16, chance.choice([0, 30])),
                places=chance.randint(1, 3) if kind == "individual" else chance.choice([1, 2, 6, 8]),
                least=chance.randint(0, 3) if people < 50 else chance.randint(2, 4),
                tags=some(["near_school", "heavy"]),
                needs=some(["cscs"]) if chance.random() < 0.2 else EMPTY,
                audience=chance.choices(["any", "women", "men"], [8, 1, 1])[0],
                supervised=kind == "group" or chance.random() < 0.2,
                qualifications=some(["strimmer"]) if chance.random() < 0.3 else EMPTY,
                closed=some(days),
            )
        )
    ids = [one.project_id for one in made_projects]
    made_people = []
    for number in range(people):
        least = chance.choice([360, 420])
        limit = MONDAY + timedelta(days=chance.randint(-20, 300))
        made_people.append(
            person(
                f"p{number}",
                **place(),
                eligible_from=None
                if rich and chance.random() < 0.05
                else MONDAY - timedelta(days=chance.randint(-3, 99)),
                eligible_to=days[-1] - timedelta(days=chance.randint(-9, 4))
                if rich and chance.random() < 0.2
                else None,
                minutes_left=chance.choice([0, 100, 500, 1500, 6000]) if rich else chance.randint(300, 9000),
                ete_left=chance.choice([0, 200, 1000]),
                limit_date=limit if chance.random() < 0.7 else None,
                offer_min=least,
                offer_max=chance.choice([least, 840, 1680]),
                attendance=round(chance.uniform(0.3, 1.0), 3),
                drives=chance.random() < 0.4,
                max_travel=chance.choice([30.0, 60.0, 90.0]),
                days=weekdays(1),
                away=some(days, 2),
                kinds=frozenset(
                    kind
                    for kind, often in [("group", 0.9), ("individual", 0.5), ("ete", 0.6), ("home", 0.15)]
                    if chance.random() < often
                ),
                excludes=some(["near_school", "heavy"]),
                skills=some(["cscs"]),
                sex=chance.choices(["m", "f", "x"], [8, 2, 1])[0],
                women_only=rich and chance.random() < 0.05,
                last_project=chance.choice(ids) if ids and chance.random() < 0.6 else None,
            )
        )
    made_supervisors = [
        supervisor(
            f"s{number}",
            **place(),
            days=weekdays(3),
            absent=some(days),
            days_a_week=chance.randint(1, 5) if rich else 5,
            qualifications=frozenset({"strimmer"}) if chance.random() < 0.6 else EMPTY,
            usual=frozenset(chance.sample(ids, min(2, len(ids)))),
            max_drive=chance.choice([30.0, 60.0]),
        )
        for number in range(supervisors)
    ]
    made = problem(made_people, made_projects, made_supervisors, weeks=weeks)
    if not rich or not ids or not people:
        return made
    names = [one.person_id for one in made_people]
    leaders = [one.supervisor_id for one in made_supervisors]
    standing = {}
    for _ in range(chance.randint(0, people)):
        row = Standing(
            chance.choice(ids),
            chance.choice(days),
            chance.choice(leaders) if leaders and chance.random() < 0.7 else None,
            chance.choice(names) if chance.random() < 0.9 else None,
            chance.random() < 0.3,
        )
        standing[row.project_id, row.date, row.person_id] = row
    return replace(
        made,
        overbook_risk=chance.choice([0.0, 0.05, 0.3]),
        apart=tuple(tuple(chance.sample(names, 2)) for _ in range(people // 4)) if people > 1 else (),
        standing=tuple(standing.values()),
        wishes=tuple(
            Wish(
                chance.choice([None, *names]),
                chance.choice([None, *ids]),
                chance.choice([None, *days]),
                chance.choice([None, 12.5, -30.0, 100.0]),
            )
            for _ in range(chance.randint(0, 3))
        ),
        caps=tuple(
            Cap(chance.choice([None, *ids]), chance.choice(days), days[-1], chance.randint(0, 4))
            for _ in range(chance.randint(0, 1))
        ),
    )
