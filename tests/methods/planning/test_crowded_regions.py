"""Above sixty people and weeks seats are priced: the rules, the bound and the stops hold there as well."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.methods.planning.check import check
from amends.methods.planning.files.plan_folder import report
from amends.methods.planning.model import build
from amends.methods.planning.priced.ground import lay_out
from amends.methods.planning.priced.prices import Market, seek
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import Cancelled
from tests.methods.planning import brute
from tests.methods.planning.crowded import crowded
from tests.methods.planning.folder import read_report, write_problem
from tests.methods.planning.made import random_problem
from tests.methods.planning.test_plans_of_tiny_problems import tiny


def planned(made, *, seed=0, askings=None):
    """The plan, run to its end or stopped at so many askings, and how often the stop was asked."""
    asked = []

    def enough() -> bool:
        asked.append(1)
        return askings is not None and len(asked) > askings

    result = solve(made, stop=Cancelled(enough), seed=seed)
    assert [str(breach) for breach in check(made, result.plan, report(made, result, seconds=1.0))] == []
    return result, len(asked)


def keeps_every_rule(seed, people, weeks, askings):
    result, _ = planned(crowded(seed, 1 + people // weeks, weeks), seed=seed, askings=askings)
    assert result.bound >= result.score
    assert askings is not None or result.status != "stopped"


REGIONS = st.integers(0, 10**6), st.integers(61, 110), st.integers(1, 3), st.none() | st.integers(0, 1500)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))  # --all tries 300
@given(*REGIONS)
def test_a_crowded_region_is_planned_within_every_rule_wherever_it_is_stopped(seed, people, weeks, askings):
    keeps_every_rule(seed, people, weeks, askings)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(*REGIONS)
def test_many_crowded_regions_are_planned_within_every_rule(seed, people, weeks, askings):
    keeps_every_rule(seed, people, weeks, askings)


def test_a_stop_at_any_stage_of_the_search_leaves_a_legal_plan():
    made = crowded(1, 75)
    whole, askings = planned(made)
    scores = [planned(made, askings=askings * part // 6)[0].score for part in range(6)]
    assert max(scores) <= whole.score
    assert whole.status != "stopped"


@pytest.mark.long
def test_no_seed_finds_a_plan_above_the_bound_of_another():
    made = crowded(7, 40, 2)
    found = [planned(made, seed=seed)[0] for seed in range(3)]
    assert max(one.score for one in found) <= min(one.bound for one in found)


@pytest.mark.parametrize("seed", range(24))
def test_no_plan_at_all_scores_more_than_the_bound_of_prices(seed):
    """Every plan of a tiny problem, keeping its fixed rows or not, against the bound at any prices and at good ones."""
    made = tiny(seed)
    best = max(brute.score(made, plan) for plan in brute.every_plan(made))
    model = build(made)
    if not model.suits.any():
        pytest.skip("nobody suits anything")
    market = Market(lay_out(model), np.full((model.problem.day_count, len(made.projects)), 50.0))
    chance = np.random.default_rng(seed)
    for highest in (0.0, 30.0, 300.0, 3000.0):
        market.price = chance.uniform(0, highest, size=market.price.shape)
        market.rest = chance.uniform(0, highest / 3, size=market.rest.shape)
        market.ete_price = chance.uniform(0, highest / 300, size=market.ete_price.shape)
        assert market.bound_here() - model.standing_cost >= best - 1e-6
    seek(market, 80, 5.0, 0.1, lambda: False)
    assert market.bound - model.standing_cost >= best - 1e-6


def test_the_same_call_writes_the_same_files_in_every_process(tmp_path):
    """Sets of names are gone through in another order in each process: nothing in a plan may depend on it."""
    week = write_problem(tmp_path / "week", crowded(3, 70))
    for order in ("1", "2"):
        out = ["--out", str(tmp_path / order), "--seed", "4", "--seconds", "900"]
        call = [sys.executable, "-m", "amends.cli", "plan", str(week), *out]
        subprocess.run(call, env=os.environ | {"PYTHONHASHSEED": order}, check=True, capture_output=True)
    for file in ("sessions.csv", "bookings.csv", "unmet.csv"):
        assert (tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes()
    one, other = (read_report(tmp_path / order) for order in ("1", "2"))
    measured = {"seconds", "build_seconds", "peak_mib"}
    assert {k: v for k, v in one.items() if k not in measured} == {k: v for k, v in other.items() if k not in measured}
    assert one["status"] != "stopped"
    assert one["counts"]["bookings"] > 0


@pytest.mark.long
def test_plans_above_sixty_people_and_weeks_are_the_same_each_time():
    made = crowded(12, 30, 3)
    first, second = planned(made, seed=5)[0], planned(made, seed=5)[0]
    assert (first.plan, first.score, first.bound, first.status) == (
        second.plan, second.score, second.bound, second.status,
    )  # fmt: skip


def test_a_large_region_that_is_stopped_early_has_most_of_its_sessions_filled():
    """Above 20,000 people and weeks, prices take long to find: there is a plan before."""
    made = random_problem(3, people=1700, projects=24, supervisors=16, weeks=12, rich=False)
    result, _ = planned(made, askings=6)
    assert result.status == "stopped"
    could_lead = sum(min(one.days_a_week, len(one.days)) for one in made.supervisors) * made.weeks
    assert sum(one.supervisor_id is not None for one in result.plan.sessions) > 0.6 * could_lead
    assert len(result.plan.bookings) > 5 * len(result.plan.sessions)
