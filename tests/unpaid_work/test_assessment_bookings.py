"""What becomes of bookings when the assessment they rest on is withdrawn or replaced."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from amends.organisation.models import AuditEvent
from amends.unpaid_work.models import Booking, Under18SignOff
from amends.unpaid_work.operations.assessments import AssessmentDraft, record_assessments, withdraw_assessment
from amends.unpaid_work.operations.under_18 import withdraw_sign_off
from tests.factories import MONDAY, make_person, make_project, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 25, 9, tzinfo=UTC)
TODAY = date(2026, 5, 25)


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


def test_a_sign_off_taken_back_cancels_what_is_booked_before_the_person_is_18_and_its_history_stays(team, author):
    birthday = MONDAY + timedelta(days=1)
    young = make_ready(team, author, date_of_birth=birthday.replace(year=birthday.year - 18))
    signed = Under18SignOff.objects.create(person=young[0], note="Weighed", signed_at=NOW, signed_by=author)
    project = make_project(team, suitable_under_18=True)
    before, after = (put_on(make_session(project, day), young, author) for day in (MONDAY, birthday))
    gone = withdraw_sign_off(signed=signed, reason="Moved school", by=author, at=NOW)
    connection.check_constraints()
    assert gone == [before]
    assert standing(before).appointment.cancel_reason == "Moved school"
    assert standing(after).appointment.cancelled_at is None
    assert not Under18SignOff.objects.exists()
    history = apps.get_model("unpaid_work", "Under18SignOffEvent")
    assert history.objects.get().note == "Weighed"
    event = AuditEvent.objects.get(action="withdraw under 18 sign-off")
    assert (event.crn, event.detail["signed_by"]) == (young[0].crn, author.username)


def test_only_a_manager_takes_a_sign_off_back_and_must_say_why(client, team, author):
    young = make_person(team, date_of_birth=timezone.localdate() - timedelta(days=17 * 365))
    signed = Under18SignOff.objects.create(person=young, note="Weighed", signed_at=timezone.now(), signed_by=author)
    page = f"/unpaid-work/people/{young.crn}/under-18/{signed.pk}/withdraw"
    client.force_login(author)
    assert client.post(page, {"reason": "x"}).status_code == 404
    client.force_login(make_user("senior", team))
    assert page in client.get(f"/unpaid-work/people/{young.crn}/assessment").content.decode()
    assert client.post(page, {"reason": ""}).status_code == 200
    assert Under18SignOff.objects.exists()
    answer = client.post(page, {"reason": "Moved school"}, follow=True)
    assert "0 bookings are cancelled" in answer.content.decode()
    assert not Under18SignOff.objects.exists()
