"""Tiny problems, where every plan can be looked at: the bound, the score and the verifier against plain counting."""

import random
from dataclasses import replace

import pytest

from amends.methods.planning.check import check
from amends.methods.planning.check.figures import recounted_score
from amends.methods.planning.check.rules import Sheet
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Problem
from amends.methods.planning.score import score
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import NoImprovement
from tests.methods.planning import brute
from tests.methods.planning.made import random_problem

RULES = tuple(f"rule {number}" for number in range(1, 7))


def tiny(seed: int) -> Problem:
    """Three people, two projects and two supervisors on a few days, with all the format's features."""
    made = random_problem(seed, people=3, projects=2, supervisors=2)
    few = [frozenset({1, 2}), frozenset({2, 4})]
    return replace(made, projects=tuple(replace(one, days=days) for one, days in zip(made.projects, few, strict=True)))


def keeps(made: Problem, plan: Plan, row) -> bool:
    """Whether the plan keeps what was promised as fixed."""
    leaders = {(one.project_id, one.date): one.supervisor_id for one in plan.sessions}
    key = row.project_id, row.date
    booked = row.person_id is None or Booking(row.date, row.project_id, row.person_id) in plan.bookings
    supervised = made.project_of[row.project_id].supervised
    return key in leaders and booked and (not supervised or row.supervisor_id in (None, leaders[key]))


@pytest.mark.parametrize("seed", range(120))
def test_no_plan_scores_more_than_the_bound(seed):
    made = tiny(seed)
    result = solve(made, stop=NoImprovement(400), seed=seed)
    promised = [row for row in made.standing if row.fixed and row not in result.broken_promises]
    plans = [plan for plan in brute.every_plan(made) if all(keeps(made, plan, row) for row in promised)]
    best = max((brute.score(made, plan) for plan in plans), default=result.bound)
    fixed = any(row.fixed for row in made.standing)
    assert result.bound >= best - 1e-6
    assert brute.legal(made, result.plan)
    assert result.score == pytest.approx(brute.score(made, result.plan), abs=1e-7)
    if not fixed:
        assert result.score <= best + 1e-6
    if result.status == "optimal" and plans:
        assert result.score >= best - 1e-6


def test_tiny_problems_are_mostly_planned_as_well_as_they_can_be():
    gaps = []
    for seed in range(60):
        made = replace(tiny(seed), standing=())
        best = max(brute.score(made, plan) for plan in brute.every_plan(made))
        found = solve(made, stop=NoImprovement(1000), seed=0).score
        gaps.append(0.0 if best <= 0 else (best - found) / best)
    assert sum(gap < 1e-6 for gap in gaps) >= 58
    assert max(gaps) < 0.1


def any_plan(made: Problem, chance: random.Random) -> Plan:
    """Some plan, as likely wrong as right."""
    bookings, keys = [], set()
    for person in made.people:
        for day in made.dates:
            if chance.random() < 0.25:
                project = chance.choice(made.projects)
                runs = brute.may_run(made, project, day) or chance.random() < 0.05
                if runs and (brute.may_work(made, person, project, day) or chance.random() < 0.1):
                    bookings.append(Booking(day, project.project_id, person.person_id))
                    keys.add((project.project_id, day))
    sessions = []
    for project_id, day in sorted(keys):
        led = made.project_of[project_id].supervised != (chance.random() < 0.03)
        sessions.append(Session(day, project_id, chance.choice(made.supervisors).supervisor_id if led else None))
    if sessions and chance.random() < 0.1:
        sessions.remove(chance.choice(sessions))
    return Plan(tuple(sessions), tuple(bookings))


def test_the_verifier_finds_a_breach_exactly_where_plain_counting_does():
    verdicts = []
    for seed in range(1500):
        made = random_problem(seed % 150, people=1 + seed % 4, projects=2, supervisors=2)
        plan = any_plan(made, random.Random(seed))
        broken = [breach for breach in check(made, plan) if breach.rule in RULES]
        assert (not broken) == brute.legal(made, plan), (seed, broken)
        assert score(plan, made).score == pytest.approx(brute.score(made, plan), abs=1e-7)
        if not broken:
            assert recounted_score(Sheet(made, plan)) == pytest.approx(brute.score(made, plan), abs=1e-7)
        verdicts.append(not broken)
    assert 200 < sum(verdicts) < 1300  # both kinds are met often


def test_every_plan_that_may_be_made_passes_the_verifier():
    for seed in range(12):
        made = replace(tiny(seed), standing=())
        for plan in list(brute.every_plan(made))[:200]:
            assert [breach for breach in check(made, plan) if breach.rule in RULES] == []
