"""What becomes of projects when they are made, changed, closed and assessed for health and safety."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from amends.organisation.models import AuditEvent, Qualification
from amends.organisation.operations.refusal import Refused
from amends.policy import codes
from amends.unpaid_work.models import Beneficiary, HealthAndSafety, Project
from amends.unpaid_work.operations.closures import close_project, reopen_project
from amends.unpaid_work.operations.health_and_safety import (
    HealthAndSafetyDraft,
    end_health_and_safety,
    record_health_and_safety,
)
from amends.unpaid_work.operations.projects import (
    ClosureDraft,
    ProjectDraft,
    QualityDraft,
    change_project,
    create_projects,
    rate_quality,
)
from tests.factories import make_project, make_team, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def author(team):
    return make_user("placement_coordinator", team)


def draft(team, code="P-1", **values):
    return ProjectDraft(
        **{
            "code": code,
            "name": "Mynwent Llansteffan",
            "type": "group_regional",
            "team": team,
            "lat": 51.77,
            "lon": -4.39,
            "days": "135",
            "start_time": time(9),
            "end_time": time(16),
            "from_date": date(2026, 1, 1),
            "places": 8,
        }
        | values
    )


def create(author, *drafts):
    return create_projects(drafts, by=author, at=NOW)


def test_the_types_of_project_are_those_of_policy():
    assert set(Project.Type.values) == {code for code, _words in codes.choices("project_type")}


def test_projects_are_made_with_all_that_belongs_to_them(team, author):
    Qualification.objects.create(code="chainsaw", name="Chainsaw")
    plain, full = create(
        author,
        draft(team),
        draft(
            team,
            "P-2",
            beneficiary="Cyngor Sir Gâr",
            qualifications=("chainsaw",),
            tags=("outdoor", "heavy"),
            closures=(ClosureDraft(date(2026, 8, 1), date(2026, 8, 15), "Nesting birds"),),
            quality=(QualityDraft("ete", 2, "Certificate on completion"),),
        ),
    )
    assert not plain.qualifications.exists()
    assert [held.code for held in full.qualifications.all()] == ["chainsaw"]
    assert full.beneficiary.name == "Cyngor Sir Gâr"
    assert set(full.tags) == {"outdoor", "heavy"}
    assert full.closures.get().to_date == date(2026, 8, 15)
    assert full.quality.get().score == 2


def test_a_beneficiary_known_by_name_is_not_made_twice(team, author):
    create(author, draft(team, beneficiary="The Trust"))
    create(author, draft(team, "P-2", beneficiary="The Trust"), draft(team, "P-3", beneficiary="The Trust"))
    assert Beneficiary.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"type": "gardening"}, "type of project"),
        ({"name": " "}, "a name"),
        ({"days": "31"}, "weekdays in order"),
        ({"days": ""}, "weekdays in order"),
        ({"end_time": time(9)}, "end after it begins"),
        ({"to_date": date(2026, 1, 1)}, "close after the day it opens"),
        ({"places": 0}, "at least 1 place"),
        ({"least": 9}, "fewest people"),
        ({"lat": 90.1}, "position"),
        ({"for_whom": "children"}, "any, women or men"),
        ({"tags": ("Near School",)}, "small letters"),
        ({"qualifications": ("none_such",)}, "none_such"),
        ({"quality": (QualityDraft("housing", 1),)}, "not a need"),
        ({"quality": (QualityDraft("ete", 4),)}, "from 0"),
        ({"quality": (QualityDraft("ete", 1), QualityDraft("ete", 2))}, "twice"),
        ({"closures": (ClosureDraft(date(2026, 8, 1), date(2026, 8, 1), "x"),)}, "closure must end"),
        (
            {
                "closures": (
                    ClosureDraft(date(2026, 8, 5), date(2026, 8, 9), "x"),
                    ClosureDraft(date(2026, 8, 1), date(2026, 8, 6), "y"),
                )
            },
            "overlap",
        ),
        ({"code": "P-1"}, "exists"),
    ],
)
def test_what_no_project_may_be_is_refused_by_number_and_none_is_made(team, author, values, said):
    with pytest.raises(Refused, match=said) as refusal:
        create(author, draft(team), draft(team, **({"code": "P-2"} | values)))
    assert refusal.value.number == 2
    assert not Project.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_change_is_checked_like_a_new_project(team, author):
    [project] = create(author, draft(team))
    with pytest.raises(Refused, match="fewest people"):
        change_project(project=project, changes={"places": 4, "least": 5}, by=author, at=NOW)
    change_project(project=project, changes={"places": 4, "beneficiary": "The Trust"}, by=author, at=NOW)
    project.refresh_from_db()
    assert (project.places, project.beneficiary.name) == (4, "The Trust")


def test_what_does_not_belong_to_a_change_is_never_taken(team, author):
    [project] = create(author, draft(team))
    for name in ("code", "closures", "pk"):
        with pytest.raises(ValueError, match=name):
            change_project(project=project, changes={name: "x"}, by=author, at=NOW)


def test_rating_quality_sets_the_whole_line(team, author):
    [project] = create(author, draft(team, quality=(QualityDraft("ete", 1), QualityDraft("drugs", 2))))
    rate_quality(
        project=project, ratings=[QualityDraft("ete", 3, "Survey"), QualityDraft("wellbeing", 0)], by=author, at=NOW
    )
    held = {cell.need: (cell.score, cell.evidence) for cell in project.quality.all()}
    assert held == {"ete": (3, "Survey"), "wellbeing": (0, "")}


def test_health_and_safety_holds_for_twelve_months_and_a_new_one_ends_it(team, author):
    project = make_project(team, health_and_safety=False)
    first = HealthAndSafetyDraft(project, "A. Surveyor", date(2025, 10, 1))
    [held] = record_health_and_safety([first], by=author, at=NOW)
    assert held.to_date == date(2026, 10, 1)
    record_health_and_safety([replace(first, from_date=date(2026, 5, 1))], by=author, at=NOW)
    assert [(row.from_date, row.to_date) for row in project.health_and_safety.order_by("from_date")] == [
        (date(2025, 10, 1), date(2026, 5, 1)),
        (date(2026, 5, 1), date(2027, 5, 1)),
    ]


def test_one_dated_at_or_before_the_one_that_stands_is_refused(team, author):
    project = make_project(team, health_and_safety=False)
    for_day = HealthAndSafetyDraft(project, "A. Surveyor", date(2026, 5, 1))
    record_health_and_safety([for_day], by=author, at=NOW)
    with pytest.raises(Refused, match="that day or later"):
        record_health_and_safety([for_day], by=author, at=NOW)


def test_an_incident_ends_health_and_safety_that_day(team, author):
    project = make_project(team)
    held = project.health_and_safety.get()
    end_health_and_safety(assessment=held, on=date(2026, 6, 1), incident="A wall fell", by=author, at=NOW)
    held.refresh_from_db()
    assert (held.to_date, held.ended_why) == (date(2026, 6, 1), "A wall fell")
    with pytest.raises(Refused, match="does not hold"):
        end_health_and_safety(assessment=held, on=date(2026, 6, 1), incident="Again", by=author, at=NOW)


def test_an_incident_in_an_import_ends_it_too(team, author):
    project = make_project(team, health_and_safety=False)
    [held] = record_health_and_safety(
        [HealthAndSafetyDraft(project, "A. Surveyor", date(2026, 1, 5), incident_on=date(2026, 3, 2), incident="Fire")],
        by=author, at=NOW,
    )  # fmt: skip
    assert (held.to_date, held.ended_why) == (date(2026, 3, 2), "Fire")


def test_a_closure_may_not_overlap_another_and_may_be_ended(team, author):
    project = make_project(team)
    days = {"from_date": date(2026, 7, 6), "to_date": date(2026, 7, 11)}
    closure = close_project(project=project, **days, reason="Flood", by=author, at=NOW)
    with pytest.raises(Refused, match="already closed"):
        close_project(
            project=project, from_date=date(2026, 7, 10), to_date=date(2026, 7, 12), reason="x", by=author, at=NOW
        )
    reopen_project(closure=closure, on=date(2026, 7, 8), by=author, at=NOW)
    assert project.closures.get().to_date == date(2026, 7, 8)
    with pytest.raises(Refused, match="over"):
        reopen_project(closure=project.closures.get(), on=date(2026, 7, 8), by=author, at=NOW)


def test_a_closure_yet_to_begin_is_taken_away(team, author):
    project = make_project(team)
    closure = close_project(
        project=project, from_date=date(2026, 7, 6), to_date=date(2026, 7, 11), reason="Flood", by=author, at=NOW
    )
    reopen_project(closure=closure, on=date(2026, 7, 6), by=author, at=NOW)
    assert not project.closures.exists()


def test_many_projects_take_as_many_queries_as_few(team, author, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        create(author, *(draft(team, f"A{n}", beneficiary="One") for n in range(2)))
    with django_assert_max_num_queries(14):
        projects = create(author, *(draft(team, f"B{n}", beneficiary=f"Many {n}") for n in range(50)))
    with django_assert_max_num_queries(10):
        record_health_and_safety(
            [HealthAndSafetyDraft(project, "A. Surveyor", date(2026, 1, 1)) for project in projects], by=author, at=NOW
        )
    assert HealthAndSafety.objects.count() == 50
