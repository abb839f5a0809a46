"""What becomes of the sessions a person is booked on when the requirement they were to work off is worked no longer.

An order that ends is entered here, and not in the room of cases, which does not know what is booked on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases import operations as cases
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
def end_requirement(*, requirement: Requirement, ended_on: date, ended_as: str, by, at: datetime) -> Released:
    """Record that a requirement ended, and how; what is booked on it is put on the person's next one, or freed.

    Raises Refused where it has ended already, or the day or the way cannot be.
    """
    Person.objects.select_for_update(no_key=True).get(sentences__requirements=requirement.pk)
    ended = cases.end_requirement(requirement=requirement, ended_on=ended_on, ended_as=ended_as, by=by, at=at)
    return release_bookings(requirement=ended, reason=_("The requirement ended"), by=by, at=at)


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
