"""Planning several teams at once: a job each, how far they are, a failed one once more, never twice at a time."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import RoleGrant
from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations.plans import (
    PlanRefused,
    make_plan,
    plan_team_again,
    request_plan,
    request_plans,
    request_stop,
)
from tests.factories import MONDAY, make_team, make_user
from tests.unpaid_work.plan_records import AT, World
from tests.unpaid_work.test_plan_pages import a_world, next_monday

pytestmark = pytest.mark.django_db


def three_teams(world: World) -> list:
    return [world.team, *(make_team(pdu=world.team.pdu) for _ in range(2))]


def asked(teams, by, first_day=MONDAY, at=AT, weeks: int = 1) -> list[Plan]:
    return request_plans(teams=teams, first_day=first_day, weeks=weeks, seconds=1, by=by, at=at)


def test_each_team_has_a_plan_of_its_own_and_all_know_that_they_belong_together():
    world = World(people=2)
    plans = asked(three_teams(world), world.user)
    assert [one.team_id for one in plans] == sorted({one.team_id for one in plans})
    assert set(Plan.objects.values_list("together", flat=True)) == {plans[0].pk}
    make_plan(plan=plans[0].pk, clock=lambda: AT)
    plans[0].refresh_from_db()
    assert plans[0].status == "ready" and plans[0].result["bookings"]


@pytest.mark.parametrize(("first", "weeks"), [(0, 1), (1, 2), (-1, 2)])
def test_a_second_round_over_a_team_and_weeks_that_are_being_planned_is_refused_and_asks_for_nothing(first, weeks):
    world = World(people=0)
    teams = three_teams(world)
    asked(teams[:1], world.user, MONDAY + timedelta(weeks=1), weeks=2)
    with pytest.raises(PlanRefused, match=world.team.name):
        asked(teams, world.user, MONDAY + timedelta(weeks=1 + first), weeks=weeks)
    assert Plan.objects.count() == 1
    with pytest.raises(PlanRefused, match="already"):
        request_plan(team=teams[0], first_day=MONDAY + timedelta(weeks=1 + first), weeks=weeks, seconds=1,
                     by=world.user, at=AT)  # fmt: skip


def test_other_weeks_other_teams_and_weeks_whose_plan_is_made_may_be_planned():
    world = World(people=0)
    teams = three_teams(world)
    (first,) = asked(teams[:1], world.user, weeks=2)
    asked(teams[:1], world.user, MONDAY + timedelta(weeks=2))
    asked(teams[1:], world.user)
    make_plan(plan=first.pk, clock=lambda: AT)
    asked(teams[:1], world.user)


def test_a_team_whose_plan_failed_is_planned_once_more_alone():
    world = World(people=0)
    plans = asked(three_teams(world), world.user)
    with pytest.raises(PlanRefused, match="did not fail"):
        plan_team_again(plan=plans[1], by=world.user, at=AT)
    Plan.objects.filter(pk=plans[1].pk).update(status="failed", message="Broken")
    again = plan_team_again(plan=plans[1], by=world.user, at=AT)
    assert (again.team, again.together_id, again.status) == (plans[1].team, plans[0].pk, "queued")
    with pytest.raises(PlanRefused, match="already"):
        plan_team_again(plan=plans[1], by=world.user, at=AT)
    lost = plans[2]
    Plan.objects.filter(pk=lost.pk).update(status="running", at_work_at=AT - timedelta(minutes=5))
    assert plan_team_again(plan=lost, by=world.user, at=AT).team == lost.team


def test_who_plans_for_several_teams_picks_them_watches_each_retries_one_and_opens_each_proposal(client):
    world = a_world(people=2)
    other, left_out = make_team(pdu=world.team.pdu), make_team(pdu=world.team.pdu)
    client.force_login(world.user)
    region = reverse("unpaid_work:plans_region")
    assert region in client.get(reverse("unpaid_work:plans")).content.decode()
    sent = {"first_day": next_monday().isoformat(), "weeks": "1", "seconds": "15"}
    assert "Select at least one team" in client.post(region, sent).content.decode()
    answer = client.post(region, sent | {"teams": [world.team.code, other.code]})
    mine, theirs = Plan.objects.get(team=world.team), Plan.objects.get(team=other)
    assert not Plan.objects.filter(team=left_out).exists()
    page = client.get(answer.url).content.decode()
    assert "<progress" in page and "0 of 2 plans are made" in page and left_out.name not in page
    Plan.objects.update(seconds=1)
    make_plan(plan=mine.pk, clock=timezone.now)
    Plan.objects.filter(pk=theirs.pk).update(status="failed", message="The assessment file could not be read.")
    mine.refresh_from_db()
    progress = reverse("unpaid_work:plans_together_progress", args=[theirs.pk])
    told = client.get(progress).json()
    assert told["finished"] and told["text"] == "1 of 2 plans are made, 1 failed"
    assert f"{mine.score:,.0f}" in told["detail"]
    page = client.get(answer.url).content.decode()
    assert reverse("unpaid_work:plan", args=[mine.pk]) in page and "could not be read" in page
    client.post(reverse("unpaid_work:plans_retry", args=[theirs.pk]))
    again = Plan.objects.get(team=other, status="queued")
    assert f"{reverse('unpaid_work:plan', args=[again.pk])}" in client.get(answer.url).content.decode()
    make_plan(plan=again.pk, clock=timezone.now)
    page = client.get(answer.url).content.decode()
    assert "Together the plans score" in page and "Teams without a plan" not in page
    text = client.get(reverse("unpaid_work:plans_together_csv", args=[mine.pk])).content.decode("utf-8-sig")
    rows = {row["team_code"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows.keys() == {world.team.code, other.code}
    assert int(rows[world.team.code]["bookings"]) == len(mine.result["bookings"])


def test_stopping_stops_those_under_way_and_a_busy_team_is_named(client):
    world = a_world(people=0)
    other = make_team(pdu=world.team.pdu)
    client.force_login(world.user)
    sent = {"first_day": next_monday().isoformat(), "weeks": "1", "seconds": "15", "teams": [world.team.code]}
    client.post(reverse("unpaid_work:plans_region"), sent)
    refused = client.post(reverse("unpaid_work:plans_region"), sent | {"teams": [world.team.code, other.code]})
    assert f"being made already for: {world.team.name}" in refused.content.decode()
    client.post(reverse("unpaid_work:plans_together_stop", args=[Plan.objects.get().pk]))
    assert Plan.objects.get().status == "cancelled"


def test_a_reader_sees_of_plans_asked_for_together_only_those_of_their_own_teams(client):
    world = a_world(people=0)
    other = make_team()  # of another unit
    first, _second = asked([world.team, other], world.user, next_monday(), timezone.now())
    request_stop(plan=first, by=world.user, at=timezone.now())
    client.force_login(world.user)
    page = client.get(reverse("unpaid_work:plans_together", args=[first.pk])).content.decode()
    assert world.team.name in page and other.name not in page
    stranger = make_user("placement_coordinator", other)
    RoleGrant.objects.filter(user=stranger).update(pdu=None, team=other)
    client.force_login(stranger)
    for name in ("plans_together", "plans_together_csv", "plans_together_progress"):
        assert client.get(reverse(f"unpaid_work:{name}", args=[first.pk])).status_code == 404
    assert client.post(reverse("unpaid_work:plans_retry", args=[first.pk])).status_code == 404
