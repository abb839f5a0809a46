"""A team that manages cases, and its manager signed in."""

import pytest

from tests.cases.visiting import signed_in
from tests.factories import make_team


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def user(client, team):
    return signed_in(client, "senior", team)
