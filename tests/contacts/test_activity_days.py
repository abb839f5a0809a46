"""Days of a rehabilitation activity requirement are counted from appointments that were kept."""

from datetime import date, timedelta

import pytest

from amends.cases.models import SentenceCondition
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.activity_days import count_activity_day
from amends.contacts.operations.refused import ActivityRefused
from amends.contacts.queries.activity_days import activity_days
from tests.contacts.appointing import AT, BEGAN, ON, appointment, contact, supervised
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return supervised(make_team("sentence_management"))


def required(person, kind="rehabilitation_activity", **values):
    return SentenceCondition.objects.create(
        sentence=person.sentences.get(), kind=kind, amount=15, unit="days", **({"from_date": BEGAN} | values)
    )


def count(outcome, condition):
    return count_activity_day(appointment=outcome.appointment, condition=condition, by=make_user(), at=AT)


def done(person):
    return [(each.condition.amount, each.done) for each in activity_days(person, ON)]


def test_two_appointments_on_one_day_are_one_day(person):
    condition = required(person)
    assert done(person) == [(15, 0)]
    for day, hour in ((5, 9), (5, 14), (8, 9)):
        count(contact(person, date(2026, 6, day), hour=hour), condition)
    contact(person, date(2026, 6, 9))  # kept, and of no activity
    assert done(person) == [(15, 2)]


def test_a_day_no_longer_counts_once_its_outcome_says_that_nobody_came(person):
    first = contact(person, date(2026, 6, 5))
    count(first, required(person))
    ContactOutcome.objects.create(appointment=first.appointment, code="UACP", replaces=first, reason="Another man",
                                  recorded_at=AT, recorded_by=make_user())  # fmt: skip
    assert done(person) == [(15, 0)]


def test_what_cannot_be_a_day_is_refused(person):
    condition, missed = required(person), contact(person, date(2026, 6, 5), code="UACP")
    kept = contact(person, date(2026, 6, 6))
    other = required(supervised(person.team))
    later = required(person, from_date=ON + timedelta(days=1))
    for outcome, asked in ((missed, condition), (kept, other), (kept, later), (kept, required(person, "residence"))):
        with pytest.raises(ActivityRefused):
            count(outcome, asked)
    count(kept, condition)
    with pytest.raises(ActivityRefused, match="already"):
        count(kept, condition)


def test_the_page_counts_a_day_and_shows_how_many_are_done(client, person):
    condition = required(person)
    held = contact(person, date(2026, 6, 5)).appointment
    appointment(person, date(2026, 6, 9))
    client.force_login(make_user("practitioner", person.team))
    assert "Count as activity day" in client.get(f"/contacts/{person.crn}").content.decode()
    address = f"/contacts/appointments/{held.pk}/activity"
    assert client.post(address, {"condition": str(condition.pk)}).status_code == 302
    assert "1 of 15 days" in client.get(f"/contacts/{person.crn}").content.decode()
    assert client.post(address, {"condition": str(condition.pk)}).status_code == 200
