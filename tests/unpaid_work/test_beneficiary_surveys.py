"""Surveys of beneficiaries: asked by a link that works once, answered without an account, few answers never told."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from amends.unpaid_work.models import Beneficiary, BeneficiaryReply, BeneficiarySurvey, ProjectRecheck
from amends.unpaid_work.operations.surveys import ReplyDraft, reply_to_survey, send_survey
from amends.unpaid_work.queries.survey_results import results
from amends.unpaid_work.queries.surveys import period_to_ask
from tests.factories import make_project, make_team, make_user

pytestmark = pytest.mark.django_db
GOOD = {"work": "very_well", "communications": "well", "again": "yes", "benefit": "some", "comment": ""}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def coordinator(client, team):
    user = make_user("placement_coordinator", team)
    client.force_login(user)
    return user


def project_for(team, name="Park benches", **values):
    charity = Beneficiary.objects.create(name=f"Friends of {name} {team.pk}", contact_name="Olwen Contact")
    return make_project(team, name=name, beneficiary=charity, **values)


def address(name, *args):
    return reverse(f"unpaid_work:{name}", args=args)


def ask(client, project, language="en") -> str:
    """The address of a new survey's link, as its sender is shown it."""
    shown = client.post(address("project_survey_send", project.pk), {"language": language}).content.decode()
    return re.search(r"http://testserver(/\S+/surveys/\d+/[\w-]+)", shown)[1]


def text(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1])))


def answered(project, user, first=date(2026, 1, 1), **answers):
    """A reply about a quarter, given through the operations."""
    now = timezone.now()
    span = {"from_date": first, "to_date": first + timedelta(days=90)}
    survey, token = send_survey(project=project, **span, language="en", by=user, at=now)
    return reply_to_survey(survey=survey, token=token, draft=ReplyDraft(**(GOOD | answers)), by=user, at=now)


@pytest.mark.parametrize(
    ("on", "closed_on", "period"),
    [
        (date(2026, 11, 22), None, (date(2026, 7, 1), date(2026, 10, 1))),
        (date(2026, 1, 1), None, (date(2025, 10, 1), date(2026, 1, 1))),
        (date(2026, 11, 22), date(2026, 11, 2), (date(2026, 10, 1), date(2026, 11, 2))),  # ended in this quarter
        (date(2026, 11, 22), date(2026, 11, 23), (date(2026, 7, 1), date(2026, 10, 1))),  # ends tomorrow
        (date(2026, 11, 22), date(2026, 10, 1), (date(2026, 7, 1), date(2026, 10, 1))),  # ended with the last quarter
    ],
)
def test_a_beneficiary_is_asked_about_the_last_whole_quarter_or_up_to_the_projects_end(on, closed_on, period):
    assert period_to_ask(on, closed_on) == period


def test_a_beneficiary_answers_once_without_an_account(client, coordinator, team):
    project = project_for(team)
    link = ask(client, project)
    beneficiary = Client()
    assert "How well was the work done?" in text(beneficiary.get(link))
    assert "Thank you" in text(beneficiary.post(link, GOOD | {"comment": "The benches are lovely"}))
    assert [beneficiary.get(link).status_code, beneficiary.post(link, GOOD).status_code] == [404, 404]
    assert BeneficiaryReply.objects.get().comment == "The benches are lovely"
    assert "The benches are lovely" in text(client.get(address("project_surveys", project.pk)))


def test_the_page_tells_the_project_its_kind_and_the_days_and_nothing_personal(client, coordinator, team):
    project = project_for(team, code="the-benches", address="Secret Lane", hazards="A wasps’ nest")
    shown = Client().get(ask(client, project)).content.decode()
    first, _after = period_to_ask(timezone.localdate(), None)
    for told in ("Park benches", "Work by a group", f"{first.day} {first:%B %Y}"):
        assert told in shown
    names = ["Olwen", "Friends of", "Secret Lane", "wasps", coordinator.last_name, coordinator.username, project.code]
    assert not [name for name in names if name in shown]
    assert "name nobody" in shown


def test_the_survey_is_in_welsh_for_those_who_want_it(client, coordinator, team):
    shown = Client().get(ask(client, project_for(team), "cy")).content.decode()
    assert re.search(r'<div lang="cy".*Pa mor dda y gwnaed y gwaith\?.*Da iawn', shown, re.DOTALL)


def test_an_answer_left_out_is_asked_for_at_its_question_and_uses_nothing_up(client, coordinator, team):
    link = ask(client, project_for(team))
    answer = Client().post(link, GOOD | {"again": ""})
    assert "Choose an answer" in text(answer)
    assert 'href="#id_again"' in answer.content.decode()
    assert Client().get(link).status_code == 200


def test_a_survey_runs_out_after_28_days(client, coordinator, team):
    link = ask(client, project_for(team))
    survey = BeneficiarySurvey.objects.get()
    assert survey.expires_at - survey.issued_at == timedelta(days=28)
    now = timezone.now()
    BeneficiarySurvey.objects.update(issued_at=now - timedelta(days=28), expires_at=now)
    assert Client().get(link).status_code == 404


def test_reminding_makes_a_new_link_and_ends_the_first(client, coordinator, team):
    project = project_for(team)
    first, second = ask(client, project), ask(client, project)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]
    assert text(client.get(address("surveys"))).count("Waiting") == 1


def test_nobody_is_asked_again_about_days_they_answered_for(client, coordinator, team):
    project = project_for(team)
    Client().post(ask(client, project), GOOD)
    again = client.post(address("project_survey_send", project.pk), {"language": "en"})
    assert "has answered about these days" in text(again)


def test_a_project_without_a_beneficiary_has_nobody_to_ask(client, coordinator, team):
    again = client.post(address("project_survey_send", make_project(team).pk), {"language": "en"})
    assert "say who benefits first" in text(again)


def test_a_reply_can_be_neither_changed_nor_taken_away(coordinator, team):
    reply = answered(project_for(team), coordinator)
    for change in (lambda: BeneficiaryReply.objects.update(work="badly"), reply.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert BeneficiaryReply.objects.get().work == "very_well"


# What an answer leads to.


@pytest.mark.parametrize(
    "poor", [{"work": "badly"}, {"communications": "very_badly"}, {"again": "no"}, {"benefit": "none"}]
)
def test_a_poor_answer_calls_for_the_project_to_be_checked_by_who_asked(coordinator, team, poor):
    project = project_for(team)
    answered(project, coordinator, **poor)
    check = ProjectRecheck.objects.get()
    due = timezone.localdate() + timedelta(days=28)
    assert (check.project, check.assigned_to, check.due_on, check.reason) == (project, coordinator, due, "reply")


@pytest.mark.parametrize("middling", [{}, {"again": "unsure"}, {"benefit": "a_little"}])
def test_other_answers_call_for_nothing(coordinator, team, middling):
    answered(project_for(team), coordinator, **middling)
    assert not ProjectRecheck.objects.exists()


def test_a_second_poor_answer_joins_the_check_that_stands_open(coordinator, team):
    project = project_for(team)
    answered(project, coordinator, work="badly")
    answered(project, coordinator, date(2026, 4, 1), again="no")
    assert len(ProjectRecheck.objects.get().note.splitlines()) == 2


def test_a_check_is_called_for_shown_and_recorded_with_what_came_of_it(client, coordinator, team):
    project = project_for(team)
    due = timezone.localdate() + timedelta(days=7)
    day = {f"due_on_{part}": getattr(due, part) for part in ("day", "month", "year")}
    client.post(address("project_recheck", project.pk), {"reason": "feedback", "note": "Too few tools"} | day)
    check = ProjectRecheck.objects.get()
    assert "Its quality is to be checked again" in text(client.get(address("project", project.pk)))
    assert "Too few tools" in text(client.get(address("project_surveys", project.pk)))
    said = {"outcome": "changed", "finding": "Tools for everybody"}
    client.post(address("project_recheck_close", project.pk, check.pk), said)
    shown = text(client.get(address("project_surveys", project.pk)))
    assert "How the work is done was changed" in shown
    assert "Tools for everybody" in shown
    assert "checked again by" not in text(client.get(address("project", project.pk)))
    late = client.post(address("project_recheck_close", project.pk, check.pk), said)
    assert "recorded this check meanwhile" in text(late)


# Results.


def test_an_answer_left_out_is_asked_for_once_more_in_the_page_s_language(client, coordinator, team):
    page = Client().post(ask(client, project_for(team), language="cy"), GOOD | {"again": ""}).content.decode()
    assert page.count("Mae problem") == 1
    assert "There is a problem" not in page and "Error" not in page
    assert "Gwall:" in page


def test_results_are_counted_with_their_interval_by_team(coordinator, team):
    for number in range(10):
        answered(project_for(team, f"Project {number}"), coordinator, again="yes" if number < 9 else "unsure")
    found = results(coordinator, date(2026, 1, 1), date(2026, 12, 31))
    [row] = found.teams
    share = row.shares["again"]
    assert (row.asked, row.replied, share.part) == (10, 10, 9)
    assert (round(share.low, 4), round(share.high, 4)) == (0.5958, 0.9821)  # Wilson's interval of 9 in 10
    assert row.shares["work"].share == 1


def test_few_answers_are_told_neither_on_the_page_nor_in_the_file(client, coordinator, team):
    few = make_team(pdu=team.pdu)
    user = make_user("placement_coordinator", team, over="pdu")
    client.force_login(user)
    for number in range(6):
        answered(project_for(team, f"Many {number}"), user)
    for number in range(4):
        answered(project_for(few, f"Few {number}"), user, work="badly")
    rows = {row.name: row for row in results(user, date(2026, 1, 1), date(2026, 12, 31)).teams}
    assert rows[few.name].replied is None and rows[few.name].shares is None
    # With the four hidden alone, they would be the total less the six.
    assert rows[team.name].shares is None
    span = {"first": "2026-01-01", "last": "2026-12-31"}
    file = client.get(address("survey_results_csv"), span).content.decode().removeprefix("\ufeff")
    told = {row["name"]: row for row in csv.DictReader(StringIO(file)) if row["level"] == "team"}
    assert (told[few.name]["replied"], told[few.name]["work_good"]) == ("too few to tell", "")


def test_a_projects_few_answers_are_not_the_rest_of_its_teams(coordinator, team):
    often = project_for(team, "Often")
    for month in range(1, 7):
        answered(often, coordinator, date(2026, month, 1))
    answered(project_for(team, "Once"), coordinator)
    elsewhere = make_team(pdu=team.pdu)
    once_there = project_for(elsewhere, "Once there")
    user = make_user("head_of_pdu", team, over="region")
    answered(once_there, user)
    told = {row.name: row.replied for row in results(user, date(2026, 1, 1), date(2026, 12, 31)).projects}
    assert told == {"Often": None, "Once": None, "Once there": None}


def test_another_regions_answers_are_not_counted(coordinator, team):
    elsewhere = make_team()
    for number in range(6):
        answered(project_for(elsewhere, f"Elsewhere {number}"), coordinator)
    assert results(coordinator, date(2026, 1, 1), date(2026, 12, 31)).teams == ()


def test_the_list_counts_what_was_sent_and_answered(client, coordinator, team):
    answered(project_for(team, "Answered"), coordinator)
    ask(client, project_for(team, "Waiting"))
    shown = text(client.get(address("surveys")))
    assert "of 2 sent" in shown
    assert "Answered" in shown
