"""Projects as their reader meets them: the list, a page, and what can be changed."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from amends.unpaid_work.models import HealthAndSafety, Project, ProjectClosure, Session
from tests.factories import london, make_project, make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def page(client, team):
    client.force_login(make_user("placement_coordinator", team))
    return client


def address(name, *args):
    return reverse(f"unpaid_work:{name}", args=args)


def assessed(project, from_date, to_date):
    return HealthAndSafety.objects.create(project=project, assessed_by="Surveyor", from_date=from_date, to_date=to_date)


def posted(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def names(page, **query):
    return [row[0].text for row in page.get(address("projects"), query).context["table"].rows]


NEW = {
    "code": "CP-7", "name": "Gardd gymunedol Pen-y-groes", "type": "group_regional", "position": "51.8, -4.1",
    "days": ["2", "1"], "start_time": "9:30am", "end_time": "4pm", "places": "8", "least": "3",
    **posted("from_date", date(2026, 1, 1)),
}  # fmt: skip


# The list.


def test_health_and_safety_stands_beside_each_project_and_filters_the_list(page, team):
    day = timedelta(days=1)
    valid, lapsing, last_day, lapsed, _never = (
        make_project(team, health_and_safety=False, name=name)
        for name in ("A valid", "B lapsing", "C last day", "D lapsed", "E never")
    )
    assessed(valid, TODAY - 9 * day, TODAY + 31 * day)
    assessed(lapsing, TODAY - 9 * day, TODAY + 30 * day)
    assessed(last_day, TODAY - 9 * day, TODAY + day)
    assessed(lapsed, TODAY - 9 * day, TODAY)
    shown = page.get(address("projects")).context["table"].rows
    assert [row[6].colour for row in shown] == ["green", "yellow", "yellow", "red", "red"]
    assert "Never assessed" in str(shown[4][6])
    assert names(page, safety="valid") == ["A valid"]
    assert names(page, safety="lapsing") == ["B lapsing", "C last day"]
    assert names(page, safety="lapsed") == ["D lapsed", "E never"]


def test_a_new_assessment_after_an_incident_makes_it_safe_again(page, team):
    project = make_project(team, health_and_safety=False)
    assessed(project, TODAY - timedelta(days=90), TODAY - timedelta(days=5))
    assessed(project, TODAY - timedelta(days=2), TODAY + timedelta(days=300))
    assert names(page, safety="valid") == [project.name]


def test_the_list_narrows_by_type_day_team_words_and_whether_it_is_open(page, team):
    make_project(team, name="Alpha", type="home", days="6")
    make_project(team, name="Beta", from_date=TODAY + timedelta(days=5))
    make_project(team, name="Gamma", to_date=TODAY)
    shut = make_project(team, name="Delta")
    ProjectClosure.objects.create(project=shut, from_date=TODAY, to_date=TODAY + timedelta(days=1), reason="Flood")
    assert names(page, type="home") == ["Alpha"]
    assert names(page, day="6") == ["Alpha"]
    assert names(page, open="open") == ["Alpha"]
    assert names(page, open="coming") == ["Beta"]
    assert names(page, open="ended") == ["Gamma"]
    assert names(page, open="closed") == ["Delta"]
    assert names(page, name="ALPH") == ["Alpha"]
    assert names(page, sort="-name") == ["Gamma", "Delta", "Beta", "Alpha"]


def test_only_projects_of_ones_own_scope_are_listed_counted_or_written_to_the_file(page, team):
    own, other = make_project(team), make_project(make_team())
    assert names(page) == [own.name]
    written = page.get(address("projects_csv")).content.decode("utf-8-sig")
    assert own.code in written
    assert other.code not in written
    assert page.get(address("project", other.pk)).status_code == 404


def test_the_file_holds_what_the_filters_leave_and_no_formula(page, team):
    make_project(team, name="=HYPERLINK(1)", type="home")
    make_project(team, name="Other")
    rows = page.get(address("projects_csv"), {"type": "home"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "'=HYPERLINK(1)" in rows[1]


# Making and changing.


def test_a_project_is_made_and_its_page_says_what_it_needs_next(page, team):
    response = page.post(address("project_new"), NEW | {"team": team.pk}, follow=True)
    project = Project.objects.get()
    assert (project.days, project.start_time, project.end_time) == ("12", time(9, 30), time(16))
    assert (project.lat, project.lon) == (51.8, -4.1)
    assert "Health and safety has never been assessed" in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "cp-1"}, "code"),
        ({"name": " "}, "name"),
        ({"type": ""}, "type"),
        ({"team": ""}, "team"),
        ({"position": ""}, "position"),
        ({"position": "0, 0"}, "position"),
        ({"days": []}, "days"),
        ({"start_time": "25:00"}, "start_time"),
        ({"end_time": "9:30"}, "end_time"),
        ({"from_date_day": "31", "from_date_month": "2"}, "from_date"),
        (posted("last_date", date(2025, 12, 31)), "last_date"),
        ({"places": "0"}, "places"),
        ({"places": "eight"}, "places"),
        ({"least": "9"}, "least"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(page, team, changed, field):
    make_project(team, code="CP-1")
    response = page.post(address("project_new"), NEW | {"team": team.pk} | changed)
    assert list(response.context["form"].errors) == [field]
    assert Project.objects.count() == 1


def test_a_project_cannot_be_given_to_a_team_out_of_scope(page):
    response = page.post(address("project_new"), NEW | {"team": make_team().pk})
    assert list(response.context["form"].errors) == ["team"]


def test_each_subject_has_its_page_which_changes_that_alone(page, team):
    project = make_project(team, tags=["near_prison"], hazards="Old")
    given = {"tags": ["outdoor", "near_prison"], "hazards": "Nettles", "skills_needed": ["cscs"]}
    page.post(address("project_change", project.pk, "suitability"), given)
    page.post(address("project_change", project.pk, "about"), {"name": "New", "type": "home", "beneficiary": "Trust"})
    page.post(address("project_change", project.pk, "place"), {"position": "52, -1", "address": "1 High St"})
    page.post(address("project_change", project.pk, "people"), {"places": "5", "least": "2", "for_whom": "women"})
    times = {"days": ["7"], "start_time": "10am", "end_time": "2pm", **posted("from_date", date(2026, 2, 1)),
             **posted("last_date", date(2026, 2, 28))}  # fmt: skip
    page.post(address("project_change", project.pk, "times"), times)
    project.refresh_from_db()
    assert set(project.tags) == {"outdoor", "near_prison"}
    assert (project.hazards, project.skills_needed) == ("Nettles", ["cscs"])
    assert (project.name, project.type, project.beneficiary.name) == ("New", "home", "Trust")
    assert (project.lat, project.address) == (52.0, "1 High St")
    assert (project.places, project.least, project.for_whom, project.supervised) == (5, 2, "women", False)
    assert (project.days, project.start_time, project.to_date) == ("7", time(10), date(2026, 3, 1))


def test_health_and_safety_is_recorded_and_ended_by_an_incident(page, team):
    project = make_project(team, health_and_safety=False)
    page.post(
        address("project_safety", project.pk),
        {**posted("from_date", TODAY - timedelta(days=20)), "assessed_by": "Ann", "findings": ""},
    )
    assert "is in force" not in page.get(address("project", project.pk)).content.decode()
    page.post(address("project_incident", project.pk), {**posted("on", TODAY), "incident": "A wall fell"})
    shown = page.get(address("project", project.pk)).content.decode()
    assert "no session can be opened" in shown
    assert "A wall fell" in shown


def test_an_assessment_of_a_day_to_come_is_refused(page, team):
    project = make_project(team, health_and_safety=False)
    given = {**posted("from_date", TODAY + timedelta(days=1)), "assessed_by": "Ann"}
    assert list(page.post(address("project_safety", project.pk), given).context["form"].errors) == ["from_date"]


def test_a_session_on_a_closed_day_is_shown_as_one_that_cannot_go_ahead(page, team):
    project = make_project(team, days="1234567", supervised=False, health_and_safety=False, open_on_bank_holidays=True)
    assessed(project, TODAY - timedelta(days=9), TODAY + timedelta(days=300))
    day = TODAY + timedelta(days=3)
    Session.objects.create(
        project=project, date=day, starts_at=london(day, 9), ends_at=london(day, 16), places=8, opened_at=timezone.now()
    )
    assert page.get(address("project", project.pk)).context["conflicts"] == []
    given = {**posted("from_date", day), **posted("last_date", day), "reason": "Flood"}
    page.post(address("project_close", project.pk), given)
    assert len(page.get(address("project", project.pk)).context["conflicts"]) == 1
    closure = project.closures.get()
    assert closure.to_date == day + timedelta(days=1)
    page.post(address("project_reopen", project.pk, closure.pk))
    assert page.get(address("project", project.pk)).context["conflicts"] == []


def test_the_quality_matrix_asks_for_evidence_of_what_is_served_well(page, team):
    project = make_project(team)
    where = address("project_quality", project.pk)
    assert list(page.post(where, {"score_ete": "3"}).context["form"].errors) == ["evidence_ete"]
    assert list(page.post(where, {"evidence_ete": "Survey"}).context["form"].errors) == ["score_ete"]
    page.post(where, {"score_ete": "3", "evidence_ete": "Survey", "score_drugs": "0"})
    assert {cell.need: cell.score for cell in project.quality.all()} == {"ete": 3, "drugs": 0}
    shown = page.get(address("project", project.pk)).content.decode()
    assert "3 – Very well" in shown


# Who may do what.


def changing(project):
    return [address("project_change", project.pk, "about"), address("project_close", project.pk),
            address("project_safety", project.pk), address("project_incident", project.pk),
            address("project_quality", project.pk), address("project_new")]  # fmt: skip


def test_who_only_reads_projects_finds_nothing_to_change(client, team):
    project = make_project(team)
    client.force_login(make_user("practitioner", team))
    shown = client.get(address("project", project.pk)).content.decode()
    assert "Change" not in shown
    assert {client.get(where).status_code for where in changing(project)} == {404}
    assert client.post(address("project_quality", project.pk), {"score_ete": "1"}).status_code == 404
    assert not project.quality.exists()


def test_another_teams_project_is_answered_like_an_absent_one(client, team):
    project = make_project(team)
    client.force_login(make_user("placement_coordinator", make_team()))
    absent = client.get(address("project", 999_999))
    for where in [address("project", project.pk), *changing(project)[:-1]]:
        response = client.get(where)
        assert (response.status_code, response.content) == (404, absent.content)


def test_pages_take_as_many_queries_for_many_rows_as_for_few(page, team):
    def queries_of(where):
        with CaptureQueriesContext(connection) as captured:
            response = page.get(where)
        assert len(response.content) < 150_000
        return len(captured)

    make_project(team)
    page.get(address("projects"))
    few = queries_of(address("projects"))
    project = make_project(team)
    for _ in range(20):
        make_project(team)
    assert queries_of(address("projects")) == few <= 40
    once = queries_of(address("project", project.pk))
    for number in range(12):
        day = TODAY + timedelta(days=60 + number)
        ProjectClosure.objects.create(project=project, from_date=day, to_date=day + timedelta(days=1), reason="x")
    assert queries_of(address("project", project.pk)) == once <= 40
