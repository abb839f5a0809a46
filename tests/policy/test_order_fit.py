"""Whether what an order asks fits the time left: never told so where it does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.faults import Faults
from amends.policy.order_fit import Ask, order_fit

ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("sessions", "days", "fits"),
    [(2, 6, True), (2, 5, False), (3, 12, False), (3, 13, True), (0, 0, True), (1, -9, False)],
)
def test_a_programme_at_two_sessions_a_week(sessions, days, fits):
    found = order_fit([Ask("Programme", sessions, "sessions")], ON + timedelta(days=days), on=ON)
    assert found.value.fits is fits  # `days` after today, today itself counts: 6 days on are one whole week
    assert found.confidence == "default"


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 900))
def test_more_asked_never_fits_where_less_does_not(less, more, days):
    less, more = sorted((less, more))
    last = ON + timedelta(days=days)
    of_less, of_more = (order_fit([Ask("Work", each, "hours")], last, on=ON).value.fits for each in (less, more))
    assert of_less or not of_more


def test_what_has_no_pace_or_is_less_than_nothing_is_refused():
    for ask in (Ask("Curfew", 3, "months"), Ask("Programme", -1, "sessions")):
        with pytest.raises(Faults):
            order_fit([ask], ON, on=ON)
