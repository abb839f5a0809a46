"""The page of stand-downs: where and when, to whom again, and what would have prevented each."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amends.cases.models import Address
from amends.unpaid_work.models import StandDown, StandDownPerson
from amends.unpaid_work.queries.stand_down_causes import turned_away_again, where_of
from amends.unpaid_work.queries.stand_down_preventions import Prevention, preventions
from amends.unpaid_work.queries.stand_downs import Period
from amends.unpaid_work.views.stand_down_causes import prevention
from tests.factories import make_assessment, make_person, make_requirement, make_team, make_user
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
    assert (where.all.minutes, where.all.offered, where.all.worked) == (840, 4 * 420, 420)
    assert (where.projects["Shop"].offered, where.projects["Shop"].worked) == (840, 420)


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
    assert preventions([made.pk]) == {made.pk: Prevention(False, 1, 3)}
    any_day_supervisor(team)
    assert preventions([made.pk]) == {made.pk: Prevention(True, 1, 3)}


def test_another_site_would_have_helped_those_it_was_within_reach_of(team, user):
    """By public transport ten minutes and three a kilometre: 90 minutes are 26.7 kilometres, a quarter of a degree."""
    people = [someone(team, name) for name in ("Near", "Far", "Homeless", "Unassessed")]
    for (person, _requirement), lat in zip(people, (52.0, 53.0, None, 52.0), strict=True):
        if lat:
            Address.objects.create(person=person, lat=lat, lon=-1.5, from_date=TODAY - timedelta(days=90))
    for person, _requirement in people[:3]:
        make_assessment(person, user, TODAY - timedelta(days=60), drives=False, max_travel_minutes=90)
    made = stood_down(open_project(team, name="Park", places=9), people, user)
    other = open_project(make_team(pdu=team.pdu), name="Shop", places=2, lat=52.2, lon=-1.5)
    session = make_session(other, DAY, any_day_supervisor(other.team), opened_at=NOW)
    assert preventions([made.pk])[made.pk] == Prevention(turned_away=4, within_reach=1, places=2)
    for name in ("One", "Two"):
        past(other, someone(team, name), user, DAY, "ATTC")
    assert session.bookings.count() == 2
    assert preventions([made.pk])[made.pk].within_reach == 0


def test_only_what_answers_the_cause_is_told():
    found = Prevention(True, 2, 5, 3, 4)
    assert found.answering("no_supervisor") == Prevention(True, 0, 5, 3, 4)
    assert found.answering("session_full") == Prevention(False, 2, 5, 3, 4)
    assert found.answering("weather") == Prevention(False, 0, 5, 3, 4)
    assert prevention(found) == (
        "A spare supervisor: one of the team was free; Fewer booked: there were 2 more than places; "
        "Another site within reach of 3 of 5: 4 places"
    )
    assert prevention(Prevention(turned_away=5)) == "Nothing on record"


def test_the_page_tells_all_of_it(client, team, user):
    park = open_project(team, name="Riverside Park")
    often = someone(team, "Often")
    for days in (3, 4):
        stood_down(park, [often], user, TODAY - timedelta(days=days))
    any_day_supervisor(team)
    page = client.get(reverse("unpaid_work:stand_downs")).content.decode()
    for told in (
        "Hours lost", "Hours worked", "of 14h offered", "By project", "By team", "By week", "Riverside Park",
        "People stood down more than once", often[0].crn, "A spare supervisor: one of the team was free",
    ):  # fmt: skip
        assert told in page
