"""Who is listed by each monitor about people, and why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amends.policy.booking import first_session_due
from amends.unpaid_work.models import Booking, RequirementReview
from tests.factories import make_allocation, make_person, make_requirement, make_staff, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import EVERY_DAY, any_day_supervisor, open_project
from tests.unpaid_work.watching import MONDAY, NOW, TODAY, address, found, past, whys

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


def ready(team, user, name, sentenced=TODAY - timedelta(days=40), **person):
    return make_ready(
        team, user, requirement={"sentence_date": sentenced}, assessment=EVERY_DAY, family_name=name, **person
    )


def coming(project, someone, user, day) -> Booking:
    session = project.sessions.filter(date=day).first() or make_session(
        project, day, any_day_supervisor(project.team), opened_at=NOW
    )
    return put_on(session, someone, user, booked_at=NOW)


def test_a_first_session_is_awaited_until_it_has_been_and_never_after(team, user):
    project = open_project(team)
    _late, given, missed, stood_down, tomorrow, fresh = (
        ready(team, user, name) for name in ("Late", "Given", "Missed", "StoodDown", "Tomorrow", "Fresh")
    )
    day = TODAY - timedelta(days=3)
    past(project, given, user, day, "ATTC")
    past(project, missed, user, day, "UACP")
    past(project, stood_down, user, day, "AASD", notice="on_site")
    coming(project, tomorrow, user, TODAY + timedelta(days=1))
    fresh[1].sentence.sentence_date = TODAY - timedelta(days=1)
    fresh[1].sentence.save()
    assert whys("first_sessions", user) == {"Late": "late", "StoodDown": "late", "Tomorrow": "late_booked"}


def test_the_ten_working_days_begin_with_the_case_allocation_where_that_is_later(team, user):
    person, _requirement, _assessment = ready(team, user, "Allocated", TODAY - timedelta(days=60))
    make_allocation(person, make_staff(team, "po"), TODAY - timedelta(days=8))
    due = first_session_due(TODAY - timedelta(days=8), on=TODAY).value
    (row,) = found("first_sessions", user)
    assert (row.due, row.why) == (due, "soon" if due >= TODAY else "late")
    assert row.figures == (TODAY - timedelta(days=8), None)


def test_inductions_are_outstanding_until_attended(team, user):
    induction, other = open_project(team, type="induction"), open_project(team)
    done, worked, booked, missed, _idle = (
        ready(team, user, name) for name in ("Done", "Worked", "Booked", "Missed", "Idle")
    )
    day = TODAY - timedelta(days=3)
    past(induction, done, user, day, "ATTC")
    past(other, worked, user, day, "ATTC")
    past(induction, missed, user, day, "UACP")
    coming(induction, booked, user, TODAY + timedelta(days=1))
    told = whys("inductions", user)
    assert told == {"Worked": "worked", "Booked": "booked", "Missed": "not_booked", "Idle": "not_booked"}


@pytest.mark.parametrize(
    ("months", "days", "done", "why"),
    [
        (6, -15, [], None),
        (6, -14, [], "first_due"),
        (6, 0, [], "first_due"),
        (6, 1, [], "first_overdue"),
        (6, 1, ["first"], None),
        (9, 0, ["first"], "second_due"),
        (9, 1, [], "second_overdue"),
        (9, 1, ["second"], None),
    ],
)
def test_a_review_is_asked_for_two_weeks_ahead_until_it_is_recorded(team, user, monkeypatch, months, days, done, why):
    monkeypatch.setattr("amends.unpaid_work.monitors.reviews.review_due_dates", _reviews(months, days))
    requirement = make_requirement(make_person(team, family_name="Someone"), TODAY - timedelta(days=200))
    for review in done:
        RequirementReview.objects.create(
            requirement=requirement, review=review, on=TODAY, note="x", plan="none", recorded_at=NOW, recorded_by=user
        )
    assert whys("reviews", user) == ({"Someone": why} if why else {})


def _reviews(months, days):
    """Due dates of which the review after so many months is so many days ago; the other three months from it."""
    here = TODAY - timedelta(days=days)
    dates = (here, here + timedelta(days=91)) if months == 6 else (here - timedelta(days=91), here)
    return lambda sentenced, *, on: type("Due", (), {"value": dates})()


def test_a_review_is_recorded_from_the_list_and_leaves_it(client, team, user):
    person = make_person(team)
    requirement = make_requirement(person, TODAY - timedelta(days=200))
    where = reverse("unpaid_work:review", args=[person.crn, requirement.pk, "first"])
    assert where in client.get(address("reviews")).content.decode()
    day = {"on_day": TODAY.day, "on_month": TODAY.month, "on_year": TODAY.year}
    assert b"Enter what was found" in client.post(where, day).content
    client.post(where, day | {"note": "Going well; offer Saturdays", "plan": "none"})
    made = RequirementReview.objects.get()
    assert (made.requirement, made.review, made.on, made.recorded_by) == (requirement, "first", TODAY, user)
    assert person.crn not in client.get(address("reviews")).content.decode()
    assert b"recorded already" in client.post(where, day | {"note": "Again", "plan": "none"}).content


def test_a_session_past_waits_for_each_persons_outcome_and_for_its_register(team, user):
    project, quiet = open_project(team), open_project(team, name="Quiet")
    told, untold, silent = (ready(team, user, name) for name in ("Told", "Untold", "Silent"))
    day = TODAY - timedelta(days=9)
    past(project, told, user, day, "ATTC")
    past(project, untold, user, day)
    past(quiet, silent, user, TODAY - timedelta(days=2))
    assert whys("outcomes", user) == {"Untold": "person", "Silent": "register"}
    (row,) = found("registers", user)
    assert (row.name, row.why, row.due, row.figures[0]) == ("Quiet", "days", TODAY - timedelta(days=2), 1)


def test_those_offered_too_little_are_told_apart_by_what_stands_in_the_way(team, user):
    day = MONDAY + timedelta(days=8)
    project = open_project(team, tags=["near_school"], places=1)
    led = make_session(project, day, any_day_supervisor(team), opened_at=NOW)
    week = {"monday": MONDAY + timedelta(days=7)}
    ready(team, user, "Free")
    excluded = ready(team, user, "Excluded")
    excluded[2].excludes = ["near_school"]
    excluded[2].save()
    elsewhen = ready(team, user, "Elsewhen")
    elsewhen[2].slots = [f"{(day.isoweekday() % 7) + 1}m"]
    elsewhen[2].save()
    unknown = ready(team, user, "Unknown")
    unknown[2].harm_check, unknown[2].risk_of_harm = "not_retrieved", ""
    unknown[2].save()
    nearly = ready(team, user, "Nearly")
    nearly[1].ordered_minutes = 60
    nearly[1].save()
    expected = {
        "Free": "not_booked", "Excluded": "no_place", "Elsewhen": "availability", "Unknown": "assessment",
        "Nearly": "nearly_done",
    }  # fmt: skip
    assert whys("offered_less", user, **week) == expected
    put_on(led, ready(team, user, "Taker"), user, booked_at=NOW)
    assert whys("offered_less", user, **week) == expected | {"Free": "no_place"}


def test_a_place_without_a_supervisor_is_told_from_no_place_at_all(team, user):
    someone = ready(team, user, "Waiting")
    project = open_project(team)
    session = make_session(project, MONDAY + timedelta(days=8), any_day_supervisor(team), opened_at=NOW)
    type(session).objects.filter(pk=session.pk).update(supervisor=None)
    assert whys("offered_less", user, monday=MONDAY + timedelta(days=7)) == {"Waiting": "supervisor"}
    someone[2].kinds = ["home"]
    someone[2].save()
    assert whys("offered_less", user, monday=MONDAY + timedelta(days=7)) == {"Waiting": "no_place"}


def test_where_groups_are_suspended_that_is_the_reason_of_those_who_could_work_in_one(team, user):
    week = MONDAY + timedelta(days=7)
    make_session(open_project(team), week + timedelta(days=1), any_day_supervisor(team), opened_at=NOW)
    ready(team, user, "Group")
    alone = ready(team, user, "Alone")
    alone[2].kinds = ["individual"]
    alone[2].save()
    team.pdu.region.tiers.create(tier="lockdown", from_date=week)
    assert whys("offered_less", user, monday=week) == {"Group": "restrictions", "Alone": "no_place"}


def test_a_place_is_offered_from_the_list(client, team, user):
    person, _requirement, _assessment = ready(team, user, "Waiting")
    session = make_session(open_project(team), TODAY + timedelta(days=1), any_day_supervisor(team), opened_at=NOW)
    where = reverse("unpaid_work:offer", args=[person.crn])
    assert where in client.get(address("offered_less")).content.decode()
    assert session.project.name in client.get(where).content.decode()
    page = client.post(where, {"session": session.pk}, follow=True).content.decode()
    assert "is booked" in page
    assert Booking.objects.get(session=session).appointment.person == person


def test_an_offer_says_what_stands_against_each_session(client, team, user):
    person, _requirement, assessment = ready(team, user, "Waiting")
    make_session(open_project(team), TODAY + timedelta(days=1), any_day_supervisor(team), opened_at=NOW)
    assessment.slots = []
    assessment.save()
    page = client.get(reverse("unpaid_work:offer", args=[person.crn])).content.decode()
    assert "No session of the next two weeks suits" in page
    assert "not available at these times" in page.lower()
