"""Accounts: who makes them, how far an administrator reaches, and how a first password is chosen."""

import re
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import AuditEvent, RoleGrant, User
from amends.organisation.operations import users as operations
from amends.organisation.operations.refusal import Refused
from tests.factories import PASSWORD, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
CHOSEN = "harbour-lantern-71"


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def admin(client, team):
    user = make_user("system_administrator", team, over="region")
    client.force_login(user)
    return user


def member_user(team, role="practitioner", **values):
    return make_user(role, team, staff=make_staff(team), **values)


def address(name, *args):
    return reverse(f"organisation:{name}", args=args)


def link_for(client, user) -> str:
    shown = client.post(address("issue_password_link", user.pk)).content.decode()
    return re.search(r'value="(http[^"]+/password/[^"]+)"', shown)[1].removeprefix("http://testserver")


def choose(link, password=CHOSEN, again=None):
    return Client().post(link, {"password": password, "again": again or password})


def signs_in(user, password) -> bool:
    visitor = Client()
    visitor.post("/account/login/", {"login": user.username, "password": password})
    return visitor.get("/").status_code == 200


# A first password.


def test_a_new_user_chooses_a_password_by_the_link_and_signs_in(client, admin, team):
    staff = make_staff(team)
    given = {"staff_code": staff.code.lower(), "username": "New.Person", "given_names": "N", "family_name": "P"}
    assert f'value="{staff.code}"' in client.get(address("create_user"), {"staff": staff.code}).content.decode()
    client.post(address("create_user"), given)
    made = User.objects.get(username="new.person")
    assert made.staff == staff
    RoleGrant.objects.create(user=made, role="practitioner", team=team, from_date=date(2000, 1, 1))
    link = link_for(client, made)
    answer = choose(link)
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    assert signs_in(made, CHOSEN)
    actions = AuditEvent.objects.filter(subject=f"organisation.user {made.pk}").values_list("action", "username")
    assert ("issue password link", admin.username) in actions
    assert ("choose password", made.username) in actions
    assert not AuditEvent.objects.filter(detail__icontains=link.rpartition("/")[2]).exists()


def test_a_link_works_once(client, admin, team):
    user = member_user(team)
    link = link_for(client, user)
    assert choose(link).status_code == 302
    assert choose(link, "another-lantern-72").status_code == 404
    assert signs_in(user, CHOSEN)


def test_a_second_link_ends_the_first(client, admin, team):
    user = member_user(team)
    first, second = link_for(client, user), link_for(client, user)
    assert choose(first).status_code == 404
    assert choose(second).status_code == 302


def test_a_link_runs_out_after_a_day(client, admin, team, monkeypatch):
    from django.contrib.auth.tokens import default_token_generator

    link = link_for(client, member_user(team))
    real = default_token_generator._now()
    monkeypatch.setattr(default_token_generator, "_now", lambda: real + timedelta(hours=23, minutes=59))
    assert Client().get(link).status_code == 200
    monkeypatch.setattr(default_token_generator, "_now", lambda: real + timedelta(hours=24, minutes=1))
    assert Client().get(link).status_code == 404


def test_issuing_a_link_ends_the_password_and_what_is_open(client, admin, team):
    user, theirs = member_user(team), Client()
    theirs.force_login(user)
    link_for(client, user)
    assert theirs.get("/").status_code == 302
    assert not signs_in(user, PASSWORD)


def test_a_link_of_one_user_does_not_open_another(client, admin, team):
    user, other = member_user(team), member_user(team)
    link = link_for(client, user)
    assert choose(link.replace(f"/{user.pk}/", f"/{other.pk}/")).status_code == 404


def test_a_closed_account_has_no_link_and_opens_by_none(client, admin, team):
    user = member_user(team)
    link = link_for(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert choose(link).status_code == 404
    assert "The account is closed" in client.post(address("issue_password_link", user.pk)).content.decode()


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [("short", "short", "password"), ("password12345", "password12345", "password"), (CHOSEN, "other", "again"),
     ("", "", "password")],
)  # fmt: skip
def test_a_password_too_easy_or_typed_differently_is_refused_at_its_field(client, admin, team, password, again, field):
    user = member_user(team)
    answer = choose(link_for(client, user), password, again)
    assert field in answer.context["form"].errors
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert CHOSEN not in answer.content.decode()


def test_a_password_like_the_username_is_refused(client, admin, team):
    user = member_user(team, username="marianne.whitfield")
    assert "password" in choose(link_for(client, user), "marianne.whitfield").context["form"].errors


def test_choosing_a_password_ends_a_lock_out(client, admin, team):
    user = member_user(team)
    for _ in range(5):
        Client().post("/account/login/", {"login": user.username, "password": "wrong-password-1"})
    choose(link_for(client, user))
    assert signs_in(user, CHOSEN)


def test_nobody_issues_a_link_for_themselves(client, admin):
    shown = client.post(address("issue_password_link", admin.pk))
    assert shown.status_code == 404 or "your own password" in shown.content.decode()
    with pytest.raises(Refused, match="your own password"):
        operations.issue_password_link(user=admin, by=admin, at=timezone.now())


def test_changing_ones_own_password_is_audited(client, team):
    user = member_user(team)
    client.force_login(user)
    given = {"oldpassword": PASSWORD, "password1": CHOSEN, "password2": CHOSEN}
    client.post("/account/password/change/", given)
    assert signs_in(user, CHOSEN)
    event = AuditEvent.objects.get(action="change password")
    assert (event.username, event.subject) == (user.username, f"organisation.user {user.pk}")


def test_the_first_administrator_gets_a_link_by_a_command_that_is_audited(capsys):
    first = make_user("system_administrator", over="all", username="first.admin")
    call_command("password_link", "First.Admin", address="https://amends.example/")
    link = capsys.readouterr().out.strip()
    assert link.startswith("https://amends.example/organisation/users/")
    assert choose(link.removeprefix("https://amends.example")).status_code == 302
    assert signs_in(first, CHOSEN)
    event = AuditEvent.objects.get(action="issue password link")
    assert (event.username, event.detail) == ("amends.console", {"user": "first.admin"})
    assert not User.objects.get(username="amends.console").is_active


def test_the_command_says_who_is_not_known():
    with pytest.raises(CommandError, match="no user signs in as nobody"):
        call_command("password_link", "nobody")


# How far an administrator reaches.


def further(team, over):
    """A user of the team's who holds a role beyond it: over the service, or another region."""
    user = make_user(staff=make_staff(team))
    place = {} if over == "all" else {"region": make_team().pdu.region}
    RoleGrant.objects.create(user=user, role="head_of_pdu", from_date=date(2000, 1, 1), **place)
    return user


@pytest.mark.parametrize("over", ["all", "another region"])
def test_an_administrator_does_not_become_or_shut_out_somebody_whose_roles_go_further(client, admin, team, over):
    user = further(team, over)
    for name, given in (("issue_password_link", {}), ("let_in", {"reason": "x"})):
        shown = client.post(address(name, user.pk), given).content.decode()
        assert "Their roles go further" in shown
    grant = user.grants.get()
    ends = {"to_date_day": "1", "to_date_month": "9", "to_date_year": "2030"}
    shown = client.post(address("end_grant", user.pk, grant.pk), ends).content.decode()
    assert "you do not manage" in shown
    user.refresh_from_db()
    grant.refresh_from_db()
    assert (user.has_usable_password(), user.is_active, grant.to_date) == (True, True, None)


def test_a_role_that_ended_long_ago_does_not_stand_in_the_way(client, admin, team):
    user = further(team, "all")
    user.grants.update(to_date=date(2001, 1, 1))
    assert link_for(client, user)


@pytest.mark.parametrize("where", ["service", "region", "unit", "team"])
def test_the_operation_grants_no_role_beyond_the_reach_of_who_grants_it(admin, team, where):
    user, other = member_user(team), make_team()
    place = {"service": {}, "region": {"region": other.pdu.region}, "unit": {"pdu": other.pdu}, "team": {"team": other}}
    draft = operations.GrantDraft(user, "system_administrator", date(2026, 1, 1), **place[where])
    with pytest.raises(Refused, match="no further"):
        operations.grant_roles([draft], by=admin, at=timezone.now())
    assert user.grants.count() == 1


@pytest.mark.parametrize("over", ["pdu", "team"])
def test_an_administrator_of_a_part_grants_nothing_over_the_whole_of_it(team, over):
    admin, user = make_user("system_administrator", team, over=over), member_user(team)
    wider = {"pdu": {"region": team.pdu.region}, "team": {"pdu": team.pdu}}[over]
    with pytest.raises(Refused, match="no further"):
        operations.grant_roles([operations.GrantDraft(user, "senior", date(2026, 1, 1), **wider)], by=admin,
                               at=timezone.now())  # fmt: skip
    operations.grant_roles([operations.GrantDraft(user, "senior", date(2026, 1, 1), team=team)], by=admin,
                           at=timezone.now())  # fmt: skip
    assert user.grants.filter(role="senior", team=team).exists()


def test_who_manages_no_users_grants_nothing(team):
    head, user = make_user("head_of_pdu", team, over="region"), member_user(team)
    with pytest.raises(Refused):
        operations.grant_roles(
            [operations.GrantDraft(user, "senior", date(2026, 1, 1), team=team)], by=head, at=timezone.now()
        )


def test_who_manages_the_whole_service_grants_over_the_whole_of_it(client, team):
    client.force_login(make_user("system_administrator", over="all"))
    user = member_user(team)
    given = {"role": "performance_analyst", "place": "whole:", "from_date_day": "1", "from_date_month": "9",
             "from_date_year": "2026"}  # fmt: skip
    client.post(address("grant_role", user.pk), given)
    grant = user.grants.get(role="performance_analyst")
    assert (grant.region, grant.pdu, grant.team) == (None, None, None)
    client.force_login(make_user("system_administrator", team, over="region"))
    assert "whole:" not in client.get(address("grant_role", user.pk)).content.decode()


def test_an_administrator_of_a_region_makes_users_for_its_staff_only(client, admin, team):
    there = make_staff(make_team())
    given = {"username": "someone", "given_names": "A", "family_name": "B"}
    for code in (there.code, ""):
        answer = client.post(address("create_user"), given | {"staff_code": code})
        assert list(answer.context["form"].errors) == ["staff_code"]
    assert not User.objects.filter(username="someone").exists()


def test_a_username_with_spaces_is_refused_at_its_field(client, admin, team):
    given = {"username": "a b", "given_names": "A", "family_name": "B", "staff_code": make_staff(team).code}
    assert list(client.post(address("create_user"), given).context["form"].errors) == ["username"]


def test_the_list_of_users_is_narrowed(client, admin, team):
    open_one, closed = member_user(team), member_user(team, "senior", is_active=False)
    lapsed = member_user(team, "senior")
    lapsed.grants.update(to_date=date(2001, 1, 1))

    def found(**query):
        shown = client.get(address("users"), query).content.decode().split("<tbody")[-1]
        return {user for user in (open_one, closed, lapsed) if f">{user.username}<" in shown}

    assert found() == {open_one, closed, lapsed}
    assert found(role="senior") == {closed}
    assert found(account="closed") == {closed}
    assert found(words=open_one.staff.code) == {open_one}
    assert "No user fits these filters." in client.get(address("users"), {"words": "zzz"}).content.decode()


def test_an_account_tells_when_its_holder_leaves_or_left(client, admin, team):
    user = make_user("practitioner", team, staff=make_staff(team, to_date=date(2026, 3, 1)))
    assert "in post until 28 February 2026" in client.get(address("user", user.pk)).content.decode()
