"""The demonstration shows recalls at every step, records opened urgently, requests for what is held, and holds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amends.cases.models import SubjectAccess
from amends.cases.queries import retention
from amends.enforcement.models import Proceeding
from amends.organisation.models import BreakGlass, Hold, Quarantine
from amends.policy.civil_time import civil_date
from demo.recalls import recall_some
from demo.records import keep_records
from tests.enforcement.proceeding_records import whole
from tests.factories import make_person, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def practitioner(team):
    user = make_user("practitioner", team)
    user.staff = make_staff(team, "po")
    user.save()
    return user


def test_recalls_stand_at_every_step(team, practitioner):
    for _person in range(7):
        whole(make_person(team), practitioner.staff)
    senior = make_user("senior", team, over="pdu")
    assert recall_some(practitioner=practitioner, senior=senior, at=timezone.now()) == 6
    states = sorted(Proceeding.objects.values_list("state", flat=True))
    assert states == ["declined", "proposed", "requested", "returned", "signed"]


def test_records_are_opened_asked_for_held_and_kept(team, practitioner):
    for place in (team, team, team, team, make_team(pdu=team.pdu), make_team(pdu=team.pdu), make_team()):
        make_person(place)
    keeper, now = make_user("records_officer", team, over="region"), timezone.now()
    keep_records(
        practitioner=practitioner, senior=make_user("senior", team, over="pdu"),
        head=make_user("head_of_pdu", team, over="region"), keeper=keeper, at=now,
    )  # fmt: skip
    assert BreakGlass.objects.filter(team__isnull=False).count() == 3
    assert BreakGlass.objects.filter(reviewed_at=None).count() == 2
    assert set(SubjectAccess.objects.values_list("status", flat=True)) == {"released", "to_check", "gathering"}
    late = SubjectAccess.objects.get(status="to_check")
    assert late.due_date < civil_date(now) - timedelta(days=5)
    assert Hold.objects.filter(ended_at=None).count() == 2
    assert Quarantine.objects.filter(restored_at=None).count() == 1
    assert sorted(each.held for each in retention.due(keeper, civil_date(now))) == [False, True]
