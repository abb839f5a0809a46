"""Small problems solved as a whole: the best plan of tiny ones, a bound that holds, promises kept, any stop legal."""

from dataclasses import replace
from datetime import time, timedelta
from math import inf

import pytest

from amends.methods.planning.check import check
from amends.methods.planning.exact.columns import lay_out
from amends.methods.planning.exact.points import point_of, promises_of
from amends.methods.planning.exact.programme import Programme, of_columns
from amends.methods.planning.exact.prove import prove
from amends.methods.planning.exact.rules import all_rules
from amends.methods.planning.exact.small import count_pairs, is_small, most_stretches
from amends.methods.planning.exact.weeks import improve_weeks
from amends.methods.planning.files.plan_folder import report
from amends.methods.planning.greedy import fill_weeks
from amends.methods.planning.model import build
from amends.methods.planning.priced.seats import seats_of
from amends.methods.planning.problem import Standing
from amends.methods.planning.solve import plan_of, solve
from amends.methods.planning.state import State
from amends.methods.planning.stop import AnyOf, Cancelled, MaxSeconds, seconds_left
from bench.planning_made import Size, region
from tests.methods.planning import brute
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

LONG = 120.0  # seconds


def tiny(seed, **changes):
    """Three people, two projects and two supervisors on a few days, with wishes, caps, promises and people apart."""
    made = random_problem(seed, people=3, projects=2, supervisors=2)
    few = [frozenset({1, 2}), frozenset({2, 4})]
    projects = tuple(replace(one, days=days) for one, days in zip(made.projects, few, strict=True))
    return replace(made, projects=projects, **changes)


@pytest.mark.parametrize("attendance", [None, 0.7])
@pytest.mark.parametrize("seed", range(60))
def test_the_plan_of_a_tiny_problem_is_the_best_of_all_plans(seed, attendance):
    made = tiny(seed)
    made = replace(made, standing=tuple(row for row in made.standing if not row.fixed))
    if attendance is not None:
        made = replace(made, people=tuple(replace(one, attendance=attendance) for one in made.people))
    result = solve(made, stop=MaxSeconds(LONG), seed=0)
    best = max(brute.score(made, plan) for plan in brute.every_plan(made))
    assert result.status == "optimal"
    assert result.score == pytest.approx(best, abs=1e-5)
    assert brute.legal(made, result.plan)


def test_with_a_fixed_booking_it_is_the_best_of_the_plans_that_keep_it():
    tried = 0
    for seed in range(40):
        made = replace(tiny(seed), standing=())
        plans = list(brute.every_plan(made))
        booked = sorted({booking for plan in plans for booking in plan.bookings})
        if not booked:
            continue
        promise = booked[seed % len(booked)]
        row = Standing(promise.project_id, promise.date, None, promise.person_id, True)
        made = replace(made, standing=(row,))
        best = max(brute.score(made, plan) for plan in plans if promise in plan.bookings)
        result = solve(made, stop=MaxSeconds(LONG), seed=0)
        assert promise in result.plan.bookings
        assert result.score == pytest.approx(best, abs=1e-5)
        assert result.bound >= best - 1e-6
        assert result.status == "optimal"
        tried += 1
    assert tried > 10


def test_nobody_is_booked_too_many_though_the_linear_rule_would_allow_it():
    # three places, a risk of a tenth: which of those who come as often as not go together, only the exact chance tells
    often = [0.95, 0.9, 0.85, 0.4, 0.35, 0.3, 0.25, 0.2]
    people = [person(f"p{n}", attendance=p, offer_max=420, days=frozenset({1})) for n, p in enumerate(often)]
    made = problem(people, [project(places=3)], [supervisor()], overbook_risk=0.1)
    result = solve(made, stop=MaxSeconds(LONG), seed=0)
    best = max(brute.score(made, plan) for plan in brute.every_plan(made))
    assert result.status == "optimal" and result.score == pytest.approx(best, abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_two_weeks_of_a_small_team_are_proven_and_the_same_each_time(seed):
    made = random_problem(seed, 14, 4, 2, weeks=2)
    found = [solve(made, stop=MaxSeconds(LONG), seed=seed) for _ in range(2)]
    assert found[0].plan == found[1].plan and found[0].bound == found[1].bound
    assert found[0].gap is not None and found[0].gap < 1e-4
    assert check(made, found[0].plan, report(made, found[0], seconds=1.0)) == ()


@pytest.mark.parametrize("askings", [1, 20, 100, 500, 2000])
def test_stopped_anywhere_the_plan_is_legal_and_the_bound_holds(askings):
    made = random_problem(5, 16, 4, 2, weeks=2)
    asked = iter(range(askings))
    result = solve(made, stop=Cancelled(lambda: next(asked, None) is None), seed=0)
    assert check(made, result.plan, report(made, result, seconds=1.0)) == ()
    assert result.bound >= solve(made, stop=MaxSeconds(LONG), seed=0).score - 1e-6


def test_stopped_before_the_solver_knows_a_bound_nothing_is_proven():
    model = build(random_problem(5, 16, 4, 2, weeks=2))
    proof = prove(
        model, State(model), State(model),
        ended=lambda: True, seconds_left=lambda: 0.0, hear=lambda points, bound: None, seed=0,
    )  # fmt: skip
    assert proof.bound == inf


@pytest.mark.parametrize("mixed", [False, True])
def test_weeks_solved_one_by_one_only_gain_and_keep_every_rule(mixed):
    model = build(region(Size(30, 5, 4, 3), mixed=mixed, two_lengths=True))
    columns, nothing = lay_out(model), State(model)
    lp = of_columns(columns, all_rules(columns, seats_of(model)), promises_of(columns, nothing))
    programme = Programme(lp, seed=0, ended=lambda: False)
    start = State(model)
    fill_weeks(start, lambda: False, lambda share: None)
    told: list[float] = []
    found = improve_weeks(
        programme, columns, start, nothing, ended=lambda: False, seconds_left=lambda: LONG, hear=told.append
    )
    assert start.points < found.points == told[-1] and told == sorted(told)
    assert check(model.problem, plan_of(found)) == ()
    # afterwards every week may change again: what is proven holds for the whole
    programme.start_from(point_of(columns, start))
    assert programme.run(near=1e-4, most_nodes=500, seconds=LONG).bound >= found.points


@pytest.mark.parametrize("two", [False, True])
def test_no_more_stretches_are_laid_out_than_were_counted(two):
    model = build(region(Size(30, 5, 4, 3), mixed=False, two_lengths=two))
    assert 0 < lay_out(model).stretches.width.size <= most_stretches(model)


def test_a_region_is_not_small():
    people = [person(f"p{number}") for number in range(300)]
    made = problem(people, [project(f"j{number}") for number in range(20)], [supervisor()])
    model = build(made)
    assert count_pairs(model) == 300 * 20 * 7
    assert not is_small(model)
    assert is_small(build(replace(made, people=tuple(people[:100]))))


def test_sessions_of_many_lengths_are_not_small():
    # nine projects: few bookings to decide about, but a week could come to any of hundreds of sums
    people = [person(f"p{number}", days=frozenset({1, 2})) for number in range(150)]
    odd = [project(f"j{n}", start=time(9), end=time(12, 7 * n % 60)) for n in range(9)]
    assert not is_small(build(problem(people, odd, [supervisor()], weeks=4)))
    assert is_small(build(problem(people, [project(f"j{n}") for n in range(9)], [supervisor()], weeks=4)))


def test_how_long_is_left_is_known_where_a_clock_decides():
    now = [0.0]
    stop = AnyOf(Cancelled(lambda: False), MaxSeconds(9.0, clock=lambda: now[0]))
    assert seconds_left(stop) == 9.0
    now[0] = 20.0
    assert seconds_left(stop) == 0.0
    assert seconds_left(Cancelled(lambda: False)) == float("inf")


def test_the_worked_example():
    # docs/rules/proving_small_plans.md
    half, day = {"start": time(9), "end": time(12)}, {"start": time(9), "end": time(16)}
    park = project("park", days=frozenset({1}), places=1, kind="individual", supervised=False, **day)
    shop = project("shop", days=frozenset({1, 2}), places=1, kind="individual", supervised=False, **half)
    ann = person("Ann", offer_min=180, offer_max=420, days=frozenset({1, 2}), limit_date=MONDAY + timedelta(days=700))
    bob = person("Bob", offer_min=420, offer_max=420, days=frozenset({1}), limit_date=MONDAY + timedelta(days=700))
    made = problem([ann, bob], [park, shop])
    result = solve(made, stop=MaxSeconds(LONG), seed=0)
    booked = {(one.person_id, one.project_id, one.date.isoweekday()) for one in result.plan.bookings}
    assert booked == {("Bob", "park", 1), ("Ann", "shop", 1), ("Ann", "shop", 2)}
    assert (count_pairs(build(made)), result.score, result.status) == (5, pytest.approx(3012), "optimal")
