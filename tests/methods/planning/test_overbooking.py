"""The chance that more turn up than there are places."""

from itertools import product
from math import comb, inf, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.planning.check.measures import chance_of_more_than
from amends.methods.planning.overbooking import chance_turned_away, highest_admitted

attendances = st.lists(st.floats(0.001, 1.0), max_size=10)


def counted(chances, places):
    """By going through everyone who may come or stay away."""
    return sum(
        prod(chance if comes else 1 - chance for chance, comes in zip(chances, who, strict=True))
        for who in product((True, False), repeat=len(chances))
        if sum(who) > places
    )


@settings(deadline=None)
@given(attendances, st.integers(0, 11))
def test_it_is_the_sum_over_everyone_who_may_come(chances, places):
    assert chance_turned_away(chances, places) == pytest.approx(counted(chances, places), abs=1e-12)


@settings(deadline=None)
@given(attendances, st.integers(0, 11))
def test_solver_and_verifier_agree(chances, places):
    assert chance_turned_away(chances, places) == pytest.approx(chance_of_more_than(places, chances), abs=1e-12)


@pytest.mark.parametrize(
    ("people", "places", "chance"), [(11, 8, 0.7), (40, 20, 0.5), (300, 240, 0.75), (60, 8, 0.05), (900, 500, 0.5)]
)
def test_equal_attendances_give_the_binomial(people, places, chance):
    binomial = sum(
        comb(people, come) * chance**come * (1 - chance) ** (people - come) for come in range(places + 1, people + 1)
    )
    assert chance_turned_away([chance] * people, places) == pytest.approx(binomial, abs=1e-11)


def test_the_worked_example():
    """The example of docs/rules/overbooking.md."""
    assert chance_turned_away([0.9, 0.8, 0.5], 2) == pytest.approx(0.36, abs=1e-12)
    assert chance_turned_away([0.9, 0.8, 0.5], 1) == pytest.approx(0.85, abs=1e-12)
    assert chance_turned_away([0.5] * 4, 3) == 0.0625


def test_nobody_is_turned_away_while_everyone_has_a_place():
    assert chance_turned_away([1.0] * 8, 8) == 0
    assert chance_turned_away([], 0) == 0
    assert chance_turned_away([0.4] * 5, 1_000_000_000) == 0


def test_people_who_always_come_need_a_place_each():
    assert chance_turned_away([1.0] * 9, 8) == 1


@settings(deadline=None)
@given(attendances, st.integers(0, 10), st.randoms())
def test_the_order_of_people_does_not_matter(chances, places, random):
    shuffled = random.sample(chances, len(chances))
    assert chance_turned_away(shuffled, places) == pytest.approx(chance_turned_away(chances, places), abs=1e-12)


@settings(deadline=None)
@given(attendances.filter(bool), st.integers(0, 10))
def test_one_more_place_turns_fewer_away_and_one_more_person_more(chances, places):
    now = chance_turned_away(chances, places)
    assert chance_turned_away(chances, places + 1) <= now + 1e-12
    assert chance_turned_away(chances[1:], places) <= now + 1e-12


@settings(deadline=None)
@given(attendances, st.integers(0, 10), st.sampled_from([0.0, 0.01, 0.05, 0.5]), st.floats(0.001, 1.0))
def test_whoever_is_admitted_keeps_the_risk_and_nobody_else_does(chances, places, risk, newcomer):
    chance = chance_turned_away([*chances, newcomer], places)
    if newcomer <= highest_admitted(chances, places, risk):
        assert chance <= risk + 1e-9
    else:
        assert chance > risk - 1e-9


def test_a_risk_met_exactly_is_kept():
    assert highest_admitted([0.5] * 3, 3, 0.0625) >= 0.5
    assert highest_admitted([0.1], 1, 0.05) == pytest.approx(0.5)


def test_without_risk_nobody_is_booked_beyond_the_places():
    assert highest_admitted([0.001] * 3, 3, 0.0) < 0.001
    assert highest_admitted([0.9] * 2, 3, 0.0) == inf


@pytest.mark.parametrize("attendance", [0.0, -0.1, 1.1, float("nan")])
def test_an_attendance_that_is_no_chance_is_refused(attendance):
    with pytest.raises(ValueError, match="attendance"):
        chance_turned_away([0.5, attendance], 1)


def test_places_below_nothing_are_refused():
    with pytest.raises(ValueError, match="places"):
        chance_turned_away([0.5], -1)
