"""Somebody recalled is in custody again, and on licence once released: for their tier, contact, and who meets them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.cases.models import Person, ReturnToCustody, Sentence
from amends.cases.operations import (
    SentenceRefused,
    record_release,
    release_again,
    return_to_custody,
)
from amends.cases.queries.assessments import due as assessment_of
from amends.cases.queries.assessments import with_assessment
from amends.cases.queries.tier import tier_history, tier_now
from amends.contacts.queries.due import contact_due
from amends.contacts.queries.releases import releases
from tests.cases.visiting import signed_in, text
from tests.contacts.appointing import contact
from tests.factories import (
    london,
    make_allocation,
    make_custody,
    make_person,
    make_requirement,
    make_risk,
    make_staff,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
RELEASED, RETURNED, AGAIN = date(2026, 4, 1), date(2026, 5, 6), date(2026, 6, 10)
DAY = timedelta(days=1)


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def sentence():
    """Of a man at high risk, on licence since 1 April."""
    person = make_person(make_team("sentence_management"))
    make_risk(person, "high", date(2026, 3, 2))
    return make_custody(person, date(2026, 1, 5), release_date=RELEASED)


def returned(sentence, by, on=RETURNED):
    return return_to_custody(sentence=sentence, on=on, by=by, at=london(on, 12))


def released(sentence, by, on=AGAIN):
    return release_again(sentence=sentence, on=on, by=by, at=london(RETURNED, 12))


def assessment_due(person, on):
    return assessment_of(with_assessment(Person.objects.filter(pk=person.pk), on).get(), on)


def due(person, on):
    return contact_due([person], on=on, at=london(on, 9))[0]


def test_the_phase_goes_to_custody_and_back_and_earlier_days_stay_as_they_were(sentence, by):
    returned(sentence, by)
    released(sentence, by)
    sentence = Sentence.objects.get(pk=sentence.pk)
    days = (RELEASED - DAY, RELEASED, RETURNED - DAY, RETURNED, AGAIN - DAY, AGAIN)
    assert [sentence.phase_on(day) for day in days] == [
        "custody",
        "licence",
        "licence",
        "custody",
        "custody",
        "licence",
    ]
    assert (sentence.release_date, sentence.released_by(AGAIN - DAY), sentence.released_by(AGAIN)) == (
        RELEASED, RELEASED, AGAIN,
    )  # fmt: skip


def test_the_points_are_those_of_custody_from_the_return_and_of_licence_from_the_release(sentence, by):
    """Tier B2, 132 points on licence and 48 in custody, by the reference; the history keeps each day of change."""
    person = sentence.person
    returned(sentence, by)
    released(sentence, by)
    assert [(tier_now(person, on=day).kind, tier_now(person, on=day).points) for day in (RETURNED - DAY, RETURNED)] == [
        ("licence", 132), ("custody", 48),
    ]  # fmt: skip
    history = [(day, tier.kind) for day, tier in tier_history(person, on=AGAIN)][:3]
    assert history == [(AGAIN, "licence"), (RETURNED, "custody"), (RELEASED, "licence")]


def test_an_order_beside_it_counts_as_custody_while_the_person_is_inside(sentence, by):
    make_requirement(sentence.person, date(2026, 3, 2))
    returned(sentence, by)
    assert tier_now(sentence.person, on=RETURNED).kind == "custody"
    assert due(sentence.person, RETURNED).state == "custody"
    assert due(sentence.person, RETURNED - DAY).state == "owed"


def test_no_contact_is_owed_in_custody_and_the_first_after_release_within_a_week_again(sentence, by):
    person = sentence.person
    contact(person, RETURNED - DAY)
    returned(sentence, by)
    assert due(person, RETURNED).state == "custody"
    released(sentence, by)
    standing = due(person, AGAIN)
    assert (standing.state, standing.every_days) == ("owed", 7)
    assert "first_after_release" in standing.flags
    contact(person, AGAIN)
    assert "first_after_release" not in due(person, AGAIN + DAY).flags


def test_no_assessment_is_due_while_they_are_inside(sentence, by):
    returned(sentence, by)
    released(sentence, by)
    found = {day: assessment_due(sentence.person, day).decision for day in (RETURNED - DAY, RETURNED, AGAIN)}
    assert [each is not None for each in found.values()] == [True, False, True]


def test_a_release_after_a_return_is_among_the_releases_ahead(sentence, by):
    person = sentence.person
    officer = make_staff(person.team, "po")
    make_allocation(person, officer, date(2026, 1, 6))
    senior = make_user("senior", person.team)
    on = AGAIN - timedelta(days=7)
    returned(sentence, by)
    assert releases(senior, on=on, at=london(on, 9)) == []
    released(sentence, by)
    (found,) = releases(senior, on=on, at=london(on, 9))
    assert (found.person, found.on, found.holder) == (person, AGAIN, officer)


@pytest.mark.parametrize(
    ("act", "on"),
    [(returned, RELEASED - DAY), (released, AGAIN)],
    ids=["before the first release", "no return to be released from"],
)
def test_what_cannot_be_is_refused(sentence, by, act, on):
    with pytest.raises(SentenceRefused):
        act(sentence, by, on)


def test_nobody_returns_twice_nor_is_released_before_the_return_or_returned_on_a_day_to_come(sentence, by):
    returned(sentence, by)
    for act, on in ((returned, RETURNED + DAY), (released, RETURNED - DAY)):
        with pytest.raises(SentenceRefused):
            act(sentence, by, on)
    with pytest.raises(SentenceRefused):
        return_to_custody(sentence=sentence, on=AGAIN, by=by, at=london(AGAIN - DAY, 12))
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnToCustody.objects.create(sentence=sentence, from_date=AGAIN, recorded_at=london(AGAIN, 9), recorded_by=by)


def test_one_released_on_the_day_of_the_return_was_in_custody_on_no_day(sentence, by):
    returned(sentence, by)
    released(sentence, by, RETURNED)
    assert Sentence.objects.get(pk=sentence.pk).phase_on(RETURNED) == "licence"
    returned(sentence, by, RETURNED + DAY)  # and back the next day
    assert Sentence.objects.get(pk=sentence.pk).phase_on(RETURNED + DAY) == "custody"


def test_the_page_of_a_release_records_the_one_after_the_return(client, sentence, by):
    person = sentence.person
    returned(sentence, by)
    record_release(sentence=sentence, release_date=AGAIN, licence_end_date=None, by=by, at=london(RETURNED, 12))
    sentence.refresh_from_db()
    assert (sentence.release_date, sentence.returns.get().to_date) == (RELEASED, AGAIN)
    signed_in(client, "practitioner", person.team)
    told = "1 April 2026; returned to custody on 6 May 2026; released again on 10 June 2026"
    assert told in text(client.get(f"/cases/{person.crn}"))
    assert told in text(client.get(f"/cases/{person.crn}/case"))
    timeline = text(client.get(f"/cases/{person.crn}/timeline?kind=sentence"))
    assert "Returned to custody" in timeline and "Released from custody again" in timeline
