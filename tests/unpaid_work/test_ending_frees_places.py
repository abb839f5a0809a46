"""A requirement that ends leaves nobody expected at a session: whatever ended it, the database sees to that."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from amends.cases import operations as cases
from amends.cases.models import Requirement
from amends.contacts.models import Appointment
from amends.unpaid_work.operations.releases import end_requirement
from tests.factories import make_project, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.database_refusals import refused_by_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def booked(by):
    """Somebody with a requirement of this month, booked on a session of next week."""
    team, today = make_team(), timezone.localdate()
    began = today - timedelta(days=30)
    ready = make_ready(team, by, requirement={"sentence_date": began}, assessment={"from_date": began})
    session = make_session(make_project(team, days="1234567"), today + timedelta(days=7))
    return put_on(session, ready, by, booked_at=timezone.now() - timedelta(days=1))


def ending(booking, by, operation, on=None):
    at = timezone.now()
    given = {"ended_on": on or timezone.localdate(at), "ended_as": "revoked", "by": by, "at": at}
    return lambda: operation(requirement=booking.requirement, **given)


def test_one_ended_by_a_room_that_knows_nothing_of_its_bookings_is_refused(booked, by):
    assert refused_by_the_database(ending(booked, by, cases.end_requirement)) == "requirement_ended_frees_bookings"
    written = Requirement.objects.filter(pk=booked.requirement_id)
    refused = refused_by_the_database(lambda: written.update(ended_on=timezone.localdate(), ended_as="expired"))
    assert refused == "requirement_ended_frees_bookings"
    assert written.get().ended_on is None


def test_one_ended_with_its_bookings_freed_or_without_any_is_not(booked, by):
    assert refused_by_the_database(ending(booked, by, end_requirement)) is None
    assert Appointment.objects.get(booking=booked).cancelled_at is not None
    cases.reopen_requirement(requirement=booked.requirement, by=by, at=timezone.now())
    assert refused_by_the_database(ending(booked, by, cases.end_requirement)) is None


def test_none_is_booked_on_one_that_has_ended(booked, by):
    ending(booked, by, end_requirement)()
    session = make_session(make_project(booked.session.project.team, days="1234567"), booked.session.date)
    with pytest.raises(IntegrityError):
        put_on(session, (booked.appointment.person, booked.requirement, booked.assessment), by)
