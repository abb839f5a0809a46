"""What a plan gives to groups of people: counted right, compared with care, and silent about the few."""

from datetime import timedelta

import numpy as np
import pytest

from amends.methods.fairness import Lot, by_characteristic, by_group, lot_of
from amends.methods.planning.plan import Booking, Plan, Unmet
from amends.methods.statistics.holm import holm
from tests.methods.planning.made import MONDAY, person, problem, project


def lot(people: int, *, short=None, travel=None, weeks: int = 2) -> Lot:
    return Lot(
        np.zeros(people) if short is None else np.asarray(short, float), weeks,
        np.full(people, 30.0) if travel is None else np.asarray(travel, float), np.ones(people),
    )  # fmt: skip


def test_a_lot_is_the_minutes_short_and_the_way_to_each_booking():
    made = problem([person("a"), person("b")], [project(), project("far", lat=51.6)], weeks=2)
    plan = Plan(
        (),
        (Booking(MONDAY, "g", "a"), Booking(MONDAY + timedelta(days=1), "far", "a")),
        (Unmet("b", 1, 0, 420, "no_place"), Unmet("b", 2, 120, 300, "no_supervisor"), Unmet("a", 2, 0, 420, "away")),
    )
    found = lot_of(plan, made)
    assert list(found.short) == [0, 720], "to be away is nobody's shortfall"
    assert list(found.bookings) == [2, 0]
    way = 0.1 * np.pi / 180 * 6371.0088
    assert found.travel[0] == pytest.approx(10 + (10 + 2 * way))
    assert found.weeks == 2


def test_a_groups_figures_are_its_own():
    short = [420] * 5 + [0] * 25
    found = {one.label: one for one in by_group(lot(30, short=short), ["x"] * 10 + ["y"] * 20)}
    assert (found["x"].people, found["y"].people) == (10, 20)
    assert (found["x"].short.share, found["y"].short.share) == (0.5, 0)
    assert (found["x"].minutes_short.mean, found["y"].minutes_short.mean) == (105, 0)
    assert found["x"].short_more.difference == 0.5
    assert found["x"].minutes_short_more.difference == 105
    assert found["x"].travel.mean == 30


def test_minutes_short_are_for_a_person_and_week():
    found = by_group(lot(10, short=[420] * 5 + [0] * 5, weeks=3), ["x"] * 10)
    assert found[0].minutes_short.mean == pytest.approx(420 * 5 / 30)
    assert found[0].short.share == 0.5
    assert found[0].travel_more is None, "there is nobody else"


def test_groups_that_fare_alike_do_not_stand_out_and_one_that_fares_worse_does():
    random = np.random.default_rng(0)
    short = random.integers(0, 2, 300) * 420.0
    travel = random.normal(40, 8, 300)
    labels = [("a", "b", "c")[n % 3] for n in range(300)]
    alike = by_group(lot(300, short=short, travel=travel), labels)
    assert not any(one.travel_more.stands_out or one.minutes_short_more.stands_out for one in alike)
    worse = travel + 15 * (np.array(labels) == "b")
    found = {one.label: one for one in by_group(lot(300, short=short, travel=worse), labels)}
    assert found["b"].travel_more.stands_out
    assert found["b"].travel_more.low < 15 < found["b"].travel_more.high
    assert found["b"].short_more.low < 0 < found["b"].short_more.high


def test_by_luck_alone_a_group_stands_out_in_no_more_than_one_table_of_twenty():
    random = np.random.default_rng(1)
    tables = 0
    for _ in range(300):
        found = by_group(lot(200, travel=random.normal(40, 8, 200)), [str(n % 8) for n in range(200)])
        tables += any(one.travel_more.stands_out for one in found)
    assert tables / 300 < 0.08


def test_groups_of_fewer_than_five_are_hidden_and_with_one_alone_the_next_smallest():
    labels = ["a"] * 20 + ["b"] * 3 + ["c"] * 7
    found = {one.label: one for one in by_group(lot(30), labels)}
    assert found["a"].people == 20
    for label in ("b", "c"):
        assert (found[label].people, found[label].travel, found[label].short) == (None, None, None)


def test_a_few_who_are_short_are_not_told_of():
    made = lot(60, short=[420] * 2 + [0] * 18 + [420] * 8 + [0] * 12 + [0] * 20)
    found = by_group(made, ["a"] * 20 + ["b"] * 20 + ["c"] * 20)
    assert [one.people for one in found] == [20, 20, 20]
    assert [one.short and one.short.part for one in found] == [None, 8, None], "of one alone the total would tell"
    assert [one.minutes_short is None for one in found] == [True, False, True]
    assert [one.travel.mean for one in found] == [30, 30, 30]


def test_who_is_not_booked_does_not_count_as_travelling_nowhere():
    made = Lot(np.zeros(12), 1, np.array([60.0] * 6 + [0.0] * 6), np.array([2.0] * 6 + [0.0] * 6))
    [group] = by_group(made, ["a"] * 12)
    assert group.travel.mean == 30


def test_the_travel_of_a_few_who_are_booked_is_not_told_of():
    booked = np.array([1.0] * 4 + [0.0] * 6 + [1.0] * 10)
    one, other = by_group(Lot(np.zeros(20), 1, 30 * booked, booked), ["a"] * 10 + ["b"] * 10)
    assert (one.people, one.travel, one.travel_more) == (10, None, None)
    assert (other.travel.mean, other.travel_more) == (30, None)


def test_giving_the_labels_to_others_changes_what_is_told_of_groups_but_not_of_everybody():
    random = np.random.default_rng(2)
    made = lot(60, short=random.integers(0, 2, 60) * 420, travel=random.normal(40, 9, 60))
    labels = ["a"] * 30 + ["b"] * 30
    for given in (labels, list(random.permutation(labels))):
        found = by_group(made, given)
        assert sum(one.people * one.minutes_short.mean for one in found) == pytest.approx(made.short.sum() / 2)
        assert sum(one.people * one.travel.mean for one in found) == pytest.approx(made.travel.sum())


def test_who_has_no_label_is_told_of_as_such():
    people = [f"p{n}" for n in range(12)]
    labels = {"religion": dict.fromkeys(people[:6], "none") | {people[6]: ""}}
    found = by_characteristic(lot(12), people, labels, "Not recorded")
    assert [(one.label, one.people) for one in found["religion"]] == [("Not recorded", 6), ("none", 6)]


def test_a_label_for_each_person():
    with pytest.raises(ValueError, match="each person"):
        by_group(lot(3), ["a"])


def test_holms_adjustment_is_the_published_one():
    # Worked by hand: 0.01 x 4, 0.02 x 3, 0.03 x 2 (0.06, no less than before), 0.04.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx((0.06, 0.04, 0.06, 0.06))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()
    with pytest.raises(ValueError, match="p-value"):
        holm([1.1])
