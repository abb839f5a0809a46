"""Problems above sixty people and weeks, where seats are priced, with every kind of rule and promise in plenty."""

import random
from dataclasses import replace
from datetime import timedelta

from amends.methods.planning.problem import Cap, Problem, Standing, Wish
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import Cancelled
from tests.methods.planning.made import random_problem


def crowded(seed: int, people: int = 70, weeks: int = 1) -> Problem:
    """More people than places; wishes and caps of every shape; promises that could be kept, and some that cannot."""
    chance = random.Random(seed)
    made = random_problem(seed, people, projects=chance.randint(4, 9), supervisors=chance.randint(2, 5), weeks=weeks)
    ids = [one.project_id for one in made.projects]
    names = [one.person_id for one in made.people]

    def wish() -> Wish:
        person = chance.choice(names) if chance.random() < 0.8 else None
        on = chance.choice(made.dates) if person is None or chance.random() < 0.5 else None
        project = chance.choice(ids) if person is None or chance.random() < 0.6 else None
        return Wish(person, project, on, chance.choice([None, 60.0, -40.0, 7.5]))

    def cap() -> Cap:
        start = chance.choice(made.dates)
        end = start + timedelta(days=chance.randint(0, 3))
        return Cap(chance.choice([None, *ids]), start, end, chance.randint(0, 5))

    made = replace(
        made,
        people=tuple(replace(one, attendance=0.75) for one in made.people) if chance.random() < 0.2 else made.people,
        wishes=tuple(wish() for _ in range(people)),
        caps=tuple(cap() for _ in range(chance.randint(0, 3))),
    )
    return replace(made, standing=tuple(_promises(made, chance)))


def _promises(made: Problem, chance: random.Random) -> list[Standing]:
    """Rows of `made`, and some of a plan that could be promised."""
    asked = iter(range(chance.randint(20, 60)))
    plan = solve(replace(made, standing=()), stop=Cancelled(lambda: next(asked, None) is None), seed=0).plan
    leader = {(one.project_id, one.date): one.supervisor_id for one in plan.sessions}
    share = chance.choice([0.0, 0.2, 0.6])
    rows = {(row.project_id, row.date, row.person_id): row for row in made.standing[::3]}
    for one in plan.bookings:
        if chance.random() < share:
            supervisor = leader[one.project_id, one.date] if chance.random() < 0.8 else None
            row = Standing(one.project_id, one.date, supervisor, one.person_id, chance.random() < 0.4)
            rows[row.project_id, row.date, row.person_id] = row
    return chance.sample(list(rows.values()), len(rows))
