"""What it costs to pin, to forbid and to prefer: by search, with the bounds that say how far the search may be off."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.planning.files.plan_folder import write_plan
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Standing, Wish
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import MaxSeconds, NoImprovement
from amends.methods.planning.why import Forbid, Pin, Prefer, changed, price_of
from tests.methods.planning import brute
from tests.methods.planning.made import MONDAY, person, problem, project, random_problem, supervisor

TUESDAY = MONDAY + timedelta(days=1)
MONDAYS = frozenset({1})


def price(made, *changes):
    """The price, of searches that run to their end."""
    return price_of(made, changes, stop=lambda: NoImprovement(200), seed=0)


def two_ways():
    """Ann may go to a project next door or to one 20 km off (10 + 2 x 20.015 = 50.03 minutes instead of 10)."""
    return problem(
        [person("ann", offer_max=420)],
        [project("near", days=MONDAYS, supervised=False), project("far", days=MONDAYS, supervised=False, lat=51.68)],
    )


def test_a_pin_costs_what_the_longer_way_takes_off_the_score():
    # 0.18 degrees of latitude are 20.0151 km, so 40.03 minutes more, at half a point each
    found = price(two_ways(), Pin("ann", "far", MONDAY))
    assert found.kept and found.broken == ()
    assert found.price == pytest.approx(0.5 * 2 * 20.0151, abs=1e-3)
    assert found.lowest == pytest.approx(found.price) and found.highest == pytest.approx(found.price)
    (loser,) = found.losers
    assert (loser.person_id, loser.added, loser.dropped) == ("ann", ((MONDAY, "far"),), ((MONDAY, "near"),))
    assert loser.points == pytest.approx(-found.price)
    assert (found.without.minutes, found.with_it.minutes, found.winners) == (420, 420, ())


def test_a_pin_on_what_is_planned_anyway_costs_nothing():
    found = price(two_ways(), Pin("ann", "near", MONDAY))
    assert (found.price, found.lowest, found.highest, found.losers) == (0, 0, pytest.approx(0), ())


def test_forbidding_the_nearer_costs_the_same_as_pinning_the_further():
    found = price(two_ways(), Forbid("ann", "near", None))
    assert found.price == pytest.approx(0.5 * 2 * 20.0151, abs=1e-3)
    assert found.with_it.score == pytest.approx(found.without.score - found.price)


def test_a_preference_costs_nothing_until_its_points_outweigh_the_way():
    low, high = price(two_ways(), Prefer("ann", "far", None, 10.0)), price(two_ways(), Prefer("ann", "far", None, 30.0))
    assert (low.price, low.losers) == (0, ())
    assert high.price == pytest.approx(0.5 * 2 * 20.0151, abs=1e-3)
    assert high.lowest <= high.price <= high.highest <= 30  # never more than its own points
    assert high.with_it.score == pytest.approx(high.without.score - high.price)  # its points are not counted


def test_who_gains_the_place_that_a_forbidden_person_leaves_is_told():
    seat = project(days=MONDAYS, places=1, kind="individual", supervised=False)
    made = problem([person("ann"), person("bob", lat=51.6)], [seat])
    found = price(made, Forbid("ann", None, MONDAY))
    assert [one.person_id for one in found.losers] == ["ann"]
    assert [one.person_id for one in found.winners] == ["bob"]
    assert found.price == pytest.approx(-found.losers[0].points - found.winners[0].points)


def test_a_pin_that_a_rule_stands_against_is_told_as_broken_with_the_rule_and_has_no_price():
    made = problem([person("ann", excludes=frozenset({"heavy"}))], [project(tags=frozenset({"heavy"}))], [supervisor()])
    found = price(made, Pin("ann", "g", MONDAY))
    assert not found.kept
    assert [(one.pin, [reason.key for reason in one.reasons]) for one in found.broken] == [
        (Pin("ann", "g", MONDAY), ["excluded"])
    ]
    assert (found.price, found.lowest, found.highest) == (None, None, None)


def test_two_pins_on_one_day_cannot_both_be_kept():
    found = price(two_ways(), Pin("ann", "far", MONDAY), Pin("ann", "near", MONDAY))
    assert [(one.pin.project_id, one.reasons) for one in found.broken] == [("near", ())]


def test_a_forbidden_booking_that_was_fixed_is_given_up_and_said_so():
    row = Standing("far", MONDAY, None, "ann", True)
    found = price(replace(two_ways(), standing=(row,)), Forbid("ann", "far", None))
    assert found.given_up == (row,)
    assert found.price == pytest.approx(-0.5 * 2 * 20.0151, abs=1e-3)  # what was fixed had cost that


def test_a_pin_takes_the_place_of_a_promise_of_the_same_booking():
    row = Standing("far", MONDAY, None, "ann", False)
    made = replace(two_ways(), standing=(row,))
    assert changed(made, [Pin("ann", "far", MONDAY)]).standing == (replace(row, fixed=True),)
    fixed = replace(made, standing=(replace(row, fixed=True),))
    assert changed(fixed, [Pin("ann", "far", MONDAY)]) == fixed


def test_changes_are_plain_data_of_the_problem(tmp_path):
    made = changed(two_ways(), [Pin("ann", "far", MONDAY), Forbid(None, "near", TUESDAY), Prefer("ann", None, None, 3)])
    assert made.standing == (Standing("far", MONDAY, None, "ann", True),)
    assert made.wishes == (Wish(None, "near", TUESDAY, None), Wish("ann", None, None, 3))
    result = solve(made, stop=MaxSeconds(10), seed=0)
    write_plan(tmp_path, made, result, seconds=1.0)
    assert (tmp_path / "bookings.csv").exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Pin("nobody", "far", MONDAY), KeyError),
        (Pin("ann", "nowhere", MONDAY), KeyError),
        (Pin("ann", "far", MONDAY - timedelta(days=1)), ValueError),
        (Forbid(None, None, None), ValueError),
        (Forbid("ann", "nowhere", None), KeyError),
        (Prefer(None, None, TUESDAY + timedelta(days=90), 5.0), ValueError),
    ],
)
def test_what_the_problem_does_not_know_is_refused(change, error):
    with pytest.raises(error):
        changed(two_ways(), [change])


def tiny(seed):
    """Three people, two projects and two supervisors on a few days; nothing fixed."""
    made = random_problem(seed, people=3, projects=2, supervisors=2)
    few = [frozenset({1, 2}), frozenset({2, 4})]
    projects = tuple(replace(one, days=days) for one, days in zip(made.projects, few, strict=True))
    return replace(made, projects=projects, standing=tuple(row for row in made.standing if not row.fixed))


def true_price(made, allowed) -> float | None:
    """The best of all plans less the best of those allowed; None where none is."""
    plans = [(brute.score(made, plan), plan) for plan in brute.every_plan(made)]
    rest = [points for points, plan in plans if allowed(plan)]
    return max(points for points, _ in plans) - max(rest) if rest else None


def booked(plan: Plan, pin) -> bool:
    return any((b.person_id, b.project_id, b.date) == (pin.person_id, pin.project_id, pin.date) for b in plan.bookings)


def any_pin(made, number) -> Pin:
    days = made.dates[:4]
    return Pin(made.people[number % 3].person_id, made.projects[number % 2].project_id, days[number % 4])


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 400), st.integers(0, 11))
def test_the_true_price_of_a_pin_lies_where_it_is_said_to(seed, number):
    made = tiny(seed)
    pin = any_pin(made, number)
    found = price(made, pin)
    true = true_price(made, lambda plan: booked(plan, pin))
    if true is None:
        assert not found.kept
    if found.kept:
        assert found.lowest - 1e-6 <= true <= found.highest + 1e-6
        assert found.lowest - 1e-6 <= found.price <= found.highest + 1e-6


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 400), st.integers(0, 11))
def test_the_true_price_of_forbidding_lies_where_it_is_said_to_and_is_nothing_for_what_no_best_plan_has(seed, number):
    made = tiny(seed)
    pin = any_pin(made, number)
    found = price(made, Forbid(pin.person_id, pin.project_id, pin.date))
    true = true_price(made, lambda plan: not booked(plan, pin))
    assert found.lowest - 1e-6 <= true <= found.highest + 1e-6
    proven = all(abs(one.bound - one.score) < 1e-6 for one in (found.without, found.with_it))
    if abs(true) < 1e-9 and proven:
        assert found.price == pytest.approx(0, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 400), st.integers(0, 11), st.sampled_from([-80.0, 25.0, 500.0]))
def test_the_true_price_of_a_preference_lies_where_it_is_said_to(seed, number, points):
    made = tiny(seed)
    pin = any_pin(made, number)
    found = price(made, Prefer(pin.person_id, pin.project_id, None, points))
    plans = [(brute.score(made, plan), plan) for plan in brute.every_plan(made)]

    def matches(plan):
        return sum((b.person_id, b.project_id) == (pin.person_id, pin.project_id) for b in plan.bookings)

    best = max(first + points * matches(plan) for first, plan in plans)
    prices = [
        max(first for first, _ in plans) - first
        for first, plan in plans
        if first + points * matches(plan) >= best - 1e-9
    ]
    assert found.lowest - 1e-6 <= min(prices) and max(prices) <= found.highest + 1e-6
