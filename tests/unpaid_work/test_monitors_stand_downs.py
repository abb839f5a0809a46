"""The page of stand-downs: where and when, to whom again, and what would have prevented each."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amends.unpaid_work.models import StandDown, StandDownPerson
from amends.unpaid_work.queries.stand_down_causes import preventions, relevant, turned_away_again, where_of
from amends.unpaid_work.queries.stand_downs import Period
from tests.factories import make_person, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_session
from tests.unpaid_work.hours_records import any_day_supervisor, open_project
from tests.unpaid_work.watching import NOW, TODAY, past

pytestmark = pytest.mark.django_db
DAY = TODAY - timedelta(days=3)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


@pytest.fixture
def period(team):
    return Period((team,), TODAY - timedelta(days=20), TODAY)


def someone(team, name):
    person = make_person(team, family_name=name)
    return person, make_requirement(person, TODAY - timedelta(days=90))


def stood_down(project, people, user, day=DAY, cause="no_supervisor"):
    bookings = [past(project, each, user, day, "AASD", notice="on_site") for each in people]
    made = StandDown.objects.create(
        session=bookings[0].session, cause=cause, notice="on_site", whole=True, recorded_at=NOW, recorded_by=user
    )
    for booking in bookings:
        StandDownPerson.objects.create(stand_down=made, booking=booking)
    return made


def test_days_and_hours_lost_are_told_by_project_team_and_week_beside_the_days_kept(team, user, period):
    park, shop = open_project(team, name="Park"), open_project(team, name="Shop")
    one, two, three = (someone(team, name) for name in ("One", "Two", "Three"))
    stood_down(park, [one, two], user)
    past(shop, three, user, DAY, "ATTC")
    past(shop, one, user, DAY - timedelta(days=1), "UACP")
    past(shop, two, user, DAY - timedelta(days=1), "RSSR")
    where = where_of(period)
    assert {name: (lost.days, lost.minutes, lost.kept) for name, lost in where.projects.items()} == {
        "Park": (2, 840, 0), "Shop": (0, 0, 2),
    }  # fmt: skip
    assert [(lost.days, lost.kept) for lost in where.teams.values()] == [(2, 2)]
    assert sum(lost.days for lost in where.weeks.values()) == 2
    assert all(monday.isoweekday() == 1 for monday in where.weeks)
    assert where.minutes_lost == 840


def test_who_was_stood_down_more_than_once_is_named_to_those_who_may_see_them(team, user, period):
    park = open_project(team, name="Park")
    often, once = someone(team, "Often"), someone(team, "Once")
    for days in (3, 4, 5):
        stood_down(park, [often], user, TODAY - timedelta(days=days))
    stood_down(park, [once], user, TODAY - timedelta(days=6))
    assert [(row[0], row[3]) for row in turned_away_again(user, period)] == [(often[0].crn, 3)]
    assert not turned_away_again(make_user("placement_coordinator", make_team(), over="pdu"), period)


def test_a_stand_down_is_held_against_what_would_have_prevented_it(team, user):
    park = open_project(team, name="Park", places=2)
    made = stood_down(park, [someone(team, str(number)) for number in range(3)], user)
    assert preventions([made.pk]) == {made.pk: ("fewer_booked",)}
    any_day_supervisor(team)
    assert preventions([made.pk]) == {made.pk: ("spare_supervisor", "fewer_booked")}
    make_session(open_project(make_team(pdu=team.pdu)), DAY, any_day_supervisor(make_team()), opened_at=NOW)
    assert preventions([made.pk]) == {made.pk: ("spare_supervisor", "fewer_booked", "other_site")}


def test_only_what_answers_the_cause_is_told():
    every = ("spare_supervisor", "fewer_booked", "other_site")
    assert relevant("no_supervisor", every) == ["spare_supervisor", "other_site"]
    assert relevant("session_full", every) == ["fewer_booked", "other_site"]
    assert relevant("weather", every) == ["other_site"]


def test_the_page_tells_all_of_it(client, team, user):
    park = open_project(team, name="Riverside Park")
    often = someone(team, "Often")
    for days in (3, 4):
        stood_down(park, [often], user, TODAY - timedelta(days=days))
    any_day_supervisor(team)
    page = client.get(reverse("unpaid_work:stand_downs")).content.decode()
    for told in ("Hours lost", "By project", "By team", "By week", "Riverside Park", "People stood down more than once",
                 often[0].crn, "A spare supervisor: one of the team was free"):  # fmt: skip
        assert told in page
