"""The job that makes a plan: through a real worker, on a real database; progress, stopping, failing."""

import threading
import time
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations import plans as operations
from amends.unpaid_work.operations.plans import make_plan, request_plan, request_stop
from tests.factories import MONDAY
from tests.unpaid_work.plan_records import AT, World
from tests.working import work_off_jobs


def asked_for(world: World, seconds: int = 1) -> Plan:
    return request_plan(team=world.team, first_day=MONDAY, weeks=1, seconds=seconds, by=world.user, at=AT)


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [operations.JOB])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_the_plan(monkeypatch):
    monkeypatch.setattr("amends.unpaid_work.jobs.timezone.now", lambda: AT)
    world = World(people=4)
    plan = asked_for(world)
    work_off_jobs()
    plan.refresh_from_db()
    assert plan.status == "ready", plan.message
    assert {row["person"] for row in plan.result["bookings"]} == {person.crn for person, *_ in world.people}
    assert plan.progress == 1.0
    assert plan.score <= plan.bound


@pytest.mark.django_db
def test_a_request_that_is_refused_leaves_no_job():
    world, before = World(people=1), jobs()
    asked_for(world)
    assert jobs() == before + 1
    with pytest.raises(operations.PlanRefused):
        asked_for(world)
    assert jobs() == before + 1


@pytest.mark.django_db
def test_weeks_that_are_past_are_refused():
    world, before = World(people=0), jobs()
    with pytest.raises(operations.PlanRefused, match="past"):
        request_plan(
            team=world.team, first_day=MONDAY.replace(month=5, day=4), weeks=1, seconds=1, by=world.user, at=AT
        )
    assert jobs() == before


@pytest.mark.django_db(transaction=True)
def test_stopping_a_plan_under_way_keeps_the_best_plan_so_far():
    world = World(people=8, projects=4, supervisors=3)
    plan = asked_for(world, seconds=300)
    began = time.monotonic()

    def work():
        try:
            make_plan(plan=plan.pk, clock=lambda: AT)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        while time.monotonic() < began + 30 and Plan.objects.get(pk=plan.pk).score is None:
            time.sleep(0.05)
        seen = Plan.objects.get(pk=plan.pk)
        if seen.status == "running":
            request_stop(plan=plan, by=world.user, at=timezone.now())
    finally:
        worker.join(30)
    plan.refresh_from_db()
    assert plan.status == "ready"
    assert plan.result["bookings"]
    assert time.monotonic() - began < 60


@pytest.mark.django_db
def test_progress_is_written_at_most_once_a_second(monkeypatch):
    world = World(people=1)
    plan = asked_for(world)
    Plan.objects.update(status="running")
    seconds = iter([0.0, 0.4, 0.9, 1.1])
    monkeypatch.setattr(operations, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    words = operations._Words(plan, lambda: AT, 0.0)
    words.tell(1, 10, 0.1)  # at 0.0, written
    words.tell(2, 10, 0.2)  # at 0.4
    words.tell(3, 10, 0.3)  # at 0.9
    plan.refresh_from_db()
    assert plan.score == 1
    words.tell(4, 10, 0.4)  # at 1.1, written
    plan.refresh_from_db()
    assert (plan.score, plan.progress) == (4, 0.4)


@pytest.mark.django_db
def test_what_goes_wrong_is_left_as_a_message_and_the_plan_can_be_asked_for_again(monkeypatch):
    def broken(*_args, **_options):
        raise RuntimeError("secret detail")

    world = World(people=1)
    plan = asked_for(world)
    monkeypatch.setattr(operations, "ground_of", broken)
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert plan.status == "failed"
    assert plan.message and "secret" not in plan.message
    assert asked_for(world).pk != plan.pk


@pytest.mark.django_db
def test_a_job_started_twice_makes_the_plan_once():
    world = World(people=2)
    plan = asked_for(world)
    make_plan(plan=plan.pk, clock=lambda: AT)
    first = Plan.objects.get(pk=plan.pk).finished_at
    make_plan(plan=plan.pk, clock=timezone.now)
    assert Plan.objects.get(pk=plan.pk).finished_at == first


@pytest.mark.django_db
def test_a_job_whose_plan_was_given_up_meanwhile_does_not_bring_it_back(monkeypatch):
    world = World(people=2)
    plan = asked_for(world)
    solve = operations.solve

    def slow(*args, **options):
        Plan.objects.filter(pk=plan.pk).update(status="failed", message="given up")
        return solve(*args, **options)

    monkeypatch.setattr(operations, "solve", slow)
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert (plan.status, plan.message, plan.result) == ("failed", "given up", None)


@pytest.mark.django_db
def test_the_course_of_a_search_is_kept_in_order_and_never_grows_beyond_its_bound(monkeypatch):
    plan = asked_for(World(people=1))
    Plan.objects.update(status="running")
    now = [0.0]
    monkeypatch.setattr(operations, "time", SimpleNamespace(monotonic=lambda: now[0]))
    words = operations._Words(plan, lambda: AT, 0.0)
    for second in range(900):
        now[0] = float(second)
        words.tell(100.0 + second, 2000.0 - second / 10, second / 900)
        if second % 100 == 99:
            plan.refresh_from_db()
            assert 30 <= len(plan.course) <= operations.MOST_POINTS_OF_COURSE
            assert [point[0] for point in plan.course] == sorted({point[0] for point in plan.course})
            assert second - plan.course[-1][0] <= 2 * (second + 1) / 30, "it keeps up with the search"
    now[0] = 905.0
    course = words.course_to(1100.0, 1900.0)
    assert course[0] == [0.0, 100.0, 2000.0] and course[-1] == [905.0, 1100.0, 1900.0]


@pytest.mark.django_db
def test_a_plan_that_is_made_ends_its_course_at_its_score_and_bound():
    plan = asked_for(World(people=3))
    make_plan(plan=plan.pk, clock=lambda: AT)
    plan.refresh_from_db()
    assert plan.course[-1][1:] == [pytest.approx(plan.score, abs=0.05), pytest.approx(plan.bound, abs=0.05)]
    assert all(score <= bound + 0.1 for _seconds, score, bound in plan.course)
