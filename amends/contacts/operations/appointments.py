"""Booking supervision appointments, one or a series, moving and cancelling them; contacts that were never booked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactOutcome
from amends.contacts.operations.digital_access import access_of
from amends.contacts.operations.office_slots import Coming, free_slots, take_slots
from amends.contacts.operations.outcomes import OutcomeDraft, record_outcomes
from amends.contacts.operations.refused import AppointmentRefused
from amends.contacts.operations.reminders import withdraw_reminder
from amends.design.words import date_and_time
from amends.organisation import audit
from amends.organisation.models import Office, Staff, User
from amends.organisation.operations.refusal import Ground
from amends.policy.civil_time import london
from amends.policy.contact_modes import ContactMode, contact_modes
from amends.policy.digital_access import remote_modes

_MOST_MINUTES = 8 * 60
MOST_IN_A_SERIES = 26


@dataclass(frozen=True)
class AppointmentDraft:
    """A supervision appointment. `check_in_approved`: a manager lets a remote check-in stand for contact.

    `office`: where one comes to the office; None where the unit has one office only, or none has limits.
    """

    person: Person
    starts_at: datetime
    minutes: int
    mode: str
    staff: Staff | None = None
    check_in_approved: bool = False
    office: Office | None = None


@transaction.atomic
def book_appointments(drafts: Sequence[AppointmentDraft], *, by: User, at: datetime) -> list[Appointment]:
    """Book appointments, of one person or many; each at an office takes its slots, where that office has limits.

    Raises AppointmentRefused with every ground, `Ground.number` the place in `drafts`, from 1: an unknown mode, a
    remote one that the person's digital access rules out, a time in the past, or when they are expected elsewhere;
    no slot left, or the officer not of the bubble that is in.
    """
    keys = {draft.person.pk for draft in drafts}
    people = {person.pk: person for person in Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    grounds = [
        ground
        for number, draft in enumerate(drafts, start=1)
        for ground in _grounds(draft, people[draft.person.pk], number, at)
    ]
    if not grounds:
        grounds = _clashes(drafts)
    if grounds:
        raise AppointmentRefused(grounds)
    booked = Appointment.objects.bulk_create(_row(draft, people[draft.person.pk], by, at) for draft in drafts)
    grounds = take_slots(
        [Coming(number, row, draft.office) for number, (draft, row) in enumerate(zip(drafts, booked, strict=True), 1)]
    )
    if grounds:
        raise AppointmentRefused(grounds)
    audit.record_many(
        by, "book appointment",
        ((f"contacts.appointment {row.pk}", people[row.person_id].crn, {"mode": row.mode}) for row in booked),
    )  # fmt: skip
    return booked


def series(draft: AppointmentDraft, *, every_days: int, count: int) -> list[AppointmentDraft]:
    """The same appointment so many times, so many days apart, at the same time by the clock in Europe/London."""
    first = draft.starts_at.astimezone(london())
    return [replace(draft, starts_at=(first + timedelta(days=every_days * number))) for number in range(count)]


@transaction.atomic
def reschedule_appointment(
    *, appointment: Appointment, starts_at: datetime, reason: str, asked_by_person: bool, by: User, at: datetime
) -> Appointment:
    """Move an appointment: the earlier one stays on record as rearranged, by whom and why; the new one stands for it.

    Raises AppointmentRefused where it is over, has its outcome, or the new time cannot be.
    """
    held = _standing(appointment)
    if held.starts_at <= at:
        raise AppointmentRefused(_("This appointment has begun already: record what came of it"))
    if not reason.strip():
        raise AppointmentRefused(_("Say why it is moved"), field="reason")
    return _move(held, starts_at, held.mode, reason.strip(), "RSOF" if asked_by_person else "RSSR", by, at)


@transaction.atomic
def make_remote(*, appointment: Appointment, mode: str, by: User, at: datetime) -> Appointment:
    """Make an appointment by a remote mode at its time, for the service. Raises AppointmentRefused as for booking.

    Why is for whoever asks it to keep: the record of contact says only that it is remote.
    """
    held = _standing(appointment)
    return _move(held, held.starts_at, mode, _("Made remotely instead of face to face"), "RSSR", by, at)


def _move(
    held: Appointment, starts_at: datetime, mode: str, reason: str, code: str, by: User, at: datetime
) -> Appointment:
    """The appointment that stands for another, which stays on record as rearranged, its office slots free again."""
    minutes = (held.ends_at - held.starts_at) // timedelta(minutes=1)
    record_outcomes([OutcomeDraft(held, code, notes=reason)], by=by, at=at)
    office = _cancel(held, reason, at)
    draft = AppointmentDraft(held.person, starts_at, minutes, mode, held.staff, held.check_in_approved, office)
    (moved,) = book_appointments([draft], by=by, at=at)
    moved.rescheduled_from = held
    moved.save(update_fields=["rescheduled_from"])
    return moved


@transaction.atomic
def cancel_appointment(*, appointment: Appointment, reason: str, by: User, at: datetime) -> Appointment:
    """Cancel an appointment that has no outcome. Raises AppointmentRefused."""
    held = _standing(appointment)
    if not reason.strip():
        raise AppointmentRefused(_("Say why it is cancelled"), field="reason")
    _cancel(held, reason, at)
    audit.record(by, "cancel appointment", f"contacts.appointment {held.pk}", crn=held.person.crn)
    return held


@transaction.atomic
def record_contact(
    *, draft: AppointmentDraft, notes: str, sensitive: bool = False, by: User, at: datetime
) -> ContactOutcome:
    """Record a contact that was made and was never booked: the appointment, and that the person kept it.

    Raises AppointmentRefused with every ground: an unknown mode, a time that is not over, one at which a contact is on
    record already, or no word of what was said.
    """
    person = Person.objects.select_for_update().get(pk=draft.person.pk)
    grounds = _wrong(draft, person)
    held = _row(draft, person, by, at)
    if held.ends_at > at:
        grounds.append(Ground(_("The contact must be over: enter when it began, and how long it was"), "time"))
    if not notes.strip():
        grounds.append(Ground(_("Enter what was said"), "notes"))
    there = Appointment.objects.filter(
        person=person, kind=Appointment.Kind.SUPERVISION, cancelled_at=None, starts_at=held.starts_at
    )
    if not grounds and there.exists():
        grounds.append(Ground(_("An appointment at this time is on record already"), "time"))
    if grounds:
        raise AppointmentRefused(grounds)
    held.save(force_insert=True)
    told = OutcomeDraft(held, "ATTC", held.starts_at, held.ends_at, notes=notes.strip(), sensitive=sensitive)
    (outcome,) = record_outcomes([told], by=by, at=at)
    return outcome


def _standing(appointment: Appointment) -> Appointment:
    held = Appointment.objects.select_for_update(of=("self",)).select_related("person", "staff").get(pk=appointment.pk)
    if held.kind != Appointment.Kind.SUPERVISION:
        raise AppointmentRefused(_("A session of unpaid work is moved on the week board"))
    if held.cancelled_at is not None:
        raise AppointmentRefused(_("This appointment is cancelled already"))
    if held.outcomes.exists():
        raise AppointmentRefused(_("This appointment has its outcome"))
    return held


def _cancel(held: Appointment, reason: str, at: datetime) -> Office | None:
    """Cancel it, and no longer remind of it. Returns the office whose slots are free again."""
    held.cancelled_at, held.cancel_reason = at, reason.strip()[:200]
    held.save(update_fields=["cancelled_at", "cancel_reason"])
    withdraw_reminder(held, at)
    return free_slots(held)


def _row(draft: AppointmentDraft, person: Person, by: User, at: datetime) -> Appointment:
    return Appointment(
        person=person, kind=Appointment.Kind.SUPERVISION, team_id=person.team_id, staff=draft.staff, mode=draft.mode,
        starts_at=draft.starts_at, ends_at=draft.starts_at + timedelta(minutes=draft.minutes), booked_at=at,
        booked_by=by, check_in_approved=draft.check_in_approved,
    )  # fmt: skip


def _wrong(draft: AppointmentDraft, person: Person, number: int = 0) -> list[Ground]:
    """What can be so neither of an appointment to come nor of a contact that was made."""
    grounds = []
    if person.merged_into_id:
        words = _("This record has been merged into another. Use the record that was kept.")
        grounds.append(Ground(words, "", number))
    if not 1 <= draft.minutes <= _MOST_MINUTES:
        grounds.append(Ground(_("An appointment lasts from a minute to eight hours"), "minutes", number))
    if draft.mode not in _modes():
        grounds.append(Ground(_("Select how contact is made"), "mode", number))
    if draft.check_in_approved and draft.mode != "check_in":
        grounds.append(Ground(_("Only a remote check-in is approved instead of contact"), "check_in_approved", number))
    return grounds


def _modes() -> dict[str, ContactMode]:
    return {each.mode: each for each in contact_modes()}


def _grounds(draft: AppointmentDraft, person: Person, number: int, at: datetime) -> list[Ground]:
    grounds = _wrong(draft, person, number)
    if draft.starts_at <= at:
        grounds.append(Ground(_("The appointment must be in the future"), "starts_at", number))
    mode = _modes().get(draft.mode)
    if mode and mode.remote:
        decision = remote_modes(access_of(person), on=localdate(at))
        if decision.value is not None and draft.mode not in decision.value:
            words = _("The person's digital access rules this out (%(why)s)") % {"why": decision.steps[0]}
            grounds.append(Ground(words, "mode", number))
    return grounds


def _clashes(drafts: Sequence[AppointmentDraft]) -> list[Ground]:
    """Drafts at a time when the person is expected elsewhere, on record or in the drafts themselves."""
    spans = [(each, each.starts_at, each.starts_at + timedelta(minutes=each.minutes)) for each in drafts]
    if not spans:
        return []
    first, last = min(start for _draft, start, _end in spans), max(end for _draft, _start, end in spans)
    standing = Appointment.objects.filter(
        person__in={draft.person.pk for draft in drafts}, cancelled_at=None, starts_at__lt=last, ends_at__gt=first
    ).values_list("person_id", "starts_at", "ends_at")  # fmt: skip
    taken = list(standing)
    grounds = []
    for number, (draft, start, end) in enumerate(spans, start=1):
        if any(person == draft.person.pk and start < until and since < end for person, since, until in taken):
            words = _("The person is expected elsewhere on %(when)s") % {"when": date_and_time(start)}
            grounds.append(Ground(words, "starts_at", number))
        taken.append((draft.person.pk, start, end))
    return grounds
