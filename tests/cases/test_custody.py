"""Sentences of every kind: orders with and without unpaid work, custody, licence, and supervision after it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from amends.cases.models import Sentence
from amends.cases.operations import (
    ConditionDraft,
    RequirementDraft,
    SentenceDraft,
    SentenceRefused,
    add_condition,
    end_condition,
    record_release,
    record_sentences,
)
from tests.cases.visiting import text
from tests.factories import make_custody, make_person, make_requirement

AT = datetime(2026, 6, 10, 9, tzinfo=UTC)
SENTENCED, RELEASED, SUPERVISED, OVER = date(2025, 9, 1), date(2026, 3, 2), date(2026, 9, 1), date(2027, 3, 2)


@pytest.fixture
def person(team):
    return make_person(team)


def sentence(**dates) -> Sentence:
    return Sentence(kind="custody", sentence_date=SENTENCED, **dates)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (SENTENCED, "custody"),
        (date(2026, 3, 1), "custody"),
        (RELEASED, "licence"),
        (date(2026, 8, 31), "licence"),
        (SUPERVISED, "post_sentence"),
        (date(2027, 3, 1), "post_sentence"),
        (OVER, "ended"),
    ],
)
def test_the_phase_on_each_day(day, phase):
    whole = sentence(release_date=RELEASED, licence_end_date=SUPERVISED, end_date=OVER)
    assert whole.phase_on(day) == phase


def test_without_a_release_it_is_custody_and_without_supervision_licence_to_the_end():
    assert sentence().phase_on(date(2030, 1, 1)) == "custody"
    assert sentence(release_date=RELEASED, end_date=OVER).phase_on(date(2027, 3, 1)) == "licence"
    order = Sentence(kind="community", sentence_date=SENTENCED, end_date=OVER)
    assert (order.phase_on(SENTENCED), order.phase_on(OVER)) == ("order", "ended")


@given(some.dates(SENTENCED, date(2030, 1, 1)), some.dates(SENTENCED, date(2030, 1, 1)))
def test_a_phase_never_comes_back(one, other):
    phases = ["custody", "licence", "post_sentence", "ended"]
    whole = sentence(release_date=RELEASED, licence_end_date=SUPERVISED, end_date=OVER)
    earlier, later = sorted((one, other))
    assert phases.index(whole.phase_on(earlier)) <= phases.index(whole.phase_on(later))


@pytest.mark.django_db
def test_a_sentence_of_custody_is_recorded_and_then_its_release(user, person):
    draft = SentenceDraft(person, "custody", "Leicester Crown Court", SENTENCED, end_date=OVER)
    assert record_sentences([draft], by=user, at=AT) == []
    recorded = person.sentences.get()
    assert recorded.phase_on(AT.date()) == "custody"
    record_release(sentence=recorded, release_date=RELEASED, licence_end_date=SUPERVISED, by=user, at=AT)
    recorded.refresh_from_db()
    assert recorded.phase_on(AT.date()) == "licence"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("release", "licence_end", "field"),
    [
        (date(2025, 8, 31), None, "release_date"),
        (OVER, None, "release_date"),
        (RELEASED, RELEASED, "licence_end_date"),
        (RELEASED, date(2027, 3, 3), "licence_end_date"),
    ],
)
def test_dates_out_of_order_are_refused(user, person, release, licence_end, field):
    custody = make_custody(person, SENTENCED, release_date=None, end_date=OVER)
    with pytest.raises(SentenceRefused) as refused:
        record_release(sentence=custody, release_date=release, licence_end_date=licence_end, by=user, at=AT)
    assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        Sentence.objects.filter(pk=custody.pk).update(release_date=release, licence_end_date=licence_end)


@pytest.mark.django_db
def test_unpaid_work_belongs_to_an_order_and_a_release_to_custody(user, person):
    work = (RequirementDraft(ordered_minutes=6000),)
    with pytest.raises(SentenceRefused) as refused:
        record_sentences([SentenceDraft(person, "custody", "Court", SENTENCED, work)], by=user, at=AT)
    assert refused.value.field == "ordered_minutes"
    with pytest.raises(SentenceRefused) as refused:
        draft = SentenceDraft(person, "community", "Court", SENTENCED, release_date=RELEASED)
        record_sentences([draft], by=user, at=AT)
    assert refused.value.field == "release_date"
    order = make_requirement(person).sentence
    with pytest.raises(SentenceRefused):
        record_release(sentence=order, release_date=date(2026, 6, 1), licence_end_date=None, by=user, at=AT)


@pytest.mark.django_db
def test_an_order_asks_for_requirements_and_a_licence_for_conditions(user, person):
    order, licence = make_requirement(person).sentence, make_custody(person)
    day = date(2026, 6, 1)
    rehabilitation = ConditionDraft("rehabilitation_activity", day, amount=30, unit="days")
    zone = ConditionDraft("exclusion_zone", day, details="Within the ring road")
    made = add_condition(sentence=order, draft=rehabilitation, by=user, at=AT)
    add_condition(sentence=licence, draft=zone, by=user, at=AT)
    for sentence_, draft in ((order, zone), (licence, rehabilitation)):
        with pytest.raises(SentenceRefused) as refused:
            add_condition(sentence=sentence_, draft=draft, by=user, at=AT)
        assert refused.value.field == "kind"
    end_condition(condition=made, to_date=date(2026, 6, 10), by=user, at=AT)
    with pytest.raises(SentenceRefused):
        end_condition(condition=made, to_date=date(2026, 6, 20), by=user, at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"amount": 30}, "amount"),
        ({"unit": "days"}, "amount"),
        ({"amount": 0, "unit": "days"}, "amount"),
        ({"from_date": date(2026, 3, 1)}, "from_date"),
        ({"to_date": date(2026, 6, 1)}, "to_date"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(user, person, values, field):
    draft = ConditionDraft(**({"kind": "rehabilitation_activity", "from_date": date(2026, 6, 1)} | values))
    with pytest.raises(SentenceRefused) as refused:
        add_condition(sentence=make_requirement(person).sentence, draft=draft, by=user, at=AT)
    assert refused.value.field == field


def typed(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.mark.django_db
def test_custody_release_and_conditions_are_recorded_on_their_pages(client, user, person):
    given = {"kind": "custody", "court": "Leicester Crown Court"} | typed("sentence_date", SENTENCED)
    assert "The sentence is recorded" in text(client.post(f"/cases/{person.crn}/sentences/new", given, follow=True))
    custody = person.sentences.get()
    page = text(client.get(f"/cases/{person.crn}"))
    assert "In custody" in page and "Add a licence condition" in page
    where = f"/cases/{person.crn}/sentences/{custody.pk}"
    client.post(f"{where}/release", typed("release_date", RELEASED) | typed("licence_last_day", date(2030, 3, 1)))
    condition = {"kind": "no_contact", "details": "With the victim"} | typed("from_date", RELEASED)
    page = text(client.post(f"{where}/conditions/new", condition, follow=True))
    assert "On licence" in page and "No contact with a person" in page
    custody.refresh_from_db()
    assert custody.licence_end_date == date(2030, 3, 2)
    asked = custody.conditions.get()
    ended = f"/cases/{person.crn}/conditions/{asked.pk}/end"
    client.post(ended, typed("last_day", date(2026, 3, 2)))
    assert custody.conditions.get().to_date == date(2026, 3, 3)


@pytest.mark.django_db
def test_an_order_without_unpaid_work_is_recorded(client, user, person):
    given = {"kind": "community", "court": "Leicester Magistrates’ Court"} | typed("sentence_date", SENTENCED)
    client.post(f"/cases/{person.crn}/sentences/new", given)
    assert person.sentences.get().requirements.count() == 0
