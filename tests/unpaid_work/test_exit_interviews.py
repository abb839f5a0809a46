"""Exit interviews: when they are held, what they start, and what all of them come to, few people never shown."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.organisation.models import LimitedAccess
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import ExitInterview, ExitInterviewLink, ProjectRecheck
from amends.unpaid_work.operations.completions import complete_requirement
from amends.unpaid_work.operations.exit_interviews import (
    ExitInterviewDraft,
    ask_for_exit_interview,
    record_exit_interview,
)
from amends.unpaid_work.queries.exit_interviews import answers_of, poor
from tests.factories import make_assessment, make_person, make_requirement, make_team, make_user
from tests.unpaid_work.board_records import make_session, put_on
from tests.unpaid_work.following import posted
from tests.unpaid_work.hours_records import any_day_supervisor, open_project
from tests.unpaid_work.watching import NOW, TODAY, found, past, whys

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


GOOD = {"learned": 4, "fair": 5, "useful": 4}


def where(requirement, name="exit_interview") -> str:
    return reverse(f"unpaid_work:{name}", args=[requirement.sentence.person.crn, requirement.pk])


def ask(client, requirement, language="en") -> str:
    """The address of a new link, as whoever makes it is shown it."""
    shown = client.post(where(requirement, "exit_interview_link"), {"language": language}).content.decode()
    return re.search(r"http://testserver(/\S+/exit-interviews/\d+/[\w-]+)", shown)[1]


def text(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1])))


def worked_at(project, requirement, user):
    past(project, (requirement.sentence.person, requirement), user, TODAY - timedelta(days=9), "ATTC")


def test_the_person_answers_once_by_a_link_and_a_poor_answer_has_the_project_checked_again(client, team, user):
    requirement, project = ended(team), open_project(team)
    worked_at(project, requirement, user)
    link, person = ask(client, requirement), Client()
    assert "Were you treated fairly?" in text(person.get(link))
    answer = person.post(link, GOOD | {"fair": 1, "in_the_way": "Shouted at"})
    assert "Thank you" in text(answer)
    made = ExitInterview.objects.get()
    assert (made.requirement, made.way, made.fair, made.recorded_by, made.on) == (requirement, "link", 1, None, TODAY)
    (check,) = ProjectRecheck.objects.filter(project=project)
    assert check.assigned_to == user  # whoever made the link, as nobody else is known
    assert "Shouted" not in check.note
    assert [person.get(link).status_code, person.post(link, GOOD).status_code] == [404, 404]
    page = text(client.get(where(requirement)))
    assert "answered by the person, by a link" in page
    assert "Shouted at" in page


def test_the_page_of_the_link_names_nobody_and_speaks_welsh(client, team, user):
    requirement = ended(team)
    person = requirement.sentence.person
    shown = Client().get(ask(client, requirement, "cy")).content.decode()
    told = [person.crn, person.family_name, requirement.reference, user.last_name, user.username, team.name]
    assert not [words for words in told if words in shown]
    assert re.search(r'<div lang="cy".*A gawsoch chi eich trin yn deg\?', shown, re.DOTALL)


def test_half_an_answer_uses_nothing_up_and_nobody_has_to_answer(client, team, user):
    requirement = ended(team)
    link = ask(client, requirement)
    for sent in ({"learned": 5}, GOOD | {"fair": 9}, GOOD | {"in_the_way": "x" * 2001}):
        assert "error-summary" in Client().post(link, sent).content.decode()
    assert not ExitInterview.objects.exists()
    assert "Thank you" in text(Client().post(link, {"declined": "on", "fair": 1}))
    made = ExitInterview.objects.get()
    assert (made.declined, made.fair) == (True, None)


def test_a_link_works_until_it_runs_out_or_another_takes_its_place_or_staff_record_the_interview(client, team, user):
    requirement = ended(team)
    first, second = ask(client, requirement), ask(client, requirement)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]
    answered(requirement, user)
    assert Client().get(second).status_code == 404
    assert not ExitInterviewLink.objects.filter(withdrawn_at=None).exists()
    assert "recorded already" in text(client.post(where(requirement, "exit_interview_link"), {"language": "en"}))
    link = ask(client, ended(team))
    now = timezone.now()
    ExitInterviewLink.objects.update(issued_at=now - timedelta(days=28), expires_at=now)
    assert Client().get(link).status_code == 404


def test_no_link_is_made_while_hours_remain(client, team, user):
    going_on = make_requirement(make_person(team), TODAY - timedelta(days=90))
    assert "not worked yet" in text(client.post(where(going_on, "exit_interview_link"), {"language": "en"}))
    assert not ExitInterviewLink.objects.exists()


def test_the_database_knows_by_whom_each_interview_was_given(team, user):
    link, _token = ask_for_exit_interview(requirement=ended(team), language="en", by=user, at=NOW)
    assert link.expires_at - link.issued_at == timedelta(days=28)
    for values in (
        {"way": "link", "recorded_by": user},
        {"way": "link"},
        {"way": "self"},
        {"way": "self", "link": link},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExitInterview.objects.create(
                requirement=link.requirement, on=TODAY, declined=True, recorded_at=NOW, **values
            )


def test_hours_worked_are_listed_until_completed_and_then_the_interview_until_it_is_recorded(client, team, user):
    someone = make_person(team, family_name="Someone")
    requirement = make_requirement(someone, TODAY - timedelta(days=90), ordered_minutes=7 * 60)
    make_requirement(make_person(team, family_name="Working"), TODAY - timedelta(days=90))
    ended(team)  # recorded as ended without a completion: nobody promised to ask
    assert whys("hours_worked", user) == {}
    worked_at(open_project(team), requirement, user)
    assert whys("hours_worked", user) == {"Someone": "done"}
    assert whys("exit_interviews", user) == {}
    complete_requirement(requirement=requirement, by=user, at=NOW)
    assert whys("hours_worked", user) == {}
    assert whys("exit_interviews", user) == {"Someone": "not_asked"}
    link = ask(client, requirement)
    assert whys("exit_interviews", user) == {"Someone": "waiting"}
    assert whys("exit_interviews", user, at=NOW + timedelta(days=29)) == {"Someone": "run_out"}
    assert whys("exit_interviews", user, on=TODAY + timedelta(days=200)) == {}
    Client().post(link, GOOD)
    assert whys("exit_interviews", user) == {}


def test_hours_taken_away_by_the_court_are_no_hours_worked(team, user):
    requirement = make_requirement(make_person(team, family_name="Someone"), TODAY - timedelta(days=90))
    requirement.changes.create(
        on=TODAY, minutes=-requirement.ordered_minutes, reason="Resentenced", recorded_at=NOW, recorded_by=user
    )
    assert whys("hours_worked", user) == {"Someone": "not_worked"}


def test_bookings_that_hold_places_are_told_first(team, user):
    requirement = make_requirement(
        make_person(team, family_name="Someone"), TODAY - timedelta(days=90), ordered_minutes=14 * 60
    )
    ready = (requirement.sentence.person, requirement, make_assessment(requirement.sentence.person, user, TODAY))
    project = open_project(team)
    put_on(make_session(project, TODAY + timedelta(days=7), any_day_supervisor(team)), ready, user)
    gone = put_on(make_session(project, TODAY + timedelta(days=14), any_day_supervisor(team)), ready, user).appointment
    gone.cancelled_at, gone.cancel_reason = NOW, "Asked for another day"
    gone.save()
    for ago in (8, 9):
        past(project, ready, user, TODAY - timedelta(days=ago), "ATTC")
    (row,) = found("hours_worked", user)
    assert (row.why, row.due, row.figures) == ("booked", TODAY - timedelta(days=8), (1,))
