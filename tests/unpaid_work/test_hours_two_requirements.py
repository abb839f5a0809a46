"""Two requirements at once: the earlier first where they are consecutive, both where they are concurrent."""

from datetime import date

import pytest

from amends.unpaid_work.queries.statement import account_of, lines_of, minutes_left, statement
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.hours_records import worked

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 6, day) for day in range(1, 11)]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("placement_coordinator", team)


@pytest.fixture
def project(team):
    return make_project(team)


def _two(team, first_minutes, second_minutes, runs, second_from=date(2026, 4, 1), **values):
    person = make_person(team)
    first = make_requirement(person, ordered_minutes=first_minutes)
    second = make_requirement(person, second_from, ordered_minutes=second_minutes, runs=runs, **values)
    return first, second


def _left(*requirements):
    left = minutes_left(requirements)
    return [left[requirement.pk] for requirement in requirements]


def test_consecutive_work_beyond_the_first_goes_to_the_second(team, project, by):
    first, second = _two(team, 600, 3000, "consecutive")
    worked(project, first, DAYS[0], by)
    assert _left(first, second) == [180, 3000]
    worked(project, first, DAYS[1], by)  # 180 count on the first, 240 on the second
    assert _left(first, second) == [0, 2760]

    line = lines_of(account_of(first))[-1]
    assert (line.credited, line.surplus) == (180, 240)
    assert second.reference in line.detail
    line = lines_of(account_of(second))[-1]
    assert (line.credited, (line.end - line.start).seconds // 60) == (240, 240)
    assert first.reference in line.detail


def test_work_before_the_second_was_ordered_does_not_go_to_it(team, project, by):
    first, second = _two(team, 300, 3000, "consecutive", second_from=date(2026, 6, 5))
    worked(project, first, DAYS[0], by)
    assert _left(first, second) == [0, 3000]


def test_work_does_not_go_to_a_requirement_that_had_ended(team, project, by):
    first, second = _two(team, 300, 3000, "consecutive", ended_on=date(2026, 5, 1), ended_as="revoked")
    worked(project, first, DAYS[0], by)
    assert _left(first, second) == [0, 3000]


def test_concurrent_requirements_are_both_credited_by_one_session(team, project, by):
    first, second = _two(team, 600, 3000, "concurrent")
    worked(project, first, DAYS[0], by)
    worked(project, second, DAYS[1], by)
    assert _left(first, second) == [0, 2160]


def test_a_concurrent_requirement_with_nothing_left_is_passed_over(team, project, by):
    first, second = _two(team, 420, 3000, "concurrent")
    worked(project, first, DAYS[0], by)
    worked(project, second, DAYS[1], by)
    assert [line.credited for line in lines_of(account_of(first))[1:]] == [420]
    assert statement(first).surplus == 0
    assert _left(first, second) == [0, 2160]


def test_only_what_no_concurrent_requirement_took_goes_on_to_a_third(team, project, by):
    first, second = _two(team, 300, 360, "concurrent")
    third = make_requirement(first.sentence.person, date(2026, 5, 1), ordered_minutes=1000, runs="consecutive")
    worked(project, first, DAYS[0], by)
    assert _left(first, second, third) == [0, 0, 940]


def test_what_is_left_of_a_stand_down_credit_goes_on_as_an_adjustment(team, project, by):
    first, second = _two(team, 440, 3000, "consecutive")
    worked(project, first, DAYS[0], by)
    worked(project, first, DAYS[1], by, outcome="AASD")  # 20 of the hour remain to be credited on the first
    assert _left(first, second) == [0, 2960]
    assert statement(second).adjustments == 40


def test_an_absence_is_a_failure_on_the_requirement_it_was_booked_on_alone(team, project, by):
    first, second = _two(team, 600, 3000, "consecutive")
    worked(project, first, DAYS[0], by, outcome="UACP")
    assert len(lines_of(account_of(second))) == 1
    assert _left(first, second) == [600, 3000]
