"""Whatever happens in the middle of a made plan: the plan stays legal, and changes no more than the score asks for."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.methods.planning.check import check
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Cap
from amends.methods.planning.replanning import (
    NewPeople,
    PersonAway,
    PersonNoLongerEligible,
    PlacesCapped,
    SiteClosed,
    SupervisorAbsent,
    changes_between,
)
from amends.methods.planning.score import score
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import Cancelled, MaxSeconds
from tests.methods.planning.made import random_problem
from tests.methods.planning.replanned import replanned


def event_at(made, number):
    """One of every kind of event in turn; there is something of everything in the problem."""
    days = frozenset(made.dates[number % 5 : number % 5 + 1 + number % 3])
    kinds = [
        SupervisorAbsent(made.supervisors[number % len(made.supervisors)].supervisor_id, days),
        SiteClosed(made.projects[number % len(made.projects)].project_id, days),
        PlacesCapped((Cap(None, made.dates[0], made.dates[-1], 1 + number % 4),)),
        PersonAway(made.people[number % len(made.people)].person_id, days),
        PersonNoLongerEligible(made.people[number % len(made.people)].person_id, min(days)),
        NewPeople((replace(made.people[number % len(made.people)], person_id="new"),)),
    ]
    return kinds[number % len(kinds)]


made_plans = given(st.integers(0, 10**6), st.integers(2, 12), st.integers(1, 3), st.integers(0, 10**4))
often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def standing_plan(seed, count, weeks):
    made = random_problem(seed, count, 4, 3, weeks)
    return made, solve(made, stop=MaxSeconds(1), seed=0).plan


@often
@made_plans
def test_any_event_leaves_a_legal_plan_worth_at_least_the_remainder(seed, count, weeks, number):
    made, plan = standing_plan(seed, count, weeks)
    asked = iter(range(number % 40))
    for stop in (None, Cancelled(lambda: next(asked, None) is None)):
        replanned(made, plan, event_at(made, number), on=made.dates[number % 3], stop=stop)


@often
@made_plans
def test_no_event_changes_nothing(seed, count, weeks, number):
    made, plan = standing_plan(seed, count, weeks)
    on = made.dates[number % 5]
    found = replanned(made, plan, on=on)
    kept = {(one.person_id, one.project_id, one.date) for one in plan.bookings}
    run = {(None, one.project_id, one.date) for one in plan.sessions}
    given_up = [row for row in made.standing if row.fixed and row.date >= on]
    given_up = [row for row in given_up if (row.person_id, row.project_id, row.date) not in kept | run]
    if len(found.broken_promises) < len(given_up):  # one that the plan gave up is kept now, whatever it displaces
        assert set(found.broken_promises) < set(given_up)
        return
    assert (found.plan.sessions, found.plan.bookings) == (plan.sessions, plan.bookings)
    assert found.changes == changes_between(plan, plan, made)
    assert found.broken_promises == tuple(given_up)


@often
@made_plans
def test_nobody_is_moved_who_could_as_well_have_stayed(seed, count, weeks, number):
    """Given back what they had, in the same sessions, either a rule is broken or the score falls."""
    made, plan = standing_plan(seed, count, weeks)
    found = replanned(made, plan, event_at(made, number))
    had, has = set(plan.bookings), set(found.plan.bookings)
    running = {(one.project_id, one.date) for one in found.plan.sessions}
    for name in {one.person_id for one in had ^ has}:
        for week in range(1, weeks + 1):
            mine = {one for one in had if one.person_id == name and made.week_of(one.date) == week}
            now = {one for one in has if one.person_id == name and made.week_of(one.date) == week}
            if mine == now or any((one.project_id, one.date) not in running for one in mine):
                continue
            back = Plan(found.plan.sessions, tuple(sorted((has - now) | mine)))
            if not [one for one in check(found.problem, back) if one.rule != "unmet"]:
                assert score(back, found.problem).score < found.score


@often
@made_plans
def test_the_same_event_is_answered_the_same(seed, count, weeks, number):
    made, plan = standing_plan(seed, count, weeks)
    first, second = (replanned(made, plan, event_at(made, number)) for _ in range(2))
    assert (first.plan, first.changes) == (second.plan, second.changes)
