"""Workload: points of cases and reports, capacity, and hours taken off."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.faults import Faults
from amends.policy.workload import KINDS, REPORTS, TIERS, HeldCase, reduction_hours, workload_capacity
from tests.policy.calling import call, refused

ON = date(2026, 6, 1)
POINTS = {
    "community": "A3 206 A2 158 A1 146 A0 110 B3 146 B2 115 B1 102 B0 72 C3 79 C2 63 C1 50 C0 35"
    " D3 51 D2 41 D1 29 D0 29",
    "licence": "A3 219 A2 175 A1 163 A0 0 B3 161 B2 132 B1 119 B0 0 C3 77 C2 65 C1 52 C0 0 D3 51 D2 43 D1 31 D0 0",
    "custody": "A3 75 A2 60 A1 59 A0 0 B3 59 B2 48 B1 47 B0 0 C3 30 C2 24 C1 23 C0 0 D3 17 D2 14 D1 13 D0 0",
}
CIRCUMSTANCES = {
    "trainee_first_half_year": "0.8", "trainee_second_half_year": "0.6", "trainee_third_half_year": "0.4",
    "newly_qualified": "0.2", "sickness": "1", "leave": "1",
    "training": "1", "shielding": "0", "self_isolation": "0",
}  # fmt: skip


def capacity(hours, reduction=0, cases=(), reports=()):
    return workload_capacity(Decimal(hours), Decimal(reduction), cases, reports, on=ON).value


@pytest.mark.parametrize("kind", KINDS)
def test_the_points_of_each_case(kind):
    words = POINTS[kind].split()
    assert words[::2] == list(TIERS)
    for tier, points in zip(words[::2], words[1::2], strict=True):
        assert capacity(37, cases=[HeldCase(tier, kind)])["used"] == int(points)


def test_the_points_of_reports():
    assert [capacity(37, reports=[report])["used"] for report in REPORTS] == [138, 65, 120]


@pytest.mark.parametrize(
    ("hours", "reduction", "available"),
    [("37", "0", 2176), ("18.5", "0", 1088), ("37", "7.4", 1740), ("40", "0", 2352), ("37", "37", 0), ("0", "0", 0)],
)
def test_what_is_available(hours, reduction, available):
    assert capacity(hours, reduction)["available"] == available


def test_an_officer_with_no_hours_and_a_case_is_over_capacity_never_at_nought():
    nobody_there = capacity(37, 37, cases=[HeldCase("D1", "community")])
    assert nobody_there == {"available": 0, "used": 29, "percent": None, "over": True}
    assert capacity(37, 37) == {"available": 0, "used": 0, "percent": None, "over": False}


def test_the_percentage_is_rounded_half_up_and_full_is_not_over():
    assert capacity(37, cases=[HeldCase("D1", "custody")])["percent"] == 0.6  # 13 / 2176 = 0.597
    eight = [HeldCase("B1", "community")] * 8  # 816 of 1088 is 75
    assert capacity("18.5", cases=eight)["percent"] == 75.0
    half = capacity("13.61", cases=[HeldCase("A1", "community")])
    assert (half["available"], half["percent"]) == (800, 18.3)  # 146 / 800 is 18.25 per cent
    full = capacity("2.5", cases=[HeldCase("D1", "community")] * 5)
    assert (full["available"], full["used"], full["over"]) == (147, 145, False)
    assert capacity("2.5", cases=[HeldCase("D1", "community")] * 6)["over"]


hours = some.decimals("0", "60", places=1)


@given(hours, hours, hours)
def test_more_hours_away_are_never_more_capacity(contracted, away, longer):
    away, longer = sorted((min(away, contracted), min(longer, contracted)))
    assert capacity(contracted, longer)["available"] <= capacity(contracted, away)["available"]


@given(some.lists(some.sampled_from(list(CIRCUMSTANCES))), some.sampled_from(list(CIRCUMSTANCES)), hours)
def test_another_circumstance_never_leaves_more_hours(circumstances, another, contracted):
    before = reduction_hours(contracted, circumstances, on=ON).value
    after = reduction_hours(contracted, [*circumstances, another], on=ON).value
    assert before <= after <= contracted


@pytest.mark.parametrize(("circumstance", "share"), CIRCUMSTANCES.items())
def test_what_each_circumstance_takes_off(circumstance, share):
    assert reduction_hours(Decimal(37), [circumstance], on=ON).value == 37 * Decimal(share)


def test_a_circumstance_that_there_is_not_is_refused():
    with pytest.raises(Faults):
        reduction_hours(Decimal(37), ["gardening"], on=ON)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "contracted_hours"),
        ({"contracted_hours": -1}, "contracted_hours"),
        ({"contracted_hours": 169}, "contracted_hours"),
        ({"contracted_hours": "37"}, "contracted_hours"),
        ({"contracted_hours": 37, "reduction_hours": 38}, "reduction_hours"),
        ({"contracted_hours": 37, "cases": [{"tier": "A4", "kind": "community"}]}, "cases"),
        ({"contracted_hours": 37, "cases": [{"tier": "A3", "kind": "prison"}]}, "cases"),
        ({"contracted_hours": 37, "cases": [{"tier": "A3"}]}, "cases"),
        ({"contracted_hours": 37, "reports": ["oral"]}, "reports"),
    ],
)
def test_wrong_inputs_are_refused(given, field):
    (fault,) = refused("workload_capacity", "--json", "-", stdin=json.dumps(given))
    assert f"{field}: " in fault


def test_the_console_answers_with_its_steps():
    given = {"contracted_hours": 37, "cases": [{"tier": "A3", "kind": "community"}] * 2}
    answer = call("rule", "workload_capacity", "--on", "2026-06-01", "--json", "-", stdin=json.dumps(given))
    decision = json.loads(answer.out)
    assert decision["value"] == {"available": 2176, "used": 412, "percent": 18.9, "over": False}
    assert "2 x community A3: 412" in decision["steps"]
