"""Booking people: what is made, what is refused in plain words, moving and cancelling."""

from datetime import UTC, date, datetime, timedelta

import pytest

from amends.cases.models import Address
from amends.organisation.models import AuditEvent
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Booking
from amends.unpaid_work.operations.bookings import (
    BookingRefused,
    book,
    book_many,
    cancel_bookings,
    move_booking,
    reassess_bookings,
)
from tests.factories import MONDAY, make_assessment, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import BOOKED_AT, make_ready, make_session, put_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 21, 10, tzinfo=UTC)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by():
    return make_user()


def words(refused):
    return {person: [reason.words for reason in found] for person, found in refused.value.reasons.items()}


def test_booking_gives_an_appointment_at_the_sessions_time_and_is_audited(team, by):
    session = make_session(make_project(team))
    person, requirement, assessment = make_ready(team, by)
    (booking,) = book(session=session, people=[person], by=by, at=AT)
    booking.refresh_from_db()
    appointment = booking.appointment
    assert (appointment.person, appointment.starts_at, appointment.ends_at) == (
        person, session.starts_at, session.ends_at,
    )  # fmt: skip
    assert (booking.requirement, booking.assessment) == (requirement, assessment)
    assert (booking.day_limit, booking.week_limit) == (420, 1680)
    event = AuditEvent.objects.get(action="book")
    assert (event.crn, event.subject, event.username) == (
        person.crn, f"unpaid_work.booking {booking.pk}", by.username,
    )  # fmt: skip


def test_one_who_may_not_be_booked_stops_all_and_every_reason_is_told(team, by):
    session = make_session(make_project(team, tags=["near_school"]))
    good, *_ = make_ready(team, by)
    bad, *_ = make_ready(team, by, assessment={"excludes": ["near_school"], "slots": ["2m"], "kinds": ["home"]})
    with pytest.raises(BookingRefused) as refused:
        book(session=session, people=[good, bad], by=by, at=AT)
    assert words(refused) == {
        bad.pk: [
            "the assessment does not allow this kind of project (group work)",
            "must not be placed with what the project involves (near school)",
            "not available at these times on this weekday",
        ]
    }
    assert not Booking.objects.exists()
    assert not AuditEvent.objects.filter(action="book").exists()


def test_people_who_fit_one_by_one_but_not_together_are_refused(team, by):
    session = make_session(make_project(team, places=2))
    people = [make_ready(team, by)[0] for _ in range(3)]  # nothing is known of them: all are reckoned to come
    with pytest.raises(BookingRefused) as refused:
        book(session=session, people=people, by=by, at=AT)
    assert "more would be likely to turn up than there are places (2)" in str(refused.value)
    assert not Booking.objects.exists()


def test_hours_covered_by_what_is_booked_are_not_booked_again(team, by):
    project = make_project(team)
    person, *_ = make_ready(team, by, requirement={"ordered_minutes": 800})
    days = [make_session(project, MONDAY + timedelta(days=n)) for n in range(3)]
    book_many(places=[(days[0], person), (days[1], person)], by=by, at=AT)  # 840 minutes cover the 800
    with pytest.raises(BookingRefused) as refused:
        book(session=days[2], people=[person], by=by, at=AT)
    assert words(refused)[person.pk] == ["the hours left are worked off, or covered by what is booked"]


def test_a_batch_counts_its_own_bookings_against_the_hours_left(team, by):
    project = make_project(team)
    person, *_ = make_ready(team, by, requirement={"ordered_minutes": 800})
    days = [make_session(project, MONDAY + timedelta(days=n)) for n in range(3)]
    with pytest.raises(BookingRefused):
        book_many(places=[(day, person) for day in days], by=by, at=AT)
    assert not Booking.objects.exists()


def test_the_earlier_of_two_requirements_is_worked_off_first(team, by):
    person, first, _assessment = make_ready(team, by, requirement={"ordered_minutes": 420})
    second = make_requirement(person, sentence_date=date(2026, 4, 1))
    project = make_project(team)
    bookings = book_many(
        places=[(make_session(project, MONDAY + timedelta(days=n)), person) for n in range(2)], by=by, at=AT
    )
    assert [booking.requirement for booking in bookings] == [first, second]


def test_a_journey_longer_than_the_person_can_make_is_refused(team, by):
    # 40 km as the crow flies: 10 + 3 x 40 = 130 minutes by public transport, 65 by car
    project = make_project(team, lat=52.63 + 40 / 111.19508, lon=-1.13)
    for drives, allowed in ((False, False), (True, True)):
        person, *_ = make_ready(team, by, assessment={"max_travel_minutes": 90, "drives": drives})
        Address.objects.create(person=person, lines="Synthetic", lat=52.63, lon=-1.13, from_date=date(2020, 1, 1))
        session = make_session(project, MONDAY + timedelta(days=int(drives)))
        if allowed:
            book(session=session, people=[person], by=by, at=AT)
            continue
        with pytest.raises(BookingRefused) as refused:
            book(session=session, people=[person], by=by, at=AT)
        assert words(refused)[person.pk] == ["further than the person can travel (130 minutes of 90)"]


def test_nobody_is_booked_on_a_session_that_is_over(team, by):
    session = make_session(make_project(team))
    person, *_ = make_ready(team, by)
    with pytest.raises(BookingRefused, match="the session is over"):
        book(session=session, people=[person], by=by, at=session.ends_at)


def test_cancelling_frees_the_place_and_keeps_the_reason(team, by):
    session = make_session(make_project(team, places=1))
    first, second = make_ready(team, by)[0], make_ready(team, by)[0]
    (booking,) = book(session=session, people=[first], by=by, at=AT)
    with pytest.raises(BookingRefused):
        book(session=session, people=[second], by=by, at=AT)
    cancel_bookings(bookings=[booking], reason="Told us they start work", by=by, at=AT)
    book(session=session, people=[second], by=by, at=AT)
    booking.appointment.refresh_from_db()
    assert (booking.appointment.cancelled_at, booking.appointment.cancel_reason) == (AT, "Told us they start work")
    with pytest.raises(Refused, match="cancelled already"):
        cancel_bookings(bookings=[booking], reason="Again", by=by, at=AT)
    with pytest.raises(Refused, match="Say why"):
        cancel_bookings(bookings=[], reason=" ", by=by, at=AT)


def test_a_move_that_is_refused_leaves_the_booking_as_it_was(team, by):
    project = make_project(team, places=1)
    here, there = make_session(project), make_session(project, MONDAY + timedelta(days=1))
    person, other = make_ready(team, by)[0], make_ready(team, by)[0]
    (booking,) = book(session=here, people=[person], by=by, at=AT)
    book(session=there, people=[other], by=by, at=AT)
    with pytest.raises(BookingRefused):
        move_booking(booking=booking, to_session=there, reason="Nearer", by=by, at=AT)
    booking.appointment.refresh_from_db()
    assert booking.appointment.cancelled_at is None


def test_a_person_can_be_moved_to_another_session_of_the_same_day(team, by):
    here, there = make_session(make_project(team)), make_session(make_project(team))
    person, *_ = make_ready(team, by)
    (booking,) = book(session=here, people=[person], by=by, at=AT)
    moved = move_booking(booking=booking, to_session=there, reason="Nearer", by=by, at=AT)
    assert moved.session == there
    assert list(Booking.objects.filter(appointment__cancelled_at__isnull=True)) == [moved]


def test_after_a_new_assessment_bookings_stand_under_it_or_are_cancelled(team, by):
    heavy, light = make_project(team, tags=["heavy"]), make_project(team)
    person, _requirement, before = make_ready(team, by)
    stays, goes = book_many(
        places=[(make_session(light), person), (make_session(heavy, MONDAY + timedelta(days=1)), person)], by=by, at=AT
    )
    before.to_date = date(2026, 5, 21)
    before.save()
    now = make_assessment(person, by, from_date=date(2026, 5, 21), excludes=["heavy"])
    cancelled = reassess_bookings(people=[person], reason="A new assessment", by=by, at=AT)
    assert [booking.pk for booking in cancelled] == [goes.pk]
    stays.refresh_from_db()
    goes.appointment.refresh_from_db()
    assert stays.assessment == now
    assert goes.appointment.cancel_reason == "A new assessment"


def test_a_session_with_a_record_of_the_past_takes_what_it_was(team, by):
    session = make_session(make_project(team, places=1), opened_at=BOOKED_AT + timedelta(days=90))
    for _ in range(3):
        person, requirement, _assessment = make_ready(team, by)
        put_on(session, (person, requirement, None), by, booked_at=session.ends_at, attendance=None, day_limit=None,
               week_limit=None)  # fmt: skip
    assert session.bookings.count() == 3
