"""What if: plans that suppose something, which of them can be applied, and plans side by side."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from amends.methods.planning.problem import Cap
from amends.methods.planning.suitability import effective_places
from amends.unpaid_work.models import Booking, EteCredit, Plan
from amends.unpaid_work.operations.plan_application import apply_plan
from amends.unpaid_work.operations.plan_wishes import WishDraft, record_wish
from amends.unpaid_work.operations.plans import PlanRefused, make_plan, request_plan
from amends.unpaid_work.queries.problem import ExtraSupervisors, Supposed, ground_of
from tests.factories import MONDAY, make_project, make_team, make_user
from tests.unpaid_work.plan_records import AT, FRIDAY_BEFORE, World
from tests.unpaid_work.test_plan_pages import a_world, made, next_monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def problem(world: World, **supposed):
    return ground_of(world.team, MONDAY, 1, on=FRIDAY_BEFORE, supposed=Supposed(**supposed)).problem


def scenario(world: World, **supposed) -> Plan:
    plan = request_plan(
        team=world.team, first_day=MONDAY, weeks=1, seconds=1, by=world.user, at=AT, supposed=Supposed(**supposed)
    )
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    return plan


def test_a_cap_lowers_the_places_of_groups_from_its_day_on_and_of_nothing_else():
    world = World(people=1, projects=1)
    alone = make_project(world.team, type="individual", places=5)
    supposed = problem(world, cap_places=3, cap_from=MONDAY + 2 * DAY)
    group = supposed.project_of[world.projects[0].code]
    before, after = (effective_places(group, MONDAY + n * DAY, supposed) for n in (1, 2))
    assert (before, after) == (group.places, 3)
    assert effective_places(supposed.project_of[alone.code], MONDAY + 4 * DAY, supposed) == 5


def test_extra_supervisors_are_like_whom_they_are_said_to_be_and_live_where_they_are_said_to():
    world = World(people=1, projects=2, supervisors=1)
    like = world.supervisors[0]
    asked = ExtraSupervisors(2, like=like.code, at=world.projects[1].code, qualifications=("chainsaw",))
    supposed = problem(world, supervisors=asked)
    extra = [one for one in supposed.supervisors if one.supervisor_id != like.code]
    model = supposed.supervisor_of[like.code]
    assert len(extra) == 2 and len({one.supervisor_id for one in extra}) == 2
    for one in extra:
        assert (one.days, one.days_a_week, one.max_drive) == (model.days, model.days_a_week, model.max_drive)
        assert (one.lat, one.lon) == (world.projects[1].lat, world.projects[1].lon)
        assert one.qualifications == model.qualifications | {"chainsaw"}


def test_another_share_of_ete_counts_what_is_used_of_it():
    world = World(people=1)
    person, requirement, *_ = world.people[0]
    EteCredit.objects.create(requirement=requirement, on=MONDAY - 30 * DAY, minutes=100, activity="x",
                             recorded_at=AT, recorded_by=world.user)  # fmt: skip
    left = [problem(world, ete_percent=share).person_of[person.crn].ete_left for share in (0, 30, 50)]
    assert left == [0, 1800 - 100, 3000 - 100], "6,000 minutes are ordered, 100 used"
    assert problem(world).person_of[person.crn].ete_left == 1700, "30% by policy"


def test_the_risk_that_is_supposed_takes_the_place_of_policys_and_nothing_else_changes():
    world = World(people=3, projects=1)
    wary, usual = problem(world, risk=0.001), problem(world)
    assert wary.overbook_risk == 0.001 != usual.overbook_risk
    assert replace(wary, overbook_risk=usual.overbook_risk) == usual


def test_without_wishes_the_problem_knows_none():
    world = World(people=2, projects=1)
    person = world.people[0][0]
    record_wish(team=world.team, draft=WishDraft("forbid", person, None, None, None, "x"), by=world.user, at=AT)
    assert problem(world).wishes
    assert not problem(world, without_wishes=True).wishes


@pytest.mark.parametrize(
    ("supposed", "hypothetical"),
    [
        ({"cap_places": 3, "cap_from": MONDAY}, False),
        ({"risk": 0.001}, False),
        ({"without_wishes": True}, False),
        ({"risk": 0.4}, True),
        ({"ete_percent": 60}, True),
        ({"supervisors": ExtraSupervisors(1)}, True),
    ],
)
def test_what_rests_on_what_does_not_exist_is_never_applied(supposed, hypothetical):
    world = World(people=4, projects=2, supervisors=1)
    plan = scenario(world, **supposed)
    assert (plan.kind, plan.hypothetical) == ("scenario", hypothetical)
    if hypothetical:
        with pytest.raises(PlanRefused, match="does not exist"):
            apply_plan(plan=plan, by=world.user, at=AT)
        assert not Booking.objects.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.filter(pk=plan.pk).update(status="applied")
    else:
        assert apply_plan(plan=plan, by=world.user, at=AT).refused == []
        assert Booking.objects.exists()


def test_what_is_supposed_is_kept_as_it_was_asked_for():
    caps = (Cap("A", MONDAY, MONDAY, 3), Cap(None, MONDAY, MONDAY, 5))
    asked = Supposed(4, MONDAY, caps, 0.05, ExtraSupervisors(2, "A1", None, ("x", "y")), 40, True)
    assert Supposed.of(asked.terms) == asked
    assert Supposed.of(Supposed(ete_percent=0).terms) == Supposed(ete_percent=0)
    assert Supposed().terms == {}


def test_scenarios_that_differ_may_be_made_at_once_and_the_same_one_is_made_once():
    world = World(people=1)
    ask = {"team": world.team, "first_day": MONDAY, "weeks": 1, "seconds": 1, "by": world.user, "at": AT}
    request_plan(**ask)
    request_plan(**ask, supposed=Supposed(ete_percent=40))
    request_plan(**ask, supposed=Supposed(ete_percent=50))
    with pytest.raises(PlanRefused, match="already"):
        request_plan(**ask, supposed=Supposed(ete_percent=50))
    assert Plan.objects.count() == 3


def test_a_scheduler_asks_what_if_and_is_told_that_the_plan_is_only_to_compare(client):
    world = a_world(people=3)
    client.force_login(world.user)
    address = reverse("unpaid_work:plan_what_if", args=[world.team.code, next_monday().isoformat()])
    sent = {"first_day": next_monday().isoformat(), "weeks": "1", "seconds": "15", "extra": "2",
            "like": world.supervisors[0].code, "at": "", "cap_places": "4", "cap_from_day": str(next_monday().day),
            "cap_from_month": str(next_monday().month), "cap_from_year": str(next_monday().year)}  # fmt: skip
    answer = client.post(address, sent)
    plan = Plan.objects.get()
    assert answer.url == reverse("unpaid_work:plan", args=[plan.pk])
    assert f"2 extra supervisors like {world.supervisors[0].name}" in client.get(answer.url).content.decode()
    Plan.objects.filter(pk=plan.pk).update(seconds=1)
    make_plan(plan=plan.pk, clock=timezone.now)
    page = client.get(answer.url).content.decode()
    assert "cannot be applied" in page or "not applied" in page
    assert reverse("unpaid_work:plan_apply", args=[plan.pk]) not in page
    client.post(reverse("unpaid_work:plan_apply", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.status == "ready" and not Booking.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Suppose at least one thing"),
        ({"cap_places": "4"}, "Enter the day from which"),
        ({"risk": "60"}, "govuk-error-summary"),
        ({"extra": "0"}, "govuk-error-summary"),
    ],
)
def test_a_scenario_that_supposes_nothing_or_too_much_is_not_made(client, sent, told):
    world = a_world(people=0)
    client.force_login(world.user)
    address = reverse("unpaid_work:plan_what_if", args=[world.team.code, next_monday().isoformat()])
    asked = {"first_day": next_monday().isoformat(), "weeks": "1", "seconds": "15", "like": "", "at": ""} | sent
    assert told in client.post(address, asked).content.decode()
    assert not Plan.objects.exists()


def test_plans_of_the_same_weeks_stand_side_by_side_with_their_differences(client):
    world = a_world(people=6)
    first = made(world)
    more = made(world, supposed=Supposed(supervisors=ExtraSupervisors(2)))
    made(world, first_day=next_monday() + timedelta(weeks=1))
    client.force_login(world.user)
    page = client.get(reverse("unpaid_work:plan_compare", args=[first.pk])).content.decode()
    assert f"Plan {more.pk}" in page and "2 extra supervisors" in page
    assert page.count("Plan of the record") == 1, "the plan of other weeks is not offered"
    csv_text = client.get(reverse("unpaid_work:plan_compare_csv", args=[first.pk])).content.decode("utf-8-sig")
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(csv_text))}
    for plan in (first, more):
        column = {name: row[f"plan_{plan.pk}"] for name, row in rows.items()}
        assert float(column["score"]) == pytest.approx(plan.score)
        assert int(column["sessions"]) == len(plan.result["sessions"])
        assert int(column["bookings"]) == len(plan.result["bookings"])
        assert int(column["people_below_least"]) == len({row["person_id"] for row in plan.result["unmet"]})
        parts = [float(value) for name, value in column.items() if name.startswith("part_")]
        assert sum(parts) == pytest.approx(plan.score)
    assert float(rows["score"][f"plan_{more.pk}"]) >= float(rows["score"][f"plan_{first.pk}"])


def test_minutes_offered_travel_and_drive_are_those_of_the_plan():
    world = World(people=5, projects=2, supervisors=2)
    plan = scenario(world, without_wishes=True)
    minutes = {one.code: (one.end_time.hour - one.start_time.hour) * 60 + one.end_time.minute - one.start_time.minute
               for one in world.projects}  # fmt: skip
    report = plan.result["report"]
    assert report["minutes"] == sum(minutes[row["project"]] for row in plan.result["bookings"])
    assert report["travel_minutes"] == pytest.approx(sum(lot[1] for lot in plan.result["lots"].values()), abs=0.2)
    assert report["drive_minutes"] == pytest.approx(report["parts"]["drive"] / -0.3, abs=0.1)


def test_at_most_four_plans_are_compared_and_those_chosen_are_shown(client):
    world = a_world(people=2)
    first = made(world)
    others = [made(world, supposed=Supposed(ete_percent=share)) for share in (10, 20, 40, 50, 60)]
    client.force_login(world.user)
    address = reverse("unpaid_work:plan_compare_csv", args=[first.pk])
    header = client.get(address).content.decode("utf-8-sig").splitlines()[0].split(",")
    assert header == ["measure", *(f"plan_{one.pk}" for one in (first, *reversed(others[-3:])))]
    chosen = client.get(address, {"beside": [others[0].pk]}).content.decode("utf-8-sig").splitlines()[0]
    assert chosen == f"measure,plan_{first.pk},plan_{others[0].pk}"


def test_a_plan_of_another_unit_is_neither_compared_nor_found(client):
    world = a_world(people=1)
    plan = made(world)
    client.force_login(make_user("placement_coordinator", make_team()))
    for name in ("plan_compare", "plan_compare_csv"):
        assert client.get(reverse(f"unpaid_work:{name}", args=[plan.pk])).status_code == 404
    address = reverse("unpaid_work:plan_what_if", args=[world.team.code, next_monday().isoformat()])
    assert client.get(address).status_code == 404
