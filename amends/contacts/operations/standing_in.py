"""Giving a case to another officer, for a time or for good, with the appointments that the person expects."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, CaseCover, Person
from amends.cases.operations import cover as covers
from amends.cases.operations.allocations import allocate_case
from amends.cases.operations.refused import AllocationRefused
from amends.contacts.models import Appointment, BubbleMember, ContactOutcome, OfficeSlot
from amends.contacts.queries.candidates import candidates
from amends.organisation import audit
from amends.organisation.models import Staff, User
from amends.organisation.operations.refusal import Ground
from amends.organisation.ranges import current
from amends.policy.civil_time import end_of_day
from amends.policy.contact_modes import in_person_modes

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HandedOver:
    """The appointments that another officer keeps now, and those of them at a time when that officer sees another.

    `left`: those that stay with the earlier officer, as another bubble of staff is in the office on the day.
    """

    appointments: tuple[Appointment, ...] = ()
    clashes: tuple[Appointment, ...] = ()
    left: tuple[Appointment, ...] = ()


@transaction.atomic
def cover_case(
    *, person: Person, staff: Staff, from_date: date, to_date: date | None, reason: str = "", by: User, at: datetime
) -> HandedOver:
    """Have an officer cover the case until the day before `to_date` (None: until that is ended), and keep the
    appointments on those days: where the holder is at home, those at which the person is seen.

    Raises AllocationRefused, also where a reason must be given for this officer and is not.
    """
    unexplained = [] if reason.strip() else _unexplained(by, person, staff, localdate(at), cover=True)
    holder = _holder(person, from_date)
    earlier = {*_covering(person, from_date), holder.pk if holder else None}
    seen = covers.sees_nobody(holder, from_date)
    covers.record_cover(
        person=person, staff=staff, from_date=from_date, to_date=to_date, reason=reason, by=by, at=at
    )  # fmt: skip
    if unexplained:
        raise AllocationRefused(unexplained)
    return _hand_over(person, earlier, staff, (from_date, to_date), by, at, seen_alone=seen)


@transaction.atomic
def end_cover(*, person: Person, from_date: date, by: User, at: datetime) -> HandedOver:
    """Leave the case to the one who holds it from a day on, with the appointments of whoever covered it.

    Raises AllocationRefused where nobody covers it on that day or later.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    ended, last = _end_covers(person, from_date, by, at)
    if not ended:
        raise AllocationRefused([Ground(_("Nobody covers the case on that day or later"), "from_date")])
    holder = _holder(person, from_date)
    return _hand_over(person, ended, holder, (from_date, last), by, at) if holder else HandedOver()


@transaction.atomic
def give_case(
    *, person: Person, practitioner: Staff, from_date: date, reason: str = "", by: User, at: datetime
) -> HandedOver:
    """Allocate the case from a day, and have the new holder keep the earlier one's appointments to come.

    Whoever covered it no longer does. Raises AllocationRefused, also where a reason must be given for this
    practitioner and is not.
    """
    on = localdate(at)
    unexplained = [] if reason.strip() else _unexplained(by, person, practitioner, on)
    holder = _holder(person, from_date)
    allocate_case(person=person, practitioner=practitioner, from_date=from_date, reason=reason, by=by, at=at)
    if unexplained:  # told last: a reason does not help where the officer cannot have the case at all
        raise AllocationRefused(unexplained)
    ended, _last = _end_covers(person, max(from_date, on), by, at)
    return _hand_over(
        person, {*ended, holder.pk if holder else None}, practitioner, (from_date, None), by, at
    )  # fmt: skip


def _unexplained(by: User, person: Person, staff: Staff, on: date, *, cover: bool = False) -> list[Ground]:
    """That a reason must be given: the officer would be over capacity with the case, or another has more room."""
    words = {
        "over": _("%(name)s would be over capacity: say why the case goes there all the same"),
        "not_proposed": _("Another officer has more room than %(name)s: say why the case goes there all the same"),
    }
    why = candidates(by, person, on=on, cover=cover).asks_reason(staff)
    return [Ground(words[why] % {"name": staff.name}, "reason")] if why else []


def _holder(person: Person, on: date) -> Staff | None:
    held = CaseAllocation.objects.filter(current(on), person=person).select_related("practitioner").first()
    return held.practitioner if held else None


def _covering(person: Person, on: date) -> list[int]:
    return list(CaseCover.objects.filter(current(on), person=person).values_list("staff_id", flat=True))


def _end_covers(person: Person, on: date, by: User, at: datetime) -> tuple[set[int], date | None]:
    """End whatever covers the case on the day or later; who that was, and the day on which it would have ended."""
    rows = list(CaseCover.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), person=person))
    ends = [row.to_date for row in rows]
    for row in rows:
        covers.end_cover(cover=row, to_date=on, by=by, at=at)
    known = [each for each in ends if each]
    return {row.staff_id for row in rows}, max(known) if known and len(known) == len(ends) else None


def _hand_over(
    person: Person, earlier: Collection[int | None], staff: Staff, days: tuple[date, date | None], by: User,
    at: datetime, *, seen_alone: bool = False,
) -> HandedOver:  # fmt: skip
    """Appointments of those who had the case, or of nobody named, that are still to come on the days."""
    first, end = days
    coming = Appointment.objects.select_for_update().filter(
        Q(staff__in=[pk for pk in earlier if pk]) | Q(staff__isnull=True),
        ~Exists(ContactOutcome.objects.filter(appointment=OuterRef("pk"))),
        person=person, kind=Appointment.Kind.SUPERVISION, cancelled_at=None,
        starts_at__gt=max(at, end_of_day(first - _A_DAY)),
    )  # fmt: skip
    if end is not None:
        coming = coming.filter(starts_at__lte=end_of_day(end - _A_DAY))
    if seen_alone:
        coming = coming.filter(mode__in=in_person_modes())
    found = list(coming.order_by("starts_at"))
    shut = _of_another_bubble(found, staff)
    kept = [each for each in found if each.pk not in shut]
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
    return HandedOver(tuple(kept), clashes, tuple(each for each in found if each.pk in shut))


def _of_another_bubble(appointments: Collection[Appointment], staff: Staff) -> set[int]:
    """Those in an office on a day that is not of the bubble in which the officer is, by id."""
    slots = OfficeSlot.objects.filter(appointment__in=appointments).select_related("office_day")
    members = list(BubbleMember.objects.filter(staff=staff))
    return {
        slot.appointment_id
        for slot in slots
        for member in members
        if member.from_date <= slot.day
        and (member.to_date is None or slot.day < member.to_date)
        and (slot.office_day is None or slot.office_day.bubble_id != member.bubble_id)
    }
