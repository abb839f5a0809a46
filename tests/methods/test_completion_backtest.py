"""Forecasts told in the past are counted only where what they told of is over."""

import pytest

from amends.methods.completion_backtest import backtest
from amends.methods.completion_forecast import Forecast


def test_only_weeks_that_are_over_are_counted_and_those_not_done_count_as_not_done():
    told = [Forecast(4, 2, 8), Forecast(4, 2, 8), Forecast(9, 5, 30), Forecast(None, 40, None)]
    found = backtest(told, [1, 6, None, 7], weeks_since=10)
    assert found.told == 4
    assert (found.by_low.part, found.by_low.whole) == (1, 3)
    assert (found.by_middle.part, found.by_middle.whole) == (1, 3)
    assert (found.by_high.part, found.by_high.whole) == (2, 2)
    assert (found.inside.part, found.inside.whole) == (1, 2)  # one was done before the range began
    assert found.inside.low < 0.5 < found.inside.high


def test_where_nothing_told_of_is_over_nothing_is_said():
    found = backtest([Forecast(9, 5, 30)], [None], weeks_since=4)
    assert found.told == 1
    assert found.by_low is found.by_middle is found.by_high is found.inside is None


def test_every_forecast_has_what_came_of_it():
    with pytest.raises(ValueError):
        backtest([Forecast(1, 1, 1)], [], weeks_since=4)
