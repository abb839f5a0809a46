"""Never possible: each rule broken by rows written straight into the tables, and through the one door."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from amends.cases.models import KeepApart
from amends.unpaid_work import migrations
from amends.unpaid_work.models import (
    ExclusionArea,
    HealthAndSafety,
    ProjectClosure,
    StandDown,
    StandDownPerson,
    Unavailability,
    Under18SignOff,
)
from amends.unpaid_work.operations.bookings import BookingRefused, book
from amends.unpaid_work.rules import RULES
from tests.factories import MONDAY, make_project, make_staff, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.database_refusals import refused_by_the_database

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 21, 10, tzinfo=UTC)
KM = 1 / 111.19508  # degrees of latitude


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by():
    return make_user()


def ordered(before, person):
    """The two, the one with the lower id first."""
    return dict(zip(("person", "other"), sorted((before, person), key=lambda one: one.pk), strict=True))


# What the person, the assessment, the requirement and the project are, and the rule that this breaks.
STATES = {
    "booking_no_assessment": [
        {"assessment": {"from_date": MONDAY - timedelta(days=365), "to_date": MONDAY}},
        {"assessment": {"from_date": MONDAY + timedelta(days=1)}},
    ],
    "booking_harm_not_retrieved": [{"assessment": {"harm_check": "not_retrieved"}}],
    "booking_requirement_ended": [
        {"requirement": {"ended_on": MONDAY, "ended_as": "revoked"}},
        {"requirement": {"sentence_date": MONDAY + timedelta(days=1)}},
    ],
    "booking_under_18_project": [{"person": {"date_of_birth": date(2008, 6, 2)}}],
    "booking_under_18_sign_off": [
        {"person": {"date_of_birth": date(2008, 6, 2)}, "project": {"suitable_under_18": True}}
    ],
    "booking_kind": [
        {"assessment": {"kinds": ["individual", "ete", "home"]}},
        {"assessment": {"kinds": ["group"]}, "project": {"type": "individual"}},
        {"assessment": {"kinds": ["group"]}, "project": {"type": "ete_contracted"}},
        {"assessment": {"kinds": ["group"]}, "project": {"type": "home"}},
    ],
    "booking_excluded": [
        {"assessment": {"excludes": ["near_school"]}, "project": {"tags": ["outdoor", "near_school"]}},
        {"assessment": {"lifting": False}, "project": {"tags": ["heavy"]}},
    ],
    "booking_skill": [{"assessment": {"skills": ["first_aid"]}, "project": {"skills_needed": ["cscs", "first_aid"]}}],
    "booking_audience": [
        {"project": {"for_whom": "women"}},
        {"project": {"for_whom": "men"}, "person": {"sex": "f"}},
        {"project": {"for_whom": "men"}, "person": {"sex": "x"}},
    ],
    "booking_women_only": [
        {"assessment": {"women_only": True}, "person": {"sex": "f"}},
        {"assessment": {"women_only": True}, "person": {"sex": "f"}, "project": {"type": "ete_contracted"}},
    ],
    "booking_availability": [
        {"assessment": {"slots": ["1m", "2a"]}},
        {"assessment": {"slots": [f"{day}{part}" for day in range(2, 8) for part in "mae"]}},
    ],
}


@pytest.mark.parametrize(("rule", "state"), [(rule, state) for rule, states in STATES.items() for state in states])
def test_a_booking_that_breaks_a_rule_is_refused_both_ways(team, by, rule, state):
    session = make_session(make_project(team, **state.get("project", {})))
    ready = make_ready(
        team, by, requirement=state.get("requirement"), assessment=state.get("assessment"), **state.get("person", {})
    )
    assert refused_by_the_database(lambda: put_on(session, ready, by)) == rule
    with pytest.raises(BookingRefused) as refused:
        book(session=session, people=[ready[0]], by=by, at=AT)
    assert str(RULES[rule]) in str(refused.value)


ALLOWED = [
    {},
    {"person": {"date_of_birth": date(2008, 6, 1)}},  # eighteen on the day
    {"assessment": {"women_only": True}, "person": {"sex": "f"}, "project": {"for_whom": "women"}},
    {"assessment": {"women_only": True}, "person": {"sex": "f"}, "project": {"type": "individual"}},
    {"assessment": {"skills": ["cscs"]}, "project": {"skills_needed": ["cscs"]}},
    {"assessment": {"excludes": ["near_school"]}, "project": {"tags": ["near_schools"]}},
    {"assessment": {"slots": ["1m", "1a"]}},
    {"assessment": {"lifting": False}, "project": {"tags": ["outdoor"]}},
]


@pytest.mark.parametrize("state", ALLOWED)
def test_a_booking_within_the_rules_is_let_in(team, by, state):
    session = make_session(make_project(team, **state.get("project", {})))
    ready = make_ready(team, by, assessment=state.get("assessment"), **state.get("person", {}))
    assert refused_by_the_database(lambda: put_on(session, ready, by)) is None


def test_a_seventeen_year_old_is_let_in_on_a_suitable_project_after_sign_off(team, by):
    session = make_session(make_project(team, suitable_under_18=True))
    ready = make_ready(team, by, date_of_birth=date(2009, 1, 1))
    Under18SignOff.objects.create(person=ready[0], note="Weighed", signed_at=AT, signed_by=by)
    assert refused_by_the_database(lambda: put_on(session, ready, by)) is None


def test_without_any_assessment_nobody_is_booked(team, by):
    person, requirement, assessment = make_ready(team, by)
    assessment.delete()
    session = make_session(make_project(team))
    assert refused_by_the_database(lambda: put_on(session, (person, requirement, None), by)) == "booking_no_assessment"
    with pytest.raises(BookingRefused, match="no assessment for unpaid work"):
        book(session=session, people=[person], by=by, at=AT)


def test_anothers_assessment_or_requirement_is_refused_even_in_a_record_of_the_past(team, by):
    person, requirement, assessment = make_ready(team, by)
    _other, others_requirement, others_assessment = make_ready(team, by)
    session = make_session(make_project(team))
    for when in ({}, {"booked_at": session.ends_at}):
        assert (
            refused_by_the_database(
                lambda when=when: put_on(session, (person, requirement, others_assessment), by, **when)
            )
            == "booking_assessment_of_person"
        )
        assert (
            refused_by_the_database(
                lambda when=when: put_on(session, (person, others_requirement, assessment), by, **when)
            )
            == "booking_requirement_of_person"
        )


@pytest.mark.parametrize(("km", "rule"), [(1.9, "booking_excluded_area"), (2.1, None)])
def test_a_named_area_keeps_the_person_away_as_far_as_it_reaches(team, by, km, rule):
    ready = make_ready(team, by)
    ExclusionArea.objects.create(assessment=ready[2], description="Synthetic Road", lat=52.63, lon=-1.13, radius_km=2)
    session = make_session(make_project(team, lat=52.63 + km * KM, lon=-1.13))
    assert refused_by_the_database(lambda: put_on(session, ready, by)) == rule


@pytest.mark.parametrize(("last", "rule"), [(MONDAY + timedelta(days=1), "booking_away"), (MONDAY, None)])
def test_a_person_who_is_away_is_not_booked(team, by, last, rule):
    ready = make_ready(team, by)
    Unavailability.objects.create(person=ready[0], from_date=date(2026, 5, 1), to_date=last, reason="Synthetic")
    session = make_session(make_project(team))
    assert refused_by_the_database(lambda: put_on(session, ready, by)) == rule


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("until", "rule"), [(None, "booking_kept_apart"), (MONDAY, None)])
def test_two_who_must_not_meet_are_never_in_one_session(team, by, first, until, rule):
    pair = [make_ready(team, by), make_ready(team, by)]
    KeepApart.objects.create(
        **ordered(pair[0][0], pair[1][0]), reason="Synthetic", from_date=date(2026, 1, 1), to_date=until
    )
    session = make_session(make_project(team))
    put_on(session, pair[first], by)
    assert refused_by_the_database(lambda: put_on(session, pair[1 - first], by)) == rule
    if rule:
        with pytest.raises(BookingRefused, match="must not meet someone who is booked"):
            book(session=session, people=[pair[1 - first][0]], by=by, at=AT)


def test_nobody_has_two_sessions_on_a_day_even_one_after_the_other(team, by):
    morning = make_session(make_project(team))
    ready = make_ready(team, by, assessment={"slots": ["1m", "1a", "1e"]})
    evening = make_session(make_project(team, start_time=time(18), end_time=time(20)))
    put_on(morning, ready, by)
    assert refused_by_the_database(lambda: put_on(evening, ready, by)) == "booking_one_session_a_day"


def test_nobody_is_in_two_places_at_once(team, by):
    ready = make_ready(team, by)
    put_on(make_session(make_project(team)), ready, by)
    other = make_session(make_project(team))
    assert refused_by_the_database(lambda: put_on(other, ready, by)) == "appointment_one_place_at_once"


@pytest.mark.parametrize(
    ("intensive", "day_limit", "rule"),
    [(False, 419, "booking_day_limit"), (False, 420, None), (False, None, "booking_day_limit"), (True, None, None)],
)
def test_a_day_is_booked_up_to_its_limit(team, by, intensive, day_limit, rule):
    ready = make_ready(team, by, requirement={"intensive": intensive})
    session = make_session(make_project(team))
    assert refused_by_the_database(lambda: put_on(session, ready, by, day_limit=day_limit)) == rule


def test_a_week_is_booked_up_to_its_limit_and_a_new_week_begins_on_monday(team, by):
    ready = make_ready(team, by)
    project = make_project(team, days="1234567")
    supervisor = make_staff(team, days="1234567", days_a_week=7)
    for day in (-1, 0, 1, 2, 3):  # Sunday belongs to the week before; then 4 x 7 hours are 28
        put_on(make_session(project, MONDAY + timedelta(days=day), supervisor), ready, by)
    for day, rule in ((4, "booking_week_limit"), (6, "booking_week_limit"), (7, None)):
        session = make_session(project, MONDAY + timedelta(days=day), supervisor)
        assert refused_by_the_database(lambda session=session: put_on(session, ready, by)) == rule
    with pytest.raises(BookingRefused, match="most hours of a week"):
        book(session=project.sessions.get(date=MONDAY + timedelta(days=4)), people=[ready[0]], by=by, at=AT)


@pytest.mark.parametrize("kind", ["individual", "home"])
def test_placements_and_home_projects_are_booked_up_to_their_places(team, by, kind):
    session = make_session(make_project(team, type=kind, places=2, supervised=False))
    for _ in range(2):
        put_on(session, make_ready(team, by), by, attendance=0.01)
    third = make_ready(team, by)
    assert refused_by_the_database(lambda: put_on(session, third, by, attendance=0.01)) == "booking_full"


@pytest.mark.parametrize(("risk", "rule"), [(0.17, "booking_overbooked"), (0.181, None)])
def test_groups_are_overbooked_within_the_risk_and_no_further(team, by, risk, rule):
    # Two places, three people who come with 0.5, 0.6 and 0.6: all three come with chance 0.18.
    session = make_session(make_project(team, places=2), overbook_risk=risk)
    for attendance in (0.5, 0.6):
        put_on(session, make_ready(team, by), by, attendance=attendance)
    third = make_ready(team, by)
    assert refused_by_the_database(lambda: put_on(session, third, by, attendance=0.6)) == rule


def test_the_risk_met_exactly_is_let_in(team, by):
    session = make_session(make_project(team, places=1), overbook_risk=0.25)
    put_on(session, make_ready(team, by), by, attendance=0.5)
    assert refused_by_the_database(lambda: put_on(session, make_ready(team, by), by, attendance=0.5)) is None


def test_those_stood_down_or_cancelled_take_no_place(team, by):
    session = make_session(make_project(team, places=1))
    booking = put_on(session, make_ready(team, by), by, attendance=1)
    down = StandDown.objects.create(
        session=session, cause="session_full", notice="before_day", whole=False, recorded_at=AT, recorded_by=by
    )
    assert refused_by_the_database(lambda: put_on(session, make_ready(team, by), by)) == "booking_overbooked"
    StandDownPerson.objects.create(stand_down=down, booking=booking)
    other = put_on(session, make_ready(team, by), by, attendance=1)
    assert refused_by_the_database(lambda: put_on(session, make_ready(team, by), by)) == "booking_overbooked"
    other.appointment.cancelled_at = AT
    other.appointment.save()
    put_on(session, make_ready(team, by), by, attendance=1)


def called_off(session):
    session.cancelled_at, session.cancel_reason = AT, "Synthetic"
    session.save()


def lapsed(session):
    HealthAndSafety.objects.filter(project=session.project).update(to_date=MONDAY)


def closed(session):
    ProjectClosure.objects.create(
        project=session.project, from_date=MONDAY, to_date=MONDAY + timedelta(days=1), reason="Synthetic"
    )


def sick(session):
    session.supervisor.absences.create(kind="sickness", from_date=MONDAY)


def unsupervised(session):
    session.supervisor = None
    session.save()


def ended(session):
    session.project.to_date = MONDAY
    session.project.save()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (called_off, "booking_session_called_off"),
        (lapsed, "session_health_and_safety"),
        (closed, "session_project_closed"),
        (sick, "supervisor_absent"),
        (unsupervised, "booking_no_supervisor"),
        (ended, "session_project_open"),
    ],
)
def test_a_session_that_no_longer_stands_takes_nobody_more(team, by, change, rule):
    session, ready = make_session(make_project(team)), make_ready(team, by)
    change(session)
    assert refused_by_the_database(lambda: put_on(session, ready, by)) == rule
    with pytest.raises(BookingRefused) as refused:
        book(session=session, people=[ready[0]], by=by, at=AT)
    assert str(RULES[rule]) in str(refused.value)


def test_an_appointment_at_another_time_is_no_booking_of_the_session(team, by):
    session, ready = make_session(make_project(team)), make_ready(team, by)
    elsewhen = make_session(make_project(team), MONDAY + timedelta(days=1))

    def write():
        booking = put_on(elsewhen, ready, by)
        booking.session = session
        booking.save()

    assert refused_by_the_database(write) == "booking_appointment_of_session"


def test_a_record_of_the_past_is_not_judged_by_what_may_be_planned(team, by):
    session = make_session(make_project(team, tags=["near_school"], places=1))
    for _ in range(2):
        ready = make_ready(team, by, assessment={"excludes": ["near_school"], "kinds": ["home"]})
        assert refused_by_the_database(lambda ready=ready: put_on(session, ready, by)) is not None
        put_on(session, ready, by, booked_at=session.ends_at, attendance=None, day_limit=None, week_limit=None)
    assert session.bookings.count() == 2


def test_every_rule_the_database_knows_has_plain_words():
    sql = "".join(path.read_text() for path in (Path(migrations.__path__[0]) / "sql").glob("*.sql"))
    named = set(re.findall(r"'((?:booking|session|supervisor)_[a-z_0-9]+)'", sql))
    assert len(named) > 35
    assert named <= set(RULES)


def test_a_session_to_come_has_no_past_whatever_moment_is_written_down(team, by):
    from django.utils import timezone

    day = timezone.localdate() + timedelta(days=14)
    project = make_project(team, days="1234567")
    project.health_and_safety.update(to_date=date(2200, 1, 1))
    session = make_session(project, day, make_staff(team, days="1234567", days_a_week=7), opened_at=timezone.now())
    unassessed = make_ready(team, by, assessment={"to_date": day - timedelta(days=1)})
    later = session.ends_at + timedelta(hours=1)
    assert refused_by_the_database(lambda: put_on(session, unassessed, by, booked_at=later)) == "booking_no_assessment"
    project.health_and_safety.all().delete()
    untrue = {"project": project, "day": day + timedelta(days=1), "supervisor": session.supervisor}
    assert (
        refused_by_the_database(lambda: make_session(**untrue, opened_at=later + timedelta(days=2)))
        == "session_health_and_safety"
    )
