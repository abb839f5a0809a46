"""Booking, moving, cancelling and calling off by hand, on the pages; and the suggestions they make."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import Address
from amends.organisation.models import LimitedAccess
from amends.unpaid_work.models import Booking, ProjectQuality, Session
from amends.unpaid_work.queries.board import monday_of
from amends.unpaid_work.queries.candidates import candidates
from tests.factories import (
    make_assessment,
    make_person,
    make_project,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)
from tests.unpaid_work.board_records import make_session, put_on

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FIRST_DAY = monday_of(timezone.localdate()) + timedelta(days=7)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team, client):
    user = make_user("placement_coordinator", team, over="pdu")
    client.force_login(user)
    return user


def session_of(team, days=0, **values):
    project = make_project(team, days="1234567", open_on_bank_holidays=True, **values)
    project.health_and_safety.update(from_date=date(2020, 1, 1), to_date=date(2200, 1, 1))
    staff = make_staff(team, days="1234567", days_a_week=7) if project.supervised else None
    return make_session(project, FIRST_DAY + timedelta(days=days), staff, opened_at=NOW)


def ready_of(team, by, assessment=None, **person):
    made = make_person(team, **person)
    requirement = make_requirement(made, FIRST_DAY - timedelta(days=100))
    return made, requirement, make_assessment(made, by, FIRST_DAY - timedelta(days=50), **(assessment or {}))


def page(client, name, *keys):
    return reverse(f"unpaid_work:{name}", args=[getattr(key, "pk", key) for key in keys])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_people_are_booked_from_the_suggestions(client, team, by):
    session = session_of(team)
    person, other = ready_of(team, by)[0], ready_of(team, by)[0]
    assert person.name in text(client.get(page(client, "session_people", session)))
    answer = client.post(page(client, "session_people", session), {"people": [person.pk]}, follow=True)
    assert "1 person is booked." in text(answer)
    assert [booking.appointment.person for booking in session.bookings.all()] == [person]
    assert person.name not in text(client.get(page(client, "session_people", session)))
    assert other.name in text(client.get(page(client, "session_people", session)))


def test_a_person_found_by_name_who_cannot_be_booked_is_shown_with_every_reason(client, team, by):
    session = session_of(team, tags=["heavy"])
    ready_of(team, by, {"excludes": ["heavy"], "slots": []}, family_name="Oakley", search_name="test oakley")
    answer = text(client.get(page(client, "session_people", session), {"q": "oakley"}))
    assert "Must not be placed with what the project involves (heavy); not available at these times" in answer
    assert 'name="people"' not in answer


def test_when_places_run_out_while_choosing_nobody_is_booked_and_the_page_says_why(client, team, by):
    session = session_of(team, places=1)
    chosen = [ready_of(team, by)[0] for _ in range(2)]
    answer = client.post(page(client, "session_people", session), {"people": [one.pk for one in chosen]})
    assert "More would be likely to turn up than there are places" in text(answer)
    assert not Booking.objects.exists()


def test_those_whom_a_list_keeps_from_the_reader_are_neither_suggested_nor_found(client, team, by):
    session = session_of(team)
    person, *_ = ready_of(team, by, family_name="Hidden", search_name="test hidden")
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=by.username, reason="Synthetic", from_at=NOW - timedelta(hours=1)
    )
    for query in ({}, {"q": "hidden"}, {"q": person.crn}):
        assert "Hidden" not in text(client.get(page(client, "session_people", session), query)).replace(
            "visually-hidden", ""
        )
    client.post(page(client, "session_people", session), {"people": [person.pk]})
    assert not Booking.objects.exists()


def test_the_best_suited_come_first_with_what_speaks_for_them(team, by):
    session = session_of(team)
    ProjectQuality.objects.create(project=session.project, need="wellbeing", score=3)
    far, served = ready_of(team, by), ready_of(team, by, {"needs": ["wellbeing"]})
    for (person, *_), lat in ((far, 52.63 + 20 / 111.195), (served, 52.63)):
        Address.objects.create(person=person, lines="Synthetic", lat=lat, lon=-1.13, from_date=date(2020, 1, 1))
    unfit = ready_of(team, by, {"slots": ["1m"]})
    found = candidates(by, session, "", NOW)
    assert [one.thought.person for one in found] == [served[0], far[0], unfit[0]]
    assert found[0].speaks_for == (
        "serves a need: Emotional wellbeing", "offered 0h of at least 7h this week", "10 minutes to travel",
    )  # fmt: skip
    assert "70 minutes to travel" in found[1].speaks_for
    assert [reason.rule for reason in found[2].thought.reasons] == ["booking_availability"]


def test_a_booking_is_moved_to_a_session_that_suits(client, team, by):
    here, there, unfit = session_of(team), session_of(team), session_of(team, 1, for_whom="women")
    ready = ready_of(team, by)
    booking = put_on(here, ready, by, booked_at=NOW)
    shown = text(client.get(page(client, "booking_move", booking)))
    assert there.project.name in shown
    assert unfit.project.name in shown and "The project is for others (women)" in shown
    answer = client.post(page(client, "booking_move", booking), {"session": there.pk, "reason": "Nearer"}, follow=True)
    assert "is moved." in text(answer)
    assert [one.session for one in Booking.objects.filter(appointment__cancelled_at__isnull=True)] == [there]


def test_a_booking_is_cancelled_with_a_reason_and_not_without(client, team, by):
    booking = put_on(session_of(team), ready_of(team, by), by, booked_at=NOW)
    assert "Enter reason" in text(client.post(page(client, "booking_cancel", booking), {"reason": ""}))
    answer = client.post(page(client, "booking_cancel", booking), {"reason": "Court that day"}, follow=True)
    assert "is cancelled." in text(answer)
    booking.appointment.refresh_from_db()
    assert booking.appointment.cancel_reason == "Court that day"
    answer = client.post(page(client, "booking_cancel", booking), {"reason": "Again"})
    assert "cancelled already" in text(answer)


def test_a_session_is_opened_given_a_supervisor_fewer_places_and_called_off(client, team, by):
    project = session_of(team).project
    staff = make_staff(team, days="1234567", days_a_week=7)
    sick = make_staff(team, days="1234567")
    sick.absences.create(kind="sickness", from_date=FIRST_DAY)
    address = reverse("unpaid_work:session_open", args=[team.code, FIRST_DAY.isoformat()])
    taken = client.post(address, {"project": project.pk, "day": FIRST_DAY.isoformat(), "supervisor": ""})
    assert "the project already has a session on this day" in text(taken)
    tuesday = (FIRST_DAY + timedelta(days=1)).isoformat()
    assert "The session is open." in text(
        client.post(address, {"project": project.pk, "day": tuesday, "supervisor": ""}, follow=True)
    )
    made = Session.objects.get(date=tuesday)
    shown = text(client.get(page(client, "session_supervisor", made)))
    assert sick.name in shown and "The supervisor is absent on this day" in shown
    client.post(page(client, "session_supervisor", made), {"supervisor": staff.pk})
    client.post(page(client, "session_places", made), {"places": 5})
    made.refresh_from_db()
    assert (made.supervisor, made.places) == (staff, 5)
    assert "more places than the project" in text(client.post(page(client, "session_places", made), {"places": 9}))
    client.post(page(client, "session_call_off", made), {"reason": "Flooded"})
    made.refresh_from_db()
    assert made.cancel_reason == "Flooded"
