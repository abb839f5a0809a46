"""What one more supervisor, qualification or place would buy: estimates that bound it, and the check by planning."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.planning.check import check
from amends.methods.planning.model import build
from amends.methods.planning.priced.ground import lay_out
from amends.methods.planning.priced.leaders import NOBODY, assign
from amends.methods.planning.problem import Standing
from amends.methods.planning.score import score
from amends.methods.planning.solve import plan_of, solve
from amends.methods.planning.stop import MaxSeconds, NoImprovement
from amends.methods.planning.why.additions import NewPlace, NewQualification, NewSupervisor, with_addition
from amends.methods.planning.why.bought import bought
from amends.methods.planning.why.carried import carry_over, mend
from amends.methods.planning.why.market import assigned, prices_of
from amends.methods.planning.why.one_more import Candidate, best_places, best_qualifications, best_supervisors
from tests.methods.planning import brute
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

MONDAYS = frozenset({1})
SAW = frozenset({"saw"})


def prices(made):
    """Prices found to the end."""
    return prices_of(made, stop=MaxSeconds(600), seed=0)


def check_of(made, candidate):
    """The check, by searches that run to their end."""
    return bought(made, candidate, stop=lambda: NoImprovement(200), seed=0)


def wood():
    """A wood where only the saw helps, and nobody who may use it; four people, 8 places, on Mondays and Tuesdays."""
    return problem(
        [person(f"p{n}", offer_max=420, offer_min=420) for n in range(4)],
        [project("wood", days=frozenset({1, 2}), qualifications=SAW, least=2)],
        [supervisor("s"), supervisor("t", absent=frozenset(), days=frozenset({4}))],
    )


def test_the_qualification_that_a_session_lacks_is_found_and_what_it_buys_is_checked():
    made = wood()
    (candidate,) = best_qualifications(prices(made))
    assert candidate.addition == NewQualification("s", "saw")  # t works on Thursdays only
    found = check_of(made, candidate)
    # four people, 420 minutes at 5 points less 10 minutes of travel at a half; the supervisor drives 5 minutes
    assert found.gained == pytest.approx(4 * (2100 - 5) - 0.3 * 5)
    assert candidate.estimate >= found.gained - 1e-6
    assert (found.without.people_short, found.with_it.people_short) == (4, 0)
    assert (found.without.minutes, found.with_it.minutes) == (0, 4 * 420)
    assert found.lowest - 1e-6 <= found.gained <= found.highest + 1e-6


def test_a_new_supervisor_is_proposed_with_what_is_needed_and_for_days_on_which_it_helps():
    candidate = best_supervisors(prices(wood()))[0]
    hired = candidate.addition
    assert (hired.near, hired.qualifications) == ("wood", SAW)
    assert hired.days <= {1, 2} and hired.days
    assert sum(candidate.by_weekday) == pytest.approx(candidate.estimate)
    assert check_of(wood(), candidate).gained == pytest.approx(4 * (2100 - 5) - 0.3 * 5)


def test_where_nothing_is_missing_nothing_is_proposed():
    made = problem([person("a", offer_max=420)], [project(days=MONDAYS)], [supervisor("s"), supervisor("t")])
    found = prices(made)
    assert best_qualifications(found) == ()
    assert all(one.estimate < 1 for one in (*best_supervisors(found), *best_places(found)))


def test_one_more_place_is_worth_what_the_next_in_line_would_bring():
    # one bench in the library, wanted by two who have nothing else; in the shop nobody is turned away
    made = problem(
        [person("a", offer_max=420), person("b", offer_max=420, drives=True)],
        [
            project("library", days=MONDAYS, kind="individual", places=1, supervised=False),
            project("shop", days=MONDAYS, kind="individual", places=3, supervised=False, needs=SAW),
        ],
        [supervisor("idle")],
    )
    (candidate,) = best_places(prices(made))
    assert candidate.addition == NewPlace("library")
    found = check_of(made, candidate)
    assert found.gained == pytest.approx(2100 - 0.5 * 10)  # b, who comes by car in 5 minutes, had the first
    # at the best prices a seat costs what one of the two would pay for it: 2,095 points, or 2,097.5
    assert found.gained - 1e-6 <= candidate.estimate <= 2100 - 0.5 * 5 + 1e-6
    assert candidate.by_weekday[1:] == (0,) * 6


def test_a_promise_that_one_more_place_lets_be_kept_may_cost_points_and_the_figures_say_so():
    """Both are promised the only place of a library 20 km off; one of the promises has to be given up."""
    bench = project("far", kind="individual", places=1, supervised=False, days=MONDAYS, lat=51.68)
    near = project("near", supervised=False, days=MONDAYS)
    rows = tuple(Standing("far", MONDAY, None, name, True) for name in "ab")
    made = problem([person("a", offer_max=420), person("b", offer_max=420)], [bench, near], standing=rows)
    found = check_of(made, Candidate(NewPlace("far"), 0.0, 1e9, None, (0.0,) * 7))
    # 0.18 degrees of latitude are 20.0151 km, at two minutes and half a point a minute
    assert found.gained == pytest.approx(-20.0151, abs=1e-3)
    assert found.lowest <= found.gained + 1e-6 <= found.highest + 2e-6
    assert found.kept_anew == (rows[1],)


def test_additions_are_plain_data_of_the_problem():
    made = wood()
    hired = with_addition(made, NewSupervisor("wood", SAW, frozenset({1, 2}), 30.0)).supervisors[-1]
    assert (hired.lat, hired.lon, hired.days_a_week, hired.max_drive) == (51.5, -2.6, 2, 30.0)
    assert hired.supervisor_id not in made.supervisor_of
    hire = NewSupervisor("wood", SAW, MONDAYS, 30.0)
    again = with_addition(with_addition(made, hire), hire)
    assert len(again.supervisor_of) == 4
    learned = with_addition(made, NewQualification("t", "saw"))
    assert [one.qualifications for one in learned.supervisors] == [frozenset(), SAW]
    assert with_addition(made, NewPlace("wood")).projects[0].places == 9
    with pytest.raises(KeyError):
        with_addition(made, NewPlace("nowhere"))


def test_stopped_at_once_the_prices_still_bound():
    made = random_problem(3, 30, 7, 4)
    early = prices_of(made, stop=MaxSeconds(0), seed=0)
    assert early.bound >= solve(made, stop=NoImprovement(100), seed=0).score


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 500), st.integers(1, 2))
def test_fees_are_what_is_lost_when_a_sessions_supervisor_must_leave_it(seed, weeks):
    made = random_problem(seed, 25, 7, 5, weeks)
    found = prices(made)
    revenue = np.where(np.isneginf(found.revenue), 0.0, found.revenue)
    for day in range(len(revenue)):
        whole = value(found, revenue, np.isneginf(found.revenue), day)
        for column in range(len(made.projects)):
            if made.projects[column].supervised and not np.isneginf(found.revenue[day, column]):
                barred = np.isneginf(found.revenue)
                barred[day, column] = True
                assert value(found, revenue, barred, day) == pytest.approx(whole - found.fee[day, column], abs=1e-5)


def value(found, revenue, barred, day):
    """What the best assignment of a day brings."""
    leader, leading = np.full(revenue.shape, NOBODY), np.full(found.ground.works.shape, NOBODY)
    left = np.zeros_like(revenue)
    return assign(found.ground, np.array([day]), revenue, barred, found.rest, left, leader, leading)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 500))
def test_a_new_supervisors_estimate_is_what_the_market_brings_with_them_less_without(seed):
    made = random_problem(seed, 25, 7, 4)
    found = prices(made)
    for candidate in best_supervisors(found, days_of_work=7, most=3):
        larger = with_addition(made, candidate.addition)
        ground = lay_out(build(larger))
        rest = np.vstack([found.rest, np.zeros((1, found.rest.shape[1]))])
        more = assigned(replace(found, rest=rest), ground).sum() - assigned(found, found.ground).sum()
        assert more == pytest.approx(candidate.estimate, abs=1e-5)


def tiny(seed):
    """Three people, two projects and two supervisors on a few days; nothing fixed."""
    made = random_problem(seed, people=3, projects=2, supervisors=2)
    few = [frozenset({1, 2}), frozenset({2, 4})]
    projects = tuple(replace(one, days=days) for one, days in zip(made.projects, few, strict=True))
    return replace(made, projects=projects, standing=tuple(row for row in made.standing if not row.fixed))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 400))
def test_no_plan_with_the_addition_scores_more_than_is_said_and_the_true_gain_lies_where_it_is_said_to(seed):
    made = tiny(seed)
    found = prices(made)
    before = max(brute.score(made, plan) for plan in brute.every_plan(made))
    assert before <= found.bound + 1e-6
    candidates = [*best_supervisors(found, most=2), *best_qualifications(found, most=2), *best_places(found, most=2)]
    for candidate in candidates:
        larger = with_addition(made, candidate.addition)
        after = max(brute.score(larger, plan) for plan in brute.every_plan(larger))
        if candidate.bound is not None:
            assert after <= candidate.bound + 1e-6
            assert after - before <= candidate.estimate + (found.bound - before) + 1e-6
        checked = check_of(made, candidate)
        assert checked.lowest - 1e-6 <= after - before <= checked.highest + 1e-6


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 2), st.booleans())
def test_a_plan_carried_over_is_legal_and_not_worse_for_an_addition(seed, weeks, more_places):
    made = random_problem(seed, 8, 5, 3, weeks)
    plan = solve(made, stop=NoImprovement(20), seed=0).plan
    addition = NewPlace("j1") if more_places else NewQualification("s1", "strimmer")
    larger = with_addition(made, addition)
    state = carry_over(larger, plan)
    mend(state, plan, range(weeks))
    carried = plan_of(state)
    assert [str(one) for one in check(larger, carried) if one.rule.startswith("rule")] == []
    if not any(row.fixed for row in made.standing):
        assert score(carried, larger).score >= score(plan, made).score - 1e-6
