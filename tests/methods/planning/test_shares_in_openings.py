"""Shares in openings: whole people in half a session are priced away, and no legal plan is above the bound for it."""

from dataclasses import replace
from datetime import time

import numpy as np
import pytest

from amends.methods.planning.greedy import fill_weeks
from amends.methods.planning.improve import improve
from amends.methods.planning.model import build
from amends.methods.planning.priced import search
from amends.methods.planning.priced.ground import lay_out
from amends.methods.planning.priced.prices import Market, polish, seek, share_openings
from amends.methods.planning.promises import keep_fixed, keep_standing
from amends.methods.planning.state import State
from tests.methods.planning import brute
from tests.methods.planning.made import person, problem, project, random_problem, supervisor


def never():
    return False


def test_two_who_want_each_half_of_one_supervisors_day_are_not_both_counted():
    # the worked example of docs/rules/sharing_openings.md
    monday = {"days": frozenset({1}), "places": 2, "least": 1, "start": time(9), "end": time(16)}
    projects = [project("yard", **monday), project("barn", kind="ete", **monday)]
    ann = person("Ann", kinds=frozenset({"group"}), offer_max=420, limit_date=None, last_project=None)
    bob = replace(ann, person_id="Bob", kinds=frozenset({"ete"}))
    made = problem([ann, bob], projects, [supervisor(days_a_week=1)], overbook_risk=0.0)
    best = max(brute.score(made, plan) for plan in brute.every_plan(made))
    market = Market(lay_out(build(made)), np.full((7, 2), 100.0))
    seek(market, 200, 50.0, 1.0, never)
    polish(market, never)
    assert market.bound > 1.9 * best  # seats alone: half of each session runs, and each of them is in it
    share_openings(market, 400, 50.0, 0.1, never)
    assert best <= market.bound < 1.001 * best


@pytest.mark.parametrize("seed", range(8))
def test_no_known_plan_scores_more_than_the_bound_at_any_shares(seed):
    made = random_problem(seed, 30, 7, 4, 1 + seed % 2)
    model = build(made)
    state = State(model)
    keep_fixed(state)
    keep_standing(state)
    fill_weeks(state, never, lambda share: None)
    asked = iter(range(200))
    improve(state, np.random.default_rng(0), lambda: next(asked, None) is None, lambda share: None)
    market = Market(lay_out(model), np.full((made.day_count, len(made.projects)), 50.0))
    chance = np.random.default_rng(seed)
    for _ in range(6):
        market.price = chance.uniform(0, 300, size=market.price.shape)
        assert market.bound_here() >= state.points
        people, days = np.nonzero(market.at >= 0)
        led = market.ground.supervised[market.at[people, days]]
        people, days = people[led], days[led]
        key = (people * len(made.projects) + market.at[people, days]) * market.shares.span + days
        market.shares.take(np.sort(key), chance.uniform(0, 800, size=key.size))
        assert key.size and market.bound_here() >= state.points
    before = market.bound_here()
    share_openings(market, 60, 20.0, 1.0, never)
    assert state.points <= market.bound < before


def test_a_share_is_taken_off_the_booking_that_it_is_for_beside_wishes_and_bans():
    made = random_problem(2, 30, 7, 4, 2)
    model = build(made)
    ground = lay_out(model)
    assert ground.extra_day.size  # wishes and standing rows are among the points of single bookings
    market = Market(ground, np.zeros((made.day_count, len(made.projects))))
    free = market.bound_here()
    someone, day = next((one, on) for one, on in np.argwhere(market.at >= 0).tolist())
    chosen = int(market.at[someone, day])
    key = (someone * len(made.projects) + chosen) * market.shares.span + day
    market.shares.take(np.array([key]), np.array([1e6]))
    market.choices()
    assert market.at[someone, day] != chosen
    others = np.arange(len(made.people)) != someone
    at = market.at[others].copy()
    market.shares.take(np.empty(0, dtype=np.int64), np.empty(0))
    assert market.bound_here() == free
    assert market.at[someone, day] == chosen and np.array_equal(market.at[others], at)


@pytest.mark.parametrize("seed", range(4))
def test_sharing_ends_with_the_lowest_bound_that_it_found_and_the_same_each_time(seed):
    made = random_problem(seed, 30, 7, 4, 1 + seed % 2)
    found = []
    for _ in range(2):
        model = build(made)
        searching = search.begin(model, State(model), never, lambda *told: None, seed)
        searching.find_prices()
        priced = searching.bound
        share_openings(searching.market, 80, 2.0, 0.1, never)
        assert searching.bound <= priced
        assert searching.market.bound_here() == pytest.approx(searching.bound, rel=1e-9)
        found.append(searching.bound)
    assert found[0] == found[1]


def test_of_many_people_a_plan_is_found_first_and_shares_bring_the_bound_nearer_then(monkeypatch):
    monkeypatch.setattr(search, "_MANY", 0)
    model = build(random_problem(2, 30, 7, 4, 1))
    bounds = []
    searching = search.begin(model, State(model), never, lambda points, bound, share: bounds.append(bound), 0)
    searching.run()
    state = searching.found()
    assert state is not None and state.points <= searching.bound < bounds[-1]
