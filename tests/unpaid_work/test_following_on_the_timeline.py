"""How an order is followed stands on the person's timeline, in order, for those who may read hours."""

from datetime import timedelta

import pytest

from amends.desk.timeline import Sought, Timeline
from amends.unpaid_work.operations import home
from amends.unpaid_work.operations.completions import complete_requirement
from amends.unpaid_work.operations.exit_interviews import (
    ExitInterviewDraft,
    answer_exit_interview,
    ask_for_exit_interview,
)
from amends.unpaid_work.operations.reviews import record_review
from amends.unpaid_work.operations.skills import CertificateDraft, record_certificate, start_learning
from amends.unpaid_work.operations.transfers import ask_for_transfer, decline_transfer
from tests.factories import make_assessment, make_person, make_project, make_requirement, make_team, make_user
from tests.unpaid_work.following import planned
from tests.unpaid_work.hours_records import open_project
from tests.unpaid_work.watching import NOW, TODAY, past

pytestmark = pytest.mark.django_db


def ago(days):
    return TODAY - timedelta(days=days)


def told(person, by, **sought):
    entries = [each.entry for each in Timeline(person, by, Sought(kind="unpaid_work", **sought))[:]]
    return [entry.title for entry in entries]


@pytest.fixture
def lived():
    """A requirement followed to its end: its team, person and practitioner."""
    team = make_team()
    user, manager = make_user("practitioner", team), make_user("senior", team)
    person = make_person(team)
    requirement = make_requirement(person, ago(90), ordered_minutes=7 * 60)
    by = {"by": user, "at": NOW}
    planned(requirement, user, on=ago(80))
    record_certificate(person=person, draft=CertificateDraft("cscs", "Green card", ago(70)), **by)
    project = open_project(team, name="Canal")
    start_learning(requirement=requirement, project=project, skill="gardening", aim="Prune", from_date=ago(60), **by)
    then = {"at": NOW - timedelta(days=50)}
    entry = home.ask_for_home_work(requirement=requirement, ground="distance", reason="No bus", by=user, **then)
    home.decide_on_home_work(entry=entry, agreed=False, note="A bus runs", by=manager, **then)
    record_review(requirement=requirement, review="first", on=ago(40), note="Well", plan="stands", **by)
    past(project, (person, requirement), user, ago(30), "ATTC")
    complete_requirement(requirement=requirement, **by)
    return team, person, user, requirement


def test_each_thing_stands_on_its_day_the_latest_first(lived):
    _team, person, user, requirement = lived
    link, token = ask_for_exit_interview(requirement=requirement, language="en", by=user, at=NOW)
    draft = ExitInterviewDraft(on=TODAY, way="link", declined=True)
    answer_exit_interview(link=link, token=token, draft=draft, by=user, at=NOW)
    in_order = [
        "Exit interview: did not want to answer", "Hours completed", "Review of the order: first, after six months",
        "Work at home not agreed to", "Learning a skill at Canal", "Certificate: Green card", "Supervision plan made",
    ]  # fmt: skip
    found = told(person, user)
    assert [title for title in found if title in in_order] == in_order
    assert told(person, user, words="green card") == ["Certificate: Green card"]
    assert told(person, user, words="a bus runs") == ["Work at home not agreed to"]


def test_a_transfer_says_what_came_of_it(lived):
    team, person, user, _requirement = lived
    make_requirement(person, ago(9))
    other = make_team(pdu=team.pdu)
    transfer = ask_for_transfer(person=person, to_team=other, reason="Has moved", by=user, at=NOW)
    asked = f"{other.name} was asked to take the case"
    assert asked in told(person, user)
    decline_transfer(transfer=transfer, note="Full", by=user, at=NOW)
    assert told(person, user, words="transfer declined") == [f"{asked}: declined"]


def test_those_who_do_not_read_hours_find_none_of_it(lived):
    team, person, _user, _requirement = lived
    assert told(person, make_user("court_officer", team)) == []


def test_goods_made_at_home_stand_with_what_passed():
    team = make_team()
    user, manager = make_user("practitioner", team), make_user("senior", team)
    person = make_person(team)
    requirement = make_requirement(person, ago(90))
    make_assessment(person, user, ago(80))
    then = {"by": user, "at": NOW - timedelta(days=30)}
    entry = home.ask_for_home_work(requirement=requirement, ground="distance", reason="No bus", **then)
    assert "Work at home asked for" in told(person, user)
    entry = home.decide_on_home_work(entry=entry, agreed=True, note="So it is", by=manager, at=then["at"])
    draft = home.HomeKitDraft("Cards", "A card", 10, ("Clean",), 14)
    kit = home.add_kit(project=make_project(team, type="home"), draft=draft, by=user, at=NOW)
    out = home.send_kit(entry=entry, kit=kit, pieces=9, out_on=ago(29), by=user, at=NOW)
    back = home.take_goods_back(kit_out=out, back_on=ago(5), pieces_back=8, note="One lost", by=user, at=NOW)
    home.inspect_goods(kit_out=back, on=ago(4), passed=6, failed_for=["Clean"], note="", by=user, at=NOW)
    found = told(person, user)
    assert found.index("Cards made at home: 6 of 8 passed") < found.index("Work at home agreed to")
