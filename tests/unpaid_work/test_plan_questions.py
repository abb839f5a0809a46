"""What is asked of a plan that is made: what one more would buy, what wishes cost; the job, its pages, who may read."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import LimitedAccess, Qualification, Staff
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Plan, PlanQuestion, PlanWish
from amends.unpaid_work.operations.plan_questions import (
    answer_question,
    ask_one_more,
    ask_price_of_wish,
    ask_prices,
    record_wish_asked_about,
    stop_question,
)
from amends.unpaid_work.operations.plan_wishes import WishDraft
from amends.unpaid_work.operations.plans import PlanRefused, give_up_lost
from tests.factories import MONDAY, make_project, make_user
from tests.unpaid_work.plan_records import AT, World
from tests.unpaid_work.test_plan_applies import planned
from tests.unpaid_work.test_plan_pages import a_world, made
from tests.unpaid_work.test_plan_wishes import wish

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def answered(question: PlanQuestion, at=AT) -> PlanQuestion:
    answer_question(question=question.pk, clock=lambda: at)
    question.refresh_from_db()
    assert question.status == "answered", question.message
    return question


def one_more(plan: Plan, by, at=AT, checked: int = 3, seconds: int = 0) -> list[dict]:
    asked = ask_one_more(plan=plan, checked=checked, seconds=seconds, by=by, at=at)
    return answered(asked, at).result["rows"]


def without_saw() -> tuple[World, Plan]:
    """Four people, and work that asks for a qualification which nobody has."""
    world = World(people=4, projects=0, supervisors=1)
    saw = Qualification.objects.create(code="saw", name="Chainsaw")
    project = make_project(world.team, least=2)
    project.qualifications.add(saw)
    world.projects = [project]
    return world, planned(world)


def test_the_qualification_that_the_only_project_lacks_is_found_and_planning_with_it_books_everybody():
    world, plan = without_saw()
    assert plan.result["bookings"] == []
    rows = one_more(plan, world.user)
    (learned,) = [row for row in rows if row["what"] == "qualification"]
    assert (learned["supervisor"], learned["qualifications"]) == (world.supervisors[0].code, ["saw"])
    assert learned["projects"] == [world.projects[0].code]
    check = learned["check"]
    assert check["minutes"] > 0 and check["people_short"] == -4
    assert check["lowest"] <= check["points"] <= check["highest"]
    assert learned["estimate"] > 0
    hired = next(row for row in rows if row["what"] == "supervisor")
    assert hired["qualifications"] == ["saw"] and hired["check"]["minutes"] > 0


def test_as_many_of_each_kind_are_checked_as_was_asked_and_the_best_come_first():
    world, plan = without_saw()
    rows = one_more(plan, world.user, checked=0)
    assert rows and all(row["check"] is None for row in rows)
    assert [row["estimate"] for row in rows] == sorted((row["estimate"] for row in rows), reverse=True)


def test_the_answer_is_about_the_record_as_it_is_when_it_is_asked_for():
    world, plan = without_saw()
    Staff.objects.update(from_date=MONDAY + 365 * DAY)
    rows = one_more(plan, world.user)
    assert [row["what"] for row in rows if row["what"] == "qualification"] == []


def test_the_same_is_asked_once_at_a_time_and_of_plans_that_are_made_alone():
    world, plan = without_saw()
    first = ask_one_more(plan=plan, checked=0, seconds=0, by=world.user, at=AT)
    with pytest.raises(PlanRefused, match="already"):
        ask_one_more(plan=plan, checked=0, seconds=0, by=world.user, at=AT)
    answered(first)
    ask_one_more(plan=plan, checked=0, seconds=0, by=world.user, at=AT)
    plan.status = Plan.Status.FAILED
    with pytest.raises(PlanRefused, match="not ready"):
        ask_prices(plan=plan, seconds=0, by=world.user, at=AT)


def test_a_question_that_waits_is_cancelled_one_under_way_keeps_what_it_has_and_one_over_is_left():
    world, plan = without_saw()
    waiting = ask_one_more(plan=plan, checked=1, seconds=0, by=world.user, at=AT)
    assert stop_question(question=waiting, by=world.user, at=AT).status == "cancelled"
    answer_question(question=waiting.pk, clock=lambda: AT)
    waiting.refresh_from_db()
    assert waiting.status == "cancelled" and waiting.result is None
    running = ask_one_more(plan=plan, checked=1, seconds=0, by=world.user, at=AT)
    PlanQuestion.objects.filter(pk=running.pk).update(cancel_requested_at=AT)
    found = answered(running)
    assert found.result["rows"] and all(row["check"] is None for row in found.result["rows"])
    with pytest.raises(PlanRefused, match="any more"):
        stop_question(question=found, by=world.user, at=AT)


def test_a_question_whose_worker_is_gone_is_given_up():
    world, plan = without_saw()
    asked = ask_one_more(plan=plan, checked=1, seconds=0, by=world.user, at=AT)
    PlanQuestion.objects.filter(pk=asked.pk).update(status="running", at_work_at=AT - timedelta(minutes=3))
    assert give_up_lost(at=AT) == 1
    asked.refresh_from_db()
    assert asked.status == "failed" and "without a word" in asked.message


def test_what_goes_wrong_is_left_as_a_message(monkeypatch):
    world, plan = without_saw()
    asked = ask_one_more(plan=plan, checked=1, seconds=0, by=world.user, at=AT)
    monkeypatch.setattr("amends.unpaid_work.operations.plan_questions.ground_of_plan", lambda *given, **named: 1 / 0)
    answer_question(question=asked.pk, clock=lambda: AT)
    asked.refresh_from_db()
    assert asked.status == "failed" and "fault of the service" in asked.message


def test_the_price_of_a_wish_in_force_is_that_of_its_absence_and_lies_between_its_figures():
    world = World(people=2, projects=1, supervisors=1)
    person = world.people[0][0]
    given = wish(world, "forbid", person)
    plan = planned(world)
    assert person.crn not in {row["person"] for row in plan.result["bookings"]}
    found = answered(ask_prices(plan=plan, seconds=1, by=world.user, at=AT)).result["prices"][str(given.pk)]
    # without the wish the person is booked: their least offer is worth at least five points a minute
    assert found["kept"] and found["price"] > 1000
    assert found["lowest"] <= found["price"] <= found["highest"]


def test_a_pin_that_no_rule_allows_has_no_price():
    world = World(people=1, projects=1, supervisors=1)
    person = world.people[0][0]
    given = wish(world, "pin", person, world.projects[0], MONDAY)
    person.unavailable.create(from_date=MONDAY, to_date=MONDAY + DAY, reason="Hospital")
    found = answered(ask_prices(plan=planned(world), seconds=0, by=world.user, at=AT)).result["prices"]
    assert found[str(given.pk)]["price"] is None and found[str(given.pk)]["against"] == ["away"]


def test_a_wish_is_priced_before_it_is_made_and_made_as_it_was_priced():
    world = World(people=2, projects=1, supervisors=1)
    person, plan = world.people[0][0], planned(world)
    assert person.crn in {row["person"] for row in plan.result["bookings"]}
    draft = WishDraft("forbid", person, world.projects[0], None, None, "Asked not to")
    asked = ask_price_of_wish(plan=plan, draft=draft, seconds=1, by=world.user, at=AT)
    with pytest.raises(PlanRefused, match="not worked out"):
        record_wish_asked_about(question=asked, by=world.user, at=AT)
    found = answered(asked)
    assert found.result["lowest"] <= found.result["price"] <= found.result["highest"]
    assert found.result["price"] > 1000
    (loser,) = [row for row in found.result["people"] if row["points"] < 0]
    assert loser["person"] == person.crn and loser["minutes_after"] == 0
    assert not PlanWish.objects.exists()
    made_wish = record_wish_asked_about(question=found, by=world.user, at=AT)
    assert (made_wish.kind, made_wish.person, made_wish.project) == ("forbid", person, world.projects[0])
    assert made_wish.reason == "Asked not to"


def test_a_wish_that_could_not_be_made_has_no_price_and_one_about_nobody_planned_says_so():
    world = World(people=1, projects=1, supervisors=1)
    plan = planned(world)
    draft = WishDraft("forbid", None, None, None, None, "x")
    with pytest.raises(Refused, match="a person, a project or both"):
        ask_price_of_wish(plan=plan, draft=draft, seconds=0, by=world.user, at=AT)
    later = WishDraft("forbid", None, world.projects[0], MONDAY + 28 * DAY, None, "x")
    asked = ask_price_of_wish(plan=plan, draft=later, seconds=0, by=world.user, at=AT)
    answer_question(question=asked.pk, clock=lambda: AT)
    asked.refresh_from_db()
    assert asked.status == "failed" and "not in these weeks" in asked.message


def test_the_database_refuses_an_answer_without_its_result_and_a_person_in_what_is_no_wish():
    world = World(people=1, projects=1, supervisors=1)
    plan = planned(world)
    values = {"plan": plan, "kind": "one_more", "requested_at": AT, "requested_by": world.user, "status": "queued"}
    for broken in ({"status": "answered"}, {"person": world.people[0][0]}, {"progress": 1.5}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanQuestion.objects.create(**values | broken)


def the_page(client, name: str, pk: int, query: str = "") -> str:
    return client.get(reverse(f"unpaid_work:{name}", args=[pk]) + query).content.decode()


def test_a_coordinator_asks_what_one_more_would_buy_waits_sorts_it_and_takes_it_out(client):
    world = a_world(people=3)
    Staff.objects.filter(pk=world.supervisors[1].pk).delete()
    plan = made(world)
    client.force_login(world.user)
    assert "has not been worked out" in the_page(client, "plan_one_more", plan.pk)
    here = reverse("unpaid_work:plan_one_more", args=[plan.pk])
    assert "whole number from 0 to 10" in client.post(here, {"seconds": "0", "checked": "99"}).content.decode()
    answer = client.post(here, {"seconds": "0", "checked": "1"})
    asked = PlanQuestion.objects.get()
    assert answer.url == reverse("unpaid_work:plan_question", args=[asked.pk])
    waiting = client.get(answer.url).content.decode()
    assert "<progress" in waiting and 'http-equiv="refresh"' in waiting
    told = client.get(reverse("unpaid_work:plan_question_progress", args=[asked.pk])).json()
    assert (told["done"], told["finished"]) == (0, False)
    answered(asked, timezone.now())
    assert client.get(answer.url).url == here
    page = the_page(client, "plan_one_more", plan.pk)
    rows = asked.result["rows"]
    assert ("One more supervisor" in page) == any(row["what"] == "supervisor" for row in rows)
    assert "What the figures mean" in page and "As at" in page
    text = client.get(reverse("unpaid_work:plan_one_more_csv", args=[plan.pk]) + "?sort=estimate")
    lines = list(csv.DictReader(io.StringIO(text.content.decode("utf-8-sig"))))
    estimates = [float(line["estimate_points"]) for line in lines]
    assert estimates == sorted(row["estimate"] for row in rows)
    assert len(lines) == len(rows)


def test_the_plans_wishes_page_shows_the_interval_once_it_is_worked_out(client):
    world = a_world(people=2)
    wish(world, "forbid", world.people[0][0], at=timezone.now())
    plan = made(world)
    client.force_login(world.user)
    assert "between" not in the_page(client, "plan_wishes", plan.pk).split("<table")[1].split("</table")[0]
    client.post(reverse("unpaid_work:plan_prices", args=[plan.pk]), {"seconds": "0"})
    found = answered(PlanQuestion.objects.get(), timezone.now())
    (price,) = found.result["prices"].values()
    page = the_page(client, "plan_wishes", plan.pk)
    assert f"{price['price']:,.0f} points (between {price['lowest']:,.0f} and {price['highest']:,.0f} points)" in page


def test_a_scheduler_sees_the_price_and_who_loses_before_the_wish_is_saved(client):
    world = a_world(people=2)
    person, plan = world.people[0][0], made(world)
    client.force_login(world.user)
    sent = {"kind": "forbid", "crn": person.crn, "reason": "Court on Mondays", "seconds": "0"}
    answer = client.post(reverse("unpaid_work:plan_wish_price", args=[plan.pk]), sent)
    answered(PlanQuestion.objects.get(), timezone.now())
    page = client.get(answer.url).content.decode()
    assert "The true price is between" in page and person.name in page and "Save the wish" in page
    assert not PlanWish.objects.exists()
    pk = PlanQuestion.objects.get().pk
    client.post(reverse("unpaid_work:plan_question_record", args=[pk]))
    assert PlanWish.objects.get().reason == "Court on Mondays"


def test_a_person_whose_list_keeps_the_reader_out_is_in_no_answer(client):
    world = a_world(people=2)
    hidden, seen = world.people[0][0], world.people[1][0]
    plan, now = made(world), timezone.now()
    about_hidden, about_project = (
        answered(ask_price_of_wish(plan=plan, draft=draft, seconds=0, by=world.user, at=now), now)
        for draft in (
            WishDraft("forbid", hidden, None, None, None, "Secret"),
            WishDraft("prefer", None, world.projects[0], None, -9000, "x"),
        )
    )
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=world.user.username, reason="Related", from_at=now - DAY
    )
    client.force_login(world.user)
    for name in ("plan_question", "plan_question_progress"):
        assert client.get(reverse(f"unpaid_work:{name}", args=[about_hidden.pk])).status_code == 404
    page = the_page(client, "plan_question", about_project.pk)
    assert hidden.crn not in page and hidden.name not in page
    changed = {row["person"] for row in about_project.result["people"]}
    assert (seen.crn in page) == (seen.crn in changed)
    assert ("Restricted record" in page) == (hidden.crn in changed)


@pytest.mark.parametrize("role", ["practitioner", "unpaid_work_supervisor", "head_of_pdu"])
def test_those_who_do_not_plan_ask_nothing_of_plans(client, role):
    world, plan = without_saw()
    asked = ask_one_more(plan=plan, checked=0, seconds=0, by=world.user, at=AT)
    client.force_login(make_user(role, world.cases, over="pdu"))
    for name in ("plan_one_more", "plan_one_more_csv", "plan_prices", "plan_wish_price"):
        assert client.get(reverse(f"unpaid_work:{name}", args=[plan.pk])).status_code == 404
    assert client.get(reverse("unpaid_work:plan_question", args=[asked.pk])).status_code == 404
