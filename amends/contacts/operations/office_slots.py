"""Taking an office's slots for appointments, and freeing them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from amends.contacts.models import Appointment, BubbleMember, OfficeDay, OfficeLimit, OfficeSlot
from amends.design.words import long_date
from amends.organisation.models import Office, Team
from amends.organisation.operations.refusal import Ground
from amends.policy.civil_time import london

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Coming:
    """Somebody who comes, with their number among those booked. `office`: None for the only one of the unit."""

    number: int
    appointment: Appointment
    office: Office | None


@dataclass
class _Offices:
    """The offices asked about, locked, with what is set and taken there."""

    of_unit: dict[int, list[Office]] = field(default_factory=lambda: defaultdict(list))
    units: dict[int, int] = field(default_factory=dict)
    limits: dict[int, list[OfficeLimit]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[tuple[int, date, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    bubbles: dict[int, list[BubbleMember]] = field(default_factory=lambda: defaultdict(list))
    days: dict[tuple[int, date], OfficeDay] = field(default_factory=dict)

    def limit(self, office: Office, day: date) -> OfficeLimit | None:
        """What is set for an office on a day; None where there is no limit."""
        return next((each for each in self.limits[office.pk] if _holds(each, day)), None)


def take_slots(coming: Sequence[Coming]) -> list[Ground]:
    """Take a slot an hour for each who comes to an office that has limits on the day. Returns what cannot be.

    To be called in the transaction that books them: what is taken stands or falls with it.
    """
    coming = [each for each in coming if each.appointment.mode == "office"]
    if not coming:
        return []
    offices = _read(coming)
    grounds: list[Ground] = []
    slots: list[OfficeSlot] = []
    for each in coming:
        office, ground = _office(each, offices)
        if ground is None and office is not None:
            ground = _take(each, office, offices, slots)
        if ground is not None:
            grounds.append(ground)
    if not grounds:
        OfficeSlot.objects.bulk_create(slots)
    return grounds


def free_slots(appointment: Appointment) -> Office | None:
    """Free the slots of an appointment that is moved or cancelled. Returns the office they were of."""
    slots = list(appointment.office_slots.select_related("office"))
    OfficeSlot.objects.filter(pk__in=[slot.pk for slot in slots]).delete()
    return slots[0].office if slots else None


def hours_of(appointment: Appointment) -> Iterator[tuple[date, int]]:
    """The hours by the clock in Europe/London that an appointment touches, each with its day."""
    starts, ends = (each.astimezone(london()) for each in (appointment.starts_at, appointment.ends_at))
    hour = datetime.combine(starts.date(), time(starts.hour), london())
    while hour < ends:
        yield hour.date(), hour.hour
        hour += _HOUR


def _read(coming: Sequence[Coming]) -> _Offices:
    found = _Offices()
    teams = {each.appointment.team_id for each in coming}
    found.units = dict(Team.objects.filter(pk__in=teams).values_list("pk", "pdu_id"))
    days = [day for each in coming for day, _hour in hours_of(each.appointment)]
    held = OfficeLimit.objects.filter(office__pdu__in=set(found.units.values()), from_date__lte=max(days))
    for limit in held.exclude(to_date__lte=min(days)):
        found.limits[limit.office_id].append(limit)
    every = Office.objects.filter(pdu__in=set(found.units.values())).order_by("pk")
    locked = {office.pk: office for office in every.filter(pk__in=list(found.limits)).select_for_update()}
    for office in every:
        found.of_unit[office.pdu_id].append(locked.get(office.pk, office))
    there = {"office__in": list(locked), "day__in": set(days)}
    for slot in OfficeSlot.objects.filter(**there):
        found.taken[slot.office_id, slot.day, slot.hour].add(slot.number)
    for kept in OfficeDay.objects.filter(**there).select_related("bubble"):
        found.days[kept.office_id, kept.day] = kept
    staff = {each.appointment.staff_id for each in coming}
    for member in BubbleMember.objects.filter(staff__in=staff - {None}).select_related("bubble"):
        found.bubbles[member.staff_id].append(member)
    return found


def _office(each: Coming, offices: _Offices) -> tuple[Office | None, Ground | None]:
    """The office that somebody comes to, where it has limits on the day; else None. Or why that cannot be told."""
    day = next(hours_of(each.appointment))[0]
    of_unit = offices.of_unit[offices.units[each.appointment.team_id]]
    if each.office is not None and each.office not in of_unit:
        return None, Ground(_("This office is of another unit"), "office", each.number)
    limited = [office for office in of_unit if offices.limit(office, day)]
    if each.office is not None:
        return (each.office if each.office in limited else None), None
    if limited and len(of_unit) > 1:
        return None, Ground(_("Select the office"), "office", each.number)
    return next(iter(limited), None), None


def _take(each: Coming, office: Office, offices: _Offices, slots: list[OfficeSlot]) -> Ground | None:
    """Put a slot of each hour into `slots`, or tell why none can be taken."""
    member = next((one for one in offices.bubbles[each.appointment.staff_id or 0]
                   if _holds(one, next(hours_of(each.appointment))[0])), None)  # fmt: skip
    for day, hour in hours_of(each.appointment):
        limit, taken = offices.limit(office, day), offices.taken[office.pk, day, hour]
        told = {"office": office.name, "day": long_date(day), "hour": f"{hour}:00"}
        if limit is None or not limit.first_hour <= hour < limit.last_hour or str(day.isoweekday()) not in limit.days:
            return Ground(_("%(office)s is not open on %(day)s at %(hour)s") % told, "starts_at", each.number)
        number = next((one for one in range(1, limit.slots + 1) if one not in taken), None)
        if number is None:
            words = _("%(office)s has no slot left on %(day)s at %(hour)s")
            return Ground(words % told, "starts_at", each.number)
        kept = _day_of(member, office, day, offices) if member else None
        if member and kept is None:
            told["bubble"] = offices.days[office.pk, day].bubble.name
            words = _("%(office)s is for the bubble %(bubble)s on %(day)s, and the officer is in another")
            return Ground(words % told, "starts_at", each.number)
        taken.add(number)
        slots.append(
            OfficeSlot(office=office, day=day, hour=hour, number=number, appointment=each.appointment, office_day=kept)
        )
    return None


def _day_of(member: BubbleMember, office: Office, day: date, offices: _Offices) -> OfficeDay | None:
    """The day of the officer's bubble at the office: the first who comes takes it. None where it is another's."""
    kept = offices.days.get((office.pk, day))
    if kept is None:
        kept = OfficeDay.objects.create(office=office, day=day, bubble=member.bubble)
        offices.days[office.pk, day] = kept
    return kept if kept.bubble_id == member.bubble_id else None


def _holds(row: OfficeLimit | BubbleMember, day: date) -> bool:
    return row.from_date <= day and (row.to_date is None or day < row.to_date)
