"""What becomes of bookings when the assessment they rest on is withdrawn or replaced."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from amends.unpaid_work.models import Booking
from amends.unpaid_work.operations.assessments import AssessmentDraft, record_assessments, withdraw_assessment
from tests.factories import MONDAY, make_project, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 25, 9, tzinfo=UTC)
TODAY = date(2026, 5, 25)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def author(team):
    return make_user("practitioner", team)


@pytest.fixture
def ready(team, author):
    return make_ready(team, author)


@pytest.fixture
def booking(team, author, ready):
    return put_on(make_session(make_project(team)), ready, author)


def assess_again(person, author, **values):
    values = {
        "risk_of_harm": "low",
        "harm_check": "retrieved",
        "harm_checked_on": TODAY,
        "kinds": ("group",),
        "slots": ("1m", "1a"),
    } | values
    [assessment] = record_assessments([AssessmentDraft(person=person, from_date=TODAY, **values)], by=author, at=NOW)
    connection.check_constraints()  # what the database judges when the transaction ends
    return assessment


def standing(booking):
    return Booking.objects.select_related("appointment").get(pk=booking.pk)


def test_withdrawing_cancels_the_bookings_that_rest_on_it_and_says_why(author, ready, booking):
    withdraw_assessment(assessment=ready[2], on=TODAY, reason="New risk entry", by=author, at=NOW)
    connection.check_constraints()
    assert standing(booking).appointment.cancelled_at == NOW
    assert "withdrawn" in standing(booking).appointment.cancel_reason


def test_a_new_assessment_that_allows_a_booking_carries_it(author, ready, booking):
    assessment = assess_again(ready[0], author)
    assert standing(booking).assessment == assessment
    assert standing(booking).appointment.cancelled_at is None


@pytest.mark.parametrize(
    "values",
    [
        {"harm_check": "not_retrieved"},
        {"kinds": ("ete",)},
        {"slots": ("2m", "2a")},
        {"lifting": False},
        {"excludes": ("near_school",)},
    ],
)
def test_a_new_assessment_that_forbids_a_booking_cancels_it(team, author, ready, values):
    project = make_project(team, tags=["heavy", "near_school"])
    booking = put_on(make_session(project, MONDAY), ready, author)
    assess_again(ready[0], author, **values)
    assert standing(booking).appointment.cancelled_at == NOW


def test_bookings_of_other_people_are_left_alone(team, author, ready, booking):
    other = make_ready(team, author)
    theirs = put_on(booking.session, other, author)
    withdraw_assessment(assessment=ready[2], on=TODAY, reason="New risk entry", by=author, at=NOW)
    assert standing(theirs).appointment.cancelled_at is None
