"""A team, and the head of its region signed in."""

import pytest

from tests.factories import make_team, make_user


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def head(client, team):
    user = make_user("head_of_pdu", team, over="region")
    client.force_login(user)
    return user
