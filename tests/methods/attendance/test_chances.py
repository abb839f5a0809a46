"""Chances of turning up: what they may depend on, where they tend with little and with much, and whether they hold."""

import time
from dataclasses import fields

import numpy as np
import pytest

from amends.methods.attendance import occasion
from amends.methods.attendance.fit import fit, weights
from amends.methods.attendance.occasion import ANY, FEATURES, UNKNOWN, History, Occasions, ordinary
from amends.methods.attendance.predict import predict
from amends.methods.statistics.share import wilson
from tests.methods.attendance.past import drawn, one_after_another, together

WEEKS = np.array([1])
STRANGER = 10_000


def chance_of(model, person: int) -> float:
    """At a session like any other, in their first weeks."""
    return float(predict(model, ordinary(np.array([person]), WEEKS)).chance[0])


def test_a_chance_depends_on_these_things_and_no_protected_characteristic():
    assert FEATURES == ("person", "project", "town", "weekday", "weeks", "notice")
    assert {field.name for field in fields(History)} == {"occasions", "came", "days_ago"}


@pytest.mark.parametrize("smuggled", [np.array(["white_british"]), np.array([0.5]), np.array([[1]])])
def test_what_is_not_a_whole_number_cannot_be_put_in(smuggled):
    one = np.array([1])
    with pytest.raises(ValueError, match="whole numbers"):
        Occasions(one, smuggled, one, one, one, one)
    with pytest.raises(TypeError):
        Occasions(one, one, one, one, one, one, sex=smuggled)


@pytest.mark.parametrize("feature", FEATURES)
def test_what_has_happened_is_settled(feature):
    history, _true = drawn(bookings=5)
    parts = {name: getattr(history.occasions, name) for name in FEATURES} | {feature: np.full(5, ANY)}
    with pytest.raises(ValueError, match="settled"):
        History(Occasions(**parts), history.came, history.days_ago)


@pytest.mark.parametrize(("name", "edges"), [("weeks", (4, 8, 13, 26, 52)), ("notice", (2, 7, 14, 28))])
def test_weeks_and_notice_are_taken_in_bands(name, edges):
    values = np.array([UNKNOWN, 0, *(edge + step for edge in edges for step in (-1, 0))])
    one = np.ones(len(values), np.int64)
    parts = dict.fromkeys(FEATURES, one) | {name: values}
    bands = Occasions(**parts).band(name)
    assert list(bands) == [UNKNOWN, 0, *(band + step for band in range(len(edges)) for step in (0, 1))]


def test_before_anything_is_known_nearly_everybody_is_reckoned_to_come_and_nothing_is_sure():
    nothing = one_after_another([])
    found = predict(fit(nothing), ordinary(np.array([1]), WEEKS))
    assert found.chance[0] > 0.85
    assert found.low[0] < 0.6
    assert found.high[0] > 0.98
    assert found.seen[0] == 0


def test_somebody_without_a_history_is_reckoned_like_everybody():
    history, _true = drawn()
    model = fit(history)
    everybody = predict(model, ordinary(np.arange(300), np.full(300, 1))).chance
    assert chance_of(model, STRANGER) == pytest.approx(everybody.mean(), abs=0.02)
    assert chance_of(model, STRANGER) == pytest.approx(history.came.mean(), abs=0.03)


def test_somebody_with_a_long_history_is_reckoned_as_they_have_shown_themselves():
    crowd = [[True] * 14 + [False] * 6 for _ in range(60)]
    model = fit(one_after_another([*crowd, [True, True, True, False] * 500]))
    assert chance_of(model, 60) == pytest.approx(0.75, abs=0.02)
    rare = fit(one_after_another([*crowd, [True, False, False, False] * 500]))
    assert chance_of(rare, 60) == pytest.approx(0.25, abs=0.02)


def test_one_absence_moves_a_chance_a_little_and_ten_move_it_far():
    history, _true = drawn(person=0.6)
    base = chance_of(fit(history), STRANGER)
    after = []
    for absences in (1, 10):
        extra = one_after_another([[False] * absences], first_person=STRANGER)
        after.append(chance_of(fit(together(history, extra)), STRANGER))
    assert base - 0.15 < after[0] < base - 0.01
    assert after[1] < base - 0.2


def test_the_spread_among_people_is_learned_from_them():
    alike = fit(drawn(person=0.0, bookings=9000)[0]).spread["person"]
    apart = fit(drawn(person=1.2, bookings=9000)[0]).spread["person"]
    assert alike < 0.25
    assert apart == pytest.approx(1.2, abs=0.2)


def test_the_mean_chance_told_is_the_share_that_came():
    history, _true = drawn()
    recent = weights(history.days_ago)
    told = predict(fit(history), history.occasions).chance
    assert np.average(told, weights=recent) == pytest.approx(np.average(history.came, weights=recent), abs=0.003)


def test_intervals_hold_the_true_chance_as_often_as_they_say():
    held = []
    for seed in range(4):
        history, true = drawn(seed=seed, days=1)
        found = predict(fit(history), history.occasions)
        held.append(((found.low <= true) & (true <= found.high)).mean())
    assert np.mean(held) == pytest.approx(0.95, abs=0.03)


def test_of_those_told_a_chance_that_many_come():
    """Calibration against what is then drawn from the true chances, in tenths, each within its interval."""
    missed = 0
    for seed in range(5):
        history, true = drawn(seed=seed, people=400)
        told = predict(fit(history), history.occasions).chance
        edges = np.quantile(told, np.linspace(0, 1, 11)[1:-1])
        of = np.searchsorted(edges, told)
        come = np.random.default_rng(100 + seed).random(len(true)) < true
        for number in range(10):
            found = wilson(come[of == number].sum(), (of == number).sum(), z=2.576)
            missed += not found.low <= told[of == number].mean() <= found.high
    assert missed <= 4, "of 50, at 99% each"


def test_what_was_long_ago_counts_for_less():
    turned = [[True] * 20, [False] * 20]
    before, lately = one_after_another(turned, 360), one_after_another(turned[::-1], 0)
    model = fit(together(before, lately))
    assert chance_of(model, 1) > chance_of(model, 0) + 0.05


def test_weights_fall_with_age_and_count_together_as_what_they_are_worth():
    found = weights(np.array([0, 365]))
    assert found[1] == pytest.approx(found[0] / 2)
    assert found.sum() == pytest.approx(1.5**2 / 1.25)
    assert list(weights(np.array([30, 30]))) == pytest.approx([1.0, 1.0])


def test_numbering_people_projects_and_towns_otherwise_changes_nothing():
    history, _true = drawn(people=80, bookings=800)
    random = np.random.default_rng(9)
    names = {name: getattr(history.occasions, name) for name in FEATURES}
    for name in ("person", "project", "town"):
        names[name] = random.permutation(1000)[names[name]] + 7
    order = random.permutation(800)
    other = History(Occasions(**names), history.came, history.days_ago)
    shuffled = History(other.occasions.of(order), other.came[order], other.days_ago[order])
    assert predict(fit(shuffled), other.occasions).chance == pytest.approx(
        predict(fit(history), history.occasions).chance
    )


def test_each_chance_is_between_nought_and_one_however_one_sided_the_past():
    for came in (True, False):
        found = predict(fit(one_after_another([[came] * 50] * 3)), ordinary(np.arange(4), np.full(4, 90)))
        assert ((found.chance > 0) & (found.chance < 1)).all()
        assert ((found.low <= found.chance) & (found.chance <= found.high)).all()
        assert ((found.low > 0) & (found.high < 1)).all()
        assert list(found.seen) == [50, 50, 50, 0]


def test_a_unit_is_learned_in_moments():
    history, _true = drawn(people=1100, projects=50, bookings=13_000)
    began = time.process_time()
    model = fit(history)
    predict(model, history.occasions)
    assert model.settled
    assert model.rests_on == 13_000
    assert time.process_time() - began < 5, "processor seconds; about 0.2 where nothing else is under way"


def test_no_name_of_a_characteristic_stands_in_the_list():
    words = {"sex", "gender", "age", "birth", "ethnicity", "religion", "disability", "language", "pregnancy", "marital"}
    assert not words & set(vars(occasion.Occasions)["__annotations__"])
