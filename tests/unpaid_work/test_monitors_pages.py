"""The monitors as readers use them: counts, filters, order, files, saved views, and who sees whom."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from amends.cases.models import CaseCover
from amends.organisation.models import AuditEvent, LimitedAccess
from amends.unpaid_work.models import SavedView
from amends.unpaid_work.monitors import MONITORS
from tests.factories import (
    make_allocation,
    make_assessment,
    make_person,
    make_requirement,
    make_staff,
    make_team,
    make_user,
)
from tests.unpaid_work.watching import NOW, TODAY, address, found, read_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def user(team, client):
    made = make_user("practitioner", team, over="pdu", staff=make_staff(team, "po"))
    client.force_login(made)
    return made


def unassessed(team, name="Waiting", **person):
    made = make_person(team, family_name=name, **person)
    make_requirement(made, TODAY - timedelta(days=30))
    return made


def test_the_hub_tells_how_many_wait_in_each_list_and_leads_there(client, user, team):
    unassessed(team)
    lapsing = unassessed(team, "Lapsing")
    make_assessment(lapsing, user, TODAY - timedelta(days=350), to_date=TODAY + timedelta(days=9))
    page = client.get(reverse("unpaid_work:monitors")).content.decode()
    assert "Never assessed: 1; Lapses within 30 days: 1" in page
    assert f'href="{address("assessments")}"' in page


@pytest.mark.parametrize(("role", "leads"), [("practitioner", True), ("performance_analyst", False)])
def test_the_hub_leads_to_stand_downs_only_who_may_see_them(client, team, role, leads):
    client.force_login(make_user(role, team, over="pdu", staff=make_staff(team, "po")))
    page = client.get(reverse("unpaid_work:monitors")).content.decode()
    assert (f'href="{reverse("unpaid_work:stand_downs")}"' in page.partition("<main")[2]) is leads
    assert (client.get(reverse("unpaid_work:stand_downs")).status_code == 200) is leads


def test_the_page_of_rules_says_of_each_list_what_the_list_says_of_itself():
    page = Path(__file__).parents[2] / "docs" / "rules" / "waiting_lists.md"
    sections = re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    told = {title: " ".join(words) for title, *words in (section.splitlines() for section in sections)}
    assert list(told) == [*(str(each.title) for each in MONITORS.values()), "Example"]
    for each in MONITORS.values():
        reasons = "; ".join(f"*{words}*" for words in each.whys.values())
        assert told[str(each.title)].split() == f"{each.definition} Reasons: {reasons}.".split(), each.slug


def test_a_list_empties_as_it_is_acted_on(client, user, team):
    person = unassessed(team)
    assert person.crn in client.get(address("assessments")).content.decode()
    make_assessment(person, user, TODAY)
    page = client.get(address("assessments")).content.decode()
    assert person.crn not in page
    assert str(MONITORS["assessments"].empty) in page


def test_the_action_stands_beside_each_row_for_those_who_may_take_it(client, user, team):
    person = unassessed(team)
    action = reverse("unpaid_work:assessment_tasks", args=[person.crn])
    assert action in client.get(address("assessments")).content.decode()
    client.force_login(make_user("head_of_pdu", team, over="pdu"))
    page = client.get(address("assessments")).content.decode()
    assert person.crn in page and action not in page


def test_a_list_is_narrowed_by_reason_team_and_own_cases(client, user, team):
    own, other = unassessed(team, "Own"), unassessed(team, "Other")
    elsewhere = unassessed(make_team("sentence_management", pdu=team.pdu), "Elsewhere")
    make_allocation(own, user.staff, TODAY - timedelta(days=9))
    make_assessment(other, user, TODAY - timedelta(days=350), to_date=TODAY)

    def names(**query):
        return {row["name"].split()[-1] for row in read_file(client, "assessments", **query)}

    assert names() == {"Own", "Other", "Elsewhere"}
    assert names(why="lapsed") == {"Other"}
    assert names(why=["lapsed", "missing"]) == {"Own", "Other", "Elsewhere"}
    assert names(place=f"team-{elsewhere.team.code}") == {"Elsewhere"}
    assert names(place=f"unit-{team.pdu.code}") == {"Own", "Other", "Elsewhere"}
    assert names(mine="on") == {"Own"}
    for covered, days in (("Covered", {"to_date": None}), ("Before", {"to_date": TODAY})):
        person = unassessed(team, covered)
        make_allocation(person, make_staff(team, "po"), TODAY - timedelta(days=9))
        CaseCover.objects.create(
            person=person, staff=user.staff, from_date=TODAY - timedelta(days=2), **days, made_at=NOW, made_by=user
        )
    assert names(mine="on") == {"Own", "Covered"}
    assert names(place="team-nonsense", why="nonsense") == {"Own", "Other", "Elsewhere", "Covered", "Before"}


def test_a_list_is_put_in_order_by_any_column_and_what_has_no_day_stands_last(client, user, team):
    for name, days in (("Bevan", 5), ("Adams", 9)):
        make_assessment(unassessed(team, name), user, TODAY - timedelta(days=300), to_date=TODAY + timedelta(days=days))
    unassessed(team, "Clarke")

    def order(sort):
        return [row["name"].split()[-1] for row in read_file(client, "assessments", sort=sort)]

    assert order("name") == ["Adams", "Bevan", "Clarke"]
    assert order("-name") == ["Clarke", "Bevan", "Adams"]
    assert order("due") == ["Bevan", "Adams", "Clarke"]
    assert order("-due") == ["Adams", "Bevan", "Clarke"]
    assert order("nonsense") == order("why")


def test_the_file_holds_every_row_and_tells_the_trail_whom_it_took_out(client, user, team):
    people = [unassessed(team, f"Person{number:02}") for number in range(30)]
    make_allocation(people[0], user.staff, TODAY - timedelta(days=9))
    page = client.get(address("assessments")).content.decode()
    assert "Showing 1 to 25 of 30" in page
    rows = read_file(client, "assessments")
    assert {row["crn"] for row in rows} == {person.crn for person in people}
    held = {row["crn"]: row["practitioner"] for row in rows}
    assert held[people[0].crn] == user.staff.name and held[people[1].crn] == ""
    told = [*AuditEvent.objects.filter(action__startswith="export").values_list("detail", flat=True)]
    assert [event["crns"] for event in told] == [sorted(person.crn for person in people)]


def test_nobody_out_of_scope_and_nobody_restricted_is_counted(user, team):
    seen, hidden = unassessed(team, "Seen"), unassessed(team, "Hidden")
    unassessed(make_team("sentence_management"), "Foreign")
    LimitedAccess.objects.create(
        crn=hidden.crn, kind="exclusion", username=user.username, reason="Synthetic", from_at=NOW - timedelta(days=1)
    )
    for slug in ("assessments", "first_sessions", "inductions", "offered_less"):
        assert [row.crn for row in found(slug, user)] == [seen.crn], slug


def test_a_view_is_saved_found_again_and_removed(client, user):
    sent = {"monitor": "assessments", "name": "Lapsed ones", "query": "why=lapsed&sort=-due&page=3&next=//x"}
    page = client.post(reverse("unpaid_work:save_view"), sent, follow=True).content.decode()
    assert "The view is saved: Lapsed ones." in page
    assert SavedView.objects.get().query == "why=lapsed&sort=-due"
    where = f"{address('assessments')}?why=lapsed&amp;sort=-due"
    assert where in client.get(reverse("unpaid_work:monitors")).content.decode()
    assert where in client.get(address("assessments")).content.decode()
    client.post(reverse("unpaid_work:save_view"), sent | {"query": "why=missing"})
    assert SavedView.objects.get().query == "why=missing"
    client.post(reverse("unpaid_work:remove_view"), {"monitor": "assessments", "name": "Lapsed ones"})
    assert not SavedView.objects.exists()


def test_a_view_is_the_users_own_and_of_a_list_open_to_them(client, user, team):
    SavedView.objects.create(user=make_user("senior", team), monitor="assessments", name="Hers", query="why=lapsed")
    assert "Hers" not in client.get(address("assessments")).content.decode()
    client.post(reverse("unpaid_work:remove_view"), {"monitor": "assessments", "name": "Hers"})
    assert SavedView.objects.exists()
    supervisor = make_user("unpaid_work_supervisor", team)
    client.force_login(supervisor)
    sent = {"monitor": "assessments", "name": "Mine", "query": ""}
    assert client.post(reverse("unpaid_work:save_view"), sent).status_code == 404
    assert client.post(reverse("unpaid_work:save_view"), sent | {"monitor": "nonsense"}).status_code == 404
    assert client.get(reverse("unpaid_work:save_view")).status_code == 405


def test_a_view_without_a_name_is_not_saved(client, user):
    sent = {"monitor": "assessments", "name": "", "query": "why=lapsed"}
    page = client.post(reverse("unpaid_work:save_view"), sent, follow=True).content.decode()
    assert "Enter a name for the view" in page
    assert not SavedView.objects.exists()
