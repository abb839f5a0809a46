"""Two supervisors at once: an appointment has one first outcome, whoever is the quicker."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import AlreadyRecorded, OutcomeDraft, correct_outcome, record_outcomes
from amends.unpaid_work.operations.registers import RegisterEntry, record_register
from tests.factories import make_project, make_team, make_user
from tests.unpaid_work.board_records import make_ready, make_session, put_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def booking():
    team = make_team()
    by = make_user("unpaid_work_supervisor", team)
    day = timezone.localdate() - timedelta(days=2)
    session = make_session(make_project(team, days="1234567"), day, opened_at=timezone.now())
    return put_on(session, make_ready(team, by), by, booked_at=timezone.now())


def _at_once(jobs):
    """Run the jobs side by side, each on a connection of its own; what each answered or raised, in their order."""
    answers = [None] * len(jobs)
    together = threading.Barrier(len(jobs), timeout=60)

    def run(place, job):
        try:
            together.wait()
            answers[place] = job()
        except Exception as raised:
            answers[place] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_of_eight_who_record_at_once_one_is_first_and_seven_are_shown_it(booking):
    by, at = booking.appointment.booked_by, timezone.now()
    appointment = type(booking.appointment).objects.select_related("person").get(pk=booking.appointment_id)

    def save(code):
        entry = RegisterEntry(booking, OutcomeDraft(appointment=appointment, code=code))
        return lambda: record_register(session=booking.session, entries=[entry], by=by, at=at)

    codes = ["UACP", "AAME", "AAEM", "AAFC", "AACL", "AARC", "RSOF", "RSSR"]
    answers = _at_once([save(code) for code in codes])

    (stands,) = ContactOutcome.objects.filter(appointment=appointment)
    assert sum(len(answer.saved) for answer in answers) == 1
    assert [answer.clashes[booking.pk].code for answer in answers if answer.clashes] == [stands.code] * 7


def test_of_two_who_correct_the_same_outcome_at_once_one_is_told_of_the_other(booking):
    by, at = booking.appointment.booked_by, timezone.now()
    (first,) = record_outcomes([OutcomeDraft(appointment=booking.appointment, code="UACP")], by=by, at=at)

    def correct(code):
        draft = OutcomeDraft(appointment=booking.appointment, code=code)
        return lambda: correct_outcome(outcome=first, draft=draft, reason="Put right", by=by, at=at)

    answers = _at_once([correct("AAME"), correct("AAEM")])
    assert sorted(type(answer) is AlreadyRecorded for answer in answers) == [False, True]
    assert ContactOutcome.objects.filter(replaces=first).count() == 1


def test_without_the_operation_the_database_still_refuses_a_second_first_outcome(booking):
    given = {"appointment": booking.appointment, "recorded_by": booking.appointment.booked_by}
    ContactOutcome.objects.create(**given, code="UACP", recorded_at=timezone.now())
    with pytest.raises(IntegrityError):
        ContactOutcome.objects.create(**given, code="AAME", recorded_at=timezone.now())
