"""What becomes of the sessions a person is booked on when the requirement they were to work off is worked no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from amends.cases.models import Person, Requirement
from amends.unpaid_work.models import Booking, Session
from amends.unpaid_work.operations.bookings import cancel_bookings
from amends.unpaid_work.queries.statement import minutes_left
from amends.unpaid_work.queries.work_left import MINUTE, open_bookings, suspending
from amends.unpaid_work.rules import reason_of


@dataclass(frozen=True)
class Released:
    """The bookings that now work off another requirement, and those whose places are free again."""

    moved: tuple[Booking, ...] = ()
    freed: tuple[Booking, ...] = ()


@transaction.atomic
def release_bookings(
    *, requirement: Requirement, reason: str, to: Requirement | None = None, by, at: datetime
) -> Released:
    """Put each booking yet to come on `to` (else the person's next requirement) as far as hours are left there; free
    the others.

    To be called once the requirement has ended or is suspended, in the same transaction.
    """
    coming = list(
        open_bookings([requirement.sentence.person_id])
        .filter(requirement=requirement, session__starts_at__gt=at)
        .order_by("session__starts_at", "pk")
    )
    lock(coming)
    moved, freed = [], []
    heir, room = (to, minutes_left([to])[to.pk]) if to else _heir(requirement)
    for booking in coming:
        if heir is not None and room > 0 and _put_on(booking, heir):
            room -= (booking.session.ends_at - booking.session.starts_at) // MINUTE
            moved.append(booking)
        else:
            freed.append(booking)
    if freed:
        cancel_bookings(bookings=freed, reason=reason, by=by, at=at)
    return Released(tuple(moved), tuple(freed))


def lock(bookings: Sequence[Booking]) -> None:
    """Lock the sessions by id, then the people by id, as the database's own guard does."""
    sessions = {booking.session_id for booking in bookings}
    people = {booking.appointment.person_id for booking in bookings}
    list(Session.objects.select_for_update(no_key=True).filter(pk__in=sessions).order_by("pk").values_list("pk"))
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))


def _heir(ended: Requirement) -> tuple[Requirement | None, int]:
    """The earliest other requirement of the person with hours left that no booking covers, and those minutes."""
    others = list(
        Requirement.objects.filter(
            sentence__person=ended.sentence.person_id, ended_on=None, kind=Requirement.Kind.UNPAID_WORK
        )
        .exclude(pk=ended.pk)
        .exclude(court_returns__in=suspending())
        .select_related("sentence")
        .order_by("sentence__sentence_date", "pk")
    )
    left = minutes_left(others)
    booked: dict[int, int] = {}
    for each in open_bookings([ended.sentence.person_id]).filter(requirement__in=others):
        minutes = (each.session.ends_at - each.session.starts_at) // MINUTE
        booked[each.requirement_id] = booked.get(each.requirement_id, 0) + minutes
    for other in others:
        room = left[other.pk] - booked.get(other.pk, 0)
        if room > 0:
            return other, room
    return None, 0


def _put_on(booking: Booking, requirement: Requirement) -> bool:
    """Whether the rules let the booking work off the requirement, on which it is put if so."""
    try:
        with transaction.atomic():
            Booking.objects.filter(pk=booking.pk).update(requirement=requirement)
    except IntegrityError as error:
        reason_of(error)
        return False
    booking.requirement = requirement
    return True
