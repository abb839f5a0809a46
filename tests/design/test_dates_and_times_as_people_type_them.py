"""Each error of a date, a time or a length of time says what is missing or wrong, and where."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.design import forms


class Appointment(forms.Form):
    met_on = forms.DateField(label="Date of the appointment")
    met_at = forms.TimeField(label="Start time", required=False)
    worked = forms.MinutesField(label="Hours worked", required=False, maximum=600)


def form(day="", month="", year="", **others):
    return Appointment({"met_on_day": day, "met_on_month": month, "met_on_year": year, **others})


def error(name, sent):
    assert not sent.is_valid()
    (message,) = sent.errors[name]
    return message


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("", "", ""), "Enter date of the appointment"),
        (("", "3", "2026"), "Date of the appointment must include a day"),
        (("27", "", "2026"), "Date of the appointment must include a month"),
        (("27", "3", ""), "Date of the appointment must include a year"),
        (("", "", "2026"), "Date of the appointment must include a day and month"),
        (("27", "", ""), "Date of the appointment must include a month and year"),
        (("", "3", ""), "Date of the appointment must include a day and year"),
        (("27", "3", "26"), "Year must include 4 numbers"),
        (("31", "2", "2026"), "Date of the appointment must be a real date"),
        (("29", "2", "2025"), "Date of the appointment must be a real date"),
        (("32", "1", "2026"), "Date of the appointment must be a real date"),
        (("1", "13", "2026"), "Date of the appointment must be a real date"),
        (("1", "Mars", "2026"), "Date of the appointment must be a real date"),
        (("x", "1", "2026"), "Date of the appointment must be a real date"),
        (("1", "1", "0000"), "Date of the appointment must be a real date"),
        (("²", "1", "2026"), "Date of the appointment must be a real date"),
    ],
)
def test_a_wrong_date_is_told_by_what_is_wrong_with_it(typed, says):
    assert error("met_on", form(*typed)) == says


@pytest.mark.parametrize("month", ["3", "03", "March", "march", "Mar"])
def test_a_month_may_be_a_number_or_a_name(month):
    sent = form("27", month, "2026")
    assert sent.is_valid()
    assert sent.cleaned_data["met_on"] == date(2026, 3, 27)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_survives_the_three_boxes(day):
    sent = form(str(day.day), str(day.month), str(day.year))
    assert sent.is_valid()
    assert sent.cleaned_data["met_on"] == day


def test_dates_out_of_range_are_told_the_limit_and_the_limits_themselves_are_allowed():
    sent = form("27", "3", "2026")
    sent.fields["met_on"].latest = date(2026, 3, 26)
    assert error("met_on", sent) == "Date of the appointment must be on or before 26 March 2026"
    sent = form("27", "3", "2026")
    sent.fields["met_on"].earliest = date(2026, 3, 28)
    assert error("met_on", sent) == "Date of the appointment must be on or after 28 March 2026"
    sent = form("27", "3", "2026")
    sent.fields["met_on"].earliest = sent.fields["met_on"].latest = date(2026, 3, 27)
    assert sent.is_valid()


def test_what_was_typed_stays_in_the_boxes():
    sent = form("31", "2", "2026")
    assert 'value="31"' in str(sent["met_on"].as_field_group())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9:30am", time(9, 30)),
        ("9.30 pm", time(21, 30)),
        ("2pm", time(14)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("midday", time(12)),
        ("14:15", time(14, 15)),
        ("23:59", time(23, 59)),
    ],
)
def test_times_are_read_as_people_write_them(typed, meant):
    sent = form("1", "1", "2026", met_at=typed)
    assert sent.is_valid()
    assert sent.cleaned_data["met_at"] == meant


@pytest.mark.parametrize("typed", ["9", "25:00", "9:60", "13pm", "0am", "soon", "9:3"])
def test_a_time_that_is_not_one_is_told_what_one_looks_like(typed):
    assert error("met_at", form("1", "1", "2026", met_at=typed)) == "Enter a time, like 9:30am or 14:15"


@pytest.mark.parametrize(
    ("hours", "minutes", "meant"), [("7", "30", 450), ("", "45", 45), ("2", "", 120), ("0", "0", 0), ("10", "0", 600)]
)
def test_hours_and_minutes_become_whole_minutes(hours, minutes, meant):
    sent = form("1", "1", "2026", worked_hours=hours, worked_minutes=minutes)
    assert sent.is_valid()
    assert sent.cleaned_data["worked"] == meant


@pytest.mark.parametrize(
    ("hours", "minutes", "says"),
    [
        ("7.5", "", "Hours must be a whole number, like 7"),
        ("-1", "", "Hours must be a whole number, like 7"),
        ("1", "60", "Minutes must be a whole number from 0 to 59"),
        ("1", "half", "Minutes must be a whole number from 0 to 59"),
        ("10", "1", "Hours worked must be 10 hours or less"),
    ],
)
def test_wrong_hours_are_told_by_the_box_that_is_wrong(hours, minutes, says):
    assert error("worked", form("1", "1", "2026", worked_hours=hours, worked_minutes=minutes)) == says


def test_an_empty_optional_length_of_time_is_none_and_not_zero():
    sent = form("1", "1", "2026", worked_hours="", worked_minutes="")
    assert sent.is_valid()
    assert sent.cleaned_data["worked"] is None
