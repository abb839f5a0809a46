"""The organisation's pages: staff and absences, tiers, users and roles, the audit trail."""

from datetime import date

import pytest

from amends.organisation.models import Absence, AuditEvent, RegionTier, RoleGrant, User
from amends.organisation.operations.staff import AbsenceDraft, record_absences
from amends.organisation.roles import ROLES
from tests.factories import PASSWORD, make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
FROM = {"from_date_day": "3", "from_date_month": "8", "from_date_year": "2026"}


@pytest.fixture
def team():
    return make_team()


def sign_in(client, role, team, over="region"):
    user = make_user(role, team, over=over)
    client.force_login(user)
    return user


def test_a_manager_records_an_absence_and_sees_it(client, team):
    sign_in(client, "senior", team)
    member = make_staff(team)
    page = f"/organisation/staff/{member.code}"
    answer = client.post(f"{page}/absences/record", FROM | {"kind": "sickness"}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "Sickness" in answer.content.decode()
    absence = Absence.objects.get()
    assert (absence.staff, absence.from_date, absence.to_date) == (member, date(2026, 8, 3), None)
    assert AuditEvent.objects.filter(action="record absence", subject=f"organisation.staff {member.pk}").exists()


def test_an_absence_that_overlaps_another_is_refused_in_words(client, team):
    user = sign_in(client, "senior", team)
    member = make_staff(team)
    record_absences([AbsenceDraft(member, "leave", date(2026, 8, 1), date(2026, 8, 10))], by=user, at=None)
    answer = client.post(f"/organisation/staff/{member.code}/absences/record", FROM | {"kind": "sickness"})
    assert "already recorded as away" in answer.content.decode()
    assert Absence.objects.count() == 1


def test_dates_out_of_order_are_told_at_their_field(client, team):
    sign_in(client, "senior", team)
    given = FROM | {"kind": "leave", "last_day_day": "1", "last_day_month": "8", "last_day_year": "2026"}
    answer = client.post(f"/organisation/staff/{make_staff(team).code}/absences/record", given)
    assert "must be on or after the first" in answer.content.decode()
    assert not Absence.objects.exists()


def test_staff_elsewhere_are_not_found(client, team):
    sign_in(client, "senior", team)
    there, absent = make_staff(make_team()), "S99999"
    foreign = client.get(f"/organisation/staff/{there.code}")
    missing = client.get(f"/organisation/staff/{absent}")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    assert there.name not in client.get("/organisation/staff").content.decode()


def test_a_head_moves_the_region_to_another_tier(client, team):
    sign_in(client, "head_of_pdu", team)
    region = team.pdu.region
    RegionTier.objects.create(region=region, tier="open", from_date=date(2026, 1, 1))
    answer = client.post(f"/organisation/regions/{region.code}/tier", FROM | {"tier": "3"}, follow=True)
    assert "Tier 3" in answer.content.decode()
    before, now = RegionTier.objects.order_by("from_date")
    assert (before.to_date, now.tier, now.to_date) == (date(2026, 8, 3), "3", None)


def test_an_administrator_makes_a_user_and_grants_a_role(client, team):
    sign_in(client, "system_administrator", None, over="all")
    answer = client.post(
        "/organisation/users/new", {"username": "New.Person", "given_names": "N", "family_name": "P"}, follow=True
    )
    made = User.objects.get(username="new.person")
    assert "No role is granted" in answer.content.decode()
    client.post(f"/organisation/users/{made.pk}/grant", FROM | {"role": "practitioner", "place": f"team:{team.pk}"})
    grant = RoleGrant.objects.get(user=made)
    assert (grant.role, grant.team) == ("practitioner", team)
    ends = {"to_date_day": "1", "to_date_month": "9", "to_date_year": "2026"}
    client.post(f"/organisation/users/{made.pk}/grants/{grant.pk}/end", ends)
    grant.refresh_from_db()
    assert grant.to_date == date(2026, 9, 1)


def test_a_system_administrator_sees_no_person(client, team):
    person = make_person(team)
    sign_in(client, "system_administrator", None, over="all")
    for address in ("/cases/", f"/cases/{person.crn}", f"/unpaid-work/people/{person.crn}"):
        assert client.get(address).status_code == 404


def test_the_page_of_roles_shows_every_role(client, team):
    sign_in(client, "practitioner", team)
    page = client.get("/organisation/roles").content.decode()
    assert all(role.title in page for role in ROLES.values())


def test_the_audit_trail_is_filtered_and_leaves_out_people_the_reader_may_not_see(client, team):
    from django.utils import timezone

    from amends.organisation import audit
    from amends.organisation.models import LimitedAccess

    head = sign_in(client, "head_of_pdu", team)
    seen, hidden = make_person(team), make_person(team)
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=head.username, reason="x", from_at=timezone.now()
    )
    for person in (seen, hidden):
        audit.record(head, "open", "cases.person", crn=person.crn)
    page = client.get("/organisation/audit").content.decode()
    assert seen.crn in page
    assert hidden.crn not in page
    filtered = client.get("/organisation/audit", {"crn": seen.crn.lower()}).content.decode()
    assert seen.crn in filtered


def test_an_administrator_cannot_give_themselves_a_role(client, team):
    admin = sign_in(client, "system_administrator", None, over="all")
    given = FROM | {"role": "practitioner", "place": f"team:{team.pk}"}
    answer = client.post(f"/organisation/users/{admin.pk}/grant", given)
    assert "Nobody grants a role to themselves" in answer.content.decode()
    assert RoleGrant.objects.filter(user=admin).count() == 1


def test_an_administrator_of_one_region_grants_roles_over_its_places_only(client, team):
    sign_in(client, "system_administrator", team, over="region")
    other, page = make_team(), "/organisation/users/{}/grant"
    made = make_user("practitioner", team, staff=make_staff(team))
    shown = client.get(page.format(made.pk)).content.decode()
    assert f"team:{team.pk}" in shown
    assert f"region:{team.pdu.region_id}" in shown
    for place in (f"team:{other.pk}", f"pdu:{other.pdu_id}", f"region:{other.pdu.region_id}"):
        assert place not in shown
        client.post(page.format(made.pk), FROM | {"role": "senior", "place": place})
    assert not RoleGrant.objects.filter(user=made, role="senior").exists()


@pytest.mark.parametrize("over", ["team", "pdu", "region"])
def test_the_audit_trail_tells_of_the_readers_part_of_the_service_only(client, team, over):
    from amends.organisation import audit

    sign_in(client, "head_of_pdu", team, over=over)
    near, far = make_person(team), make_person(make_team())
    for_staff = make_user(staff=make_staff(team))
    audit.record(for_staff, "open", "cases.person", crn=near.crn)
    audit.record(make_user("practitioner", team), "see", "cases.person", crn=near.crn)
    audit.record(make_user("practitioner", far.team, over="region"), "open", "cases.person", crn=far.crn)
    page = client.get("/organisation/audit").content.decode()
    assert page.count(near.crn) == 2
    assert far.crn not in page
    assert far.crn not in client.get("/organisation/audit", {"crn": far.crn}).content.decode().split("<table")[-1]


def test_a_closed_account_is_out_at_once_and_an_opened_one_may_sign_in_again(client, team):
    from django.test import Client

    theirs, leaver = Client(), make_user("practitioner", team)
    theirs.force_login(leaver)
    assert theirs.get("/").status_code == 200
    admin = sign_in(client, "system_administrator", None, over="all")
    page = f"/organisation/users/{leaver.pk}/account"
    assert "Enter why" in client.post(page, {"reason": ""}).content.decode()
    answer = client.post(page, {"reason": "Left the service"}, follow=True)
    assert "This account is closed" in answer.content.decode()
    assert theirs.get("/").status_code == 302
    theirs.post("/account/login/", {"login": leaver.username, "password": PASSWORD})
    assert theirs.get("/").status_code == 302
    event = AuditEvent.objects.get(action="close user")
    assert (event.username, event.detail["reason"]) == (admin.username, "Left the service")
    client.post(page, {"reason": "Came back"})
    leaver.refresh_from_db()
    assert leaver.is_active
    own = client.post(f"/organisation/users/{admin.pk}/account", {"reason": "Tired"}).content.decode()
    assert "Nobody closes or opens their own account" in own


def test_the_audit_trail_finds_refusals_by_the_person_they_were_about(client, team):
    from django.test import Client
    from django.utils import timezone

    from amends.organisation.models import LimitedAccess
    from tests.factories import make_allocation

    person = make_person(team)
    make_allocation(person, make_staff(team, "po"))
    stranger = make_user("practitioner", make_team(), staff=make_staff(team))
    theirs = Client()
    theirs.force_login(stranger)
    absent = theirs.get("/cases/Z999999")
    for address in (f"/cases/{person.crn}", f"/cases/{person.crn}/risk"):
        answer = theirs.get(address)
        assert (answer.status_code, answer.content) == (404, absent.content)
    head = sign_in(client, "head_of_pdu", team)
    query = {"crn": person.crn, "outcome": "refused"}
    rows = client.get("/organisation/audit", query).content.decode().split("<tbody")[-1]
    assert rows.count(f">{stranger.username}<") == 2
    assert "Z999999" not in rows
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=head.username, reason="x", from_at=timezone.now()
    )
    assert stranger.username not in client.get("/organisation/audit", query).content.decode().split("<tbody")[-1]
