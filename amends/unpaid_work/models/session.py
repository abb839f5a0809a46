"""A session is a project on a date; a booking is a person's appointment there.

What may never happen is refused by the database: the constraints here, and the guards beside them (`guards.py`).
A record of the past, written down when the session was over, is not judged by the rules for what may be planned.
"""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from amends.cases.models import Requirement
from amends.contacts.models import Appointment
from amends.contacts.models.appointment import TimeRange
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff
from amends.organisation.ranges import Single
from amends.unpaid_work.models.assessment import UnpaidWorkAssessment
from amends.unpaid_work.models.guards import booking_allowed, session_allowed
from amends.unpaid_work.models.project import Project


@pghistory.track()
class Session(models.Model):
    project = models.ForeignKey(Project, models.PROTECT, related_name="sessions", db_comment="internal: the project")
    date = models.DateField(db_comment="internal: the day, Europe/London")
    starts_at = models.DateTimeField(db_comment="internal: when it begins")
    ends_at = models.DateTimeField(db_comment="internal: when it ends")
    supervisor = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="sessions", db_comment="internal: who supervises"
    )
    places = models.PositiveSmallIntegerField(db_comment="internal: places, as restrictions on the day allow")
    overbook_risk = models.FloatField(
        default=0.05, db_comment="internal: most chance allowed that more turn up than there are places"
    )
    opened_at = models.DateTimeField(db_comment="internal: when it was put on the board")
    cancelled_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was called off")
    cancel_reason = models.CharField(max_length=200, blank=True, db_comment="internal: why it was called off")

    access = AccessPath(team="project__team")

    class Meta:
        ordering = ["date", "starts_at", "project__name"]
        db_table_comment = "A project on a date"
        triggers = [*session_allowed]
        indexes = [models.Index(fields=["date"], name="session_by_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "date"], condition=Q(cancelled_at__isnull=True), name="session_once_a_day"
            ),
            ExclusionConstraint(
                name="supervisor_one_place_at_once",
                expressions=[
                    (Single("supervisor_id"), RangeOperators.OVERLAPS),
                    (TimeRange(), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True, supervisor__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["supervisor", "date"],
                condition=Q(cancelled_at__isnull=True, supervisor__isnull=False, opened_at__lt=F("ends_at")),
                name="supervisor_one_session_a_day",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times"),
            models.CheckConstraint(condition=Q(overbook_risk__range=(0, 0.5)), name="session_overbook_risk"),
        ]


@pghistory.track()
class Booking(models.Model):
    """A person expected at a session. Cancelled with its appointment; never moved, but cancelled and made anew."""

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="booking", db_comment="personal: when and who"
    )
    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings", db_comment="personal: where")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="bookings", db_comment="personal: worked off"
    )
    assessment = models.ForeignKey(
        UnpaidWorkAssessment, models.PROTECT, null=True, blank=True, related_name="bookings",
        db_comment="personal: assessment that allows it; empty only in a record of the past",
    )  # fmt: skip
    attendance = models.FloatField(
        null=True, blank=True,
        db_comment="personal: chance of turning up, as reckoned when booked; empty only in a record of the past",
    )  # fmt: skip
    day_limit = models.PositiveSmallIntegerField(
        null=True, blank=True,
        db_comment="internal: most minutes a day by the rule when booked; empty: no limit (worked intensively)",
    )  # fmt: skip
    week_limit = models.PositiveSmallIntegerField(
        null=True, blank=True,
        db_comment="internal: most minutes a week by the rule when booked; empty only in a record of the past",
    )  # fmt: skip

    access = AccessPath(
        team="appointment__person__team", crn="appointment__person__crn", also_team="session__project__team"
    )

    class Meta:
        db_table_comment = "A person booked on a session"
        triggers = [booking_allowed]
        constraints = [
            models.CheckConstraint(condition=Q(attendance__gt=0, attendance__lte=1), name="booking_attendance")
        ]
