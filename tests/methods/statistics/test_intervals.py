"""Intervals: against figures that others published, and by how often they hold what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.methods.statistics.difference import newcombe
from amends.methods.statistics.ratio import mean, ratio, student95
from amends.methods.statistics.share import wilson
from amends.methods.statistics.suppression import hidden, may_be_shared_out

COUNTS = st.integers(1, 300).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(part, whole, low, high):
    found = wilson(part, whole)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(COUNTS)
def test_a_share_lies_in_its_interval_and_the_interval_in_0_to_1(counts):
    found = wilson(*counts)
    assert 0 <= found.low <= found.share == counts[0] / counts[1] <= found.high <= 1


@pytest.mark.parametrize("wrong", [(1, 0), (3, 2), (-1, 2)])
def test_a_share_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"nothing is counted|from 0 to the whole"):
        wilson(*wrong)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    # Newcombe, Interval estimation for the difference, Statistics in Medicine 17 (1998), table II, method 10.
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 10), 0.6075, 1.0)],
)
def test_newcombes_interval_is_the_published_one(counts, low, high):
    found = newcombe(*counts)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert found.told_apart


@given(COUNTS, COUNTS)
def test_a_difference_turned_round_is_its_opposite(one, other):
    there, back = newcombe(*one, *other), newcombe(*other, *one)
    assert there.difference == pytest.approx(-back.difference)
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))


@pytest.mark.parametrize(("freedom", "point"), [(1, 12.706), (10, 2.228), (30, 2.042), (60, 2.000), (120, 1.980)])
def test_students_points_are_those_of_the_tables(freedom, point):
    assert student95(freedom) == pytest.approx(point, abs=0.001)


def test_a_mean_of_people_with_several_rows_is_the_amount_for_each_row():
    found = ratio(np.array([10.0, 50.0]), np.array([1.0, 2.0]))
    assert found.mean == 20.0
    assert found.low < 20 < found.high


def test_two_rows_of_one_person_do_not_count_as_two_people():
    random = np.random.default_rng(1)
    own = random.normal(0, 1, 200)
    once, thrice = mean(own), ratio(3 * own, np.full(200, 3.0))
    assert once.error == pytest.approx(thrice.error)


def test_the_interval_of_a_ratio_holds_the_truth_as_often_as_it_says():
    random = np.random.default_rng(2)
    held = 0
    for _ in range(1000):
        counts = random.integers(1, 6, 25).astype(float)
        found = ratio(counts * random.normal(5, 2, 25), counts)
        held += found.low <= 5 <= found.high
    assert held == pytest.approx(950, abs=30)


def test_one_person_says_nothing_of_the_scatter():
    found = mean(np.array([5.0]))
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_nothing_counted_has_no_mean():
    with pytest.raises(ValueError, match="nothing is counted"):
        ratio(np.zeros(3), np.zeros(3))


def test_fewer_than_five_are_hidden_and_with_a_single_one_the_next_smallest():
    assert hidden([40, 4, 9]) == (False, True, True)
    assert hidden([40, 4, 2]) == (False, True, True)
    assert hidden([40, 5, 9]) == (False, False, False)
    assert hidden([9, 10, 30], least=10) == (True, True, False)


def test_nobody_is_not_a_secret_and_does_not_hide_the_only_small_one():
    assert hidden([40, 4, 0]) == (True, True, False)
    assert hidden([3, 0]) == (True, False)


@given(st.lists(st.integers(0, 30), max_size=8))
def test_a_hidden_count_cannot_be_worked_out_from_the_total(counts):
    found = hidden(counts)
    small = [count for count in counts if 0 < count < 5]
    assert all(is_hidden for count, is_hidden in zip(counts, found, strict=True) if 0 < count < 5)
    people = [count for count in counts if count]
    assert sum(found) != 1 or people == small, "alone only where there is nobody else"


@pytest.mark.parametrize(("part", "shown"), [(0, True), (4, False), (5, True), (15, True), (16, False), (20, True)])
def test_neither_those_told_of_nor_the_rest_may_be_few(part, shown):
    assert may_be_shared_out(part, 20) is shown
