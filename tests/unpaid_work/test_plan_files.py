"""Wishes and lowered places as planning files: taken out of a plan, put into one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from amends.methods.planning.files.problem_folder import read_caps, read_wishes
from amends.methods.planning.problem import Cap, Wish
from amends.organisation.models import LimitedAccess
from amends.unpaid_work.models import Plan, PlanWish
from amends.unpaid_work.queries.problem import Supposed, ground_of
from tests.factories import MONDAY, make_person, make_team
from tests.unpaid_work.plan_records import FRIDAY_BEFORE, World
from tests.unpaid_work.test_plan_pages import a_world, made, next_monday
from tests.unpaid_work.test_plan_wishes import wish

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def taken_out(client, tmp_path, name: str, plan: Plan):
    path = tmp_path / f"{name}.csv"
    path.write_bytes(client.get(reverse(f"unpaid_work:plan_{name}_file", args=[plan.pk])).content)
    return path


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.csv", text.encode())


def test_the_wishes_and_the_lowered_places_of_a_plan_are_read_again_as_the_planner_knew_them(client, tmp_path):
    world = a_world(people=2)
    person, other, project = world.people[0][0], world.people[1][0], world.projects[0]
    wish(world, "forbid", person, at=timezone.now())
    wish(world, "prefer", other, project, next_monday(), -12, at=timezone.now())
    wish(world, "pin", person, world.projects[1], next_monday(), at=timezone.now())
    cap = Cap(project.code, next_monday(), next_monday() + 2 * DAY, 1)
    plan = made(world, supposed=Supposed(caps=(cap,)))
    client.force_login(world.user)
    assert set(read_wishes(taken_out(client, tmp_path, "wishes", plan))) == {
        Wish(person.crn, None, None, None), Wish(other.crn, project.code, next_monday(), -12.0)
    }  # fmt: skip
    assert cap in read_caps(taken_out(client, tmp_path, "caps", plan))


def test_a_person_whose_list_keeps_the_reader_out_is_in_no_file(client, tmp_path):
    world = a_world(people=1)
    person = world.people[0][0]
    wish(world, "forbid", person, at=timezone.now())
    plan = made(world)
    LimitedAccess.objects.create(
        crn=person.crn, kind="exclusion", username=world.user.username, reason="Related", from_at=timezone.now() - DAY
    )
    client.force_login(world.user)
    assert read_wishes(taken_out(client, tmp_path, "wishes", plan)) == ()


def test_a_file_of_wishes_is_taken_in_whole(client):
    world = a_world(people=2)
    person, project = world.people[0][0], world.projects[0]
    client.force_login(world.user)
    text = f"person_id,project_id,date,points\n{person.crn},{project.code},,never\n,{project.code},,25\n"
    client.post(reverse("unpaid_work:wishes_take_in", args=[world.team.code]), {"file": upload(text), "reason": "Term"})
    rows = set(PlanWish.objects.values_list("kind", "person__crn", "project__code", "points", "reason"))
    assert rows == {("forbid", person.crn, project.code, None, "Term"), ("prefer", None, project.code, 25, "Term")}


@pytest.mark.parametrize(
    ("row", "told"),
    [("{known},,,many", "points"), ("{hidden},,,never", "not people or projects that you plan for: {hidden}"),
     (",nowhere,,5", "not people or projects that you plan for: nowhere"), ("{known},,2020-01-06,5", "Row 2"),
     ("{known},,,0", "Row 2")],
)  # fmt: skip
def test_a_file_with_a_fault_makes_no_wish_and_says_where(client, row, told):
    world = a_world(people=1)
    names = {"known": world.people[0][0].crn, "hidden": make_person(make_team()).crn}
    client.force_login(world.user)
    text = f"person_id,project_id,date,points\n{names['known']},,,never\n{row.format(**names)}\n"
    sent = {"file": upload(text), "reason": "Term"}
    page = client.post(reverse("unpaid_work:wishes_take_in", args=[world.team.code]), sent).content.decode()
    assert told.format(**names) in page and not PlanWish.objects.exists()


def test_lowered_places_of_a_file_are_supposed_and_those_of_projects_elsewhere_left_out():
    world = World(people=1, projects=1, supervisors=1)
    here, every, elsewhere = (
        Cap(code, MONDAY, MONDAY + DAY, 2) for code in (world.projects[0].code, None, "elsewhere")
    )
    supposed = Supposed(caps=(here, every, elsewhere))
    assert Supposed.of(supposed.terms) == supposed
    caps = ground_of(world.team, MONDAY, 1, on=FRIDAY_BEFORE, supposed=supposed).problem.caps
    assert here in caps and every in caps and elsewhere not in caps


def test_a_scheduler_asks_what_if_with_a_file_of_lowered_places(client):
    world = a_world(people=1)
    client.force_login(world.user)
    day = next_monday()
    address = reverse("unpaid_work:plan_what_if", args=[world.team.code, day.isoformat()])
    sent = {"first_day": day.isoformat(), "weeks": "1", "seconds": "15"}
    wrong = client.post(address, sent | {"caps": upload(f"project_id,from,to,places\n,{day},{day - DAY},2\n")})
    assert "before from" in wrong.content.decode() and not Plan.objects.exists()
    answer = client.post(address, sent | {"caps": upload(f"project_id,from,to,places\n,{day},{day + DAY},2\n")})
    assert Plan.objects.get().terms == {"caps": [[None, day.isoformat(), (day + DAY).isoformat(), 2]]}
    assert "1 row of lowered places" in client.get(answer.url).content.decode()
