"""The gate that an assessment makes: whether a person may be booked on a day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from amends.unpaid_work.models import Under18SignOff
from amends.unpaid_work.operations.assessments import withdraw_assessment
from amends.unpaid_work.queries.assessments import gate
from tests.factories import (
    make_assessment,
    make_person,
)
from tests.unpaid_work.assessing import TODAY

pytestmark = pytest.mark.django_db


def test_the_gate_is_shut_without_an_assessment(person):
    assert not gate(person, TODAY).open
    assert gate(person, TODAY).reasons == ("No assessment has been made.",)


def test_the_gate_is_open_from_the_first_day_to_the_last(person, user):
    make_assessment(person, user, date(2026, 3, 2), to_date=date(2027, 3, 2))
    days = [date(2026, 3, 1), date(2026, 3, 2), date(2027, 3, 1), date(2027, 3, 2)]
    assert [gate(person, on).open for on in days] == [False, True, True, False]
    assert gate(person, date(2026, 6, 1)).until == date(2027, 3, 1)


@pytest.mark.parametrize(("check", "is_open"), [("retrieved", True), ("nothing_held", True), ("not_retrieved", False)])
def test_not_retrieved_never_opens_the_gate(person, user, check, is_open):
    make_assessment(person, user, TODAY, harm_check=check)
    assert gate(person, TODAY).open is is_open


def test_a_withdrawn_assessment_shuts_the_gate_from_that_day_and_says_why(person, user):
    held = make_assessment(person, user, TODAY - timedelta(days=9))
    withdraw_assessment(assessment=held, on=TODAY, reason="New risk entry", by=user, at=timezone.now())
    assert gate(person, TODAY - timedelta(days=1)).open
    assert "New risk entry" in gate(person, TODAY).reasons[0]


def test_under_18_the_gate_waits_for_a_manager(team, user):
    young = make_person(team, date_of_birth=date(2010, 2, 28))
    make_assessment(young, user, date(2026, 3, 2))
    on = date(2026, 6, 1)
    assert "28 February 2028" in gate(young, on).reasons[0]
    Under18SignOff.objects.create(person=young, note="Weighed", signed_at=timezone.now(), signed_by=user)
    assert gate(young, on).open
    assert "marked suitable" in gate(young, on).cautions[0]
    grown = make_person(team, date_of_birth=date(2008, 6, 1))
    make_assessment(grown, user, date(2026, 3, 2))
    assert gate(grown, on).open


def test_one_that_lapses_within_30_days_is_flagged(person, user):
    make_assessment(person, user, date(2026, 3, 2), to_date=date(2026, 7, 1))
    assert not gate(person, date(2026, 5, 31)).cautions
    assert gate(person, date(2026, 6, 1)).cautions
