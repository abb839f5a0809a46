"""Why a plan is as it is: offers not met, sessions not run, and what a wish costs, as pages tell it."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from amends.design.words import hours_text
from amends.methods.planning.why import HURDLE_WORDS, LIMIT_WORDS, NOT_RUN_WORDS
from amends.organisation.models import LimitedAccess
from amends.unpaid_work.operations.plan_wishes import WishDraft, record_wish
from amends.unpaid_work.queries.plans import Proposal
from amends.unpaid_work.views.plan_why import HURDLES, LIMITS, NOT_RUN, unmet_why
from tests.unpaid_work.test_plan_pages import a_world, made, next_monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(client, name: str, plan, **query) -> str:
    return client.get(reverse(f"unpaid_work:{name}", args=[plan.pk]), query).content.decode()


def test_every_reason_that_the_planner_may_give_has_its_words():
    assert HURDLES.keys() == HURDLE_WORDS.keys()
    assert LIMITS.keys() == LIMIT_WORDS.keys()
    assert NOT_RUN.keys() == NOT_RUN_WORDS.keys()
    example = {"what": "x", "amount": 1, "of": 2, "minutes": 3}
    assert all(str(words) % example for words in [*HURDLES.values(), *LIMITS.values()])


def test_someone_for_whom_every_session_is_full_is_told_so_and_by_how_much(client):
    world = a_world(people=8, projects=1)
    world.projects[0].places, world.projects[0].days = 2, "1"
    world.projects[0].save()
    plan = made(world)
    client.force_login(world.user)
    told = page(client, "plan_unmet", plan)
    assert "What suits them is full" in told and "full: 2 booked on 2 places" in told
    assert world.projects[0].name in told


def test_days_and_hours_are_told_as_people_say_them():
    proposal = Proposal(plan=None, names={}, projects={}, staff={})
    place = {"project_id": "P1", "date": "2026-06-03", "sessions": 1}
    limits = [place | {"limit": limit, "what": "2026-06-03", "minutes": 0} for limit in ("away", "weekday")]
    hurdle = place | {"key": "week_full", "what": "", "amount": 420, "of": 630}
    told = str(unmet_why(proposal, "no_place", [hurdle], limits))
    assert "working on this weekday too: Wednesday" in told and "2026-06-03" not in told
    assert f"with {hours_text(420)} booked, it would pass the {hours_text(630)}" in told


def test_a_limit_that_would_open_sessions_is_named(client):
    world = a_world(people=1, projects=1)
    assessment = world.people[0][2]
    assessment.max_travel_minutes = 1
    assessment.save()
    plan = made(world)
    client.force_login(world.user)
    told = page(client, "plan_unmet", plan)
    assert "What would open most" in told and "minutes further" in told


def test_why_someone_is_short_is_not_told_to_those_kept_from_their_record(client):
    world = a_world(people=1, projects=1)
    person, _requirement, assessment = world.people[0]
    assessment.max_travel_minutes = 1
    assessment.save()
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=world.user.username, reason="Related",
        from_at=timezone.now() - DAY,
    )  # fmt: skip
    plan = made(world)
    client.force_login(world.user)
    told = page(client, "plan_unmet", plan)
    assert "Restricted record" in told and "further" not in told


def test_sessions_that_do_not_run_are_listed_with_the_reason_and_what_stood_in_the_way(client):
    world = a_world(people=3, projects=1)
    for one in world.supervisors:
        one.days = "12"
        one.save()
    plan = made(world)
    client.force_login(world.user)
    told = page(client, "plan_not_run", plan, show="no_supervisor")
    assert told.count("Nobody who may lead it works that day") >= 3, "Wednesday to Friday, at least"
    text = client.get(reverse("unpaid_work:plan_not_run_csv", args=[plan.pk])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    run = {(row["project"], row["date"]) for row in plan.result["sessions"]}
    assert len(rows) == len(plan.result["not_run"]) > 0
    assert not {(row["project_code"], row["date"]) for row in rows} & run
    assert {row["date"] for row in rows} <= {(next_monday() + n * DAY).isoformat() for n in range(7)}
    assert f"{reverse('unpaid_work:plan_not_run_csv', args=[plan.pk])}?show=no_supervisor" in told
    answer = client.get(reverse("unpaid_work:plan_not_run_csv", args=[plan.pk]), {"show": "no_supervisor"})
    shown = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert shown == [row for row in rows if row["reason"] == "Nobody who may lead it works that day"]


def test_a_wish_that_costs_something_has_its_price_and_one_that_costs_nothing_costs_nothing(client):
    world = a_world(people=2, projects=1)
    dear, cheap = world.people[0][0], world.people[1][0]
    now = timezone.now()
    record_wish(team=world.team, draft=WishDraft("forbid", dear, None, None, None, "x"), by=world.user, at=now)
    sunday = next_monday() + 6 * DAY
    draft = WishDraft("forbid", cheap, None, sunday, None, "x")
    record_wish(team=world.team, draft=draft, by=world.user, at=now)
    world.projects[0].days = "12345"
    world.projects[0].save()
    plan = made(world)
    prices = {row["person"]: row["price"] for row in plan.result["wishes"]}
    # Their week: the least of 420 minutes at 5 points each, at least, less 0.5 a minute of a short way.
    assert prices[dear.crn] >= 2000
    assert prices[cheap.crn] == pytest.approx(0, abs=1)
    client.force_login(world.user)
    assert "points, roughly" in page(client, "plan_wishes", plan)


def test_the_price_of_a_pin_is_that_of_the_plan_without_it():
    world = a_world(people=1, projects=2)
    far = world.projects[1]
    far.lat = float(far.lat) + 0.15
    far.save()
    person = world.people[0][0]
    draft = WishDraft("pin", person, far, next_monday(), None, "x")
    record_wish(team=world.team, draft=draft, by=world.user, at=timezone.now())
    plan = made(world)
    (wish,) = plan.result["wishes"]
    assert wish["bookings"] == 1 and wish["price"] is not None
    assert 5 < wish["price"] < 100, "a longer way, at half a point a minute, and the supervisor's drive"
