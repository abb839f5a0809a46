"""The door to GOV.UK Notify: reminders owed are sent through it, once at most. Shut until a service configures it."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime

from amends.contacts.operations.reminders import ToSend, owe_reminders, record_sending, take_up_reminders
from amends.design.words import clock_time, long_date

_log = logging.getLogger(__name__)
_FIRST_HOUR, _LAST_HOUR = 9, 20  # nobody is texted at night


class TextSender(Protocol):
    """What is used of the client."""

    def send_sms_notification(
        self, phone_number: str, template_id: str, personalisation: Mapping[str, str], reference: str
    ) -> Mapping[str, Any]: ...


def text_sender() -> TextSender | None:
    """The client, or None where the service has not configured it."""
    if not (settings.NOTIFY_API_KEY and settings.NOTIFY_REMINDER_TEMPLATE):
        return None
    from notifications_python_client.notifications import NotificationsAPIClient  # slow to import, and seldom wanted

    return NotificationsAPIClient(settings.NOTIFY_API_KEY)


def send_reminders(*, clock: Callable[[], datetime], sender: TextSender | None) -> int:
    """Put on record what is owed and send what is not sent yet, by day; returns how many were sent.

    Each is taken up before it is sent and never again after, even where it cannot be told whether it went.
    """
    if sender is None or not _FIRST_HOUR <= localtime(clock()).hour < _LAST_HOUR:
        return 0
    owe_reminders(at=clock())
    return sum(_send(reminder, sender) for reminder in take_up_reminders(at=clock()))


def _send(reminder: ToSend, sender: TextSender) -> bool:
    welsh = reminder.language == "cy" and settings.NOTIFY_REMINDER_TEMPLATE_WELSH
    template = settings.NOTIFY_REMINDER_TEMPLATE_WELSH if welsh else settings.NOTIFY_REMINDER_TEMPLATE
    with translation.override("cy" if welsh else "en-gb"):
        starts_at = localtime(reminder.starts_at)
        told = {"day": long_date(starts_at), "time": clock_time(starts_at)}
    try:
        answer = sender.send_sms_notification(
            phone_number=reminder.number, template_id=template, personalisation=told, reference=str(reminder.pk)
        )
    except Exception as error:  # whatever the client raises, the others are still to be sent
        _log.error("reminder %s was not sent: %s", reminder.pk, type(error).__name__)
        record_sending(reminder=reminder.pk, outcome="failed")
        return False
    record_sending(reminder=reminder.pk, outcome="sent", reference=str(answer.get("id", "")))
    return True
