"""Who gains, who loses, and whom to ring first: the people of a plan."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import LimitedAccess
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.plans import proposal_of
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.test_plan_pages import a_world, made, next_monday

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def standing(world, number: int, project: int, day) -> None:
    """The person is booked there on the day."""
    session = make_session(world.projects[project], day, world.supervisors[project], opened_at=timezone.now())
    put_on(session, world.people[number], world.user, booked_at=timezone.now())


def planned(world, bookings: list[tuple[int, int, object]], kept=()) -> Plan:
    """A plan of these bookings (person, project, day), beside what stands, as its job keeps it."""
    from amends.methods.planning.plan import Booking, Session
    from amends.methods.planning.plan import Plan as Planned
    from amends.unpaid_work.queries.plan_people import people_of
    from amends.unpaid_work.queries.problem import ground_of

    plan = made(world)
    ground = ground_of(world.team, next_monday(), 1, on=timezone.localdate())
    rows = [(world.people[n][0].crn, world.projects[project].code, day) for n, project, day in bookings]
    sessions = sorted({(day, code) for _crn, code, day in rows})
    leaders = {project.code: world.supervisors[n].code for n, project in enumerate(world.projects)}
    found = Planned(
        tuple(Session(day, code, leaders[code]) for day, code in sessions),
        tuple(sorted(Booking(day, code, crn) for crn, code, day in rows)),
    )
    plan.result |= {
        "sessions": [{**plan.result["sessions"][0], "date": one.date.isoformat(), "project": one.project_id,
                      "supervisor": one.supervisor_id} for one in found.sessions],
        "bookings": [{"person": one.person_id, "project": one.project_id, "date": one.date.isoformat()}
                     for one in found.bookings],
        "people": people_of(ground, found),
    }  # fmt: skip
    plan.save()
    return plan


def test_whoever_loses_their_only_session_soonest_is_rung_first_and_whoever_is_new_last():
    world = a_world(people=4)
    monday = next_monday()
    standing(world, 0, 0, monday + 2 * DAY)  # loses it
    standing(world, 1, 1, monday + 2 * DAY)  # is moved to the other project that day
    standing(world, 2, 0, monday + 4 * DAY)  # loses it, later
    plan = planned(world, [(1, 0, monday + 2 * DAY), (3, 0, monday + 2 * DAY)])
    lines = proposal_of(world.user, plan).people
    crns = [person.crn for person, *_ in world.people]
    assert [(line.turn, line.change.person, line.change.kind) for line in lines] == [
        (1, crns[0], "dropped"), (2, crns[1], "moved"), (3, crns[3], "added"), (4, crns[2], "dropped"),
    ]  # fmt: skip
    assert [line.share["nothing_left"] for line in lines] == [True, False, False, True]
    assert [line.gain for line in lines] == [-420, 0, 420, -420], "a session is seven hours"


def test_travel_is_that_of_the_week_as_it_stood_and_as_planned():
    world = a_world(people=1)
    far = world.projects[1]
    far.lat = float(far.lat) + 0.1
    far.save()
    standing(world, 0, 0, next_monday())
    (line,) = proposal_of(world.user, planned(world, [(0, 1, next_monday())])).people
    assert line.change.kind == "moved" and line.gain == 0
    kilometres = 0.1 * 6371.0088 * 3.141592653589793 / 180
    assert line.share["travel_after"] - line.share["travel_before"] == pytest.approx(kilometres * 3, rel=0.5)
    assert line.share["travel_after"] > line.share["travel_before"] + 10


@pytest.mark.parametrize(("show", "shown"), [("loses", [0, 2]), ("gains", [3]), ("as_much", [1]), ("moved", [1]),
                                             ("all", [0, 1, 2, 3])])  # fmt: skip
def test_the_page_shows_those_who_lose_gain_or_move(client, show, shown):
    world = a_world(people=4)
    monday = next_monday()
    standing(world, 0, 0, monday + 2 * DAY)
    standing(world, 1, 1, monday + 2 * DAY)
    standing(world, 2, 0, monday + 4 * DAY)
    plan = planned(world, [(1, 0, monday + 2 * DAY), (3, 0, monday + 2 * DAY)])
    client.force_login(world.user)
    page = client.get(reverse("unpaid_work:plan_people", args=[plan.pk]), {"show": show})
    table = BeautifulSoup(page.content, "html.parser").select_one("main table").get_text(" ")
    assert {n for n, (person, *_) in enumerate(world.people) if person.crn in table} == set(shown)
    if 0 in shown:
        assert "Nothing left this week" in table and "0h, was 7h" in table


def test_the_file_says_whom_to_ring_and_what_their_week_was_without_naming_who_is_kept_from_the_reader(client):
    world = a_world(people=2)
    monday = next_monday()
    standing(world, 0, 0, monday + 2 * DAY)
    plan = planned(world, [(1, 0, monday + 2 * DAY)])
    hidden = world.people[0][0]
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=world.user.username, reason="Related",
        from_at=timezone.now() - DAY,
    )  # fmt: skip
    client.force_login(world.user)
    text = client.get(reverse("unpaid_work:plan_csv", args=[plan.pk])).content.decode("utf-8-sig")
    assert hidden.crn not in text
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["ring"]]
    assert [(row["ring"], row["week_minutes_before"], row["week_minutes_after"]) for row in rows] == [
        ("1", "420", "0"), ("2", "0", "420"),
    ]  # fmt: skip


def test_a_plan_that_is_really_made_gives_every_change_a_turn(client):
    world = a_world(people=8)
    standing(world, 0, 0, next_monday())
    plan = made(world)
    proposal = proposal_of(world.user, plan)
    assert len(proposal.people) == len(proposal.changes.people) > 0
    assert sorted({line.turn for line in proposal.people}) == list(range(1, len(proposal.changes.crns) + 1))
    booked = {row["person"] for row in plan.result["bookings"]}
    for line in proposal.people:
        minutes = sum(420 for row in plan.result["bookings"] if row["person"] == line.change.person)
        assert line.share["minutes_after"] == (minutes if line.change.person in booked else 0)
