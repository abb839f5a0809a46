"""Who assesses and who is assessed, where a test says no more."""

import pytest

from tests.factories import make_person, make_team, make_user


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team):
    return make_user("practitioner", team)


@pytest.fixture
def page(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def person(team):
    return make_person(team, given_names="Siân", family_name="ap Rhys")
