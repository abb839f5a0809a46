"""Planning again from what stands: a supervisor sick, a site closed, a cap, new orders; looked at and applied."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.methods.planning.check import check
from amends.methods.planning.score import score
from amends.methods.planning.stop import MaxSeconds
from amends.unpaid_work.forms.plans import HappenedForm
from amends.unpaid_work.models import Booking, Plan
from amends.unpaid_work.operations.plan_application import apply_plan
from amends.unpaid_work.operations.plan_wishes import WishDraft, record_wish
from amends.unpaid_work.operations.plans import make_plan, request_plan
from amends.unpaid_work.queries.plan_again import replanned
from amends.unpaid_work.queries.problem import ground_of
from amends.unpaid_work.queries.problem.happened import Happened
from tests.factories import MONDAY
from tests.unpaid_work.plan_records import AT, FRIDAY_BEFORE, World
from tests.unpaid_work.test_plan_applies import planned, standing
from tests.unpaid_work.test_plan_pages import a_world, next_monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SUNDAY = MONDAY + 6 * DAY


def a_week_that_stands(people: int = 6) -> World:
    """A world whose week is planned and applied."""
    world = World(people=people, projects=2, supervisors=2)
    apply_plan(plan=planned(world), by=world.user, at=AT)
    assert standing()
    return world


def again(world: World, happened: Happened) -> Plan:
    plan = request_plan(
        team=world.team, first_day=MONDAY, weeks=1, seconds=2, by=world.user, at=AT, happened=happened
    )  # fmt: skip
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    assert (plan.kind, plan.hypothetical, plan.terms) == ("replan", False, happened.terms)
    return plan


def sick(world: World) -> Happened:
    return Happened("supervisor_absent", MONDAY, MONDAY + 2 * DAY, code=world.supervisors[0].code)


def closed(world: World) -> Happened:
    return Happened("site_closed", MONDAY, None, code=world.projects[0].code)


@pytest.mark.parametrize(
    "happened",
    [sick, closed, lambda world: Happened("places_capped", MONDAY, SUNDAY, places=2),
     lambda world: Happened("new_orders", MONDAY - 400 * DAY)],
)  # fmt: skip
def test_the_mended_plan_keeps_every_rule_after_what_happened(happened):
    world = a_week_that_stands()
    world.person()
    ground = ground_of(world.team, MONDAY, 1, on=FRIDAY_BEFORE)
    after, result = replanned(ground, happened(world), stop=MaxSeconds(2), seed=0)
    assert check(after.problem, result.plan) == ()
    assert result.score <= result.bound


def test_a_supervisor_who_is_sick_leads_nothing_on_those_days_and_the_rest_stays():
    world = a_week_that_stands()
    plan = again(world, sick(world))
    led = {row["date"] for row in plan.result["sessions"] if row["supervisor"] == world.supervisors[0].code}
    assert not led & {(MONDAY + n * DAY).isoformat() for n in range(3)}
    before = standing()
    outcome = apply_plan(plan=plan, by=world.user, at=AT)
    assert outcome.refused == []
    later = {(MONDAY + n * DAY).isoformat() for n in range(3, 7)}
    lost = {row for row in before - standing() if row[2] in later}
    assert len(lost) <= 2, "days that nothing happened to stay much as they were"


def test_a_site_that_is_closed_has_no_session_after_the_plan_is_applied():
    world = a_week_that_stands()
    plan = again(world, closed(world))
    apply_plan(plan=plan, by=world.user, at=AT)
    assert not {row for row in standing() if row[1] == world.projects[0].code}
    assert standing(), "the other project goes on"


def test_new_orders_are_given_places_and_nobody_is_dropped_for_them():
    world = a_week_that_stands(people=3)
    before = standing()
    new = [world.person(requirement={"sentence_date": MONDAY - 10 * DAY}, assessment={"from_date": MONDAY - 7 * DAY})
           for _ in range(2)]  # fmt: skip
    plan = again(world, Happened("new_orders", MONDAY - 14 * DAY))
    booked = {row["person"] for row in plan.result["bookings"]}
    assert {person.crn for person, *_ in new} <= booked
    assert before <= {(row["person"], row["project"], row["date"]) for row in plan.result["bookings"]}


def test_what_concerns_nothing_of_the_weeks_planned_changes_nothing():
    world = a_week_that_stands()
    before = standing()
    plan = again(world, Happened("supervisor_absent", SUNDAY + DAY, code=world.supervisors[0].code))
    assert {(row["person"], row["project"], row["date"]) for row in plan.result["bookings"]} >= before


def test_points_are_those_of_any_plan_of_the_week_so_that_the_two_can_be_compared():
    world = a_week_that_stands(people=3)
    on = MONDAY + DAY  # what stands on Wednesday is soon, to the repair alone
    assert {row[2] for row in standing()} & {(MONDAY + n * DAY).isoformat() for n in (2, 3)}
    asked = Happened("supervisor_absent", SUNDAY + DAY, code=world.supervisors[0].code)
    ground = ground_of(world.team, MONDAY, 1, on=on)
    after, result = replanned(ground, asked, stop=MaxSeconds(2), seed=0)
    assert result.parts.wishes == 0, "nobody has wished anything"
    assert result.parts == score(result.plan, replace(ground.problem, standing=after.problem.standing))


def test_what_is_pinned_and_does_not_stand_is_booked_when_the_week_is_planned_again():
    world = a_week_that_stands(people=1)
    idle = next(
        (project, MONDAY + n * DAY) for n in range(5) for project in world.projects
        if (MONDAY + n * DAY).isoformat() not in {row[2] for row in standing()}
    )  # fmt: skip
    person = world.people[0][0]
    draft = WishDraft("pin", person, *idle, None, "Asked for it")
    record_wish(team=world.team, draft=draft, by=world.user, at=AT)
    plan = again(world, Happened("supervisor_absent", SUNDAY + DAY, code=world.supervisors[0].code))
    booked = {(row["person"], row["project"], row["date"]) for row in plan.result["bookings"]}
    assert (person.crn, idle[0].code, idle[1].isoformat()) in booked
    (told,) = plan.result["wishes"]
    assert told["bookings"] == 1


def test_what_happened_is_kept_as_it_was_told():
    for one in (Happened("site_closed", MONDAY, SUNDAY, "P1"), Happened("places_capped", MONDAY, places=0)):
        assert Happened.of(one.terms) == one


def test_a_scheduler_tells_what_happened_and_looks_at_the_proposal(client):
    world = a_world(people=3)
    client.force_login(world.user)
    board = client.get(reverse("unpaid_work:board", args=[world.team.code, next_monday().isoformat()])).content.decode()
    address = reverse("unpaid_work:plan_again", args=[world.team.code, next_monday().isoformat()])
    assert address in board
    day = next_monday()
    boxes = {"from_date_day": str(day.day), "from_date_month": str(day.month), "from_date_year": str(day.year)}
    sent = {"kind": "supervisor_absent", "supervisor": world.supervisors[0].code, "project": "", "weeks": "1"} | boxes
    answer = client.post(address, sent)
    plan = Plan.objects.get()
    Plan.objects.update(seconds=1)
    make_plan(plan=plan.pk, clock=timezone.now)
    page = client.get(answer.url).content.decode()
    assert f"{world.supervisors[0].name} cannot come" in page and "Apply this plan" in page
    assert not Booking.objects.exists(), "nothing changes before it is applied"


@pytest.mark.parametrize(
    ("kind", "told"),
    [("supervisor_absent", "Select the supervisor"), ("site_closed", "Select the project"),
     ("places_capped", "Enter how many may be in a group"), ("", "govuk-error-summary")],
)  # fmt: skip
def test_what_is_missing_is_asked_for(client, kind, told):
    world = a_world(people=0)
    client.force_login(world.user)
    day = next_monday()
    sent = {"kind": kind, "supervisor": "", "project": "", "weeks": "1", "from_date_day": str(day.day),
            "from_date_month": str(day.month), "from_date_year": str(day.year)}  # fmt: skip
    address = reverse("unpaid_work:plan_again", args=[world.team.code, day.isoformat()])
    assert told in client.post(address, sent).content.decode()
    assert not Plan.objects.exists()


def test_how_many_weeks_and_places_there_may_be_is_told():
    rows = {"supervisors": [], "projects": []}
    told = HappenedForm({"kind": "places_capped", "places": "100", "weeks": "40"}, **rows).errors
    assert told["weeks"] == ["Weeks must be a whole number from 1 to 12"]
    assert told["places"] == ["How many in a group must be from 0 to 99"]
