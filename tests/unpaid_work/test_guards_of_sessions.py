"""Never possible: a session outside its project's days or safety, or under someone who may not supervise it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from amends.organisation.models import Qualification, RegionTier, StaffQualification
from amends.unpaid_work.models import HealthAndSafety, ProjectClosure, Session
from amends.unpaid_work.operations.bookings import book
from amends.unpaid_work.operations.sessions import (
    SessionDraft,
    SessionRefused,
    assign_supervisor,
    call_off_session,
    change_places,
    open_session,
    open_sessions,
)
from amends.unpaid_work.rules import RULES
from tests.factories import MONDAY, london, make_project, make_staff, make_team, make_user
from tests.unpaid_work.board_records import BOOKED_AT, make_ready, make_session, put_on
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


def unassessed(project, staff):
    HealthAndSafety.objects.filter(project=project).delete()


def lapsed(project, staff):
    HealthAndSafety.objects.filter(project=project).update(to_date=MONDAY)


def closed(project, staff):
    ProjectClosure.objects.create(project=project, from_date=MONDAY, to_date=MONDAY + DAY, reason="Synthetic")


def another_day(project, staff):
    project.days = "2345"
    project.save()


def not_yet_open(project, staff):
    project.from_date = MONDAY + DAY
    project.save()


def no_longer_open(project, staff):
    project.to_date = MONDAY
    project.save()


def sick(project, staff):
    staff.absences.create(kind="sickness", from_date=MONDAY - DAY)


def gone(project, staff):
    staff.to_date = MONDAY
    staff.save()


def not_yet_there(project, staff):
    staff.from_date = MONDAY + DAY
    staff.save()


def off_on_mondays(project, staff):
    staff.days = "2345"
    staff.save()


def unqualified(project, staff):
    chainsaw = Qualification.objects.create(code="chainsaw", name="Chainsaw")
    project.qualifications.add(chainsaw)
    StaffQualification.objects.create(
        staff=staff, qualification=chainsaw, from_date=date(2020, 1, 1), to_date=MONDAY
    )  # lapsed on the day


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (unassessed, "session_health_and_safety"),
        (lapsed, "session_health_and_safety"),
        (closed, "session_project_closed"),
        (another_day, "session_project_day"),
        (not_yet_open, "session_project_open"),
        (no_longer_open, "session_project_open"),
        (sick, "supervisor_absent"),
        (gone, "supervisor_in_post"),
        (not_yet_there, "supervisor_in_post"),
        (off_on_mondays, "supervisor_day"),
        (unqualified, "supervisor_qualification"),
    ],
)
def test_a_session_that_breaks_a_rule_is_refused_both_ways(team, by, change, rule):
    project, staff = make_project(team), make_staff(team)
    change(project, staff)
    assert refused_by_the_database(lambda: make_session(project, MONDAY, staff)) == rule
    with pytest.raises(SessionRefused) as refused:
        open_session(project=project, date=MONDAY, supervisor=staff, by=by, at=AT)
    assert str(RULES[rule]) in str(refused.value)
    assert not Session.objects.exists()


@pytest.mark.parametrize("change", [sick, gone, off_on_mondays, unqualified])
def test_nor_may_such_a_supervisor_be_put_on_a_session_that_stands(team, by, change):
    project, staff = make_project(team), make_staff(team)
    session = make_session(project)
    change(project, staff)

    def write():
        session.supervisor = staff
        session.save()

    assert refused_by_the_database(write).startswith("supervisor_")
    with pytest.raises(SessionRefused):
        assign_supervisor(session=session, supervisor=staff, by=by, at=AT)


def test_a_supervisor_has_one_session_a_day_and_their_days_of_a_week(team, by):
    staff = make_staff(team, days_a_week=2)
    make_session(make_project(team), MONDAY, staff)
    evening = make_project(team, start_time=time(18), end_time=time(20))
    assert refused_by_the_database(lambda: make_session(evening, MONDAY, staff)) == "supervisor_one_session_a_day"
    other = make_project(team)
    assert refused_by_the_database(lambda: make_session(other, MONDAY, staff)) in (
        "supervisor_one_place_at_once", "supervisor_one_session_a_day",
    )  # fmt: skip
    make_session(other, MONDAY + DAY, staff)
    assert refused_by_the_database(lambda: make_session(other, MONDAY + 2 * DAY, staff)) == "supervisor_days_a_week"
    make_session(other, MONDAY + 7 * DAY, staff)
    with pytest.raises(SessionRefused, match="as many days of this week"):
        open_session(project=make_project(team), date=MONDAY + 3 * DAY, supervisor=staff, by=by, at=AT)


def test_a_session_is_on_its_day_and_within_the_projects_places(team):
    project = make_project(team, places=4)
    tuesday = london(MONDAY + DAY, 9)
    assert (
        refused_by_the_database(lambda: make_session(project, starts_at=tuesday, ends_at=tuesday + timedelta(hours=7)))
        == "session_on_its_day"
    )
    assert refused_by_the_database(lambda: make_session(project, places=5)) == "session_places"
    session = make_session(project)

    def more():
        session.places = 5
        session.save()

    assert refused_by_the_database(more) == "session_places"


def test_a_session_with_people_booked_is_neither_moved_nor_called_off_over_their_heads(team, by):
    session = make_session(make_project(team))
    put_on(session, make_ready(team, by), by)

    def move():
        Session.objects.filter(pk=session.pk).update(
            date=MONDAY + DAY, starts_at=session.starts_at + DAY, ends_at=session.ends_at + DAY
        )

    def call_off():
        Session.objects.filter(pk=session.pk).update(cancelled_at=AT, cancel_reason="Synthetic")

    def make_past():
        Session.objects.filter(pk=session.pk).update(opened_at=session.ends_at)

    assert refused_by_the_database(move) == "session_people_booked"
    assert refused_by_the_database(call_off) == "session_people_booked"
    assert refused_by_the_database(make_past) == "session_opened_once"


def test_calling_off_cancels_the_bookings_and_frees_the_day(team, by):
    project = make_project(team)
    session = make_session(project)
    booking = put_on(session, make_ready(team, by), by)
    assert call_off_session(session=session, reason="Flooded", by=by, at=AT) == [booking]
    booking.appointment.refresh_from_db()
    session.refresh_from_db()
    assert (booking.appointment.cancelled_at, session.cancelled_at) == (AT, AT)
    assert (booking.appointment.cancel_reason, session.cancel_reason) == ("Flooded", "Flooded")
    make_session(project)
    with pytest.raises(SessionRefused, match="called off already"):
        call_off_session(session=session, reason="Again", by=by, at=AT)


def test_a_session_has_the_places_that_the_tier_allows(team, by):
    region = team.pdu.region
    RegionTier.objects.create(region=region, tier="3", from_date=MONDAY, to_date=MONDAY + DAY)
    RegionTier.objects.create(region=region, tier="lockdown", from_date=MONDAY + DAY, to_date=MONDAY + 2 * DAY)
    group, small = make_project(team, places=8), make_project(team, places=3)
    ete, home = make_project(team, type="ete_contracted", places=8), make_project(team, type="home", places=20)
    opened = {
        (project, day): open_session(project=project, date=MONDAY + day * DAY, by=by, at=AT).places
        for project, day in ((group, 0), (small, 0), (ete, 0), (home, 0), (ete, 1), (home, 1), (group, 2))
    }
    assert opened == {
        (group, 0): 4, (small, 0): 3, (ete, 0): 4, (home, 0): 20, (ete, 1): 8, (home, 1): 20, (group, 2): 8,
    }  # fmt: skip
    with pytest.raises(SessionRefused, match="groups are suspended"):
        open_session(project=group, date=MONDAY + DAY, by=by, at=AT)


def test_bank_holidays_and_days_past_are_refused(team, by):
    spring_bank_holiday = date(2026, 5, 25)
    project, open_then = make_project(team), make_project(team, open_on_bank_holidays=True)
    with pytest.raises(SessionRefused, match="bank holiday"):
        open_session(project=project, date=spring_bank_holiday, by=by, at=AT)
    open_session(project=open_then, date=spring_bank_holiday, by=by, at=AT)
    with pytest.raises(SessionRefused, match="past"):
        open_session(project=project, date=date(2026, 5, 20), by=by, at=AT)


def test_a_supervisor_is_not_sent_further_than_they_drive(team, by):
    project = make_project(team, lat=52.63 + 39.99 / 111.19508, lon=-1.13)  # 5 + 1.5 x 39.99 = 64.985 minutes by car
    near, far = make_staff(team, max_drive_minutes=65), make_staff(team, max_drive_minutes=64)
    with pytest.raises(SessionRefused, match=r"further than the supervisor drives \(65 minutes of 64\)"):
        open_session(project=project, date=MONDAY, supervisor=far, by=by, at=AT)
    assert open_session(project=project, date=MONDAY, supervisor=near, by=by, at=AT).supervisor == near


def test_opening_many_is_all_or_nothing_and_names_the_one_at_fault(team, by):
    drafts = [SessionDraft(make_project(team), MONDAY), SessionDraft(make_project(team, days="2"), MONDAY)]
    with pytest.raises(SessionRefused) as refused:
        open_sessions(drafts=drafts, by=by, at=AT)
    assert refused.value.number == 2
    assert not Session.objects.exists()


def test_fewer_places_than_booked_can_be_set_for_the_board_to_show_but_nobody_more_is_booked(team, by):
    session = make_session(make_project(team, places=3))
    for _ in range(3):
        put_on(session, make_ready(team, by), by, attendance=1)
    change_places(session=session, places=2, by=by, at=AT)
    session.refresh_from_db()
    assert session.places == 2
    with pytest.raises(SessionRefused, match="more places than"):
        change_places(session=session, places=4, by=by, at=AT)
    with pytest.raises(Exception, match="more would be likely"):
        book(session=session, people=[make_ready(team, by)[0]], by=by, at=AT)


def test_a_change_of_supervisor_reaches_the_appointments(team, by):
    session = make_session(make_project(team))
    booking = put_on(session, make_ready(team, by), by)
    now = make_staff(team)
    assign_supervisor(session=session, supervisor=now, by=by, at=AT)
    booking.appointment.refresh_from_db()
    assert booking.appointment.staff == now
    assign_supervisor(session=session, supervisor=None, by=by, at=AT)
    session.refresh_from_db()
    assert session.supervisor is None


def test_a_record_of_a_past_session_is_not_judged_by_what_may_be_planned(team):
    project = make_project(team, days="2", health_and_safety=False)
    session = make_session(project, places=99, opened_at=BOOKED_AT + timedelta(days=90))
    assert session.pk
