"""Minutes are shown as hours, shares with their denominators, moments in local time."""

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from amends.design import words


@pytest.mark.parametrize(
    ("minutes", "text", "spoken"),
    [
        (0, "0h", "0 hours"),
        (1, "1m", "1 minute"),
        (45, "45m", "45 minutes"),
        (60, "1h", "1 hour"),
        (61, "1h 1m", "1 hour 1 minute"),
        (750, "12h 30m", "12 hours 30 minutes"),
        (74_550, "1,242h 30m", "1,242 hours 30 minutes"),
        (-90, "\N{MINUS SIGN}1h 30m", "minus 1 hour 30 minutes"),
    ],
)
def test_minutes_are_shown_and_read_aloud_as_hours(minutes, text, spoken):
    assert words.hours_text(minutes) == text
    assert words.hours_spoken(minutes) == spoken


def test_eye_and_ear_each_get_the_hours_once():
    page = BeautifulSoup(words.hours(750), "html.parser")
    assert page.find(attrs={"aria-hidden": "true"}).get_text() == "12h 30m"
    assert page.find(class_="govuk-visually-hidden").get_text() == "12 hours 30 minutes"


@pytest.mark.parametrize("wrong", [1.5, "60", True])
def test_minutes_that_are_not_whole_numbers_are_refused(wrong):
    with pytest.raises(TypeError):
        words.hours_text(wrong)


def test_nothing_recorded_is_shown_as_nothing():
    assert words.hours(None) == words.hours_text(None) == words.percent_text(None) == words.day(None) == ""


@given(st.integers(min_value=1, max_value=10**7))
def test_no_minute_is_lost_on_the_way(minutes):
    text = words.hours_text(minutes).replace(",", "")
    parts = {part[-1]: int(part[:-1]) for part in text.split()}
    assert parts.get("h", 0) * 60 + parts.get("m", 0) == minutes


@pytest.mark.parametrize(
    ("fraction", "digits", "text"),
    [(0.624, 0, "62%"), (0.625, 0, "63%"), (0.005, 0, "1%"), (1, 0, "100%"), (0.6249, 1, "62.5%"), (0, 0, "0%")],
)
def test_percentages_round_halves_up(fraction, digits, text):
    assert words.percent_text(fraction, digits) == text


def test_a_share_keeps_its_denominator():
    assert words.share_text(45, 312) == "45 of 312 (14%)"
    assert words.share_text(0, 0) == "0 of 0"
    assert words.share_text(1_234, 5_000) == "1,234 of 5,000 (25%)"


def test_an_instant_is_told_in_summer_time_in_summer():
    summer, winter = datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
    assert words.date_and_time(summer) == "2 July 2026 at 12:30am"
    assert words.date_and_time(winter) == "1 January 2026 at 11:30pm"


def test_dates_are_told_in_three_lengths():
    told = date(2026, 3, 2)
    assert words.long_date(told) == "Monday 2 March 2026"
    assert words.day(told) == "2 March 2026"
    assert words.short_date(told) == "2 Mar 2026"


@pytest.mark.parametrize(
    ("told", "text"),
    [(time(0), "midnight"), (time(12), "midday"), (time(9), "9am"), (time(9, 5), "9:05am"), (time(12, 30), "12:30pm")],
)
def test_times_of_day_are_told_as_people_say_them(told, text):
    assert words.clock_time(told) == text


def test_a_difference_tells_which_way_it_goes_and_nought_has_no_way():
    assert words.signed_text(2.5) == "+3"
    assert words.signed_text(-1234.04, 1) == "\N{MINUS SIGN}1,234.0"
    assert [words.signed_text(small) for small in (0.4, -0.4, 0)] == ["0", "0", "0"]
