"""The list of people as a file: the same people as the page, no one else, and written to the trail as an export."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.organisation.models import AuditEvent, LimitedAccess
from tests.cases.registering import register
from tests.factories import make_allocation, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/cases/as-csv"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    user = make_user("practitioner", team, staff=make_staff(team, grade="po"))
    client.force_login(user)
    return user


def rows(client, **query):
    answer = client.get(ADDRESS, query)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_everyone_found_with_what_the_list_shows(client, user, team):
    person = register(user, team, "Siân", "O’Brien", date(1990, 3, 27), language="cy", interpreter="Polish")
    make_allocation(person, user.staff)
    register(user, team, "Ann", "Elsewhere", date(1991, 1, 1))
    assert [row["family_name"] for row in rows(client)] == ["Elsewhere", "O’Brien"]
    (row,) = rows(client, q="sian", mine="on")
    assert row == {
        "crn": person.crn, "family_name": "O’Brien", "given_names": "Siân", "date_of_birth": "1990-03-27",
        "team": team.name, "practitioner": user.staff.name, "language": "cy", "interpreter": "Polish",
        "access_limited": "no",
    }  # fmt: skip


def test_people_elsewhere_or_whose_lists_forbid_it_are_not_in_the_file(client, user, team):
    shown, hidden = make_person(team), make_person(team)
    make_person(make_team())
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=user.username, reason="Synthetic", from_at=timezone.now()
    )
    assert [row["crn"] for row in rows(client)] == [shown.crn]
    assert rows(client, q=hidden.crn) == []
    events = AuditEvent.objects.filter(action="export person.view").order_by("pk").values_list("detail", flat=True)
    assert [event["crns"] for event in events] == [[shown.crn], []]


def test_a_longer_file_takes_no_more_queries(client, user, team):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            rows(client)
        return len(captured)

    make_allocation(make_person(team), user.staff)
    queries()  # the first of a sign-in writes that it was seen
    few = queries()
    for _ in range(5):
        make_allocation(make_person(team), user.staff)
    assert queries() == few
