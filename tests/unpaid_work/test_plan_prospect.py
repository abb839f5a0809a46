"""What a plan may come to, and what it gives to groups of people, beside the plan."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.cases.models import ProtectedCharacteristics
from amends.methods.planning.expected import full_sessions
from amends.methods.planning.plan import Booking, Plan
from amends.methods.planning.turnout import ASSUMED
from amends.unpaid_work.queries.plan_prospect import lots_of, prospect_of
from amends.unpaid_work.queries.problem import problem_of
from tests.methods.planning import made as problems
from tests.methods.planning.made import MONDAY
from tests.unpaid_work.test_plan_pages import a_world, made, next_monday

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.fixture(scope="module")
def overbooked():
    """Ten people of 0.7 on seven places, and the plan that has them there."""
    problem = problems.problem(
        [problems.person(f"p{n}", attendance=0.7) for n in range(10)], [problems.project(places=7, supervised=False)]
    )
    return problem, Plan((), tuple(Booking(MONDAY, "g", f"p{n}") for n in range(10)))


def test_what_a_plan_may_come_to_is_kept_with_what_is_exact(overbooked):
    problem, plan = overbooked
    found = prospect_of(problem, plan, ASSUMED)
    [session] = full_sessions(plan, problem)
    assert (found["expected"], found["expected_sessions"]) == (session.turned_away, session.risk)
    away = found["independent"]["measures"]["turned_away"]
    assert abs(away["mean"] - session.turned_away) < 4 * away["error"]
    assert found["together"]["measures"]["sessions_over"]["mean"] > 0
    assert found["independent"]["broken"] == 1, "0.38 is more than the 0.05 that the problem promises"
    assert (found["day"], found["town"], found["source"]) == (0.03, 0.05, "assumed")


def test_what_each_person_gets_is_kept_without_a_label(overbooked):
    problem, plan = overbooked
    assert lots_of(problem, plan) == {f"p{n}": [0.0, 10.0, 1.0] for n in range(10)}


def test_the_page_tells_the_promise_and_what_becomes_of_it(client):
    world = a_world()
    client.force_login(world.user)
    shown = text(client.get(reverse("unpaid_work:plan", args=[made(world).pk])))
    assert "Expected to be turned away" in shown
    assert "the plan keeps its promise" in shown
    assert "as assumed: the past here is too short to tell" in shown


def test_a_plan_made_before_such_things_were_kept_shows_without_them(client):
    world = a_world()
    client.force_login(world.user)
    plan = made(world)
    for part in ("prospect", "lots"):
        del plan.result[part]
    plan.save()
    answer = client.get(reverse("unpaid_work:plan", args=[plan.pk]))
    assert answer.status_code == 200
    assert "What it may come to" not in text(answer)


def group_cells(answer, label: str) -> list[str]:
    tables = BeautifulSoup(answer.content, "html.parser").find_all("table")
    table = next(table for table in tables if "by group" in table.get_text())
    row = next(row for row in table.find_all("tr") if label in row.get_text())
    return [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]


def test_groups_are_compared_and_small_ones_are_not_shown(client):
    religions = ["christian"] * 8 + ["none"] * 7 + ["muslim"] * 5 + ["sikh"] * 2
    world = a_world(people=len(religions))
    client.force_login(world.user)
    for (person, *_rest), religion in zip(world.people, religions, strict=True):
        ProtectedCharacteristics.objects.create(
            person=person, religion=religion, recorded_on=person.date_of_birth + timedelta(days=9000)
        )
    plan = made(world)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("unpaid_work:plan", args=[plan.pk]))
    assert len(asked) <= 40
    assert group_cells(answer, "Christian")[1].endswith("8")
    for hidden in ("Sikh", "Muslim"):  # the second, so that the first cannot be worked out
        assert all(cell.endswith("Not shown") for cell in group_cells(answer, hidden)[1:])
    assert "Not compared" in text(answer)


def test_labels_change_nothing_that_the_planner_is_given():
    world = a_world(people=6)
    today = timezone.localdate()
    before = problem_of(world.team, next_monday(), 2, on=today)
    for number, (person, *_rest) in enumerate(world.people):
        ProtectedCharacteristics.objects.create(
            person=person, ethnicity=("black_african", "white_british")[number % 2], disability="limited_a_lot",
            religion="muslim", recorded_on=today,
        )  # fmt: skip
    assert problem_of(world.team, next_monday(), 2, on=today) == before
