"""How good the chances would have been: told with what was known then, beside plainer methods."""

import numpy as np
import pytest

from amends.methods.attendance.backtest import HELD_OUT_DAYS, LEAST, backtest
from amends.methods.attendance.counts import team_rate, turning_up
from amends.methods.attendance.occasion import History
from tests.methods.attendance.past import drawn

NO_TEAM = np.zeros(4000, np.int64)


def test_the_last_weeks_are_told_and_the_rest_is_learned_from():
    history, _true = drawn()
    found = backtest(history, NO_TEAM)
    late = history.days_ago < HELD_OUT_DAYS
    assert (found.learned_from, len(found.told.held_out)) == ((~late).sum(), late.sum())
    assert sum(one.happened.whole for one in found.bins) == late.sum()


def test_what_happened_on_the_days_told_does_not_change_what_is_told_of_them():
    history, _true = drawn()
    late = history.days_ago < HELD_OUT_DAYS
    turned = History(history.occasions, np.where(late, ~history.came, history.came), history.days_ago)
    one, other = backtest(history, NO_TEAM), backtest(turned, NO_TEAM)
    for method in ("model", "planned", "counts", "mean"):
        assert np.array_equal(getattr(one.told, method), getattr(other.told, method))
    assert one.planned.brier.mean < other.planned.brier.mean


def test_knowing_people_beats_the_mean_and_knowing_the_session_beats_knowing_people():
    history, _true = drawn(bookings=8000, project=0.8)
    found = backtest(history, np.zeros(8000, np.int64))
    assert found.better_than_mean.brier.high < 0
    assert found.better_than_mean.log_loss.high < 0
    assert found.model.brier.mean < found.planned.brier.mean < found.mean.brier.mean


def test_the_plainer_method_is_that_of_version_1():
    history, _true = drawn(people=40, bookings=1500)
    team = history.occasions.person % 3
    found, late = backtest(history, team), history.days_ago < HELD_OUT_DAYS
    for place in (0, 7, 50):
        person = found.told.held_out.occasions.person[place]
        own = history.came[~late & (history.occasions.person == person)]
        of_team = history.came[~late & (team == person % 3)]
        rate = team_rate(int(of_team.sum()), len(of_team))
        assert found.told.counts[place] == pytest.approx(turning_up(int(own.sum()), len(own), rate).chance)


@pytest.mark.parametrize("days_ago", [0, 300])
def test_with_too_little_on_one_side_of_the_day_nothing_is_said(days_ago):
    history, _true = drawn(bookings=4000)
    few = np.where(np.arange(4000) < LEAST - 1, 300 - days_ago, days_ago)
    assert backtest(History(history.occasions, history.came, few), NO_TEAM) is None
