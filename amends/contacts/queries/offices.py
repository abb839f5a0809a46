"""Offices with their limits, what is taken of a week, and who is in which bubble."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from amends.contacts.models import BubbleMember, OfficeDay, OfficeLimit, OfficeSlot, StaffBubble
from amends.organisation import access
from amends.organisation.models import Office, Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission

GRADES = (Staff.Grade.PO, Staff.Grade.PSO, Staff.Grade.TRAINEE, Staff.Grade.SPO)


@dataclass(frozen=True)
class OfficeWeek:
    """An office in a week: the limit of each day, the slots taken by day and hour, and whose day it is.

    `beyond` are slots taken that the limits, set later, no longer allow.
    """

    office: Office
    days: list[date]
    limits: dict[date, OfficeLimit]
    taken: Counter[tuple[date, int]]
    bubbles: dict[date, StaffBubble]
    beyond: list[OfficeSlot]

    def hours(self) -> range:
        """From the first hour that any day opens until the last that any closes."""
        held = self.limits.values()
        first, last = (min((each.first_hour for each in held), default=0),
                       max((each.last_hour for each in held), default=0))  # fmt: skip
        return range(first, last)

    def open(self, day: date, hour: int) -> int:
        """Slots of an hour, none where the office is closed."""
        limit = self.limits.get(day)
        return limit.slots if limit and limit.first_hour <= hour < limit.last_hour and _opens(limit, day) else 0

    def slots(self) -> int:
        """Slots of the whole week."""
        return sum(self.open(day, hour) for day in self.days for hour in self.hours())


def offices(user) -> QuerySet[Office]:
    """The offices of the units in which the user may see contact."""
    seen = access.visible(Office.objects.select_related("pdu__region"), user, Permission.CONTACT_VIEW)
    return seen.order_by("name", "pk").distinct()


def weeks_of(offices: Sequence[Office], monday: date, user) -> list[OfficeWeek]:
    """Each office in the week that begins on a Monday; three queries, however many offices."""
    days = [monday + timedelta(days=number) for number in range(7)]
    last = days[-1]
    limits = list(OfficeLimit.objects.filter(office__in=offices, from_date__lte=last).exclude(to_date__lte=monday))
    there = {"office__in": offices, "day__range": (monday, last)}
    slots = list(access.visible(OfficeSlot.objects.filter(**there).select_related("appointment__person"),
                                user, Permission.CONTACT_VIEW).order_by("day", "hour", "number"))  # fmt: skip
    counted = OfficeSlot.objects.filter(**there).order_by().values_list("office_id", "day", "hour")
    taken: dict[int, Counter[tuple[date, int]]] = {office.pk: Counter() for office in offices}
    for office, day, hour in counted:
        taken[office][day, hour] += 1
    kept = list(OfficeDay.objects.filter(**there).select_related("bubble"))
    found = []
    for office in offices:
        of_day = {day: limit for limit in limits for day in days if limit.office_id == office.pk and _holds(limit, day)}
        bubbles = {each.day: each.bubble for each in kept if each.office_id == office.pk}
        beyond = [each for each in slots if each.office_id == office.pk and not _allowed(of_day.get(each.day), each)]
        found.append(OfficeWeek(office, days, of_day, taken[office.pk], bubbles, beyond))
    return found


def bubbles_of(office: Office, on: date) -> list[tuple[StaffBubble, list[BubbleMember]]]:
    """The bubbles of an office, each with those who are in it on the day."""
    members = list(BubbleMember.objects.filter(current(on), bubble__office=office).select_related("staff"))
    found = StaffBubble.objects.filter(office=office).select_related("office")
    return [(bubble, [each for each in members if each.bubble_id == bubble.pk]) for bubble in found]


def practitioners_of(office: Office, on: date) -> QuerySet[Staff]:
    """Those of the unit's staff who see people, in post on the day."""
    return Staff.objects.filter(current(on), team__pdu=office.pdu_id, grade__in=GRADES).order_by("name", "pk")


def slots_a_week(offices: Sequence[int], on: date) -> int | None:
    """What the offices' limits on the day come to in a week, by their ids; None where any has no limit."""
    limits = list(OfficeLimit.objects.filter(current(on), office__in=offices))
    if not offices or len(limits) < len(set(offices)):
        return None
    return sum(limit.slots * (limit.last_hour - limit.first_hour) * len(limit.days) for limit in limits)


def _holds(limit: OfficeLimit, day: date) -> bool:
    return limit.from_date <= day and (limit.to_date is None or day < limit.to_date)


def _opens(limit: OfficeLimit, day: date) -> bool:
    return str(day.isoweekday()) in limit.days


def _allowed(limit: OfficeLimit | None, slot: OfficeSlot) -> bool:
    if limit is None:
        return True
    return _opens(limit, slot.day) and limit.first_hour <= slot.hour < limit.last_hour and slot.number <= limit.slots
