"""Wishes of plans: what may be wished, what the planner makes of it, and who reads it."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from amends.methods.planning.check import check
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import MaxSeconds
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Booking, PlanWish
from amends.unpaid_work.operations.plan_application import apply_plan
from amends.unpaid_work.operations.plan_wishes import WishDraft, record_wish, withdraw_wish
from amends.unpaid_work.queries.problem import problem_of
from tests.factories import MONDAY, make_person, make_project, make_team, make_user
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.plan_records import AT, FRIDAY_BEFORE, World
from tests.unpaid_work.test_plan_applies import planned
from tests.unpaid_work.test_plan_pages import a_world, made, next_monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def wish(world: World, kind: str = "prefer", person=None, project=None, date=None, points=None, at=AT) -> PlanWish:
    points = 25 if kind == "prefer" and points is None else points
    draft = WishDraft(kind, person, project, date, points, "Because")
    return record_wish(team=world.team, draft=draft, by=world.user, at=at)


def solved(world: World, on=FRIDAY_BEFORE):
    """The bookings of a plan (person, project, date) that keeps every rule."""
    problem = problem_of(world.team, MONDAY, 1, on=on)
    result = solve(problem, stop=MaxSeconds(2), seed=0)
    assert check(problem, result.plan) == ()
    return {(one.person_id, one.project_id, one.date) for one in result.plan.bookings}


def test_what_is_pinned_is_booked_though_the_plan_would_rather_not():
    world = World(people=4, projects=2, supervisors=2)
    person = world.people[0][0]
    without = solved(world)
    pin = next(
        (person.crn, project.code, MONDAY + n * DAY)
        for project in world.projects for n in range(5)
        if (person.crn, project.code, MONDAY + n * DAY) not in without
    )  # fmt: skip
    project = next(one for one in world.projects if one.code == pin[1])
    wish(world, "pin", person, project, pin[2])
    assert pin in solved(world)


def test_a_booking_that_stands_and_is_pinned_stays_and_is_promised_once():
    world = World(people=2, projects=1, supervisors=1)
    session = make_session(world.projects[0], MONDAY + DAY, world.supervisors[0])
    put_on(session, world.people[0], world.user)
    person = world.people[0][0]
    wish(world, "pin", person, world.projects[0], MONDAY + DAY)
    standing = problem_of(world.team, MONDAY, 1, on=FRIDAY_BEFORE).standing
    assert [(row.person_id, row.date, row.fixed) for row in standing] == [(person.crn, MONDAY + DAY, True)]


def test_what_is_never_wished_is_not_booked():
    world = World(people=3, projects=2, supervisors=2)
    person, project = world.people[0][0], world.projects[0]
    wish(world, "forbid", person, project)
    wish(world, "forbid", project=project, date=MONDAY + DAY)
    booked = solved(world)
    assert booked
    assert not {row for row in booked if row[:2] == (person.crn, project.code)}
    assert not {row for row in booked if row[1:] == (project.code, MONDAY + DAY)}


def test_a_preference_for_a_project_brings_the_person_there():
    world = World(people=1, projects=2, supervisors=2)
    person = world.people[0][0]
    for preferred in world.projects:
        given = wish(world, "prefer", person, preferred, points=500)
        assert {row[1] for row in solved(world)} == {preferred.code}
        withdraw_wish(wish=given, by=world.user, at=AT)


def test_a_wish_that_is_withdrawn_or_of_another_team_is_not_in_the_problem():
    world = World(people=1, projects=1, supervisors=1)
    person = world.people[0][0]
    other = make_team(pdu=world.team.pdu)
    draft = WishDraft("forbid", person, None, None, None, "Because")
    record_wish(team=other, draft=draft, by=world.user, at=AT)
    withdraw_wish(wish=wish(world, "forbid", person), by=world.user, at=AT)
    assert problem_of(world.team, MONDAY, 1, on=FRIDAY_BEFORE).wishes == ()


def test_what_is_never_wished_of_a_person_leaves_the_days_gone_by_as_they_are():
    world = World(people=1, projects=1, supervisors=1)
    session = make_session(world.projects[0], MONDAY, world.supervisors[0])
    put_on(session, world.people[0], world.user)
    person = world.people[0][0]
    wish(world, "forbid", person)
    booked = solved(world, on=MONDAY)
    assert {(crn, day) for crn, _project, day in booked} == {(person.crn, MONDAY)}


def test_wishes_about_people_or_projects_that_are_not_planned_do_no_harm():
    world = World(people=1, projects=1, supervisors=1)
    idle = make_person(world.cases)
    over = make_project(world.team, to_date=MONDAY - DAY)
    wish(world, "forbid", idle)
    wish(world, "prefer", project=over)
    assert problem_of(world.team, MONDAY, 1, on=FRIDAY_BEFORE).wishes == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"person": "none", "project": "none"}, "a person, a project or both"),
        ({"date": FRIDAY_BEFORE}, "before tomorrow"),
        ({"person": "elsewhere"}, "of another"),
        ({"project": "elsewhere"}, "another team's"),
        ({"date": MONDAY + 6 * DAY}, "weekday"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_with_the_reason(change, told):
    world = World(people=1, projects=1, supervisors=1)
    project = world.projects[0]
    project.days = "12345"
    project.save()
    given = {"person": world.people[0][0], "project": project, "date": MONDAY}
    for name, value in change.items():
        if value == "elsewhere":
            value = make_person(make_team()) if name == "person" else make_project(make_team())
        given[name] = None if value == "none" else value
    with pytest.raises(Refused, match=told):
        wish(world, "forbid", **given)
    assert not PlanWish.objects.exists()


def test_a_person_is_pinned_once_a_day_and_again_after_the_pin_is_withdrawn():
    world = World(people=1, projects=2, supervisors=1)
    person = world.people[0][0]
    first = wish(world, "pin", person, world.projects[0], MONDAY)
    with pytest.raises(Refused, match="pinned"):
        wish(world, "pin", person, world.projects[1], MONDAY)
    withdraw_wish(wish=first, by=world.user, at=AT)
    wish(world, "pin", person, world.projects[1], MONDAY)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_wish(wish=first, by=world.user, at=AT)


@pytest.mark.parametrize("broken", [{"points": None}, {"points": 0}, {"kind": "pin", "points": None},
                                    {"person": None, "project": None}])  # fmt: skip
def test_the_database_refuses_what_is_no_wish(broken):
    world = World(people=1, projects=1, supervisors=0)
    values = {"kind": "prefer", "points": 5, "person": world.people[0][0], "project": world.projects[0]} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanWish.objects.create(team=world.team, reason="x", made_at=AT, made_by=world.user, **values)


def test_wishing_and_withdrawing_are_in_the_audit_trail():
    world = World(people=1, projects=1, supervisors=0)
    person = world.people[0][0]
    withdraw_wish(wish=wish(world, "forbid", person), by=world.user, at=AT)
    actions = AuditEvent.objects.filter(crn=person.crn, action__contains="wish").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == ["wish of plans", "withdraw wish of plans"]


def test_the_database_still_judges_what_is_pinned_when_the_plan_is_applied():
    world = World(people=2, projects=1, supervisors=1)
    person = world.people[0][0]
    wish(world, "pin", person, world.projects[0], MONDAY + DAY)
    plan = planned(world)
    assert (person.crn, (MONDAY + DAY).isoformat()) in {(row["person"], row["date"]) for row in plan.result["bookings"]}
    world.projects[0].health_and_safety.all().delete()
    outcome = apply_plan(plan=plan, by=world.user, at=AT)
    assert outcome.refused and not Booking.objects.exists()


def test_the_plan_tells_what_became_of_each_wish_and_what_stood_against_a_pin(client):
    world = a_world(people=3)
    monday, now = next_monday(), timezone.now()
    kept, away = world.people[0][0], world.people[1][0]
    project = world.projects[0]
    wish(world, "pin", kept, project, monday, at=now)
    wish(world, "pin", away, project, monday, at=now)
    away.unavailable.create(from_date=monday, to_date=monday + DAY, reason="Hospital")
    wish(world, "prefer", project=project, points=7, at=now)
    plan = made(world)
    client.force_login(world.user)
    page = client.get(reverse("unpaid_work:plan_wishes", args=[plan.pk])).content.decode()
    matching = [row for row in plan.result["bookings"] if row["project"] == project.code]
    assert "Booked" in page and "Not kept: the person is away" in page
    assert f"+{7 * len(matching)} points" in page


def test_a_scheduler_adds_a_wish_from_the_persons_page_and_withdraws_it(client):
    world = a_world(people=1)
    person = world.people[0][0]
    client.force_login(make_user("placement_coordinator", world.team, over="pdu"))
    page = client.get(reverse("unpaid_work:person", args=[person.crn])).content.decode()
    new = reverse("unpaid_work:wish_new", args=[world.team.code])
    assert f"{new}?crn={person.crn}" in page
    assert f'value="{person.crn}"' in client.get(f"{new}?crn={person.crn}").content.decode()
    client.post(new, {"kind": "forbid", "crn": person.crn, "project": "", "reason": "Court on Mondays"})
    given = PlanWish.objects.get()
    for name, args in (("wishes", [world.team.code]), ("person", [person.crn])):
        assert "Court on Mondays" in client.get(reverse(f"unpaid_work:{name}", args=args)).content.decode()
    client.post(reverse("unpaid_work:wish_withdraw", args=[given.pk]))
    listed = client.get(reverse("unpaid_work:wishes", args=[world.team.code])).content.decode()
    assert "Court on Mondays" not in listed
    past = client.get(reverse("unpaid_work:wishes", args=[world.team.code]) + "?show=withdrawn").content.decode()
    assert "Court on Mondays" in past


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"kind": "pin", "reason": "x"}, ["Enter the CRN of the person", "Select the project", "Enter the day"]),
        ({"kind": "prefer", "crn": "*", "reason": "x"}, ["Enter how many points"]),
        ({"kind": "forbid", "reason": "x"}, ["Enter a CRN, select a project, or both"]),
        ({"kind": "forbid", "crn": "X999999", "reason": "x"}, ["Enter the CRN of a person whom you plan for"]),
    ],
)
def test_a_form_that_lacks_something_says_what(client, sent, told):
    world = a_world(people=1)
    client.force_login(world.user)
    sent = {name: world.people[0][0].crn if value == "*" else value for name, value in sent.items()}
    page = client.post(reverse("unpaid_work:wish_new", args=[world.team.code]), sent).content.decode()
    assert all(words in page for words in told)
    assert not PlanWish.objects.exists()


def test_a_person_whose_list_keeps_the_reader_out_is_in_no_wish_that_is_shown(client):
    world = a_world(people=2)
    hidden, seen = world.people[0][0], world.people[1][0]
    secret = wish(world, "forbid", hidden, at=timezone.now())
    wish(world, "forbid", seen, at=timezone.now())
    wish(world, "prefer", project=world.projects[0], at=timezone.now())
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=world.user.username, reason="Related",
        from_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    plan = made(world)
    assert not {row for row in plan.result["bookings"] if row["person"] == hidden.crn}, "the wish counts all the same"
    client.force_login(world.user)
    for name, args in (("wishes", [world.team.code]), ("wishes_csv", [world.team.code]), ("plan_wishes", [plan.pk])):
        page = client.get(reverse(f"unpaid_work:{name}", args=args)).content.decode()
        assert hidden.crn not in page and hidden.name not in page, name
        assert seen.crn in page, name
    assert client.get(reverse("unpaid_work:wish_withdraw", args=[secret.pk])).status_code == 404
    new = reverse("unpaid_work:wish_new", args=[world.team.code])
    page = client.post(new, {"kind": "forbid", "crn": hidden.crn, "reason": "x"}).content.decode()
    assert "Enter the CRN of a person whom you plan for" in page


def test_the_file_of_wishes_holds_every_wish_in_force(client):
    world = a_world(people=1)
    wish(world, "prefer", world.people[0][0], world.projects[0], points=-12, at=timezone.now())
    wish(world, "forbid", project=world.projects[1], at=timezone.now())
    client.force_login(world.user)
    text = client.get(reverse("unpaid_work:wishes_csv", args=[world.team.code])).content.decode("utf-8-sig")
    rows = {row["wish"]: row for row in csv.DictReader(io.StringIO(text))}
    assert (rows["prefer"]["crn"], rows["prefer"]["points"]) == (world.people[0][0].crn, "-12")
    assert (rows["forbid"]["crn"], rows["forbid"]["project_code"]) == ("", world.projects[1].code)


@pytest.mark.parametrize("role", ["practitioner", "unpaid_work_supervisor", "head_of_pdu"])
def test_those_who_do_not_plan_read_and_make_no_wishes(client, role):
    world = a_world(people=1)
    given = wish(world, "forbid", world.people[0][0], at=timezone.now())
    client.force_login(make_user(role, world.cases, over="pdu"))
    for name, args in (("wishes", [world.team.code]), ("wish_new", [world.team.code]), ("wish_withdraw", [given.pk])):
        assert client.get(reverse(f"unpaid_work:{name}", args=args)).status_code == 404
    page = client.get(reverse("unpaid_work:person", args=[world.people[0][0].crn]))
    assert page.status_code == 404 or b"Because" not in page.content
