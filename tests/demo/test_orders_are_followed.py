"""The demonstration shows how orders are followed: something on each page, and something left to do."""

from datetime import timedelta
from random import Random

import pytest

from amends.unpaid_work.models import (
    Certificate,
    EteResult,
    ExitInterview,
    ExitInterviewLink,
    HomeEntry,
    HomeKitOut,
    SkillLearning,
    SupervisionPlan,
)
from demo.following import follow_orders
from tests.factories import make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.ended_records import AT, ON, Case


@pytest.mark.django_db
def test_every_page_has_something_and_once_however_often_it_is_made():
    team = make_team()
    people = {role: make_user(role, team) for role in ("practitioner", "senior", "placement_coordinator")}
    make_project(team, type="home")
    for _number in range(12):
        case = Case(team, people["practitioner"], ordered=9, done=1)
        case.requirement.sentence.sentence_date = ON - timedelta(days=60)
        case.requirement.sentence.save()
    for _number in range(30):
        given = {"ended_on": ON - timedelta(days=5), "ended_as": "completed"}
        make_requirement(make_person(team), ON - timedelta(days=90), **given)
    for _again in range(2):
        follow_orders(
            practitioner=people["practitioner"], manager=people["senior"], at=AT, random=Random(1),
            coordinator=people["placement_coordinator"],
        )  # fmt: skip
    assert 0 < SupervisionPlan.objects.count() < 12
    assert Certificate.objects.exists()
    assert SkillLearning.objects.exists()
    assert {result.person is None for result in EteResult.objects.all()} == {True, False}
    assert set(HomeEntry.objects.values_list("agreed", flat=True)) == {None, True}
    kits = HomeKitOut.objects.all()
    assert sorted((kit.back_on is not None, hasattr(kit, "inspection")) for kit in kits) == [
        (False, False), (True, False), (True, True),
    ]  # fmt: skip
    assert set(ExitInterview.objects.values_list("way", flat=True)) == {"staff", "link"}
    assert ExitInterview.objects.count() < 30
    assert ExitInterviewLink.objects.filter(used_at=None).exists()
