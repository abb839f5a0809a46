"""Who may open a record: their scope, the person's lists, and what is written when they try."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.models import AccessFile, AuditEvent, LimitedAccess, RoleGrant
from amends.organisation.roles import ROLES, Permission
from tests.factories import make_person, make_team, make_user

pytestmark = pytest.mark.django_db
VIEW = Permission.PERSON_VIEW


def opens(user, person) -> bool:
    try:
        return access.load(Person.objects.all(), user, VIEW, crn=person.crn) == person
    except access.NotVisible:
        return False


def limit(person, kind: str, username: str, *, ended: bool = False) -> None:
    now = timezone.now()
    LimitedAccess.objects.create(
        crn=person.crn, kind=kind, username=username, reason="Synthetic", from_at=now - timedelta(days=2),
        to_at=now - timedelta(days=1) if ended else None,
    )  # fmt: skip


@pytest.mark.parametrize("over", ["team", "pdu", "region", "all"])
def test_a_grant_opens_the_records_of_its_place(over):
    team = make_team()
    assert opens(make_user("practitioner", team, over=over), make_person(team))


@pytest.mark.parametrize("over", ["team", "pdu", "region"])
def test_a_grant_opens_nothing_elsewhere(over):
    assert not opens(make_user("practitioner", make_team(), over=over), make_person(make_team()))


def test_a_grant_over_a_unit_opens_its_other_teams_and_one_over_a_team_does_not():
    team = make_team()
    person = make_person(make_team(pdu=team.pdu))
    assert opens(make_user("practitioner", team, over="pdu"), person)
    assert not opens(make_user("practitioner", team, over="team"), person)


def test_without_a_grant_or_with_one_that_has_ended_or_with_an_unknown_role_nothing_opens():
    team = make_team()
    person = make_person(team)
    ended, unknown, inactive = make_user(), make_user(), make_user("practitioner", team, is_active=False)
    RoleGrant.objects.create(
        user=ended, role="practitioner", team=team, from_date=date(2020, 1, 1), to_date=date(2021, 1, 1)
    )
    RoleGrant.objects.create(user=unknown, role="emperor", team=team, from_date=date(2020, 1, 1))
    assert not any(opens(user, person) for user in (make_user(), ended, unknown, inactive))


def test_a_role_that_lacks_the_permission_opens_nothing():
    team = make_team()
    for role in ROLES:
        allowed = VIEW in ROLES[role].permissions
        assert opens(make_user(role, team), make_person(team)) is allowed, role


def test_an_excluded_user_is_refused_whatever_the_case_of_the_name():
    team = make_team()
    user, person = make_user("practitioner", team, username="Jo.Smith"), make_person(team)
    limit(person, "exclusion", "jo.smith")
    assert not opens(user, person)
    assert opens(make_user("practitioner", team), person)


def test_a_restriction_admits_only_those_named():
    team = make_team()
    named, other, person = make_user("practitioner", team), make_user("practitioner", team), make_person(team)
    limit(person, "restriction", named.username)
    assert opens(named, person)
    assert not opens(other, person)


def test_both_lists_at_once_refuse_someone_named_on_both():
    team = make_team()
    user, person = make_user("practitioner", team), make_person(team)
    limit(person, "restriction", user.username)
    limit(person, "exclusion", user.username)
    assert not opens(user, person)


def test_a_list_that_has_ended_no_longer_counts():
    team = make_team()
    user, person = make_user("practitioner", team), make_person(team)
    limit(person, "exclusion", user.username, ended=True)
    limit(person, "restriction", "somebody-else", ended=True)
    assert opens(user, person)


def test_a_person_without_an_access_file_counts_as_restricted():
    team = make_team()
    user, person = make_user("practitioner", team), make_person(team)
    AccessFile.objects.filter(crn=person.crn).delete()
    assert not opens(user, person)


def test_being_named_does_not_open_what_is_outside_the_users_scope():
    user, person = make_user("practitioner", make_team()), make_person(make_team())
    limit(person, "restriction", user.username)
    assert not opens(user, person)


def test_opening_and_refusal_are_both_written_with_who_and_what():
    team = make_team()
    user, person, foreign = make_user("practitioner", team), make_person(team), make_person(make_team())
    opens(user, person)
    opens(user, foreign)
    allowed, refused = AuditEvent.objects.order_by("pk")
    assert (allowed.username, allowed.outcome, allowed.crn) == (user.username, "allowed", person.crn)
    assert allowed.subject == f"cases.person {person.pk}"
    assert (refused.outcome, refused.detail) == ("refused", {"crn": foreign.crn})


def test_without_an_audit_row_there_is_no_record(monkeypatch):
    team = make_team()
    user, person = make_user("practitioner", team), make_person(team)

    def broken(*args, **kwargs):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(AuditEvent.objects, "create", broken)
    with pytest.raises(RuntimeError):
        access.load(Person.objects.all(), user, VIEW, crn=person.crn)
