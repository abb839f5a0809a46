"""Reminders owed of appointments: put on record, taken up to be sent, and what came of sending. Sent once at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.timezone import localdate

from amends.cases.models import ContactDetail
from amends.contacts.models import Appointment, DigitalAccess, Reminder
from amends.contacts.operations.digital_access import as_access
from amends.organisation import audit
from amends.policy.digital_access import remote_modes

BEFOREHAND = timedelta(days=2)  # how long before an appointment its reminder goes out
_AT_ONCE = 500


@dataclass(frozen=True)
class ToSend:
    """A reminder taken up. Nothing in it says who writes, why, or where the appointment is."""

    pk: int
    number: str
    language: str
    starts_at: datetime


@transaction.atomic
def owe_reminders(*, at: datetime) -> int:
    """Put on record the reminders owed of appointments of the next two days; returns how many are new.

    Each is owed once, however many jobs ask at the same time.
    One is owed only where it is known to be safe: the person said lately that they read texts and have a safe place,
    and one mobile number is on record about whose use nothing is noted. What is not known never reads as safe.
    """
    coming = Appointment.objects.filter(
        kind=Appointment.Kind.SUPERVISION, cancelled_at=None, starts_at__gt=at, starts_at__lte=at + BEFOREHAND,
        reminder=None, person__merged_into=None,
    ).exclude(mode="check_in").select_related("person").select_for_update(of=("self",))  # fmt: skip
    held = list(coming.order_by("pk"))
    # Another job may have owed some of them while these were waited for: now that they are held, it can be asked.
    known = set(Reminder.objects.filter(appointment__in=held).values_list("appointment", flat=True))
    rows = [row for row in held if row.pk not in known]
    numbers = safe_numbers({row.person_id for row in rows}, localdate(at))
    owed = Reminder.objects.bulk_create(
        Reminder(appointment=row, number=numbers[row.person_id], language=row.person.language, owed_at=at)
        for row in rows
        if row.person_id in numbers
    )
    audit.record_many(
        AnonymousUser(), "owe reminder",
        ((f"contacts.reminder {each.pk}", each.appointment.person.crn, {}) for each in owed),
    )  # fmt: skip
    return len(owed)


def safe_numbers(people: Iterable[int], on: date) -> dict[int, str]:
    """The number to which each person may be sent a text, by id; those to whom it is not known to be safe left out."""
    people = list(people)
    latest = DigitalAccess.objects.filter(person__in=people, recorded_on__lte=on)
    reading = {
        each.person_id
        for each in latest.order_by("person_id", "-recorded_on", "-pk").distinct("person_id")
        if each.can_text and "message" in (remote_modes(as_access(each), on=on).value or ())
    }
    mobiles: dict[int, list[ContactDetail]] = {}
    for detail in ContactDetail.objects.filter(person__in=reading, kind=ContactDetail.Kind.MOBILE):
        mobiles.setdefault(detail.person_id, []).append(detail)
    return {pk: kept[0].value for pk, kept in mobiles.items() if len(kept) == 1 and not kept[0].note.strip()}


@transaction.atomic
def take_up_reminders(*, at: datetime) -> list[ToSend]:
    """Take up those owed, before any is sent: none is taken up twice, whoever else asks at the same time.

    One whose appointment has begun, was cancelled, or whose number is no longer known to be safe, is withdrawn.
    """
    owed = Reminder.objects.filter(taken_up_at=None, withdrawn_at=None).select_related("appointment__person")
    rows = list(owed.order_by("owed_at", "pk").select_for_update(of=("self",), skip_locked=True)[:_AT_ONCE])
    numbers = safe_numbers({row.appointment.person_id for row in rows}, localdate(at))
    sending = []
    for row in rows:
        held = row.appointment
        if held.cancelled_at or held.starts_at <= at or numbers.get(held.person_id) != row.number:
            row.withdrawn_at = at
        else:
            row.taken_up_at = at
            sending.append(ToSend(row.pk, row.number, row.language, held.starts_at))
    Reminder.objects.bulk_update(rows, ["withdrawn_at", "taken_up_at"])
    audit.record_many(
        AnonymousUser(), "take up reminder",
        ((f"contacts.reminder {row.pk}", row.appointment.person.crn, {}) for row in rows if row.taken_up_at),
    )  # fmt: skip
    return sending


@transaction.atomic
def record_sending(*, reminder: int, outcome: str, reference: str = "") -> None:
    """Record what came of sending a reminder that was taken up: `sent` or `failed`."""
    held = Reminder.objects.select_for_update(of=("self",)).select_related("appointment__person").get(pk=reminder)
    held.outcome, held.reference = outcome, reference[:60]
    held.save(update_fields=["outcome", "reference"])
    crn = held.appointment.person.crn
    audit.record(AnonymousUser(), f"reminder {outcome}", f"contacts.reminder {held.pk}", crn=crn)


def withdraw_reminder(appointment: Appointment, at: datetime) -> None:
    """No longer owe the reminder of an appointment, unless sending began. Part of what cancels the appointment."""
    Reminder.objects.filter(appointment=appointment, taken_up_at=None, withdrawn_at=None).update(withdrawn_at=at)
