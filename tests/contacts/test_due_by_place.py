"""Contact due by person, team and region: who was not contacted in four weeks, as a page and as a file."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amends.contacts.queries import places
from amends.contacts.queries.due_by_place import due_by_place
from amends.organisation.models import AuditEvent, LimitedAccess
from tests.contacts.appointing import AT, ON, contact, supervised
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
LONG_AGO = ON - timedelta(days=200)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def head(team):
    return make_user("head_of_pdu", team, over="region")


def found(user, **options):
    return due_by_place(user, places.teams(user), on=ON, at=AT, **options)


def silent(team, days=28, **values):
    person = supervised(team, began=LONG_AGO, **values)
    contact(person, ON - timedelta(days=days), "telephone")
    return person


def test_each_team_tells_how_many_of_its_people_were_not_contacted(team, head):
    other = make_team("sentence_management", pdu=team.pdu)
    gone, seen, far = silent(team), silent(team, 27), silent(other, 90)
    supervised(make_team("sentence_management"), began=LONG_AGO)  # of another region
    told = found(head)
    assert {each.team: (each.people, each.no_contact) for each in told.teams} == {team: (2, 1), other: (1, 1)}
    assert (told.together().people, told.together().no_contact) == (3, 2)
    assert [each.person for each in told.shown("no_contact")] == [far, gone]  # the longest without contact first
    assert seen not in [each.person for each in told.shown("no_contact")]


def test_one_never_contacted_comes_before_everybody(team, head):
    silent(team, 90)
    never = supervised(team, began=LONG_AGO)
    assert found(head).shown("no_contact")[0].person == never


def test_a_contact_long_ago_is_still_told_as_the_last(team, head):
    person = silent(team, 150)
    (due,) = found(head).people
    assert due.person == person
    assert (due.last.on, due.last.mode) == (ON - timedelta(days=150), "telephone")
    assert due.made == ()


def test_those_whom_the_reader_may_not_see_are_in_no_figure(team, head):
    person = silent(team)
    LimitedAccess.objects.create(crn=person.crn, kind="exclusion", username=head.username, reason="Known",
                                 from_at=AT - timedelta(days=1))  # fmt: skip
    assert found(head).teams == []


def _now():
    return timezone.localdate()


def test_the_file_names_those_of_the_list_and_the_trail_says_so(client, team, head):
    person = supervised(team, "high", began=_now() - timedelta(days=100))
    seen = supervised(team, "high", began=_now() - timedelta(days=2))
    make_allocation(person, make_staff(team, "po"), _now() - timedelta(days=90))
    client.force_login(head)
    answer = client.get("/contacts/due.csv", {"show": "no_contact"})
    rows = list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert [(row["crn"], row["every_days"], row["no_contact"]) for row in rows] == [(person.crn, "7", "yes")]
    told = AuditEvent.objects.filter(action="export contact.view", subject="contacts.due").get()
    assert told.detail == {"crns": [person.crn]}
    page = client.get("/contacts/due", {"show": "overdue", "place": f"team-{team.code}"}).content.decode()
    assert person.crn in page and seen.crn not in page


@pytest.mark.parametrize("query", [{"place": "team-nowhere"}, {"show": "sideways"}, {"page": "900"}])
def test_an_address_that_asks_for_nothing_there_is_shows_what_there_is(client, team, head, query):
    silent(team, 90)
    client.force_login(head)
    assert client.get("/contacts/due", query).status_code == 200


def test_a_region_costs_no_more_queries_than_one_person(team, head):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            due_by_place(head, places.teams(head), on=ON, at=datetime.combine(ON, AT.time(), UTC))
        return len(queries)

    silent(team)
    asked()
    one = asked()
    for _number in range(5):
        silent(team, 90)
    assert asked() == one
