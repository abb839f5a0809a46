"""Stand-downs as users see them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amends.unpaid_work.models import Booking, StandDown
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on
from tests.unpaid_work.hours_records import EVERY_DAY, any_day_supervisor, open_project, worked

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team, client):
    user = make_user("placement_coordinator", team)
    client.force_login(user)
    return user


@pytest.fixture
def session(team, by):
    made = make_session(open_project(team), TODAY, opened_at=timezone.now() + timedelta(days=1))
    for _ in range(2):
        ready = make_ready(team, by, assessment=EVERY_DAY)
        put_on(made, ready, by, booked_at=timezone.now() + timedelta(days=1))
    return made


def test_a_session_is_stood_down_from_its_register_and_shows_it(client, session, team):
    sent = {"who": "whole", "cause": "vehicle", "notice": "on_site", "note": "Van broke down"}
    page = client.post(f"/unpaid-work/sessions/{session.pk}/stand-down", sent, follow=True).content.decode()
    for expected in ("The whole session is stood down", "Vehicle", "Van broke down", "Offer another place"):
        assert expected in page
    register = client.get(f"/unpaid-work/sessions/{session.pk}/register").content.decode()
    assert "The whole session is stood down" in register

    figures = client.get("/unpaid-work/stand-downs").content.decode()
    assert "2 of 2 planned" in figures
    assert "2 over 0 kept" in figures
    assert "Requirements completed" in figures


def test_naming_some_people_asks_who(client, session):
    sent = {"who": "some", "cause": "vehicle", "notice": "on_site"}
    page = client.post(f"/unpaid-work/sessions/{session.pk}/stand-down", sent).content.decode()
    assert "Select the people who are stood down" in page
    assert not StandDown.objects.exists()
    one = Booking.objects.filter(session=session).first()
    client.post(f"/unpaid-work/sessions/{session.pk}/stand-down", sent | {"people": [str(one.pk)]})
    assert [row.booking for row in StandDown.objects.get().people.all()] == [one]


def test_another_place_is_booked_where_the_rules_allow_it(client, session, team, by):
    tomorrow = TODAY + timedelta(days=1)
    other = make_session(open_project(team), tomorrow, any_day_supervisor(team), opened_at=timezone.now())
    women = make_session(
        open_project(team, for_whom="women"), tomorrow, any_day_supervisor(team), opened_at=timezone.now()
    )
    sent = {"who": "whole", "cause": "vehicle", "notice": "on_site"}
    client.post(f"/unpaid-work/sessions/{session.pk}/stand-down", sent)
    stood_down = StandDown.objects.get().people.first()
    address = f"/unpaid-work/stand-downs/people/{stood_down.pk}/offer"
    refused = client.post(address, {"session": str(women.pk)}).content.decode()
    assert "There is a problem" in refused
    stood_down.refresh_from_db()
    assert stood_down.offered is None

    assert client.post(address, {"session": str(other.pk)}).status_code == 302
    stood_down.refresh_from_db()
    assert stood_down.offered.session == other
    assert stood_down.offered.appointment.person == stood_down.booking.appointment.person


def test_a_team_sees_its_own_stand_downs_only(client, session):
    sent = {"who": "whole", "cause": "vehicle", "notice": "on_site"}
    client.post(f"/unpaid-work/sessions/{session.pk}/stand-down", sent)
    made = StandDown.objects.get()
    other = make_team()
    make_project(other)
    client.force_login(make_user("placement_coordinator", other))
    assert client.get(f"/unpaid-work/stand-downs/{made.pk}").status_code == 404
    page = client.get("/unpaid-work/stand-downs").content.decode()
    assert "0 of 0 planned" in page
    assert session.project.name not in page


def test_the_figures_come_as_a_file_of_the_same_period(client, session, team, by):
    past = TODAY - timedelta(days=200)
    requirement = make_requirement(make_person(team), sentence_date=past - timedelta(days=30))
    worked(open_project(team), requirement, past, by, outcome="AASD")
    address = f"/unpaid-work/stand-downs.csv?first_day={past.day}&first_month={past.month}&first_year={past.year}"
    rows = client.get(address).content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("date,project,cause")
    assert len(rows) == 2
    assert rows[1].startswith(f"{past.isoformat()},")
    assert len(client.get("/unpaid-work/stand-downs.csv").content.decode().splitlines()) == 1
