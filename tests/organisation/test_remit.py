"""The places over which somebody may: what is listed as theirs is what they are held to."""

import pytest

from amends.organisation.models import PDU
from amends.organisation.remit import remit
from amends.organisation.roles import Permission
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
CHANGE = Permission.STAFF_CHANGE


@pytest.fixture
def places():
    """A team; one beside it in the unit; one in another unit of the region; one in another region."""
    team = make_team()
    other_unit = PDU.objects.create(region=team.pdu.region, code="other-unit", name="Other unit")
    return [team, make_team(pdu=team.pdu), make_team(pdu=other_unit), make_team()]


@pytest.mark.parametrize(("over", "teams", "units", "regions"), [("team", 1, 0, 0), ("pdu", 2, 1, 0),
                                                                 ("region", 3, 2, 1), ("all", 4, 3, 2)])  # fmt: skip
def test_each_level_reaches_what_lies_in_it_and_nothing_around_it(places, over, teams, units, regions):
    within = remit(make_user("head_of_pdu", places[0], over=over), CHANGE)
    assert set(within.all_teams()) == set(places[:teams])
    assert {team for team in places if within.covers(team=team)} == set(places[:teams])
    every_unit = dict.fromkeys(team.pdu for team in places)
    assert {unit for unit in every_unit if within.covers(pdu=unit)} == set(within.all_units())
    assert len(within.all_units()) == units
    every_region = dict.fromkeys(unit.region for unit in every_unit)
    assert {region for region in every_region if within.covers(region=region)} == set(within.all_regions())
    assert len(within.all_regions()) == regions
    assert within.covers() is (over == "all")


def test_a_role_without_the_permission_reaches_nothing(places):
    within = remit(make_user("practitioner", over="all"), CHANGE)
    assert not within.covers()
    assert not within.covers(team=places[0])
    assert not within.all_teams()


def test_an_account_that_is_closed_reaches_nothing(places):
    within = remit(make_user("head_of_pdu", over="all", is_active=False), CHANGE)
    assert not within.covers(team=places[0])
