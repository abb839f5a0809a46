"""What is booked is not made unlawful behind its back: it is refused, or shown as a conflict."""

from datetime import UTC, date, datetime, timedelta

import pytest

from amends.cases.models import KeepApart
from amends.contacts.models import Appointment, ContactOutcome
from amends.unpaid_work.models import ExclusionArea, StandDown, StandDownPerson, Unavailability, UnpaidWorkAssessment
from amends.unpaid_work.queries.faults import faults_of_bookings, faults_of_sessions
from tests.factories import MONDAY, make_project, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.database_refusals import refused_by_the_database

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 21, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by():
    return make_user()


def change(assessment, **values):
    return lambda: UnpaidWorkAssessment.objects.filter(pk=assessment.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"to_date": MONDAY}, "booking_no_assessment"),
        ({"to_date": MONDAY + DAY}, None),
        ({"harm_check": "not_retrieved"}, "booking_harm_not_retrieved"),
        ({"kinds": ["home"]}, "booking_kind"),
        ({"excludes": ["outdoor"]}, "booking_excluded"),
        ({"excludes": ["indoor"]}, None),
        ({"women_only": True}, "booking_women_only"),
        ({"slots": ["2m", "2a"]}, "booking_availability"),
    ],
)
def test_an_assessment_that_a_booking_rests_on_is_not_taken_from_under_it(team, by, values, rule):
    ready = make_ready(team, by)
    put_on(make_session(make_project(team, tags=["outdoor"])), ready, by)
    assert refused_by_the_database(change(ready[2], **values)) == rule


def test_once_the_booking_is_cancelled_stood_down_or_its_outcome_recorded_it_can_be(team, by):
    gone, down, done = make_ready(team, by), make_ready(team, by), make_ready(team, by)
    session = make_session(make_project(team))
    Appointment.objects.filter(booking=put_on(session, gone, by)).update(cancelled_at=AT)
    stand_down = StandDown.objects.create(
        session=session, cause="weather", notice="on_site", whole=False, recorded_at=AT, recorded_by=by
    )
    StandDownPerson.objects.create(stand_down=stand_down, booking=put_on(session, down, by))
    ContactOutcome.objects.create(
        appointment=put_on(session, done, by).appointment, code="UACP", recorded_at=AT, recorded_by=by
    )
    for ready in (gone, down, done):
        assert refused_by_the_database(change(ready[2], to_date=MONDAY)) is None


def test_a_new_exclusion_area_is_not_put_round_a_place_where_the_person_is_booked(team, by):
    ready = make_ready(team, by)
    put_on(make_session(make_project(team)), ready, by)
    here, there = ({"lat": lat, "lon": -1.13, "radius_km": 1, "description": "Synthetic"} for lat in (52.63, 53.63))
    assert (
        refused_by_the_database(lambda: ExclusionArea.objects.create(assessment=ready[2], **here))
        == "booking_excluded_area"
    )
    assert refused_by_the_database(lambda: ExclusionArea.objects.create(assessment=ready[2], **there)) is None


def test_a_cancelled_booking_is_not_brought_back_into_a_full_session(team, by):
    session = make_session(make_project(team, places=1))
    first = put_on(session, make_ready(team, by), by, attendance=1)
    mine = Appointment.objects.filter(booking=first)
    mine.update(cancelled_at=AT)
    assert refused_by_the_database(lambda: mine.update(cancelled_at=None)) is None
    mine.update(cancelled_at=AT)
    put_on(session, make_ready(team, by), by, attendance=1)
    assert refused_by_the_database(lambda: mine.update(cancelled_at=None)) == "booking_overbooked"


def test_a_booked_appointment_is_neither_moved_nor_given_to_another_nor_made_past(team, by):
    session = make_session(make_project(team))
    mine = Appointment.objects.filter(booking=put_on(session, make_ready(team, by), by))
    other, *_ = make_ready(team, by)
    assert (
        refused_by_the_database(lambda: mine.update(starts_at=session.starts_at + timedelta(hours=1)))
        == "booking_appointment_of_session"
    )
    assert refused_by_the_database(lambda: mine.update(person=other)) == "booking_requirement_of_person"
    assert refused_by_the_database(lambda: mine.update(booked_at=session.ends_at)) == "booking_booked_once"


def test_a_stand_down_is_not_taken_away_where_the_place_was_given_to_another(team, by):
    session = make_session(make_project(team, places=1))
    stand_down = StandDown.objects.create(
        session=session, cause="other", notice="before_day", whole=False, recorded_at=AT, recorded_by=by
    )
    row = StandDownPerson.objects.create(
        stand_down=stand_down, booking=put_on(session, make_ready(team, by), by, attendance=1)
    )
    put_on(session, make_ready(team, by), by, attendance=1)
    assert refused_by_the_database(row.delete) == "booking_overbooked"


def rules(found):
    return {key: [reason.rule for reason in reasons] for key, reasons in found.items()}


def test_what_must_be_recordable_at_once_is_recorded_and_shown_as_a_conflict(team, by):
    session = make_session(make_project(team))
    one, other = make_ready(team, by), make_ready(team, by)
    bookings = [put_on(session, ready, by) for ready in (one, other)]
    assert rules(faults_of_sessions([session.pk])) == {}
    assert rules(faults_of_bookings([booking.pk for booking in bookings])) == {}

    def record():
        session.supervisor.absences.create(kind="sickness", from_date=MONDAY)
        session.project.health_and_safety.update(to_date=MONDAY)
        session.project.closures.create(from_date=MONDAY, to_date=MONDAY + DAY, reason="Synthetic")
        Unavailability.objects.create(person=one[0], from_date=MONDAY, to_date=MONDAY + DAY, reason="Synthetic")
        KeepApart.objects.create(person=one[0], other=other[0], reason="Synthetic", from_date=date(2026, 5, 1))
        other[1].ended_on, other[1].ended_as = date(2026, 5, 30), "revoked"
        other[1].save()

    assert refused_by_the_database(record) is None
    assert rules(faults_of_sessions([session.pk])) == {
        session.pk: ["session_project_closed", "session_health_and_safety", "supervisor_absent"]
    }
    assert rules(faults_of_bookings([booking.pk for booking in bookings])) == {
        bookings[0].pk: ["booking_away", "booking_kept_apart"],
        bookings[1].pk: ["booking_requirement_ended", "booking_kept_apart"],
    }
