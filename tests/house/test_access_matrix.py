"""The access matrix: every address, every role, and whose record is asked for.

A role sees its own place's record where it has the permission, and otherwise the same 404, to the byte, whether the
record is another region's, restricted, or was never there. An address that nobody listed fails.
"""

import pytest

from amends.organisation.access_matrix import LINK_HOLDER, PUBLIC, SIGNED_IN
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.organisation.roles import ROLES
from tests.factories import make_user
from tests.house.addresses import addresses
from tests.house.kept import count_anew, kept
from tests.house.world import ABSENT, KWARGS, LIBRARIES, NO_RECORD, NOT_ABOUT_PEOPLE, make_world

OURS = [address for address in addresses() if address.ours]
BY_LINK = [address for address in OURS if address.permission == LINK_HOLDER]
WITH_RECORD = [address for address in OURS if address.name in KWARGS and address not in BY_LINK]


def test_every_address_is_in_the_matrix():
    listed = set(KWARGS) | NO_RECORD
    assert {address.name for address in OURS} == listed, "list the address in the world_of_ file of its room"


def test_every_address_of_a_library_is_known():
    assert {address.name for address in addresses() if not address.ours} == LIBRARIES


@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_every_address_says_what_it_asks(address):
    assert address.permission, "mark the view with @permission, @signed_in or @public"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two regions with a record of every kind, made once for the whole walk."""
    with kept(django_db_blocker):
        made = make_world()
        count_anew()
        yield made


@pytest.fixture(scope="module")
def readers(world):
    """A signed-in client and its user for each role over the own region, and one without a role."""
    found = {}
    for role in (*ROLES, None):
        client, user = world.client(), make_user(role, world.own.team, over="region")
        client.force_login(user)
        found[role] = (client, user)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_each_role_at_each_address(world, readers, address):
    nothing = readers[None][0].get("/nothing/is/here").content
    for role, (client, _user) in readers.items():
        open_to_all = address.permission in (PUBLIC, SIGNED_IN, LINK_HOLDER)
        allowed = open_to_all or (role and address.permission in ROLES[role].permissions)
        answer = client.get(world.url(address.name, world.own))
        if allowed:
            assert answer.status_code in (200, 302, 405), (role, address.route)
        else:
            assert answer.status_code == 404, (role, address.route)
            assert answer.content == nothing


@pytest.mark.django_db
@pytest.mark.parametrize("address", WITH_RECORD, ids=lambda address: address.name)
def test_another_regions_record_a_restricted_one_and_an_absent_one_look_the_same(world, readers, address):
    client, user = readers[next(name for name, role in ROLES.items() if address.permission in role.permissions)]
    before = AuditEvent.objects.filter(outcome="refused").count()
    ask = client.post if client.get(world.url(address.name, ABSENT)).status_code == 405 else client.get
    foreign, absent = ask(world.url(address.name, world.other)), ask(world.url(address.name, ABSENT))
    assert (foreign.status_code, absent.status_code) == (404, 404), address.route
    assert foreign.content == absent.content
    assert AuditEvent.objects.filter(outcome="refused").count() >= before + 2
    if address.name not in NOT_ABOUT_PEOPLE:
        for person in (world.own.person, world.own.other_person):
            LimitedAccess.objects.create(
                crn=person.crn,
                kind="exclusion",
                username=user.username,
                reason="Synthetic",
                from_at="2026-01-01T00:00Z",
            )
        restricted = ask(world.url(address.name, world.own))
        assert (restricted.status_code, restricted.content) == (404, absent.content)


@pytest.mark.django_db
@pytest.mark.parametrize("address", OURS, ids=lambda address: address.name)
def test_nobody_signed_in_sees_only_what_is_public(world, address):
    answer = world.client().get(world.url(address.name, world.own))
    if address.permission in (PUBLIC, LINK_HOLDER):
        assert answer.status_code == 200
    else:
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", BY_LINK, ids=lambda address: address.name)
def test_a_link_opens_its_own_record_and_no_other(world, address):
    client = world.client()
    before = AuditEvent.objects.filter(outcome="refused").count()
    assert client.get(world.url(address.name, world.own)).status_code == 200
    crossed, absent = (client.get(world.url(address.name, place)) for place in (world.crossed, ABSENT))
    assert (crossed.status_code, absent.status_code) == (404, 404)
    assert crossed.content == absent.content
    assert AuditEvent.objects.filter(outcome="refused").count() == before + 2
