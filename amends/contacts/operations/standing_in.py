"""Giving a case to another officer, for a time or for good, with the appointments that the person expects."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from amends.cases.models import CaseAllocation, Person
from amends.cases.operations.allocations import allocate_case
from amends.cases.operations.cover import record_cover
from amends.contacts.models import Appointment, ContactOutcome
from amends.organisation import audit
from amends.organisation.models import Staff, User
from amends.organisation.ranges import current
from amends.policy.civil_time import end_of_day

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HandedOver:
    """The appointments that another officer keeps now, and those of them at a time when that officer sees another."""

    appointments: tuple[Appointment, ...]
    clashes: tuple[Appointment, ...]


@transaction.atomic
def cover_case(*, person: Person, staff: Staff, from_date: date, to_date: date, by: User, at: datetime) -> HandedOver:
    """Have an officer cover the case until the day before `to_date`, and keep the holder's appointments on those days.

    Raises AllocationRefused.
    """
    holder = _holder(person, from_date)
    record_cover(person=person, staff=staff, from_date=from_date, to_date=to_date, by=by, at=at)
    return _hand_over(person, holder, staff, (from_date, to_date), by, at)


@transaction.atomic
def give_case(*, person: Person, practitioner: Staff, from_date: date, by: User, at: datetime) -> HandedOver:
    """Allocate the case from a day, and have the new holder keep the earlier one's appointments to come.

    Raises AllocationRefused.
    """
    holder = _holder(person, from_date)
    allocate_case(person=person, practitioner=practitioner, from_date=from_date, by=by, at=at)
    return _hand_over(person, holder, practitioner, (from_date, None), by, at)


def _holder(person: Person, on: date) -> Staff | None:
    held = CaseAllocation.objects.filter(current(on), person=person).select_related("practitioner").first()
    return held.practitioner if held else None


def _hand_over(
    person: Person, earlier: Staff | None, staff: Staff, days: tuple[date, date | None], by: User, at: datetime
) -> HandedOver:
    """Appointments of the earlier holder, or of nobody named, that are still to come on the days."""
    first, end = days
    coming = Appointment.objects.select_for_update().filter(
        Q(staff=earlier) | Q(staff__isnull=True), ~Exists(ContactOutcome.objects.filter(appointment=OuterRef("pk"))),
        person=person, kind=Appointment.Kind.SUPERVISION, cancelled_at=None,
        starts_at__gt=max(at, end_of_day(first - _A_DAY)),
    )  # fmt: skip
    if end is not None:
        coming = coming.filter(starts_at__lte=end_of_day(end - _A_DAY))
    kept = list(coming.order_by("starts_at"))
    others = list(
        Appointment.objects.filter(staff=staff, cancelled_at=None, starts_at__gt=at)
        .exclude(pk__in=[each.pk for each in kept])
        .values_list("starts_at", "ends_at")
    )
    for each in kept:
        each.staff = staff
    Appointment.objects.bulk_update(kept, ["staff"])
    audit.record_many(
        by, "hand over appointment",
        ((f"contacts.appointment {each.pk}", person.crn, {"staff": staff.code}) for each in kept),
    )  # fmt: skip
    clashes = tuple(
        each for each in kept if any(each.starts_at < until and since < each.ends_at for since, until in others)
    )
    return HandedOver(tuple(kept), clashes)
