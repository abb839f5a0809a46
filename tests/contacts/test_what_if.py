"""Another delivery model applied to the live caseload: what it would need, whose contact changes, who is left out."""

import csv
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.contacts.models import ContactLevel, OfficeLimit
from amends.contacts.queries import places
from amends.contacts.queries.what_if import what_if
from amends.organisation.models import Absence, Office
from amends.policy.delivery_models import likely_mode
from tests.contacts.appointing import AT, BEGAN, ON, contact, digital, supervised
from tests.factories import make_allocation, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def senior(team):
    return make_user("senior", team)


@pytest.fixture
def officer(team):
    return make_staff(team, "po")


def held(officer, risk="low", seen="office", **values):
    person = supervised(officer.team, risk, **values)
    make_allocation(person, officer, BEGAN)
    if seen:
        contact(person, ON - timedelta(days=2), seen)
    return person


def asked(user, model="edm"):
    return what_if(user, places.teams(user), model, on=ON, at=AT)


def test_the_needs_of_a_week_are_the_days_owed_by_mode(senior, officer):
    held(officer, "high"), held(officer, "high"), held(officer, "low")
    told = asked(senior)
    assert told.people == 3
    # Recovery is in force: face to face every 7 days to the high, any mode every 28 to the low, seen at the office.
    assert told.now == pytest.approx({"office": 2 + 0.25})
    # The exceptional model: doorstep every 7 days to the high, telephone every 28 to the low.
    assert told.then == pytest.approx({"doorstep": 2, "telephone": 0.25})
    assert told.moves() == Counter({("office", "doorstep"): 2, ("office", "telephone"): 1})
    assert told.uncovered() == []


def test_the_slots_that_are_open_are_told_where_every_office_has_limits(client, senior, officer):
    office = Office.objects.create(pdu=officer.team.pdu, code="bridge-house", name="Bridge House")
    held(officer, "high")
    assert asked(senior).slots is None
    OfficeLimit.objects.create(office=office, slots=3, first_hour=9, last_hour=17, days="12345", from_date=BEGAN,
                               set_by=senior)  # fmt: skip
    assert asked(senior).slots == 3 * 8 * 5
    client.force_login(senior)
    assert "120 slots are open a week" in client.get("/contacts/what-if").content.decode()


def test_face_to_face_owed_now_and_then_takes_its_share_of_the_office(senior, officer):
    held(officer, "medium", seen="telephone")
    told = asked(senior)
    assert told.now == pytest.approx({"telephone": 7 / 14 - 7 / 56, "office": 7 / 56})
    assert told.then == pytest.approx({"telephone": 7 / 14})


def test_one_to_be_seen_whose_officer_is_shielding_cannot_be_covered(senior, officer):
    person = held(officer, "high")
    held(officer, "low")  # by telephone: no matter who calls
    Absence.objects.create(staff=officer, kind="shielding", from_date=BEGAN)
    assert [(each.person, each.why) for each in asked(senior).uncovered()] == [(person, "home_only")]


def test_one_owed_a_call_who_cannot_be_called_cannot_be_covered(senior, officer):
    person = held(officer, "low")
    assert asked(senior).uncovered() == []  # not known: it may be
    digital(person, safe_place=False)
    told = asked(senior)
    assert [(each.person, each.then, each.why) for each in told.uncovered()] == [(person, "doorstep", "not_reached")]


def test_a_case_that_nobody_holds_is_told(senior, team):
    person = supervised(team, "high")
    assert [(each.person, each.why) for each in asked(senior).uncovered()] == [(person, "nobody_holds")]


def test_what_was_set_for_a_person_stays_set(senior, officer):
    person = held(officer, "low")
    ContactLevel.objects.create(person=person, every_days=7, mode="face_to_face", less=False, reason="Just released",
                                from_date=BEGAN, set_by=make_user())  # fmt: skip
    assert asked(senior).then == pytest.approx({"office": 1})


def test_one_whose_risk_is_not_judged_is_counted_and_left_out(senior, officer):
    held(officer, "")
    told = asked(senior)
    assert (told.untold, told.now, told.then, told.changes) == (1, {}, {}, [])


def test_the_model_in_force_changes_nothing(senior, officer):
    for risk in ("low", "medium", "high", "very_high"):
        held(officer, risk)
    told = asked(senior, "recovery")
    assert told.now == told.then and told.changes == []


@pytest.mark.parametrize(
    ("owed", "last", "remote", "mode"),
    [
        ("face_to_face", "home", None, "home"),
        ("face_to_face", "telephone", None, "office"),
        (None, "video", None, "video"),
        (None, "video", ("telephone",), "telephone"),
        (None, None, (), "doorstep"),
        ("telephone", "office", None, "telephone"),
        ("doorstep", "office", (), "doorstep"),
    ],
)
def test_the_mode_that_would_be_used(owed, last, remote, mode):
    every = ["office", "home", "doorstep", "telephone", "video"]
    allowed = {"face_to_face": every[:2], "doorstep": every[:3]}.get(owed, every)
    assert likely_mode(allowed, owed, last=last, remote=remote) == mode


def test_no_mode_is_made_up_where_none_is_open():
    assert likely_mode(["telephone", "video"], "telephone", last="telephone", remote=()) is None


def test_the_files_hold_the_modes_and_the_people(client, senior, officer):
    person = held(officer, "high")
    client.force_login(senior)
    for name, column, value in (("what-if.csv", "mode", "Doorstep"), ("what-if/people.csv", "crn", person.crn)):
        answer = client.get(f"/contacts/{name}", {"model": "edm"})
        rows = list(csv.DictReader(StringIO(answer.content.decode().removeprefix("\ufeff"))))
        assert value in [row[column] for row in rows]
    page = client.get("/contacts/what-if", {"model": "no such model"})
    assert page.status_code == 200


def test_many_people_cost_no_more_queries_than_one(senior, officer):
    def queries():
        with CaptureQueriesContext(connection) as told:
            asked(senior)
        return len(told)

    held(officer, "high")
    queries()
    one = queries()
    for _number in range(5):
        digital(held(officer, "medium"))
    assert queries() == one
