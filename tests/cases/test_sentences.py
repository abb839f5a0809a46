"""Recording what the court ordered and changed, within the rules of policy."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from amends.cases.models import Requirement, RequirementChange, Sentence
from amends.cases.operations import (
    ChangeDraft,
    RequirementDraft,
    SentenceDraft,
    SentenceRefused,
    change_requirement,
    end_requirement,
    merge_people,
    record_sentences,
    reopen_requirement,
)
from amends.organisation.models import AuditEvent
from tests.cases.registering import register
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
SENTENCED = date(2026, 3, 2)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def user(team):
    return make_user("senior", team)


@pytest.fixture
def person(team, user):
    return register(user, team)


def order(person, hours, sentence_date=SENTENCED, **values) -> SentenceDraft:
    """A community order of so many hours."""
    requirement = RequirementDraft(ordered_minutes=int(hours * 60), **values)
    return SentenceDraft(person, "community", "Test Court", sentence_date, (requirement,))


def record(user, *drafts, **values):
    return record_sentences(list(drafts), by=user, at=timezone.now(), **values)


# The bounds are those of the reference: 40 to 300 hours since 4 April 2005, to 240 before; a breach from 20 upward.
@pytest.mark.parametrize(
    ("hours", "on", "values", "allowed"),
    [
        (40, SENTENCED, {}, True),
        (300, SENTENCED, {}, True),
        (39.5, SENTENCED, {}, False),
        (300.5, SENTENCED, {}, False),
        (240, date(2005, 4, 3), {}, True),
        (241, date(2005, 4, 3), {}, False),
        (20, SENTENCED, {"imposed_on_breach": True}, True),
        (19, SENTENCED, {"imposed_on_breach": True}, False),
    ],
)
def test_hours_ordered_are_within_the_bounds_of_their_day(person, user, hours, on, values, allowed):
    if allowed:
        assert record(user, order(person, hours, on, **values))[0].ordered_minutes == hours * 60
    else:
        with pytest.raises(SentenceRefused, match="Hours ordered must be from"):
            record(user, order(person, hours, on, **values))
        assert not Sentence.objects.exists()


def test_the_last_day_is_twelve_months_from_the_order_unless_the_court_set_another(person, user):
    assert record(user, order(person, 40))[0].limit_date == date(2027, 3, 1)
    assert record(user, order(person, 40, limit_date=date(2028, 1, 1)))[0].limit_date == date(2028, 1, 1)


def test_references_are_given_and_never_twice(person, user):
    first, second = record(user, order(person, 40), order(person, 40))
    third = record(user, order(person, 40))[0]
    assert len({each.reference for each in (first, second, third)}) == 3
    assert len({each.sentence.reference for each in (first, second, third)}) == 3
    with pytest.raises(SentenceRefused, match="used already"):
        record(user, order(person, 40, reference=first.reference))


def test_consecutive_hours_add_up_to_at_most_300_outstanding(person, user):
    record(user, order(person, 200))
    record(user, order(person, 100))
    with pytest.raises(SentenceRefused, match="could be outstanding"):
        record(user, order(person, 40))


def test_concurrent_hours_count_once(person, user):
    record(user, order(person, 200))
    record(user, order(person, 200, runs="concurrent"))
    with pytest.raises(SentenceRefused, match="could be outstanding"):
        record(user, order(person, 120))
    record(user, order(person, 100))


def test_hours_worked_make_room_and_ended_ones_do_not_count(person, user):
    first = record(user, order(person, 300))[0]
    with pytest.raises(SentenceRefused):
        record(user, order(person, 40))
    record(user, order(person, 40), minutes_left={first.pk: 260 * 60})
    with pytest.raises(SentenceRefused):
        record(user, order(person, 41), minutes_left={first.pk: 260 * 60})
    end_requirement(requirement=first, ended_on=SENTENCED, ended_as="revoked", by=user, at=timezone.now())
    record(user, order(person, 260))


def test_minutes_left_never_count_for_more_than_was_ordered_or_less_than_nothing(person, user):
    first = record(user, order(person, 100))[0]
    record(user, order(person, 200), minutes_left={first.pk: 999_999})
    with pytest.raises(SentenceRefused):
        record(user, order(person, 101), minutes_left={first.pk: -999_999})


def test_past_records_are_brought_in_without_the_limit(person, user):
    assert len(record(user, order(person, 300), order(person, 300), minutes_left=None)) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "custody"},
        {"court": " "},
        {"sentence_date": date(2999, 1, 1)},
        {"sentence_date": date(1980, 1, 1)},
        {"end_date": SENTENCED},
    ],
)
def test_a_sentence_that_cannot_be_is_refused(person, user, change):
    draft = order(person, 40)
    draft = SentenceDraft(**{name: getattr(draft, name) for name in draft.__dataclass_fields__} | change)
    with pytest.raises(SentenceRefused):
        record(user, draft)


def test_every_reason_is_told_with_its_place(person, user):
    with pytest.raises(SentenceRefused) as refused:
        record(user, order(person, 40), order(person, 500), order(person, 10))
    assert [(ground.number, ground.field) for ground in refused.value.grounds] == [
        (2, "ordered_minutes"),
        (3, "ordered_minutes"),
    ]


def test_changes_that_come_with_a_past_record_are_recorded(person, user):
    changes = (
        ChangeDraft(date(2026, 4, 1), 600, "Breach"),
        ChangeDraft(date(2026, 5, 1), 0, "Extended", date(2027, 9, 1)),
    )
    requirement = record(user, order(person, 100, changes=changes))[0]
    assert [change.minutes for change in requirement.changes.all()] == [600, 0]
    assert requirement.limit_date == date(2027, 9, 1)


def test_the_court_adds_removes_and_extends_by_rows_that_only_add(person, user):
    requirement = record(user, order(person, 100))[0]
    today = timezone.localdate()
    for minutes, limit in ((600, None), (-300, None), (0, date(2028, 1, 1))):
        change_requirement(requirement=requirement, draft=ChangeDraft(today, minutes, "Synthetic", limit), by=user,
                           at=timezone.now())  # fmt: skip
    requirement.refresh_from_db()
    assert sum(change.minutes for change in requirement.changes.all()) == 300
    assert requirement.limit_date == date(2028, 1, 1)
    assert requirement.ordered_minutes == 6000, "what was ordered at sentence stands"
    assert AuditEvent.objects.filter(action="change requirement", crn=person.crn).count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        RequirementChange.objects.update(minutes=1)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (ChangeDraft(SENTENCED, -6060, "x"), "cannot remove more"),
        (ChangeDraft(SENTENCED, 12_060, "x"), "more than"),
        (ChangeDraft(SENTENCED, 0, "x"), "Say what the court changed"),
        (ChangeDraft(SENTENCED - timedelta(days=1), 60, "x"), "between the sentence and today"),
        (ChangeDraft(SENTENCED, 60, " "), "Enter why"),
        (ChangeDraft(SENTENCED, 0, "x", SENTENCED - timedelta(days=1)), "not be before the sentence"),
    ],
)
def test_a_change_that_cannot_be_is_refused(person, user, draft, words):
    requirement = record(user, order(person, 100))[0]
    with pytest.raises(SentenceRefused, match=words):
        change_requirement(requirement=requirement, draft=draft, by=user, at=timezone.now())
    assert not RequirementChange.objects.exists()


def test_added_hours_count_towards_the_most_outstanding(person, user):
    record(user, order(person, 200))
    second = record(user, order(person, 100))[0]
    draft = ChangeDraft(SENTENCED, 60, "Breach")
    with pytest.raises(SentenceRefused, match="could be outstanding"):
        change_requirement(requirement=second, draft=draft, by=user, at=timezone.now())
    change_requirement(requirement=second, draft=draft, minutes_left={second.pk: 99 * 60}, by=user, at=timezone.now())


def test_a_requirement_ends_once_and_the_end_can_be_taken_back(person, user):
    requirement = record(user, order(person, 100))[0]
    now = timezone.now()
    ended = end_requirement(requirement=requirement, ended_on=SENTENCED, ended_as="completed", by=user, at=now)
    assert (ended.ended_on, ended.ended_as) == (SENTENCED, "completed")
    with pytest.raises(SentenceRefused, match="ended already"):
        end_requirement(requirement=requirement, ended_on=SENTENCED, ended_as="revoked", by=user, at=now)
    with pytest.raises(SentenceRefused, match="has ended"):
        change_requirement(requirement=requirement, draft=ChangeDraft(SENTENCED, 60, "x"), by=user, at=now)
    assert reopen_requirement(requirement=requirement, by=user, at=now).ended_as == ""
    with pytest.raises(SentenceRefused):
        end_requirement(requirement=requirement, ended_on=date(2999, 1, 1), ended_as="revoked", by=user, at=now)


def test_nothing_is_recorded_on_a_record_that_was_merged(team, person, user):
    other = register(user, team, "Other", "Record")
    merge_people(keep=other, absorb=person, reason="Synthetic", by=user, at=timezone.now())
    with pytest.raises(SentenceRefused, match="merged into another"):
        record(user, order(person, 40))


@pytest.mark.parametrize("values", [{"ordered_minutes": 0}, {"ordered_minutes": 18_001}, {"ended_as": "revoked"},
                                    {"ended_on": SENTENCED}, {"runs": "sometimes"}])  # fmt: skip
def test_the_database_refuses_a_requirement_that_cannot_be(person, values):
    sentence = Sentence.objects.create(
        person=person, reference="S", kind="community", court="C", sentence_date=SENTENCED
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(sentence=sentence, reference="R", **({"ordered_minutes": 2400} | values))
