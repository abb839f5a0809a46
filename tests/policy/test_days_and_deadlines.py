"""Working days, months, and the dates by which something is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.faults import Faults
from amends.policy.booking import (
    day_and_week_limit,
    first_session_due,
    nomination_acknowledgement_due,
    overbooking_risk,
    supervisors_a_session,
)
from amends.policy.civil_time import last_day_within, months_after
from amends.policy.completion import review_due_dates
from amends.policy.consultation import consultees
from amends.policy.enforcement import absence_clocks
from amends.policy.order_hours import outstanding_limit
from amends.policy.requirements import OpenRequirement, credited_by_one_session, outstanding_minutes
from amends.policy.session_credit import travel_credit_limit
from amends.policy.validity import assessment_valid_until, placement_health_and_safety_valid_until
from amends.policy.working_days import add_working_days, bank_holidays, is_working_day, working_days_between

TODAY = date(2026, 6, 1)


def test_the_bank_holidays_of_england_and_wales():
    assert list(bank_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 26),  # a Saturday, kept beside its substitute
        date(2026, 12, 28),
    ]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 5, 4), True),  # the early May holiday of 2020 was moved to the 8th
        (date(2020, 5, 8), False),
        (date(2022, 6, 3), False),  # jubilee
        (date(2022, 9, 19), False),  # state funeral
        (date(2026, 12, 26), False),  # a Saturday
        (date(2026, 12, 28), False),  # its substitute
        (date(2026, 3, 17), True),  # a holiday in Northern Ireland alone
        (date(2026, 8, 3), True),  # a holiday in Scotland alone
        (date(2026, 6, 5), True),
        (date(2026, 6, 6), False),
        (date(2026, 6, 7), False),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 6, 1), 0, date(2026, 6, 1)),
        (date(2026, 6, 1), 1, date(2026, 6, 2)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),
        (date(2026, 6, 6), 2, date(2026, 6, 9)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 3, date(2026, 12, 31)),
    ],
)
def test_working_days_are_counted_from_the_next_day(day, count, due):
    assert add_working_days(day, count) == due
    assert working_days_between(day, due) == count


def test_working_days_are_not_counted_back():
    with pytest.raises(Faults):
        add_working_days(TODAY, -1)
    assert working_days_between(TODAY, date(2026, 5, 1)) == 0


@given(some.dates(date(2005, 4, 4), date(2035, 1, 1)), some.integers(1, 40))
def test_a_due_day_is_a_working_day_with_as_many_before_it(day, count):
    due = add_working_days(day, count)
    assert is_working_day(due)
    assert working_days_between(day, due) == count


@given(some.dates(date(1973, 1, 1), date(2199, 1, 1)), some.integers(1, 30))
def test_months_begin_with_their_day(day, months):
    after = months_after(day, months)
    whole = (after.year - day.year) * 12 + after.month - day.month
    assert (whole, after.day) in {(months, day.day), (months + 1, 1)}
    assert last_day_within(day, months) < after


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 8, 31), 6, date(2027, 3, 1)),
        (date(2027, 8, 31), 6, date(2028, 3, 1)),
        (date(2027, 8, 29), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 5, 31), 1, date(2026, 7, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_where_a_month_lacks_the_day_the_next_begins(day, months, after):
    assert months_after(day, months) == after


def test_the_clocks_that_an_absence_starts():
    decision = absence_clocks(date(2026, 4, 2))
    assert decision.value.letter_due == date(2026, 4, 8)
    assert decision.value.evidence_due == date(2026, 4, 13)
    assert decision.value.breach_due == date(2026, 4, 20)
    assert decision.confidence == "default"


def test_the_first_session_and_the_answer_to_a_nomination():
    assert first_session_due(date(2026, 6, 1)).value == date(2026, 6, 15)
    assert nomination_acknowledgement_due(date(2026, 6, 5)).value == date(2026, 6, 9)


def test_an_assessment_holds_twelve_months_or_until_it_is_superseded():
    done = date(2026, 3, 10)
    assert assessment_valid_until(done, on=TODAY).value == date(2027, 3, 9)
    assert assessment_valid_until(done, on=TODAY, superseded_on=date(2026, 9, 1)).value == date(2026, 8, 31)
    assert assessment_valid_until(done, on=TODAY, superseded_on=date(2028, 9, 1)).value == date(2027, 3, 9)
    assert assessment_valid_until(done, on=TODAY, superseded_on=done).value < done


def test_a_placement_is_safe_twelve_months_or_until_an_incident():
    done = date(2024, 2, 29)
    assert placement_health_and_safety_valid_until(done, on=TODAY).value == date(2025, 2, 28)
    ended = placement_health_and_safety_valid_until(done, on=TODAY, incident_on=date(2024, 3, 1))
    assert ended.value == done


def test_reviews_after_six_and_nine_months():
    assert review_due_dates(date(2026, 3, 2), on=TODAY).value == (date(2026, 9, 2), date(2026, 12, 2))


def test_what_may_be_booked():
    assert day_and_week_limit(on=TODAY).value == {"day": 420, "week": 1680}
    assert day_and_week_limit(intensive=True, on=TODAY).value == {"day": None, "week": 1680}
    assert overbooking_risk(on=TODAY).value == 0.05
    assert supervisors_a_session(on=TODAY).value == 1
    assert travel_credit_limit(on=TODAY).value == 180
    assert outstanding_limit(on=TODAY).value == 18000


def test_who_is_consulted_each_year():
    assert consultees(on=date(2023, 5, 7)) == ()
    assert {consultee.party for consultee in consultees(on=date(2023, 5, 8))} == {
        "policing_body",
        "community_safety",
        "voluntary_body",
        "victims_groups",
    }


def test_consecutive_requirements_are_credited_earliest_first():
    later = OpenRequirement("later", date(2026, 3, 1), 6000)
    earlier = OpenRequirement("earlier", date(2026, 2, 1), 600)
    assert credited_by_one_session([later, earlier]) == ("earlier",)
    done = OpenRequirement("earlier", date(2026, 2, 1), 0)
    assert credited_by_one_session([later, done]) == ("later",)
    assert credited_by_one_session([done]) == ()
    assert outstanding_minutes([later, earlier]) == 6600


def test_concurrent_requirements_are_credited_by_the_same_session():
    first = OpenRequirement("first", date(2026, 2, 1), 600, concurrent_group="a")
    second = OpenRequirement("second", date(2026, 2, 1), 6000, concurrent_group="a")
    apart = OpenRequirement("apart", date(2026, 3, 1), 1000)
    assert credited_by_one_session([apart, first, second]) == ("first", "second")
    assert outstanding_minutes([apart, first, second]) == 7000
