"""Oversight of cases, supervision of staff, and audits of quality."""

from datetime import timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from amends.cases.form_specs import AUDIT_QUESTIONS
from amends.cases.models import OversightNote, Person, QualityAudit
from amends.cases.operations.oversight import (
    OversightDraft,
    draw_sample,
    record_audit,
    record_oversight,
    record_supervision,
)
from amends.cases.operations.refused import OversightRefused
from amends.cases.queries.oversight import live_cases, results
from tests.cases.visiting import signed_in, text
from tests.factories import make_allocation, make_person, make_requirement, make_staff, make_team, make_user

pytestmark = pytest.mark.django_db
AT = timezone.now()
TODAY = timezone.localdate(AT)


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def senior(team):
    return make_user("senior", team)


def test_a_sensitive_note_is_read_by_managers_alone(client, team, senior):
    person = make_person(team)
    for note, sensitive in (("Ask the police again", False), ("Suspects his manager", True)):
        draft = OversightDraft(TODAY, note, "Ring the council", TODAY, sensitive)
        record_oversight(person=person, draft=draft, by=senior, at=AT)
    signed_in(client, "practitioner", team)
    page = text(client.get(f"/cases/{person.crn}/oversight"))
    assert "Ask the police again" in page and "Suspects" not in page and "Sensitive: kept from view" in page
    assert page.count("Ring the council") == 1
    signed_in(client, "senior", team)
    assert "Suspects his manager" in text(client.get(f"/cases/{person.crn}/oversight"))


def test_a_note_is_never_changed(team, senior):
    note = record_oversight(person=make_person(team), draft=OversightDraft(TODAY, "x"), by=senior, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        OversightNote.objects.filter(pk=note.pk).update(note="y")


@pytest.mark.parametrize(
    ("draft", "field"),
    [(OversightDraft(TODAY, " "), "note"), (OversightDraft(TODAY + timedelta(days=1), "x"), "on"),
     (OversightDraft(TODAY, "x", action_by=TODAY), "action"),
     (OversightDraft(TODAY, "x", "y", TODAY - timedelta(days=1)), "action_by")],
)  # fmt: skip
def test_oversight_that_says_too_little_is_refused(team, senior, draft, field):
    with pytest.raises(OversightRefused) as refused:
        record_oversight(person=make_person(team), draft=draft, by=senior, at=AT)
    assert refused.value.field == field


def test_staff_are_listed_by_how_long_ago_they_were_supervised(client, team, senior):
    seen, never = make_staff(team, name="Seen Example"), make_staff(team, name="Never Example")
    record_supervision(member=seen, on=TODAY, notes="Caseload", next_on=TODAY + timedelta(days=30), by=senior, at=AT)
    with pytest.raises(OversightRefused):
        record_supervision(member=never, on=TODAY, notes="x", next_on=TODAY, by=senior, at=AT)
    signed_in(client, "senior", team)
    page = text(client.get("/cases/supervision"))
    assert page.index("Never Example") < page.index("Seen Example")
    assert "Caseload" in text(client.get(f"/cases/supervision/{seen.code}"))
    signed_in(client, "practitioner", team)
    assert client.get(f"/cases/supervision/{seen.code}").status_code == 404


def live(team, count):
    officer = make_staff(team, grade="po")
    for _each in range(count):
        person = make_person(team)
        make_requirement(person, TODAY - timedelta(days=30))
        make_allocation(person, officer, TODAY - timedelta(days=29))
    return officer


def drawn_by(senior, count, seed=1):
    return draw_sample(cases=live_cases(TODAY), count=count, random=Random(seed), by=senior, at=AT)


def test_a_sample_is_drawn_of_live_cases_each_once(team, senior):
    officer = live(team, 4)
    make_person(team)  # no sentence
    drawn = drawn_by(senior, 3)
    assert len({each.person_id for each in drawn}) == 3
    assert {each.practitioner for each in drawn} == {officer}
    assert len(drawn_by(senior, 3)) == 1  # the one that is left
    with pytest.raises(OversightRefused):
        drawn_by(senior, 1)


def test_which_cases_are_drawn_is_left_to_chance_alone(team, senior):
    live(team, 3)
    found = set()
    for seed in range(20):
        with transaction.atomic():
            (one,) = drawn_by(senior, 1, seed)
            found.add(one.person_id)
            transaction.set_rollback(True)
    assert found == set(Person.objects.filter(team=team).values_list("pk", flat=True))


def test_results_by_team_count_yes_of_what_applied(client, team, senior):
    live(team, 3)
    ways = ("yes", "no", "not_applicable")
    for drawn, way in zip(drawn_by(senior, 3), ways, strict=True):
        record_audit(drawn=drawn, answers=dict.fromkeys(AUDIT_QUESTIONS, "yes") | {"plan_fits": way}, by=senior, at=AT)
    (result,) = results(senior, since=TODAY)
    assert (result.read, result.yes["plan_fits"], result.applied["plan_fits"]) == (3, 1, 2)
    assert (result.yes["person_heard"], result.applied["person_heard"]) == (3, 3)
    signed_in(client, "senior", team)
    assert "1 of 2 (50%)" in text(client.get("/cases/audits"))
    assert "plan_fits,1,2" in client.get("/cases/audits/as-csv").content.decode("utf-8-sig")


def test_an_audit_is_answered_whole_and_once(client, team, senior):
    live(team, 1)
    (drawn,) = drawn_by(senior, 1)
    with pytest.raises(OversightRefused) as refused:
        record_audit(drawn=drawn, answers={"person_heard": "yes"}, by=senior, at=AT)
    assert len(refused.value.grounds) == len(AUDIT_QUESTIONS) - 1
    signed_in(client, "senior", team)
    client.post(f"/cases/audits/{drawn.pk}", dict.fromkeys(AUDIT_QUESTIONS, "no") | {"summary": "Thin plan"})
    assert QualityAudit.objects.get(pk=drawn.pk).read_on == TODAY
    assert "Thin plan" in text(client.get(f"/cases/audits/{drawn.pk}"))
    with pytest.raises(OversightRefused):
        record_audit(drawn=drawn, answers=dict.fromkeys(AUDIT_QUESTIONS, "yes"), by=senior, at=AT)


def test_cases_are_drawn_from_the_page(client, team):
    live(team, 2)
    signed_in(client, "senior", team)
    client.post("/cases/audits/draw", {"team": team.pk, "count": 2})
    assert QualityAudit.objects.filter(team=team).count() == 2
    assert "Enter" in text(client.post("/cases/audits/draw", {"team": team.pk, "count": ""}))


def test_the_timeline_tells_of_oversight_and_keeps_what_is_sensitive(client, team, senior):
    person = make_person(team)
    for note, sensitive in (("Ask the police again", False), ("Suspects his manager", True)):
        record_oversight(person=person, draft=OversightDraft(TODAY, note, sensitive=sensitive), by=senior, at=AT)
    signed_in(client, "practitioner", team)
    page = text(client.get(f"/cases/{person.crn}/timeline"))
    assert "Ask the police again" in page and "Suspects" not in page
    assert "Suspects" not in text(client.get(f"/cases/{person.crn}/timeline?words=manager"))
    signed_in(client, "senior", team)
    assert "Suspects his manager" in text(client.get(f"/cases/{person.crn}/timeline?words=suspects"))
