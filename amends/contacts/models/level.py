"""The contact a practitioner or a manager set for a person, and how the person can be reached remotely."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.ranges import dates_in_order, never_overlapping


@pghistory.track()
class ContactLevel(models.Model):
    """Contact set for a person beside what the delivery model owes: more by a practitioner, less by a manager."""

    class Mode(models.TextChoices):
        FACE_TO_FACE = "face_to_face", "Face to face"
        DOORSTEP = "doorstep", "Doorstep or face to face"
        ANY = "any", "Any mode that counts"

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_levels", db_comment="personal: for whom")
    every_days = models.PositiveSmallIntegerField(db_comment="personal: days between contacts, at most")
    mode = models.CharField(max_length=12, choices=Mode.choices, db_comment="personal: by what")
    less = models.BooleanField(db_comment="personal: less than the delivery model owed when it was set")
    reason = models.CharField(max_length=400, db_comment="special: why")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day it no longer holds")
    set_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Contact set for a person, more or less than the delivery model owes"
        constraints = [
            never_overlapping("contact_level_once", "person_id"),
            dates_in_order("contact_level_dates"),
            models.CheckConstraint(condition=Q(every_days__range=(1, 90)), name="contact_level_days"),
            models.CheckConstraint(
                condition=Q(mode__in=["face_to_face", "doorstep", "any"]), name="contact_level_mode"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="contact_level_why"),
        ]


@pghistory.track()
class DigitalAccess(models.Model):
    """How a person can be reached remotely, as they said on a day. It lapses; the latest is the one that may hold."""

    class Device(models.TextChoices):
        NONE = "none", "None"
        SHARED = "shared", "Shared"
        OWN = "own", "Their own"

    person = models.ForeignKey(Person, models.PROTECT, related_name="digital_access", db_comment="personal: whose")
    recorded_on = models.DateField(db_comment="personal: day they were asked")
    device = models.CharField(max_length=6, choices=Device.choices, db_comment="personal: telephone or computer")
    credit = models.BooleanField(db_comment="personal: credit or data")
    signal = models.BooleanField(db_comment="personal: signal where they live")
    can_call = models.BooleanField(db_comment="personal: able to take a call")
    can_text = models.BooleanField(db_comment="personal: able to read and write a text")
    can_video = models.BooleanField(db_comment="personal: able to take a video call")
    can_fill_forms = models.BooleanField(db_comment="personal: able to fill in a form online")
    safe_place = models.BooleanField(db_comment="special: a safe and private place to talk")
    internet_allowed = models.BooleanField(db_comment="special: no licence condition forbids the internet")
    needs = models.CharField(max_length=200, blank=True, db_comment="special: language or disability to allow for")
    preference = models.CharField(max_length=200, blank=True, db_comment="personal: how they would rather be reached")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-recorded_on", "-pk"]
        db_table_comment = "How a person can be reached remotely"
        indexes = [models.Index(fields=["person", "-recorded_on"], name="digital_access_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(device__in=["none", "shared", "own"]), name="digital_access_device")
        ]
