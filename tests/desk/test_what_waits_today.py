"""What waits for a user on the first page of the day: each kind in words, with how many there are."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.contacts.models import Concern
from amends.desk.today import duties
from amends.organisation.models import RoleGrant
from tests.factories import london, make_person, make_requirement, make_team, make_user

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 10)
AT = london(ON, 9)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def senior(team):
    return make_user("senior", team)


def concern(person, **values):
    return Concern.objects.create(person=person, text="Seemed low", raised_at=AT, raised_by=make_user(), **values)


def told(user):
    return {duty.text: duty for duty in duties(user, ON, AT)}


def test_each_kind_is_counted_by_itself_and_only_what_the_user_may_see(team, senior):
    person = make_person(team)
    concern(person), concern(person)
    concern(person, read_at=AT, read_by=senior)
    concern(make_person(make_team("sentence_management")))
    young = make_person(team, date_of_birth=ON.replace(year=ON.year - 18) + timedelta(days=1))
    make_requirement(young)
    make_requirement(make_person(team, date_of_birth=ON.replace(year=ON.year - 18)))
    found = told(senior)
    assert "2 concerns from site to read" in found
    assert "1 person under 18 waiting for a manager" in found
    assert found["2 concerns from site to read"].href == "/contacts/concerns"


def test_what_is_none_is_not_told(senior):
    assert told(senior) == {}


def test_a_user_whose_roles_are_not_known_is_told_nothing(team):
    stranger = make_user()
    RoleGrant.objects.create(user=stranger, role="no such role", team=team, from_date=date(2020, 1, 1))
    assert told(stranger) == {}


def test_one_query_counts_every_kind(team, senior):
    concern(make_person(team))
    make_requirement(make_person(team, date_of_birth=ON.replace(year=ON.year - 17)))
    with CaptureQueriesContext(connection) as asked:
        assert len(told(senior)) == 3  # the young person has no assessment for unpaid work, either
    assert sum("COUNT(" in query["sql"] for query in asked.captured_queries) == 1
