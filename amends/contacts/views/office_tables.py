"""Offices and their slots, as tables."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from amends.contacts.models import BubbleMember, StaffBubble
from amends.contacts.queries.offices import OfficeWeek
from amends.design.components import Column, Link, Table
from amends.design.words import long_date
from amends.organisation import access
from amends.organisation.roles import Permission as P


def offices(weeks: Sequence[OfficeWeek], monday: date) -> Table:
    """A row for each office: its slots of the week, what is taken, what is beyond the limits."""
    rows = []
    for week in weeks:
        href = f"{reverse('contacts:office', args=[week.office.code])}?week={monday.isoformat()}"
        limited = bool(week.limits)
        slots = f"{week.slots():,}" if limited else _("No limit")
        taken, beyond = f"{week.taken.total():,}", f"{len(week.beyond):,}"
        rows.append([Link(week.office.name, href), week.office.pdu.name, slots, taken if limited else "", beyond])
    columns = [Column(_("Office"), row_header=True), Column(_("Unit")), Column(_("Slots this week"), numeric=True),
               Column(_("Taken"), numeric=True), Column(_("Beyond the limits"), numeric=True)]  # fmt: skip
    return Table(caption=_("Offices"), columns=columns, rows=rows, stacked=True,
                 empty=_("There is no office in the units that you see."))  # fmt: skip


def slots(week: OfficeWeek) -> Table:
    """Each hour of each day: slots taken of those there are; above them, whose day it is."""
    shown = [day for day in week.days if day.isoweekday() <= 5 or _used(week, day)]
    columns = [Column(_("Hour"), row_header=True), *(Column(date_format(day, "D j M")) for day in shown)]
    rows: list[list[object]] = []
    if week.bubbles:
        rows.append([_("Bubble"), *(week.bubbles[day].name if day in week.bubbles else "" for day in shown)])
    for hour in week.hours():
        rows.append([_clock(hour), *(_of(week, day, hour) for day in shown)])
    return Table(
        caption=_("Slots"), columns=columns, rows=rows, empty=_("This office has no limits: anybody may come.")
    )


def _clock(hour: int) -> str:
    return _("midday") if hour == 12 else f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"


def _used(week: OfficeWeek, day: date) -> bool:
    return any(week.open(day, hour) for hour in week.hours())


def _of(week: OfficeWeek, day: date, hour: int) -> str:
    slots, taken = week.open(day, hour), week.taken[day, hour]
    if not slots and not taken:
        return _("Closed")
    return _("%(taken)s of %(slots)s") % {"taken": taken, "slots": slots}


def beyond(week: OfficeWeek) -> Table | None:
    """Appointments that the limits, set later, no longer allow; None where there are none."""
    if not week.beyond:
        return None
    rows = [
        [Link(f"{slot.appointment.person.name} ({slot.appointment.person.crn})",
              reverse("contacts:person", args=[slot.appointment.person.crn])), long_date(slot.day), _clock(slot.hour)]
        for slot in week.beyond
    ]  # fmt: skip
    columns = [Column(_("Person"), row_header=True), Column(_("Day")), Column(_("Hour"))]
    return Table(
        caption=_("Appointments to move: beyond what is now allowed"), columns=columns, rows=rows, stacked=True
    )


def bubbles(found: Sequence[tuple[StaffBubble, list[BubbleMember]]], user) -> Table:
    """The bubbles of the office, with who is in each."""
    may_set = access.allows(user, P.OFFICE_SET)
    rows = []
    for bubble, members in found:
        href = reverse("contacts:office_bubble", args=[bubble.office.code, bubble.pk])
        names = ", ".join(each.staff.name for each in members) or _("Nobody")
        rows.append([Link(bubble.name, href) if may_set else bubble.name, names])
    columns = [Column(_("Bubble"), row_header=True), Column(_("Who is in it"))]
    return Table(caption=_("Bubbles of staff"), columns=columns, rows=rows, stacked=True,
                 empty=_("There are none: anybody may be in with anybody."))  # fmt: skip
