"""The demonstration shows how requirements end: some completed, some out at court, a case asked for, targets set."""

from random import Random

import pytest

from amends.unpaid_work.models import Completion, CourtReturn, LocalTarget, RequirementOutcome, Transfer
from demo.endings import end_some
from tests.factories import make_team, make_user
from tests.unpaid_work.ended_records import AT, Case


@pytest.mark.django_db
def test_each_way_of_ending_is_there_and_once_however_often_it_is_made():
    team = make_team()
    make_team(pdu=team.pdu)
    practitioner, head = make_user("practitioner", team), make_user("head_of_pdu", team, over="region")
    for done in (2, 2, 2, 2, 1, 1, 1, 1, 1):
        Case(team, practitioner, ordered=2, done=done)
    for _again in range(2):
        end_some(practitioner=practitioner, head=head, at=AT, random=Random(1))
    assert Completion.objects.count() == 1
    assert set(CourtReturn.objects.values_list("asked", "suspended")) == {("extension", False), ("revocation", True)}
    assert Transfer.objects.count() == 1
    assert LocalTarget.objects.count() == 2
    assert RequirementOutcome.objects.count() == 1
