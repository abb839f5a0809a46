"""When hours will be done: the forecast keeps its promise, and moves as it should."""

import doctest
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.methods.completion_forecast import Pace, forecast, paces, weeks_known, work_until_done

PAGE = Path(__file__).parents[2] / "docs" / "rules" / "completion_forecast.md"
SESSION = 420


def test_the_page_answers_what_it_prints():
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert (found.failed, found.attempted) == (0, 24)


@pytest.mark.parametrize("known", [2, 6, 12])
def test_the_range_holds_the_true_week_as_often_as_it_says_and_not_much_oftener(known):
    """Simulated people who come to their weekly session with a chance of their own."""
    random, people = np.random.default_rng(1), 2000
    chance = random.beta(4, 3, people)[:, None]
    came = random.random((people, known)) < chance
    left = random.integers(SESSION, 9000, people)
    worked = np.cumsum((random.random((people, 520)) < chance) * SESSION, axis=1)
    truth = (worked >= left[:, None]).argmax(axis=1) + 1
    sums = came.sum(axis=1) * SESSION
    told = [
        forecast(int(minutes), pace)
        for minutes, pace in zip(left, paces([known] * people, sums, sums * SESSION), strict=True)
    ]
    inside = [one.low <= week and (one.high is None or week <= one.high) for one, week in zip(told, truth, strict=True)]
    early = [one.weeks is not None and week <= one.weeks for one, week in zip(told, truth, strict=True)]
    assert 0.8 <= np.mean(inside) <= 0.9
    assert 0.45 <= np.mean(early) <= 0.6


def test_the_pace_of_those_who_waited_to_begin_is_that_of_those_who_did_not():
    """Simulated people of one pace, who began at any day of the last weeks: first days are no part of it."""
    random, today = np.random.default_rng(2), date(2026, 11, 9)
    weeks, sums = [], []
    for _person in range(4000):
        came = [today - timedelta(days=ago) for ago in range(1, 60) if random.random() < 0.1]
        known = weeks_known(min(came, default=None), today)
        weeks.append(known)
        sums.append(SESSION * sum(day >= today - timedelta(weeks=known) for day in came))
    assert max(weeks) == 8
    assert sum(sums) / sum(weeks) == pytest.approx(SESSION * 0.7, rel=0.02)


@given(st.integers(0, 400))
def test_no_more_weeks_are_known_than_are_whole_since_the_first_session(ago):
    today = date(2026, 11, 9)
    known = weeks_known(today - timedelta(days=ago), today)
    assert known == 12 if ago > 84 else known * 7 < max(ago, 1) <= known * 7 + 7
    assert weeks_known(None, today) == weeks_known(today + timedelta(days=9), today) == 0


def test_what_comes_first_is_worked_first_and_what_is_concurrent_at_once():
    left = {"a": 100, "b": 40, "c": 70}
    assert work_until_done(left["a"], [], left) == 100
    assert work_until_done(left["c"], [["a", "b"]], left) == 170
    assert work_until_done(left["c"], [["a"], ["b"]], left) == 210


def test_nothing_left_is_done_and_no_pace_has_no_end():
    assert forecast(0, Pace(100, 10, 100)).weeks == 0
    assert forecast(60, Pace(0, 10, 100)).weeks is None
    assert [pace.mean for pace in paces([0, 0], [0, 0], [0, 0])] == [0, 0]


@given(
    st.integers(1, 18_000), st.floats(10, 1680), st.floats(0, 200), st.floats(0, 500), st.integers(1, 5000),
)  # fmt: skip
def test_the_range_lies_about_the_forecast_and_more_left_takes_longer(left, mean, doubt, spread, more):
    pace = Pace(mean, doubt, spread)
    one, other = forecast(left, pace), forecast(left + more, pace)
    assert one.weeks is None or one.low is not None
    if one.weeks is not None:
        assert one.low <= one.weeks
        assert one.high is None or one.weeks <= one.high
        assert other.weeks is None or other.weeks >= one.weeks


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 1680)), min_size=2, max_size=20))
def test_every_pace_lies_between_the_persons_own_and_the_groups(people):
    weeks = [known for known, _minutes in people]
    sums = [known * minutes for known, minutes in people]
    squares = [known * minutes**2 for known, minutes in people]
    group = sum(sums) / sum(weeks)
    for (_known, minutes), pace in zip(people, paces(weeks, sums, squares), strict=True):
        assert min(minutes, group) - 1e-6 <= pace.mean <= max(minutes, group) + 1e-6
