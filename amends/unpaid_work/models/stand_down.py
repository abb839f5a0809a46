"""A stand-down: people turned away, or told not to come, for the service's own reasons."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.organisation.access import AccessPath
from amends.unpaid_work.models.session import Booking, Session


@pghistory.track()
class StandDown(models.Model):
    class Cause(models.TextChoices):
        NO_SUPERVISOR = "no_supervisor", "No supervisor"
        SUPERVISOR_SICK = "supervisor_sick", "Supervisor sick"
        SESSION_FULL = "session_full", "Session full"
        WEATHER = "weather", "Weather"
        SITE_UNAVAILABLE = "site_unavailable", "Site unavailable"
        VEHICLE = "vehicle", "Vehicle"
        BENEFICIARY = "beneficiary", "Beneficiary"
        RESTRICTIONS = "restrictions", "Restrictions (public health)"
        OTHER = "other", "Other"

    class Notice(models.TextChoices):
        BEFORE_DAY = "before_day", "Before the day"
        BEFORE_TRAVEL = "before_travel", "On the day, before travel"
        ON_SITE = "on_site", "On site"

    session = models.ForeignKey(
        Session, models.PROTECT, related_name="stand_downs", db_comment="internal: which session"
    )
    cause = models.CharField(max_length=20, choices=Cause.choices, db_comment="internal: why")
    notice = models.CharField(max_length=13, choices=Notice.choices, db_comment="internal: when people were told")
    whole = models.BooleanField(db_comment="internal: whether the whole session was stood down")
    note = models.CharField(max_length=500, blank=True, db_comment="internal: what else there is to know")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="session__project__team")

    class Meta:
        ordering = ["-recorded_at"]
        db_table_comment = "A stand-down of a session, or of some of its people"
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(whole=True), name="session_stood_down_once"),
        ]


@pghistory.track()
class StandDownPerson(models.Model):
    stand_down = models.ForeignKey(StandDown, models.PROTECT, related_name="people", db_comment="personal: which")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="stand_down", db_comment="personal: who")
    offered = models.OneToOneField(
        Booking, models.PROTECT, null=True, blank=True, related_name="+", db_comment="personal: place offered instead"
    )

    access = AccessPath(team="booking__appointment__person__team", crn="booking__appointment__person__crn",
                        also_team="booking__session__project__team")  # fmt: skip

    class Meta:
        db_table_comment = "A person stood down"
