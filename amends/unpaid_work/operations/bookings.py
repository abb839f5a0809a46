"""Booking people on sessions, cancelling and moving bookings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import Appointment
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Booking, Session, UnpaidWorkAssessment
from amends.unpaid_work.queries.suitability import Thought, assessments_on, thought_of
from amends.unpaid_work.rules import Reason, reason_of

_AT_ONCE = 1_000


class BookingRefused(Refused):
    """Nobody was booked. `reasons` holds, by the person's id, why each of those at fault cannot be.

    The message names nobody: whoever shows it knows whom the reader may see.
    """

    def __init__(self, reasons: dict[int, tuple[Reason, ...]]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(dict.fromkeys(one.words for found in reasons.values() for one in found)))


def book(*, session: Session, people: Sequence[Person], by, at: datetime) -> list[Booking]:
    """Book people on one session: all of them or, raising BookingRefused, none."""
    return book_many(places=[(session, person) for person in people], by=by, at=at)


@transaction.atomic
def book_many(*, places: Sequence[tuple[Session, Person]], by, at: datetime) -> list[Booking]:
    """Book people on sessions, each pair a booking: all of them or, raising BookingRefused, none.

    Locks the sessions by id, then the people by id, as the database's own guard does.
    """
    sessions = _lock_sessions({session.pk for session, _person in places})
    _lock_people({person.pk for _session, person in places})
    thoughts = thought_of([(sessions[session.pk], person) for session, person in places], at)
    refused: dict[int, list[Reason]] = defaultdict(list)
    for thought in thoughts:
        refused[thought.person.pk] += thought.reasons
    if any(refused.values()):
        raise BookingRefused({person: tuple(found) for person, found in refused.items() if found})
    try:
        with transaction.atomic():
            bookings = _write(thoughts, by, at)
    except IntegrityError as error:
        reason, person = reason_of(error)
        raise BookingRefused({person or thoughts[0].person.pk: (reason,)}) from error
    audit.record_many(
        by, "book",
        ((_subject(booking), booking.appointment.person.crn, _told(booking)) for booking in bookings),
    )  # fmt: skip
    return bookings


@transaction.atomic
def cancel_bookings(*, bookings: Iterable[Booking], reason: str, by, at: datetime) -> None:
    """Cancel bookings, freeing their places. Raises Refused, cancelling none, where one's outcome is recorded."""
    keys = [booking.pk for booking in bookings]
    rows = (
        Booking.objects.filter(pk__in=keys)
        .select_related("appointment__person", "session__project")
        .select_for_update(of=["appointment"], no_key=True)
        .order_by("appointment_id")
    )
    found = list(rows)
    if not reason.strip():
        raise Refused(_("Say why the booking is cancelled"))
    if any(booking.appointment.cancelled_at for booking in found):
        raise Refused(Reason("booking_already_cancelled").words)
    if Booking.objects.filter(pk__in=keys, appointment__outcomes__isnull=False).exists():
        raise Refused(Reason("booking_outcome_recorded").words)
    for booking in found:
        booking.appointment.cancelled_at, booking.appointment.cancel_reason = at, reason
    Appointment.objects.bulk_update(
        [booking.appointment for booking in found], ["cancelled_at", "cancel_reason"], batch_size=_AT_ONCE
    )
    audit.record_many(
        by, "cancel booking",
        ((_subject(row), row.appointment.person.crn, _told(row)) for row in found),
    )  # fmt: skip


@transaction.atomic
def move_booking(*, booking: Booking, to_session: Session, reason: str, by, at: datetime) -> Booking:
    """Cancel the booking and book the person on another session, both or neither. Raises BookingRefused, Refused."""
    _lock_sessions({booking.session_id, to_session.pk})
    person = Person.objects.get(appointments__booking=booking)
    cancel_bookings(bookings=[booking], reason=reason, by=by, at=at)
    return book(session=to_session, people=[person], by=by, at=at)[0]


@transaction.atomic
def reassess_bookings(*, people: Sequence[Person], reason: str, by, at: datetime) -> list[Booking]:
    """Put each booking yet to come under the assessment now in force on its day; cancel those it does not allow.

    To be called when assessments have changed, in the same transaction. Returns the bookings cancelled.
    """
    standing = list(
        Booking.objects.filter(
            appointment__person__in=people,
            appointment__cancelled_at__isnull=True,
            appointment__outcomes__isnull=True,
            stand_down__isnull=True,
            session__ends_at__gt=at,
        )
        .select_related("session", "appointment__person")
        .order_by("session_id", "pk")
    )
    _lock_sessions({booking.session_id for booking in standing})
    _lock_people({person.pk for person in people})
    held = assessments_on([(booking.session, booking.appointment.person) for booking in standing])
    cancelled = []
    for booking in standing:
        now = held.get((booking.appointment.person_id, booking.session.date))
        if now is None or not _put_under(booking, now):
            cancelled.append(booking)
    cancel_bookings(bookings=cancelled, reason=reason, by=by, at=at)
    return cancelled


def _write(thoughts: Sequence[Thought], by, at: datetime) -> list[Booking]:
    appointments = Appointment.objects.bulk_create(
        (
            Appointment(
                person=thought.person, kind=Appointment.Kind.UNPAID_WORK, team_id=thought.session.project.team_id,
                staff_id=thought.session.supervisor_id, starts_at=thought.session.starts_at,
                ends_at=thought.session.ends_at, booked_at=at, booked_by=by,
            )
            for thought in thoughts
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    return Booking.objects.bulk_create(
        (
            Booking(
                appointment=appointment, session=thought.session, requirement=thought.work.requirement,
                assessment=thought.assessment, attendance=thought.asked.attendance,
                day_limit=thought.asked.day_limit, week_limit=thought.asked.week_limit,
            )
            for appointment, thought in zip(appointments, thoughts, strict=True)
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip


def _put_under(booking: Booking, assessment: UnpaidWorkAssessment) -> bool:
    """Whether the assessment allows the booking, which is put under it if so."""
    try:
        with transaction.atomic():
            booking.assessment = assessment
            Booking.objects.filter(pk=booking.pk).update(assessment=assessment)
    except IntegrityError as error:
        reason_of(error)
        return False
    return True


def _lock_sessions(keys: set[int]) -> dict[int, Session]:
    rows = Session.objects.select_for_update(of=["self"], no_key=True).select_related("project")
    return {session.pk: session for session in rows.filter(pk__in=keys).order_by("pk")}


def _lock_people(keys: set[int]) -> None:
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def _subject(booking: Booking) -> str:
    return f"unpaid_work.booking {booking.pk}"


def _told(booking: Booking) -> dict[str, object]:
    return {
        "session": booking.session_id,
        "project": booking.session.project.code,
        "date": booking.session.date.isoformat(),
        "requirement": booking.requirement_id,
    }
