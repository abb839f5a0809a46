"""Exit interviews: when they are held, what they start, and what all of them come to, few people never shown."""

import csv
from datetime import timedelta
from io import StringIO

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from amends.organisation.models import LimitedAccess
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import ExitInterview, ProjectRecheck
from amends.unpaid_work.operations.exit_interviews import ExitInterviewDraft, record_exit_interview
from amends.unpaid_work.queries.exit_interviews import answers_of, poor
from tests.factories import make_person, make_requirement, make_team, make_user
from tests.unpaid_work.following import posted
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, past

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team, client):
    made = make_user("placement_coordinator", team, over="pdu")
    client.force_login(made)
    return made


def ended(team, **values):
    """A requirement that has ended."""
    given = {"ended_on": TODAY - timedelta(days=2), "ended_as": "completed"} | values
    return make_requirement(make_person(team), TODAY - timedelta(days=90), **given)


def answered(requirement, user, learned=5, fair=5, useful=5, **values):
    draft = ExitInterviewDraft(**({"on": TODAY, "way": "self"} | values), learned=learned, fair=fair, useful=useful)
    return record_exit_interview(requirement=requirement, draft=draft, by=user, at=NOW)


def test_it_is_held_once_the_hours_are_worked_and_once_only(team, user):
    requirement = make_requirement(make_person(team), TODAY - timedelta(days=90), ordered_minutes=14 * 60)
    someone, project, brief = (requirement.sentence.person, requirement), open_project(team), open_project(team)
    past(project, someone, user, TODAY - timedelta(days=9), "ATTC")
    with pytest.raises(Refused, match="not worked yet"):
        answered(requirement, user)
    past(project, someone, user, TODAY - timedelta(days=8), "ATTC", penalty_minutes=60)
    past(brief, someone, user, TODAY - timedelta(days=7), "ATTC")
    made = answered(requirement, user, learned_what="Dry stone walls")
    assert (made.project, made.learned_what) == (project, "Dry stone walls")
    with pytest.raises(Refused, match="already"):
        answered(requirement, user)


def test_nobody_has_to_answer_and_half_an_answer_is_none(team, user):
    with pytest.raises(Refused) as refused:
        answered(ended(team), user, fair=None, useful=6)
    assert [ground.field for ground in refused.value.grounds] == ["fair", "useful"]
    made = answered(ended(team), user, learned=None, fair=None, useful=None, declined=True)
    assert made.declined
    assert poor(made) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitInterview.objects.create(
            requirement=ended(team), on=TODAY, way="self", learned=5, recorded_at=NOW, recorded_by=user
        )


@pytest.mark.parametrize(
    ("scores", "questions"),
    [((5, 3, 3), None), ((2, 3, 3), None), ((1, 5, 5), ("learned",)), ((5, 2, 1), ("fair", "useful"))],
)
def test_a_poor_answer_asks_for_the_project_to_be_checked_again(team, user, scores, questions):
    requirement = ended(team)
    project = open_project(team)
    past(project, (requirement.sentence.person, requirement), user, TODAY - timedelta(days=9), "ATTC")
    found = poor(answered(requirement, user, *scores))
    assert (found and (found.project, found.questions)) == (questions and (project, questions))
    checks = list(ProjectRecheck.objects.filter(project=project))
    assert len(checks) == (1 if questions else 0)
    if checks:
        assert all(f"{question} " in checks[0].note for question in questions)
        assert requirement.sentence.person.crn not in checks[0].note


def test_it_is_filled_in_on_its_page_and_shown_there(client, team, user):
    requirement = ended(team)
    where = [requirement.sentence.person.crn, requirement.pk]
    assert "Hold the interview" in client.get(reverse("unpaid_work:exit_interview", args=where)).content.decode()
    new = reverse("unpaid_work:exit_interview_new", args=where)
    sent = posted(TODAY) | {"way": "self", "learned": 4, "fair": 2, "in_the_way": "No bus home"}
    assert "Select an answer from 1 to 5" in client.post(new, sent).content.decode()
    client.post(new, sent | {"useful": 5})
    page = client.get(reverse("unpaid_work:exit_interview", args=where)).content.decode()
    assert "No bus home" in page
    assert "2 of 5" in page


def test_shares_are_shown_with_intervals_and_few_people_never(client, team, user):
    many, few = open_project(team, name="Many"), open_project(team, name="Few")
    interviews = [(many, 5)] * 6 + [(many, 3)] * 6 + [(few, 1)] * 4
    for project, fair in interviews:
        made = answered(ended(team), user, fair=fair)
        _belongs(made, project)
    found = answers_of(user, TODAY, TODAY)
    assert found.people == 16
    assert (round(found.whole["fair"].share, 4), found.whole["learned"].share) == (0.375, 1)
    # Few is hidden, and the next smallest with it: else what is left of the total would tell it.
    assert [(group.label.split()[0], group.people) for group in found.projects] == [("Few", None), ("Many", None)]
    page = client.get(reverse("unpaid_work:exit_interviews")).content.decode()
    assert "Not shown" in page
    more = open_project(team, name="More")
    for _number in range(5):
        _belongs(answered(ended(team), user), more)
    for _number in range(5):
        _belongs(answered(ended(team), user), few)
    shown = {group.label.split()[0]: group for group in answers_of(user, TODAY, TODAY).projects}
    assert {name: group.people for name, group in shown.items()} == {"Few": 9, "Many": 12, "More": 5}
    assert shown["Many"].decided["fair"].share.share == 0.5
    assert shown["Few"].decided["fair"] is None  # only four answered poorly
    file = client.get(reverse("unpaid_work:exit_interviews_csv")).content.decode().removeprefix("\ufeff")
    rows = {row["group"].split()[0]: row for row in csv.DictReader(StringIO(file)) if row["by"] == "project"}
    assert rows["Many"]["fair"] == "0.5"
    assert rows["Few"]["fair"] == ""
    assert float(rows["Many"]["fair_low"]) < 0.5 < float(rows["Many"]["fair_high"])


def _belongs(made, project):
    """Put an interview down to a project, past the trigger that keeps it as it was made."""
    with pgtrigger.ignore("unpaid_work.ExitInterview:only_added"):
        ExitInterview.objects.filter(pk=made.pk).update(project=project)


def test_with_fewer_than_five_answers_nothing_is_shown_and_the_limited_are_not_counted(client, team, user):
    requirements = [ended(team) for _number in range(5)]
    for requirement in requirements:
        answered(requirement, user)
    assert answers_of(user, TODAY, TODAY).people == 5
    crn = requirements[0].sentence.person.crn
    LimitedAccess.objects.create(crn=crn, kind="exclusion", username=user.username, reason="x", from_at=NOW)
    assert answers_of(user, TODAY, TODAY) is None
    assert "nothing is shown" in client.get(reverse("unpaid_work:exit_interviews")).content.decode()
    assert answers_of(make_user("placement_coordinator", make_team()), TODAY, TODAY) is None
