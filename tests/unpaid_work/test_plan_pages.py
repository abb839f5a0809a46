"""The pages of plans: asking, waiting, comparing, deciding; and who may."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import AuditEvent, LimitedAccess, RoleGrant
from amends.unpaid_work.models import Booking, Plan
from amends.unpaid_work.operations.plans import give_up_lost, make_plan, request_plan
from amends.unpaid_work.queries.board import monday_of
from tests.factories import make_assessment, make_requirement, make_team, make_user
from tests.unpaid_work.plan_records import World

pytestmark = pytest.mark.django_db


def next_monday():
    return monday_of(timezone.localdate()) + timedelta(weeks=1)


def a_world(people: int = 5, projects: int = 2) -> World:
    """A world as of today: its coordinator holds the role over the whole unit."""
    world = World(people=0, projects=0, supervisors=2)
    since = timezone.localdate() - timedelta(days=30)
    from amends.unpaid_work.models import HealthAndSafety
    from tests.factories import make_person, make_project
    from tests.unpaid_work.plan_records import live_at

    for _ in range(projects):
        project = make_project(world.team, health_and_safety=False, open_on_bank_holidays=True)
        HealthAndSafety.objects.create(
            project=project, assessed_by="Test", from_date=since, to_date=since + timedelta(days=300)
        )
        world.projects.append(project)
    for number in range(people):
        person = make_person(world.cases)
        live_at(person, 52.63 + number % 7 / 500, -1.13)
        ready = person, make_requirement(person, since), make_assessment(person, world.user, since)
        world.people.append(ready)
    RoleGrant.objects.filter(user=world.user).update(team=None, pdu=world.team.pdu)
    return world


def made(world: World, **values) -> Plan:
    asked = {"team": world.team, "first_day": next_monday(), "weeks": 1, "seconds": 1} | values
    plan = request_plan(by=world.user, at=timezone.now(), **asked)
    make_plan(plan=plan.pk, clock=timezone.now)
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    return plan


def ask_for(client, world: World, **values):
    address = reverse("unpaid_work:plan_new", args=[world.team.code, next_monday().isoformat()])
    return client.post(address, {"first_day": next_monday().isoformat(), "weeks": "2", "seconds": "15"} | values)


def test_a_coordinator_asks_for_a_plan_and_is_shown_how_far_it_is(client):
    world = a_world()
    client.force_login(world.user)
    answer = ask_for(client, world)
    plan = Plan.objects.get()
    assert answer.url == reverse("unpaid_work:plan", args=[plan.pk])
    page = client.get(answer.url).content.decode()
    assert "<progress" in page and 'http-equiv="refresh"' in page
    told = client.get(reverse("unpaid_work:plan_progress", args=[plan.pk])).json()
    assert (told["done"], told["total"], told["finished"]) == (0, 100, False)


def test_the_page_of_a_plan_under_way_shows_the_course_of_its_search_with_and_without_scripts(client):
    world = a_world(people=1)
    client.force_login(world.user)
    ask_for(client, world)
    plan = Plan.objects.get()
    page = reverse("unpaid_work:plan", args=[plan.pk])
    assert "Course of the search" not in client.get(page).content.decode()
    Plan.objects.update(
        status="running", at_work_at=timezone.now(), score=1500, bound=2000, progress=0.5,
        course=[[0.5, 1000.0, 2500.0], [3.0, 1500.0, 2000.0]],
    )  # fmt: skip
    told = client.get(reverse("unpaid_work:plan_progress", args=[plan.pk])).json()
    for shown in (client.get(page).content.decode(), told["detail"]):
        assert "rose from 1,000 to 1,500" in shown and "more than 2,000: the gap is 25.00%" in shown
    assert told["text"] == "Score 1,500 of at most 2,000"


def test_asking_twice_for_the_same_weeks_is_told_and_makes_one_plan(client):
    world = a_world()
    client.force_login(world.user)
    ask_for(client, world)
    answer = ask_for(client, world)
    assert "being made already" in answer.content.decode()
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("weeks", ["0", "13", "two", ""])
def test_weeks_that_cannot_be_are_told(client, weeks):
    world = a_world(people=0)
    client.force_login(world.user)
    answer = ask_for(client, world, weeks=weeks)
    assert answer.status_code == 200 and "govuk-error-summary" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_plan_that_waits_can_be_cancelled(client):
    world = a_world()
    client.force_login(world.user)
    ask_for(client, world)
    plan = Plan.objects.get()
    client.post(reverse("unpaid_work:plan_stop", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.status == "cancelled"
    make_plan(plan=plan.pk, clock=timezone.now)
    plan.refresh_from_db()
    assert plan.status == "cancelled", "the job found it cancelled and left it so"


def test_a_running_plan_whose_worker_is_gone_is_shown_as_failed_and_can_be_asked_for_again(client):
    world = a_world()
    client.force_login(world.user)
    ask_for(client, world)
    long_ago = timezone.now() - timedelta(minutes=3)
    Plan.objects.update(status="running", at_work_at=long_ago)
    plan = Plan.objects.get()
    page = client.get(reverse("unpaid_work:plan", args=[plan.pk])).content.decode()
    assert "Failed" in page and "Ask for the plan again" in page
    answer = ask_for(client, world)
    assert answer.status_code == 302
    plan.refresh_from_db()
    assert plan.status == "failed" and plan.message


def test_a_plan_at_work_is_not_given_up():
    world = a_world()
    plan = request_plan(team=world.team, first_day=next_monday(), weeks=1, seconds=1, by=world.user, at=timezone.now())
    Plan.objects.update(status="running", at_work_at=timezone.now() - timedelta(seconds=100))
    assert give_up_lost(at=timezone.now()) == 0
    plan.refresh_from_db()
    assert plan.status == "running"


def test_a_coordinator_compares_applies_and_sees_the_bookings(client):
    world = a_world()
    plan = made(world)
    client.force_login(world.user)
    summary = client.get(reverse("unpaid_work:plan", args=[plan.pk])).content.decode()
    assert "Apply this plan" in summary
    people = client.get(reverse("unpaid_work:plan_people", args=[plan.pk])).content.decode()
    assert all(person.crn in people for person, *_ in world.people)
    client.get(reverse("unpaid_work:plan_apply", args=[plan.pk]))
    assert not Booking.objects.exists(), "looking changes nothing"
    client.post(reverse("unpaid_work:plan_apply", args=[plan.pk]))
    assert Booking.objects.count() == len(plan.result["bookings"])
    client.post(reverse("unpaid_work:plan_apply", args=[plan.pk]))
    assert Booking.objects.count() == len(plan.result["bookings"]), "a second press changes nothing"
    page = client.get(reverse("unpaid_work:plan", args=[plan.pk])).content.decode()
    assert "applied" in page and "Apply this plan" not in page


def test_a_plan_put_aside_changes_nothing(client):
    world = a_world()
    plan = made(world)
    client.force_login(world.user)
    client.post(reverse("unpaid_work:plan_put_aside", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.status == "discarded"
    assert not Booking.objects.exists()


def test_a_person_whose_list_keeps_the_reader_out_is_not_named_anywhere(client):
    world = a_world()
    hidden = world.people[0][0]
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=world.user.username, reason="Related",
        from_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    plan = made(world)
    assert hidden.crn in {row["person"] for row in plan.result["bookings"]}
    client.force_login(world.user)
    for name in ("plan", "plan_sessions", "plan_people", "plan_unmet", "plan_csv"):
        page = client.get(reverse(f"unpaid_work:{name}", args=[plan.pk])).content.decode()
        assert hidden.crn not in page and hidden.name not in page, name
    assert "Restricted record" in client.get(reverse("unpaid_work:plan_people", args=[plan.pk])).content.decode()
    listed = AuditEvent.objects.filter(action="list session.plan").values_list("detail", flat=True)
    assert all(hidden.crn not in detail["crns"] for detail in listed)


def test_what_was_refused_is_shown_with_its_reason(client):
    world = a_world()
    plan = made(world)
    world.projects[0].health_and_safety.all().delete()
    world.projects[1].health_and_safety.all().delete()
    client.force_login(world.user)
    client.post(reverse("unpaid_work:plan_apply", args=[plan.pk]))
    page = client.get(reverse("unpaid_work:plan", args=[plan.pk])).content.decode()
    assert "no health and safety assessment in force" in page
    assert not Booking.objects.exists()


def test_the_file_of_changes_holds_every_change(client):
    world = a_world()
    plan = made(world)
    client.force_login(world.user)
    text = client.get(reverse("unpaid_work:plan_csv", args=[plan.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len([row for row in rows if row["change"] == "Added"]) == len(plan.result["bookings"])
    assert len([row for row in rows if row["change"] == "Opened"]) == len(plan.result["sessions"])


@pytest.mark.parametrize("role", ["practitioner", "unpaid_work_supervisor", "head_of_pdu", None])
def test_those_who_do_not_plan_get_the_answer_of_what_is_not_there(client, role):
    world = a_world()
    plan = made(world)
    client.force_login(make_user(role, world.team, over="pdu"))
    for name in ("plan", "plan_progress", "plan_sessions", "plan_people", "plan_unmet", "plan_csv", "plan_apply"):
        assert client.get(reverse(f"unpaid_work:{name}", args=[plan.pk])).status_code == 404, name
    for name in ("plan_stop", "plan_apply", "plan_put_aside"):
        assert client.post(reverse(f"unpaid_work:{name}", args=[plan.pk])).status_code == 404, name
    assert ask_for(client, world).status_code == 404
    plan.refresh_from_db()
    assert plan.status == "ready" and not Booking.objects.exists()


def test_a_coordinator_of_another_unit_finds_no_such_plan(client):
    world = a_world()
    plan = made(world)
    client.force_login(make_user("placement_coordinator", make_team()))
    absent = client.get(reverse("unpaid_work:plan", args=[plan.pk + 1]))
    theirs = client.get(reverse("unpaid_work:plan", args=[plan.pk]))
    assert theirs.status_code == absent.status_code == 404
    assert client.post(reverse("unpaid_work:plan_apply", args=[plan.pk])).status_code == 404
    assert not re.search(world.team.name, client.get(reverse("unpaid_work:plans")).content.decode())


@pytest.mark.parametrize("name", ["plans", "plan", "plan_sessions", "plan_people", "plan_unmet"])
def test_pages_ask_no_more_of_the_database_when_there_is_more_to_show(client, django_assert_max_num_queries, name):
    def queries(people: int) -> int:
        world = a_world(people=people, projects=2)
        plan = made(world)
        client.force_login(world.user)
        address = reverse(f"unpaid_work:{name}", args=[] if name == "plans" else [plan.pk])
        client.get(address)
        with django_assert_max_num_queries(40) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    assert queries(2) == queries(12)
