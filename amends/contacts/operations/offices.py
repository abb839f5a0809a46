"""Setting how many may come to an office, who is in a bubble of staff, and which bubble is in on which day."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.contacts.models import BubbleMember, OfficeDay, OfficeLimit, OfficeSlot, StaffBubble
from amends.contacts.operations.refused import OfficeRefused
from amends.organisation import audit
from amends.organisation.models import Office, Staff, User
from amends.organisation.models.staff import weekdays_only
from amends.organisation.operations.refusal import Ground
from amends.organisation.ranges import current


@transaction.atomic
def set_office_limit(
    *, office: Office, slots: int, first_hour: int, last_hour: int, days: str, from_date: date, by: User, at: datetime
) -> OfficeLimit:
    """Let so many people an hour come, from a day on; what was set before ends there. No slots: the office is closed.

    Hours are by the clock in Europe/London, `days` weekdays as digits. Raises OfficeRefused. Slots taken before stay
    taken: where they are now too many, the page of the office shows whose appointments to move.
    """
    grounds = []
    if from_date < localdate(at):
        grounds.append(Ground(_("The first day must be today or later"), "from_date"))
    if not 0 <= slots <= 200:
        grounds.append(Ground(_("Enter from 0 to 200 people an hour"), "slots"))
    if not 0 <= first_hour < last_hour <= 24:
        grounds.append(Ground(_("It must close after it opens"), "last_hour"))
    if not days or not weekdays_only.regex.match(days):
        grounds.append(Ground(_("Select the days on which it opens"), "days"))
    if grounds:
        raise OfficeRefused(grounds)
    _end_limit(office, from_date)
    row = OfficeLimit.objects.create(
        office=office, slots=slots, first_hour=first_hour, last_hour=last_hour, days=days, from_date=from_date,
        set_by=by,
    )  # fmt: skip
    detail = {"slots": slots, "hours": [first_hour, last_hour], "days": days, "from_date": from_date.isoformat()}
    audit.record(by, "set office limit", f"contacts.officelimit {row.pk}", detail=detail)
    return row


@transaction.atomic
def lift_office_limit(*, office: Office, from_date: date, by: User, at: datetime) -> None:
    """Let anybody come from a day on. Raises OfficeRefused where nothing is set."""
    if from_date < localdate(at):
        raise OfficeRefused(_("The first day must be today or later"), field="from_date")
    if not _end_limit(office, from_date):
        raise OfficeRefused(_("Nothing is set for this office"), field="from_date")
    audit.record(by, "lift office limit", f"organisation.office {office.pk}", detail={"on": from_date.isoformat()})


def _end_limit(office: Office, on: date) -> bool:
    """End what holds on the day, and take back what was set for later."""
    Office.objects.select_for_update().get(pk=office.pk)
    later, _by_model = OfficeLimit.objects.filter(office=office, from_date__gte=on).delete()
    standing = OfficeLimit.objects.filter(current(on), office=office).first()
    if standing:
        standing.to_date = on
        standing.save(update_fields=["to_date"])
    return bool(standing or later)


@transaction.atomic
def set_bubble(
    *, office: Office, name: str, members: Collection[Staff], by: User, at: datetime, bubble: StaffBubble | None = None
) -> StaffBubble:
    """Make a bubble of an office's staff, or set who is in it from today on. Raises OfficeRefused.

    Whoever joins leaves the bubble they were in. Nobody joins who is booked on a day on which another bubble is in.
    """
    Office.objects.select_for_update().get(pk=office.pk)
    on, name = localdate(at), name.strip()
    others = StaffBubble.objects.filter(office=office, name__iexact=name)
    if not name or others.exclude(pk=bubble.pk if bubble else None).exists():
        raise OfficeRefused(_("Enter a name that no other bubble of this office has"), field="name")
    if grounds := _clashes(office, bubble, members, on):
        raise OfficeRefused(grounds)
    if bubble is None:
        bubble = StaffBubble.objects.create(office=office, name=name)
    elif bubble.name != name:
        bubble.name = name
        bubble.save(update_fields=["name"])
    wanted = {each.pk for each in members}
    standing = BubbleMember.objects.filter(current(on))
    kept = set(standing.filter(bubble=bubble, staff__in=wanted).values_list("staff_id", flat=True))
    for row in standing.filter(bubble=bubble).exclude(staff__in=wanted) | standing.filter(staff__in=wanted - kept):
        _end_member(row, on)
    BubbleMember.objects.bulk_create(BubbleMember(bubble=bubble, staff_id=pk, from_date=on) for pk in wanted - kept)
    audit.record(by, "set staff bubble", f"contacts.staffbubble {bubble.pk}", detail={"staff": sorted(wanted)})
    return bubble


def _clashes(office: Office, bubble: StaffBubble | None, members: Collection[Staff], on: date) -> list[Ground]:
    """Members who are booked at an office on a day, from today on, on which another bubble is in."""
    booked = OfficeSlot.objects.filter(
        day__gte=on, appointment__staff__in=[each.pk for each in members], office__days__isnull=False
    ).values_list("appointment__staff_id", "office_id", "day")  # fmt: skip
    taken = set(booked)
    days = OfficeDay.objects.filter(day__gte=on, office__in={office for _staff, office, _day in taken})
    other = {(each.office_id, each.day) for each in days if bubble is None or each.bubble_id != bubble.pk}
    names = {each.pk: each.name for each in members}
    clashing = sorted({names[staff] for staff, where, day in taken if (where, day) in other})
    words = _("%(name)s has appointments at the office on days of another bubble: move these first")
    return [Ground(words % {"name": name}, "members") for name in clashing]


def _end_member(row: BubbleMember, on: date) -> None:
    if row.from_date >= on:
        row.delete()
    else:
        row.to_date = on
        row.save(update_fields=["to_date"])


@transaction.atomic
def put_bubble_in(*, bubble: StaffBubble, day: date, by: User, at: datetime) -> OfficeDay:
    """Give a day of the office to a bubble. Raises OfficeRefused where the day is another's or others are booked."""
    Office.objects.select_for_update().get(pk=bubble.office_id)
    if day < localdate(at):
        raise OfficeRefused(_("The day must be today or later"), field="day")
    if OfficeDay.objects.filter(office=bubble.office_id, day=day).exists():
        raise OfficeRefused(_("A bubble is in on this day already"), field="day")
    others = OfficeSlot.objects.filter(office=bubble.office_id, day=day).values("appointment__staff")
    if BubbleMember.objects.filter(current(day), staff__in=others).exclude(bubble=bubble).exists():
        raise OfficeRefused(_("Staff of another bubble have appointments on this day"), field="day")
    row = OfficeDay.objects.create(office_id=bubble.office_id, day=day, bubble=bubble)
    audit.record(by, "put bubble in office", f"contacts.officeday {row.pk}", detail={"day": day.isoformat()})
    return row
