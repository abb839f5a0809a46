"""Standing down: who is turned away, what is credited, and the rate with both its denominators."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome, record_outcomes
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import StandDown, StandDownPerson
from amends.unpaid_work.operations.history import (
    PastAttendanceDraft,
    PastSessionDraft,
    PastStandDownDraft,
    record_past_sessions,
)
from amends.unpaid_work.operations.stand_downs import stand_down
from amends.unpaid_work.queries.stand_downs import Period, StandDownRate, days_of
from amends.unpaid_work.queries.statement import statement
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import AT, EVERY_DAY, open_project

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAYS = [date(2026, 6, day) for day in range(1, 29)]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("placement_coordinator", team)


def _session(team, by, day=TODAY, count=2):
    session = make_session(open_project(team), day, opened_at=timezone.now() + timedelta(days=9))
    later = timezone.now() + timedelta(days=9)
    return session, [
        put_on(session, make_ready(team, by, assessment=EVERY_DAY), by, booked_at=later) for _ in range(count)
    ]


def _stood_down(session, by, **values):
    given = {"cause": "no_supervisor", "notice": "on_site"} | values
    return stand_down(session=session, **given, by=by, at=timezone.now())


def _standing(booking):
    return ContactOutcome.objects.get(appointment=booking.appointment, replaced_by__isnull=True)


def test_a_whole_session_stood_down_on_the_day_credits_each_person_an_hour(team, by):
    session, bookings = _session(team, by)
    made = _stood_down(session, by)
    assert made.whole
    assert {row.booking for row in made.people.all()} == set(bookings)
    for booking in bookings:
        assert (_standing(booking).code, _standing(booking).notice) == ("AASD", "on_site")
        assert statement(booking.requirement).credited_sessions == 60


def test_told_on_an_earlier_day_nothing_is_credited(team, by):
    session, bookings = _session(team, by, TODAY + timedelta(days=2))
    _stood_down(session, by, notice="before_day")
    assert statement(bookings[0].requirement).credited_sessions == 0


def test_nobody_can_have_been_turned_away_on_a_day_that_has_not_come(team, by):
    session, _bookings = _session(team, by, TODAY + timedelta(days=2))
    with pytest.raises(Refused):
        _stood_down(session, by, notice="on_site")
    assert not ContactOutcome.objects.exists()


def test_some_people_are_stood_down_and_the_others_go_on(team, by):
    session, (first, second) = _session(team, by)
    made = _stood_down(session, by, cause="session_full", bookings=[first])
    assert not made.whole
    assert _standing(first).code == "AASD"
    assert not ContactOutcome.objects.filter(appointment=second.appointment).exists()
    _stood_down(session, by, cause="session_full", bookings=[second])
    assert StandDown.objects.count() == 2


def test_a_session_is_stood_down_whole_only_once_and_not_after_people_worked(team, by):
    session, _people = _session(team, by)
    _stood_down(session, by)
    with pytest.raises(Refused):
        _stood_down(session, by)
    other, (booking, _second) = _session(team, by, TODAY - timedelta(days=1))
    draft = OutcomeDraft(booking.appointment, "ATTC", other.starts_at, other.starts_at + timedelta(hours=2))
    record_outcomes([draft], by=by, at=timezone.now())
    with pytest.raises(Refused):
        _stood_down(other, by)
    assert _standing(booking).code == "ATTC"


def test_an_absence_that_was_a_stand_down_is_corrected_by_it(team, by):
    session, (booking, _second) = _session(team, by, TODAY - timedelta(days=1))
    record_outcomes([OutcomeDraft(booking.appointment, "UACP")], by=by, at=timezone.now())
    _stood_down(session, by, bookings=[booking])
    standing = _standing(booking)
    assert (standing.code, standing.replaces.code) == ("AASD", "UACP")
    assert "No supervisor" in standing.reason


def test_people_of_another_session_cannot_be_stood_down_with_this_one(team, by):
    session, _people = _session(team, by)
    _other, (stranger, _second) = _session(team, by, TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        _stood_down(session, by, bookings=[stranger])


# The published figures: 29,852 days lost against 644,697 kept.
def test_the_rate_has_two_denominators():
    published = StandDownRate(lost=29_852, kept=644_697)
    assert published.planned == 674_549
    assert round(published.of_kept * 100, 2) == 4.63
    assert round(published.of_planned * 100, 2) == 4.43


def test_where_nothing_was_planned_there_is_no_rate():
    assert StandDownRate(0, 0).of_kept is None
    assert StandDownRate(0, 0).of_planned is None
    assert StandDownRate(3, 0).of_planned == 1


def _past(project, day, outcomes, by, cause="weather"):
    people = [make_requirement(make_person(project.team)) for _ in outcomes]
    attendance = tuple(
        PastAttendanceDraft(requirement.reference, code, notice="on_site" if code == "AASD" else "")
        for requirement, code in zip(people, outcomes, strict=True)
    )
    draft = PastSessionDraft(project.code, day, attendance=attendance, stand_down=PastStandDownDraft(cause, "on_site"))
    return record_past_sessions([draft], by=by, at=AT)[0]


def test_days_lost_and_kept_are_counted_from_the_outcomes_that_stand(team, by):
    project = make_project(team)
    session = _past(project, DAYS[0], ["AASD", "AASD", "UACP", "AAME", "RSSR", "RSOF"], by)
    _past(project, DAYS[27], ["AASD"], by, cause="vehicle")
    period = Period((team,), DAYS[0], DAYS[10])
    days = days_of(period, AT)
    assert days.rate == StandDownRate(lost=2, kept=2)
    assert days.causes == [("Weather", {"on_site": 2})]

    booking = StandDownPerson.objects.filter(stand_down__session=session).first().booking
    draft = OutcomeDraft(booking.appointment, "UACP")
    correct_outcome(outcome=_standing(booking), draft=draft, reason="Never came", by=by, at=AT)
    assert days_of(period, AT).rate == StandDownRate(lost=1, kept=3)
    assert days_of(Period((make_team(),), DAYS[0], DAYS[10]), AT).rate == StandDownRate(0, 0)


def test_a_day_begun_without_an_outcome_is_neither_lost_nor_kept_and_is_told(team, by):
    session, (first, second) = _session(team, by)
    period = Period((team,), TODAY, TODAY)
    assert days_of(period, session.starts_at - timedelta(minutes=1)).unrecorded == 0
    days = days_of(period, session.starts_at)
    assert (days.unrecorded, days.rate, days.worked_on) == (2, StandDownRate(0, 0), set())
    _stood_down(session, by, bookings=[first])
    days = days_of(period, session.starts_at)
    assert (days.unrecorded, days.rate) == (1, StandDownRate(lost=1, kept=0))
    second.appointment.cancelled_at = timezone.now()
    second.appointment.save()
    assert days_of(period, session.starts_at).unrecorded == 0
