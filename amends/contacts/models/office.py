"""How many may come to an office: slots by the hour, and bubbles of staff that never meet there.

The database keeps the limits: a slot taken beyond them, or by staff of a bubble on another's day, is refused by it.
"""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from amends.contacts.models.appointment import Appointment
from amends.organisation.access import AccessPath
from amends.organisation.models import Office, Staff
from amends.organisation.models.staff import weekdays_only
from amends.organisation.ranges import dates_in_order, never_overlapping

_WITHIN = """
IF NOT EXISTS (
    SELECT FROM contacts_officelimit held WHERE held.office_id = NEW.office_id AND NEW.number <= held.slots
    AND NEW.hour >= held.first_hour AND NEW.hour < held.last_hour
    AND held.from_date <= NEW.day AND (held.to_date IS NULL OR held.to_date > NEW.day)
    AND position(extract(isodow FROM NEW.day)::text IN held.days) > 0
) THEN
    RAISE EXCEPTION 'no such slot at this office' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_within';
END IF;
IF EXISTS (
    SELECT FROM contacts_appointment booked JOIN contacts_bubblemember member ON member.staff_id = booked.staff_id
    WHERE booked.id = NEW.appointment_id
    AND member.from_date <= NEW.day AND (member.to_date IS NULL OR member.to_date > NEW.day)
    AND NOT EXISTS (
        SELECT FROM contacts_officeday kept WHERE kept.id = NEW.office_day_id AND kept.office_id = NEW.office_id
        AND kept.day = NEW.day AND kept.bubble_id = member.bubble_id
    )
) THEN
    RAISE EXCEPTION 'not the bubble of the day' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_bubble';
END IF;
RETURN NEW;
"""
_JOINED = """
IF EXISTS (
    SELECT FROM contacts_officeslot taken
    JOIN contacts_appointment booked ON booked.id = taken.appointment_id AND booked.staff_id = NEW.staff_id
    JOIN contacts_officeday kept ON kept.office_id = taken.office_id AND kept.day = taken.day
    WHERE taken.day >= NEW.from_date AND (NEW.to_date IS NULL OR taken.day < NEW.to_date)
    AND kept.bubble_id <> NEW.bubble_id
) THEN
    RAISE EXCEPTION 'in the office with another' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_bubble';
END IF;
RETURN NEW;
"""
_TAKEN = """
IF EXISTS (
    SELECT FROM contacts_officeslot taken
    JOIN contacts_appointment booked ON booked.id = taken.appointment_id
    JOIN contacts_bubblemember member ON member.staff_id = booked.staff_id AND member.bubble_id <> NEW.bubble_id
    WHERE taken.office_id = NEW.office_id AND taken.day = NEW.day
    AND member.from_date <= NEW.day AND (member.to_date IS NULL OR member.to_date > NEW.day)
) THEN
    RAISE EXCEPTION 'another bubble is in' USING ERRCODE = 'check_violation', CONSTRAINT = 'office_slot_bubble';
END IF;
RETURN NEW;
"""
_WRITTEN = pgtrigger.Insert | pgtrigger.Update


@pghistory.track()
class OfficeLimit(models.Model):
    """So many people an hour, on some weekdays, from the first hour until before the last. Without one: no limit."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="limits", db_comment="internal: the office")
    slots = models.PositiveSmallIntegerField(db_comment="internal: people who may come in an hour")
    first_hour = models.PositiveSmallIntegerField(db_comment="internal: hour at which it opens, Europe/London")
    last_hour = models.PositiveSmallIntegerField(db_comment="internal: hour at which it closes, Europe/London")
    days = models.CharField(
        max_length=7, default="12345", validators=[weekdays_only],
        db_comment="internal: weekdays on which it opens, digits 1 (Monday) to 7",
    )  # fmt: skip
    from_date = models.DateField(db_comment="internal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day it no longer holds")
    set_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="office__pdu__teams")

    class Meta:
        ordering = ["from_date"]
        db_table_comment = "How many people may come to an office in an hour"
        constraints = [
            never_overlapping("office_limit_once", "office_id"),
            dates_in_order("office_limit_dates"),
            models.CheckConstraint(
                condition=Q(last_hour__lte=24) & Q(first_hour__lt=F("last_hour")), name="office_limit_hours"
            ),
            models.CheckConstraint(condition=Q(days__regex=r"^1?2?3?4?5?6?7?$"), name="office_limit_days"),
            models.CheckConstraint(condition=Q(slots__lte=200), name="office_limit_slots"),
        ]


class StaffBubble(models.Model):
    """Staff who may be in an office together, and with no other bubble."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="bubbles", db_comment="internal: their office")
    name = models.CharField(max_length=60, db_comment="internal: what it is called")

    access = AccessPath(team="office__pdu__teams")

    class Meta:
        ordering = ["name", "pk"]
        db_table_comment = "Staff who may be in an office together"
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="staff_bubble_once")]


@pghistory.track()
class BubbleMember(models.Model):
    bubble = models.ForeignKey(StaffBubble, models.PROTECT, related_name="members", db_comment="internal: which")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_comment="internal: who")
    from_date = models.DateField(db_comment="internal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day no longer in it")

    access = AccessPath(team="staff__team")

    class Meta:
        ordering = ["staff__name", "pk"]
        db_table_comment = "Who is in a bubble of staff, by date"
        constraints = [never_overlapping("bubble_member_once", "staff_id"), dates_in_order("bubble_member_dates")]
        triggers = [pgtrigger.Trigger(name="no_other_bubble", when=pgtrigger.Before, operation=_WRITTEN, func=_JOINED)]


class OfficeDay(models.Model):
    """The one bubble that is in an office on a day. Never changed: taken back while no slot stands on it."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="days", db_comment="internal: the office")
    day = models.DateField(db_comment="internal: the day")
    bubble = models.ForeignKey(StaffBubble, models.PROTECT, related_name="days", db_comment="internal: who is in")

    access = AccessPath(team="office__pdu__teams")

    class Meta:
        ordering = ["day"]
        db_table_comment = "Which bubble of staff is in an office on a day"
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="office_day_one_bubble")]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update),
            pgtrigger.Trigger(name="no_other_bubble", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_TAKEN),
        ]


class OfficeSlot(models.Model):
    """One of an office's slots of an hour, taken by an appointment. Free again when that is moved or cancelled."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="slots", db_comment="personal: the office")
    day = models.DateField(db_comment="personal: day, Europe/London")
    hour = models.PositiveSmallIntegerField(db_comment="personal: hour, Europe/London")
    number = models.PositiveSmallIntegerField(db_comment="internal: which of the slots of that hour, from 1")
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="office_slots", db_comment="personal: who comes"
    )
    office_day = models.ForeignKey(
        OfficeDay, models.PROTECT, null=True, blank=True, related_name="slots",
        db_comment="internal: the day of the bubble that the staff member is in",
    )  # fmt: skip

    access = AccessPath(team="appointment__person__team", crn="appointment__person__crn")

    class Meta:
        ordering = ["day", "hour", "number"]
        db_table_comment = "A slot of an office taken by an appointment"
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "hour", "number"], name="office_slot_once"),
            models.UniqueConstraint(fields=["appointment", "day", "hour"], name="office_slot_one_an_hour"),
            models.CheckConstraint(condition=Q(number__gte=1), name="office_slot_number"),
        ]
        triggers = [pgtrigger.Trigger(name="within_limits", when=pgtrigger.Before, operation=_WRITTEN, func=_WITHIN)]
