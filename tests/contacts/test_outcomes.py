"""Outcomes: what can be recorded of an appointment, and what the database refuses whoever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.operations.outcomes import (
    AlreadyRecorded,
    OutcomeDraft,
    OutcomesRefused,
    correct_outcome,
    record_outcomes,
)
from tests.factories import make_person, make_team, make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 8, tzinfo=UTC)
AT = datetime(2026, 6, 2, 9, tzinfo=UTC)


def _hour(hours):
    return START + timedelta(hours=hours)


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def person():
    return make_person()


def _appointment(person, by, start=START, hours=7, **values):
    return Appointment.objects.create(
        person=person, kind="unpaid_work", team=make_team(), starts_at=start, ends_at=start + timedelta(hours=hours),
        booked_at=START - timedelta(days=9), booked_by=by, **values,
    )  # fmt: skip


def _refused(draft, by, at=AT):
    with pytest.raises(OutcomesRefused) as refused:
        record_outcomes([draft], by=by, at=at)
    assert not ContactOutcome.objects.exists()
    return {refusal.field for refusal in refused.value.refusals}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "XXXX"}, "code"),
        ({"code": "ATTC"}, "started_at"),
        ({"code": "ATTC", "started_at": _hour(1), "finished_at": _hour(1)}, "finished_at"),
        ({"code": "ATTC", "started_at": _hour(-10), "finished_at": _hour(2)}, "started_at"),
        ({"code": "ATTC", "started_at": _hour(1), "finished_at": _hour(30)}, "finished_at"),
        ({"code": "ATTC", "started_at": _hour(0), "finished_at": _hour(1), "penalty_minutes": 61}, "penalty_minutes"),
        ({"code": "ATSS", "started_at": _hour(0), "finished_at": _hour(1), "penalty_minutes": 5}, "penalty_minutes"),
        ({"code": "UACP", "started_at": _hour(0), "finished_at": _hour(1)}, "started_at"),
        ({"code": "AASD"}, "notice"),
        ({"code": "UACP", "notice": "on_site"}, "notice"),
        ({"code": "UACP", "quality": "splendid"}, "quality"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_by_field(person, by, values, field):
    assert field in _refused(OutcomeDraft(_appointment(person, by), **values), by)


def test_an_absence_known_beforehand_can_be_recorded_and_a_failure_cannot(person, by):
    appointment, before = _appointment(person, by), START - timedelta(days=1)
    assert _refused(OutcomeDraft(appointment, "UACP"), by, before) == {"code"}
    assert record_outcomes([OutcomeDraft(appointment, "AAME")], by=by, at=before)


def test_a_cancelled_booking_has_no_outcome(person, by):
    appointment = _appointment(person, by, cancelled_at=START, cancel_reason="Moved")
    assert _refused(OutcomeDraft(appointment, "UACP"), by) == {"code"}


def test_nobody_works_in_two_places_at_once(person, by):
    morning, later = _appointment(person, by, hours=3), _appointment(person, by, _hour(3), hours=3)
    record_outcomes([OutcomeDraft(morning, "ATTC", _hour(0), _hour(4))], by=by, at=AT)
    with pytest.raises(OutcomesRefused):
        record_outcomes([OutcomeDraft(later, "ATTC", _hour(3.5), _hour(6))], by=by, at=AT)
    assert record_outcomes([OutcomeDraft(later, "ATTC", _hour(4), _hour(6))], by=by, at=AT)


def test_a_whole_list_is_refused_for_one_fault_in_it(person, by):
    right = OutcomeDraft(_appointment(person, by), "UACP")
    wrong = OutcomeDraft(_appointment(make_person(), by), "ATTC")
    with pytest.raises(OutcomesRefused):
        record_outcomes([right, wrong], by=by, at=AT)
    assert not ContactOutcome.objects.exists()


def test_a_second_first_outcome_is_refused_with_the_one_that_stands(person, by):
    appointment = _appointment(person, by)
    (first,) = record_outcomes([OutcomeDraft(appointment, "UACP")], by=by, at=AT)
    with pytest.raises(AlreadyRecorded) as refused:
        record_outcomes([OutcomeDraft(appointment, "AAME")], by=by, at=AT)
    assert refused.value.standing == {appointment.pk: first}


def test_a_correction_says_why_and_is_of_the_outcome_that_stands(person, by):
    appointment = _appointment(person, by)
    (first,) = record_outcomes([OutcomeDraft(appointment, "UACP")], by=by, at=AT)
    draft = OutcomeDraft(appointment, "AAME")
    with pytest.raises(OutcomesRefused):
        correct_outcome(outcome=first, draft=draft, reason="  ", by=by, at=AT)
    second = correct_outcome(outcome=first, draft=draft, reason="Doctor's note", by=by, at=AT)
    assert second.replaces == first
    with pytest.raises(AlreadyRecorded):
        correct_outcome(outcome=first, draft=draft, reason="Again", by=by, at=AT)


def test_an_outcome_is_never_changed_or_deleted(person, by):
    (outcome,) = record_outcomes([OutcomeDraft(_appointment(person, by), "UACP")], by=by, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        ContactOutcome.objects.filter(pk=outcome.pk).update(code="ATTC")
    with pytest.raises(DatabaseError), transaction.atomic():
        outcome.delete()


@pytest.mark.parametrize(
    "values",
    [
        {"started_at": _hour(1)},
        {"finished_at": _hour(1)},
        {"started_at": _hour(2), "finished_at": _hour(1)},
        {"started_at": _hour(0), "finished_at": _hour(1), "penalty_minutes": 61},
        {"penalty_minutes": 1},
        {"notice": "sometime"},
    ],
)
def test_the_database_refuses_times_penalties_and_notices_that_cannot_be(person, by, values):
    appointment = _appointment(person, by)
    with pytest.raises(IntegrityError):
        ContactOutcome.objects.create(appointment=appointment, code="ATTC", recorded_at=AT, recorded_by=by, **values)
