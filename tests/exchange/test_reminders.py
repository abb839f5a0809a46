"""Reminders by text: owed where it is known to be safe, sent once at most, telling nothing but a day and a time."""

import inspect
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from notifications_python_client.notifications import NotificationsAPIClient

from amends.cases.models import ContactDetail
from amends.contacts.models import Reminder
from amends.contacts.operations.appointments import cancel_appointment
from amends.contacts.operations.reminders import owe_reminders, record_sending, take_up_reminders
from amends.exchange import notify
from tests.contacts.appointing import appointment, digital
from tests.factories import make_person, make_team, make_user
from tests.racing import while_the_first_is_held

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 10, 10, tzinfo=UTC)
ON = NOW.date()
UUID = "26785a09-ab16-4eb0-8407-a37497a57506"


@pytest.fixture(autouse=True)
def configured(settings):
    settings.NOTIFY_API_KEY, settings.NOTIFY_REMINDER_TEMPLATE = "key", "english"
    settings.NOTIFY_REMINDER_TEMPLATE_WELSH = "welsh"


class Sender:
    """Remembers what it was told to send; fails where it was told to."""

    def __init__(self, failing=()):
        self.sent, self.failing = [], failing

    def send_sms_notification(self, phone_number, template_id, personalisation, reference):
        if phone_number in self.failing:
            raise RuntimeError("status 500")
        self.sent.append((phone_number, template_id, dict(personalisation)))
        return {"id": f"n-{reference}"}


@pytest.fixture
def team():
    return make_team("sentence_management")


def expected(team, number="07700 900001", reads=True, note="", day=ON + timedelta(days=1), **values):
    """Somebody with an appointment tomorrow at half past two in London."""
    person = make_person(team, **values)
    if number:
        ContactDetail.objects.create(person=person, kind="mobile", value=number, note=note)
    if reads:
        digital(person, ON)
    held = appointment(person, day, "telephone", hour=13)
    type(held).objects.filter(pk=held.pk).update(starts_at=held.starts_at + timedelta(minutes=30),
                                                 ends_at=held.ends_at + timedelta(minutes=30))  # fmt: skip
    return held


def send(sender, at=NOW):
    return notify.send_reminders(clock=lambda: at, sender=sender)


def test_a_reminder_tells_the_day_and_the_time_and_nothing_else(team):
    held, sender = expected(team), Sender()
    assert send(sender) == 1
    assert sender.sent == [("07700 900001", "english", {"day": "Thursday 11 June 2026", "time": "2:30pm"})]
    row = Reminder.objects.get()
    assert (row.appointment, row.outcome, row.reference) == (held, "sent", f"n-{row.pk}")


def test_none_is_ever_sent_twice(team):
    expected(team)
    sender = Sender()
    assert [send(sender), send(sender), send(sender, NOW + timedelta(hours=1))] == [1, 0, 0]
    assert len(sender.sent) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_jobs_at_once_one_owes_the_reminder_and_it_is_sent_once(team):
    expected(team)
    sender = Sender()
    assert while_the_first_is_held(lambda: owe_reminders(at=NOW), lambda: send(sender)) == (1, 1)
    assert [send(sender), len(sender.sent), Reminder.objects.count()] == [0, 1, 1]


def test_one_taken_up_and_lost_is_not_sent_again(team):
    expected(team)
    owe_reminders(at=NOW)
    (lost,) = take_up_reminders(at=NOW)  # and the machine stops
    assert take_up_reminders(at=NOW) == []
    sender = Sender()
    assert (send(sender), sender.sent) == (0, [])
    assert Reminder.objects.get(pk=lost.pk).outcome == ""


def test_one_that_fails_does_not_hold_up_the_others_and_is_told(team):
    expected(team, "07700 900001"), expected(team, "07700 900002")
    sender = Sender(failing={"07700 900001"})
    assert send(sender) == 1
    assert sorted(Reminder.objects.values_list("number", "outcome")) == [
        ("07700 900001", "failed"), ("07700 900002", "sent")
    ]  # fmt: skip
    assert send(Sender()) == 0


@pytest.mark.parametrize(
    "values",
    [{"number": ""}, {"reads": False}, {"note": "Not when he is in"}, {"day": ON + timedelta(days=3)}],
    ids=["no number", "never asked", "a note limits its use", "later than two days"],
)
def test_nothing_is_owed_where_it_is_not_known_to_be_safe(team, values):
    expected(team, **values)
    assert owe_reminders(at=NOW) == 0


@pytest.mark.parametrize(
    "values", [{"safe_place": False}, {"device": "none"}, {"can_text": False}, {"signal": False},
               {"recorded_on": ON - timedelta(days=90)}],
)  # fmt: skip
def test_nothing_is_owed_against_digital_access(team, values):
    held = expected(team, reads=False)
    digital(held.person, **({"recorded_on": ON} | values))
    assert owe_reminders(at=NOW) == 0


def test_nothing_is_owed_where_there_are_two_numbers(team):
    ContactDetail.objects.create(person=expected(team).person, kind="mobile", value="07700 900009")
    assert owe_reminders(at=NOW) == 0


def test_a_reminder_is_withdrawn_with_its_appointment_or_once_no_longer_safe(team):
    cancelled, unsafe, late = expected(team), expected(team), expected(team)
    assert owe_reminders(at=NOW) == 3
    cancel_appointment(appointment=cancelled, reason="Ill", by=make_user(), at=NOW)
    digital(unsafe.person, ON, safe_place=False)
    type(late).objects.filter(pk=late.pk).update(starts_at=NOW - timedelta(hours=1))
    assert send(Sender()) == 0
    assert Reminder.objects.filter(withdrawn_at=None).count() == 0


def test_those_who_read_welsh_are_written_to_in_welsh(team, settings):
    expected(team, language="cy")
    sender = Sender()
    send(sender)
    ((_number, template, told),) = sender.sent
    assert template == "welsh" and "Mehefin" in told["day"]
    settings.NOTIFY_REMINDER_TEMPLATE_WELSH = ""
    expected(team, "07700 900002", language="cy")
    send(sender)
    assert sender.sent[-1][1] == "english" and "June" in sender.sent[-1][2]["day"]


def test_nobody_is_texted_at_night(team):
    expected(team)
    sender = Sender()
    assert send(sender, NOW.replace(hour=4)) == 0
    assert send(sender, NOW.replace(hour=19)) == 0  # eight in the evening in London
    assert not Reminder.objects.exists()


def test_it_is_off_until_configured(team, settings):
    expected(team)
    settings.NOTIFY_API_KEY = f"test-{UUID}-{UUID}"
    assert isinstance(notify.text_sender(), NotificationsAPIClient)
    settings.NOTIFY_REMINDER_TEMPLATE = ""
    assert notify.text_sender() is None
    settings.NOTIFY_API_KEY, settings.NOTIFY_REMINDER_TEMPLATE = "", "english"
    assert notify.text_sender() is None
    assert send(notify.text_sender()) == 0
    assert not Reminder.objects.exists()


def test_the_client_has_what_is_asked_of_it():
    asked = inspect.signature(NotificationsAPIClient.send_sms_notification)
    asked.bind(None, phone_number="", template_id="", personalisation={}, reference="")


def test_what_came_of_sending_needs_one_taken_up(team):
    expected(team)
    owe_reminders(at=NOW)
    with pytest.raises(IntegrityError):
        record_sending(reminder=Reminder.objects.get().pk, outcome="sent")
