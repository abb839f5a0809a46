"""Whether chances came true: bins, scores and groups, against what can be worked out by hand or is known."""

from math import log

import numpy as np
import pytest

from amends.methods.calibration import by_group, compare, judge, reliability


def test_chances_that_are_true_are_found_so_and_chances_that_are_too_high_are_not():
    random = np.random.default_rng(0)
    chance = random.uniform(0.1, 0.9, 20_000)
    happened = random.random(20_000) < chance
    inside = [one.happened.low <= one.told <= one.happened.high for one in reliability(chance, happened)]
    assert sum(inside) >= 8
    high = reliability(np.minimum(0.99, chance + 0.1), happened)
    assert sum(one.happened.low <= one.told <= one.happened.high for one in high) <= 1


def test_bins_hold_every_occasion_once_in_order_and_keep_equal_chances_together():
    chance = np.array([0.3] * 50 + [0.5, 0.6, 0.7, 0.8])
    found = reliability(chance, np.arange(54) % 2 == 0, bins=4)
    assert sum(one.happened.whole for one in found) == 54
    assert found[0].lowest == 0.3
    assert found[0].happened.whole >= 50
    edges = [edge for one in found for edge in (one.lowest, one.highest)]
    assert edges == sorted(edges)


def test_scores_are_those_worked_out_by_hand():
    found = judge(np.array([0.8, 0.4]), np.array([True, False]), np.array([1, 2]))
    assert found.brier.mean == pytest.approx((0.04 + 0.16) / 2)
    assert found.log_loss.mean == pytest.approx(-(log(0.8) + log(0.6)) / 2)


def test_a_chance_of_nought_that_happened_costs_much_but_not_without_end():
    found = judge(np.array([0.0, 1.0]), np.array([True, True]), np.array([1, 2]))
    assert 5 < found.log_loss.mean < 50


def test_a_comparison_is_the_difference_of_the_scores():
    random = np.random.default_rng(3)
    one, other, happened = random.random(300), random.random(300), random.random(300) < 0.5
    person = random.integers(0, 40, 300)
    found = compare(one, other, happened, person)
    apart = judge(one, happened, person).brier.mean - judge(other, happened, person).brier.mean
    assert found.brier.mean == pytest.approx(apart)


def groups(sizes: dict[str, int], excess: dict[str, float] | None = None):
    random = np.random.default_rng(4)
    labels = [label for label, size in sizes.items() for _ in range(size) for _ in range(30)]
    person = np.repeat(np.arange(sum(sizes.values())), 30)
    true = np.array([0.6 + (excess or {}).get(label, 0.0) for label in labels])
    return np.full(len(labels), 0.6), random.random(len(labels)) < true, person, labels


def test_a_group_that_comes_more_often_than_told_is_seen():
    found = {one.label: one for one in by_group(*groups({"a": 60, "b": 60}, {"b": 0.1}))}
    assert found["a"].excess.low < 0 < found["a"].excess.high
    assert found["b"].excess.low > 0
    assert found["b"].excess.mean == pytest.approx(0.1, abs=0.03)
    assert found["b"].told == pytest.approx(0.6)
    assert (found["b"].people, found["b"].occasions) == (60, 1800)


def test_groups_of_fewer_than_five_people_are_hidden_with_the_next_smallest():
    found = {one.label: one for one in by_group(*groups({"a": 30, "b": 4, "c": 9}))}
    assert found["a"].people == 30
    for label in ("b", "c"):
        assert (found[label].people, found[label].told, found[label].happened, found[label].excess) == (None,) * 4


def test_labels_of_people_change_the_report_by_group_and_nothing_else():
    chance, happened, person, labels = groups({"a": 20, "b": 20})
    before = judge(chance, happened, person), reliability(chance, happened)
    turned = by_group(chance, happened, person, labels[::-1])
    assert turned != by_group(chance, happened, person, labels)
    assert before == (judge(chance, happened, person), reliability(chance, happened))


def test_what_does_not_belong_together_is_refused():
    with pytest.raises(ValueError, match="label"):
        by_group(np.array([0.5]), np.array([True]), np.array([1]), ["a", "b"])
    with pytest.raises(ValueError, match="from 0 to 1"):
        judge(np.array([1.5]), np.array([True]), np.array([1]))
    with pytest.raises(ValueError, match="an outcome"):
        reliability(np.array([0.5]), np.array([True, False]))
