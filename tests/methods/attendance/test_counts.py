"""The chance that a person turns up: pulled towards their team where little is known of them, and always a chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.methods.attendance.counts import LOWEST, PRIOR_SESSIONS, team_rate, turning_up

COUNTS = st.integers(0, 400).flatmap(lambda expected: st.tuples(st.integers(0, expected), st.just(expected)))
RATE = st.floats(0, 1)


def test_with_nothing_known_of_a_person_they_are_reckoned_like_their_team():
    assert turning_up(0, 0, 0.62).chance == pytest.approx(0.62)


def test_with_nothing_known_of_the_team_either_everybody_is_reckoned_to_come():
    assert team_rate(0, 0) == 1.0
    assert turning_up(0, 0, team_rate(0, 0)).chance == 1.0


def test_the_team_weighs_as_much_as_eight_sessions():
    assert PRIOR_SESSIONS == 8
    assert turning_up(2, 4, 0.75).chance == pytest.approx((2 + 8 * 0.75) / 12)


@given(COUNTS, RATE)
def test_it_is_a_chance_between_the_persons_and_the_teams_rate_within_its_interval(counts, rate):
    attended, expected = counts
    found = turning_up(attended, expected, rate)
    own = attended / expected if expected else rate
    assert min(own, rate, 1) - 1e-12 <= max(found.chance, LOWEST)
    assert found.chance <= max(own, rate, LOWEST) + 1e-12
    assert 0 <= found.low <= found.chance <= found.high <= 1
    assert found.chance >= LOWEST
    assert found.seen == expected


@given(st.integers(0, 50), RATE)
def test_coming_once_more_never_lowers_it_and_staying_away_never_raises_it(attended, rate):
    before = turning_up(attended, 50, rate).chance
    assert turning_up(attended + 1, 51, rate).chance >= before - 1e-12
    assert turning_up(attended, 51, rate).chance <= before + 1e-12


def test_the_interval_narrows_as_more_is_seen():
    widths = [estimate.high - estimate.low for estimate in (turning_up(n // 2, n, 0.5) for n in (0, 10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("wrong", [(2, 1, 0.5), (-1, 1, 0.5), (0, 1, 1.5)])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must be|is from"):
        turning_up(*wrong)
