"""Teams, offices and regions' tiers, as heads keep them."""

from datetime import date

import pytest
from django.urls import reverse

from amends.organisation.models import PDU, AuditEvent, Office, RegionTier, Team
from tests.factories import make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"organisation:{name}", args=args)


def test_a_head_makes_a_team_even_in_a_unit_that_has_none(client, head, team):
    empty = PDU.objects.create(region=team.pdu.region, code="empty", name="New unit")
    given = {"pdu": empty.pk, "name": "Night team", "kind": "unpaid_work", "code": "night"}
    shown = client.post(address("create_team"), given, follow=True).content.decode()
    assert "Night team" in shown
    made = Team.objects.get(code="night")
    assert (made.pdu, made.kind) == (empty, "unpaid_work")
    assert AuditEvent.objects.filter(action="create", subject=f"organisation.team {made.pk}").exists()


@pytest.mark.parametrize(
    ("wrong", "field"), [({"code": "a b"}, "code"), ({"code": "taken"}, "code"), ({"name": ""}, "name"),
                         ({"kind": "x"}, "kind"), ({"pdu": ""}, "pdu")],
)  # fmt: skip
def test_what_no_team_may_be_is_told_at_its_field(client, head, team, wrong, field):
    Team.objects.create(pdu=team.pdu, code="taken", name="Old", kind="court")
    given = {"pdu": team.pdu_id, "name": "Night team", "kind": "unpaid_work", "code": "night"} | wrong
    assert list(client.post(address("create_team"), given).context["form"].errors) == [field]


def test_no_team_or_office_is_made_in_a_unit_out_of_reach(client, head, team):
    elsewhere = make_team().pdu
    given = {"pdu": elsewhere.pk, "name": "N", "kind": "court", "code": "n"}
    assert list(client.post(address("create_team"), given).context["form"].errors) == ["pdu"]
    assert list(client.post(address("create_office"), given).context["form"].errors) == ["pdu"]
    assert elsewhere.name not in client.get(address("create_team")).content.decode()


def test_a_team_is_renamed_and_what_it_was_called_is_kept(client, head, team):
    old = team.name
    client.post(address("change_team", team.code), {"name": "Renamed", "kind": "court"})
    team.refresh_from_db()
    assert (team.name, team.kind) == ("Renamed", "court")
    assert AuditEvent.objects.get(action="change team").detail["before"] == {"name": old, "kind": "unpaid_work"}


def test_an_office_is_made_and_moved(client, head, team):
    given = {
        "pdu": team.pdu_id, "name": "Bridge House", "code": "bridge", "address": "1 River Street,\nReading",
        "position": "51.4551, -0.9787",
    }  # fmt: skip
    client.post(address("create_office"), given)
    office = Office.objects.get(code="bridge")
    assert (office.address, office.lat, office.lon) == ("1 River Street, Reading", 51.4551, -0.9787)
    shown = client.post(
        address("change_office", "bridge"), {"name": "Bridge House", "address": "2 Hill Road", "position": ""},
        follow=True,
    ).content.decode()  # fmt: skip
    office.refresh_from_db()
    assert (office.address, office.lat) == ("2 Hill Road", None)
    assert "2 Hill Road" in shown
    assert "1 River Street" not in shown


def test_a_head_of_one_team_does_not_change_the_unit_around_it(client, team):
    Office.objects.create(pdu=team.pdu, code="bridge", name="Bridge House")
    client.force_login(make_user("head_of_pdu", team, over="team"))
    assert "Bridge House" in client.get(address("offices")).content.decode()
    assert client.get(address("change_office", "bridge")).status_code == 404
    assert "Make a team" not in client.get(address("teams")).content.decode()
    assert client.get(address("change_team", team.code)).status_code == 200


def test_the_lists_are_narrowed_and_count_who_is_in_post(client, head, team):
    court = make_team("court", pdu=team.pdu)
    elsewhere = make_team()
    make_staff(team)
    make_staff(team, to_date=date(2001, 1, 1))
    shown = client.get(address("teams")).content.decode()
    assert elsewhere.name not in shown
    assert f'href="/organisation/staff?team={team.pk}">1<' in shown
    rows = client.get(address("teams"), {"kind": "court"}).content.decode().split("<tbody")[-1]
    assert court.name in rows
    assert f">{team.name}<" not in rows
    assert "No team fits these filters." in client.get(address("teams"), {"words": "nothing"}).content.decode()
    assert "No office fits these filters." in client.get(address("offices")).content.decode()


def test_an_office_of_a_unit_with_several_teams_is_listed_once(client, head, team):
    make_team(pdu=team.pdu)
    Office.objects.create(pdu=team.pdu, code="bridge", name="Bridge House")
    assert client.get(address("offices")).content.decode().split("<tbody")[-1].count(">Bridge House<") == 1


def test_a_tier_recorded_by_mistake_is_taken_back_and_the_one_before_goes_on(client, head, team):
    region = team.pdu.region
    first = RegionTier.objects.create(region=region, tier="open", from_date=date(2022, 4, 1), to_date=date(2026, 8, 3))
    wrong = RegionTier.objects.create(region=region, tier="3", from_date=date(2026, 8, 3))
    assert "Take back the latest" in client.get(address("regions")).content.decode()
    earlier = client.post(address("take_back_tier", region.code, first.pk), follow=True).content.decode()
    assert "only the latest is taken back" in earlier
    client.post(address("take_back_tier", region.code, wrong.pk))
    assert [(tier.tier, tier.to_date) for tier in RegionTier.objects.all()] == [("open", None)]
    assert AuditEvent.objects.get(action="take back region tier").detail == {"tier": "3", "from": "2026-08-03"}


@pytest.mark.parametrize("over", ["pdu", "team"])
def test_a_head_of_a_part_sees_the_regions_tier_and_does_not_move_the_whole_region(client, team, over):
    region = team.pdu.region
    tier = RegionTier.objects.create(region=region, tier="2", from_date=date(2026, 1, 1))
    client.force_login(make_user("head_of_pdu", team, over=over))
    shown = client.get(address("regions")).content.decode()
    assert "Tier 2" in shown
    assert "Record a tier" not in shown
    given = {"tier": "open", "from_date_day": "3", "from_date_month": "8", "from_date_year": "2026"}
    assert client.post(address("record_tier", region.code), given).status_code == 404
    assert client.post(address("take_back_tier", region.code, tier.pk)).status_code == 404
    assert RegionTier.objects.count() == 1


def test_the_section_leads_to_its_pages_and_only_to_those_one_may_open(client, head, team):
    shown = client.get(address("staff")).content.decode()
    assert all(address(name) in shown for name in ("teams", "offices", "regions"))
    client.force_login(make_user("senior", team))
    shown = client.get(address("staff")).content.decode()
    assert address("offices") in shown
    assert address("regions") not in shown
