"""Which sessions can be led, how long people wait, and when one more begins: held to brute force and to the books."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.methods.first_session_forecast import Queue, weeks_to_first_session
from amends.methods.led_sessions import Free, most_led
from amends.methods.waiting_time import waits

supervisors = st.builds(Free, st.frozensets(st.integers(0, 3), max_size=4), st.integers(0, 3))
sessions = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=5)


def can_be_led(days, team) -> bool:
    """Whether some way to give each session a supervisor keeps to every week: every way is tried."""
    for ways in product(range(len(team)), repeat=len(days)):
        pairs = list(zip(ways, days, strict=True))
        if len(set(pairs)) == len(pairs) and all(
            day in team[one].days and sum(who == one for who, _day in pairs) <= team[one].most for one, day in pairs
        ):
            return True
    return not days


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(sessions, st.lists(supervisors, max_size=3))
def test_what_is_led_can_be_led_and_nothing_is_worth_more(week, team):
    days, values = [day for day, _ in week], [value for _, value in week]
    chosen = most_led(days, values, team)
    assert can_be_led([day for day, led in zip(days, chosen, strict=True) if led], team)
    best = max(
        sum(value for value, led in zip(values, ways, strict=True) if led)
        for ways in product([False, True], repeat=len(week))
        if can_be_led([day for day, led in zip(days, ways, strict=True) if led], team)
    )
    assert sum(value for value, led in zip(values, chosen, strict=True) if led) == best


def test_remission_times_of_the_textbook():
    # 6-mercaptopurine arm of Freireich and others (1963): median 23 weeks, 95% interval 13 to unbounded
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going_on = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    (median,) = waits([*ended, *going_on], [True] * len(ended) + [False] * len(going_on))
    assert (median.days, median.low, median.high) == (23, 13, None)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_without_anybody_waiting_the_median_is_the_middle_value(days):
    (median,) = waits(days, [True] * len(days))
    assert median.days == sorted(days)[(len(days) - 1) // 2]
    assert median.low <= median.days


def test_nobody_who_had_it_yet_is_no_figure():
    assert waits([], [])[0].days is None
    assert waits([9, 9], [False, False])[0].days is None


@given(st.integers(0, 30), st.integers(0, 3000), st.lists(st.integers(0, 9000), min_size=1, max_size=8))
def test_more_who_wait_never_makes_the_wait_shorter_and_more_room_never_longer(waiting, needed, room):
    week = weeks_to_first_session(Queue(waiting, 420, needed), room) or 99
    assert (weeks_to_first_session(Queue(waiting + 1, 420, needed), room) or 99) >= week
    assert (weeks_to_first_session(Queue(waiting, 420, needed), [minutes + 420 for minutes in room]) or 99) <= week


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="day and a value"):
        most_led([1], [], [])
    with pytest.raises(ValueError, match="0 days"):
        waits([-1], [True])
    with pytest.raises(ValueError, match="room"):
        weeks_to_first_session(Queue(1, 420, 0), [])
