"""Work that is due and the time there is: what cannot be done by a day, in whatever order it is worked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.methods.court_week import loads

MONDAY = date(2026, 6, 8)
DAYS = [MONDAY + timedelta(days=n) for n in range(5)]


def test_time_left_on_one_day_serves_the_next_and_never_the_one_before():
    found = loads(DAYS, dict.fromkeys(DAYS, 400), {DAYS[1]: 500, DAYS[2]: 900, DAYS[4]: 100})
    assert [each.short for each in found] == [0, 0, 200, 0, 0]


def test_what_was_due_before_is_due_on_the_first_day():
    found = loads(DAYS, {DAYS[0]: 60}, {MONDAY - timedelta(days=9): 100})
    assert [(each.due, each.short) for each in found] == [(100, 40), *[(0, 40)] * 4]


@pytest.mark.parametrize(("days", "available"), [(DAYS[::-1], {}), (DAYS, {MONDAY: -1})])
def test_what_cannot_be_reckoned_is_refused(days, available):
    with pytest.raises(ValueError):
        loads(days, available, {})


MINUTES = st.lists(st.integers(0, 600), min_size=5, max_size=5)


@given(available=MINUTES, due=MINUTES)
def test_no_shortfall_just_where_the_earliest_due_first_can_be_done(available, due):
    found = loads(DAYS, dict(zip(DAYS, available, strict=True)), dict(zip(DAYS, due, strict=True)))
    left, feasible = list(due), True
    for place, minutes in enumerate(available):
        for wanted in range(5):
            worked = min(minutes, left[wanted])
            left[wanted], minutes = left[wanted] - worked, minutes - worked
        feasible = feasible and not any(left[: place + 1])
    assert all(each.short == 0 for each in found) == feasible


@given(available=MINUTES, due=MINUTES, place=st.integers(0, 4), more=st.integers(1, 300))
def test_more_time_is_never_more_short(available, due, place, more):
    owed = dict(zip(DAYS, due, strict=True))
    before = loads(DAYS, dict(zip(DAYS, available, strict=True)), owed)
    available[place] += more
    after = loads(DAYS, dict(zip(DAYS, available, strict=True)), owed)
    assert all(one.short >= other.short for one, other in zip(before, after, strict=True))
