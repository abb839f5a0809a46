"""An appointment, of any kind, and its outcome. Attendance is recorded here, once."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff, Team
from amends.organisation.ranges import Single


class TimeRange(Func):
    """The half-open range of instants from a row's start to its end."""

    function = "tstzrange"
    output_field = DateTimeRangeField()

    def __init__(self, start: str = "starts_at", end: str = "ends_at") -> None:
        super().__init__(F(start), F(end), Value("[)"))


class MinutesBetween(Func):
    """Minutes from one instant of a row to another; below nought where either is missing."""

    template = "COALESCE(EXTRACT(EPOCH FROM (%(expressions)s)) / 60, -1)"
    arg_joiner = " - "
    output_field = models.FloatField()

    def __init__(self, start: str, end: str) -> None:
        super().__init__(F(end), F(start))


def was_expected(prefix: str = "") -> Q:
    """Where the person was expected. A contact that was never booked is put down afterwards, and may be beside another
    appointment: somebody rings, or looks in, while the person is at work.
    """
    return Q(**{f"{prefix}kind": "unpaid_work"}) | Q(**{f"{prefix}booked_at__lt": F(f"{prefix}starts_at")})


@pghistory.track()
class Appointment(models.Model):
    class Kind(models.TextChoices):
        UNPAID_WORK = "unpaid_work", "Unpaid work session"
        SUPERVISION = "supervision", "Supervision appointment"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="appointments", db_comment="personal: who is expected"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, db_comment="personal: what it is for")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_comment="personal: team that gives it")
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: who gives it"
    )
    starts_at = models.DateTimeField(db_comment="personal: when it begins")
    ends_at = models.DateTimeField(db_comment="personal: when it ends")
    booked_at = models.DateTimeField(db_comment="internal: when it was booked")
    booked_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    cancelled_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was cancelled")
    cancel_reason = models.CharField(max_length=200, blank=True, db_comment="personal: why it was cancelled")
    mode = models.CharField(
        max_length=10, blank=True, db_comment="personal: how a supervision contact is made, by the codes of policy"
    )
    check_in_approved = models.BooleanField(
        default=False, db_comment="personal: a manager approved a remote check-in instead of contact"
    )
    rescheduled_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="rescheduled_to",
        db_comment="personal: appointment it stands for",
    )  # fmt: skip

    access = AccessPath(team="person__team", crn="person__crn", also_team="team")

    class Meta:
        ordering = ["starts_at"]
        db_table_comment = "An appointment of a person, of any kind"
        indexes = [models.Index(fields=["person", "starts_at"], name="appointment_by_person")]
        constraints = [
            ExclusionConstraint(
                name="appointment_one_place_at_once",
                expressions=[(Single("person_id"), RangeOperators.OVERLAPS), (TimeRange(), RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at__isnull=True) & was_expected(),
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_times"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=False) | Q(cancel_reason=""), name="appointment_cancelled_when"
            ),
            models.CheckConstraint(
                condition=Q(kind="unpaid_work", mode="") | (Q(kind="supervision") & ~Q(mode="")),
                name="appointment_mode_of_supervision",
            ),
        ]

    @property
    def expected(self) -> bool:
        """Whether the person was expected at it, as `was_expected` says."""
        return self.kind == self.Kind.UNPAID_WORK or self.booked_at < self.starts_at


class ContactOutcome(models.Model):
    """What came of an appointment. Never changed: a correction is a new row that replaces the earlier one."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="outcomes", db_comment="personal: which")
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        db_comment="personal: outcome corrected",
    )
    code = models.CharField(max_length=4, db_comment="personal: outcome, by the codes of policy")
    started_at = models.DateTimeField(null=True, blank=True, db_comment="personal: when the person arrived to work")
    finished_at = models.DateTimeField(null=True, blank=True, db_comment="personal: when the person finished")
    penalty_minutes = models.PositiveSmallIntegerField(default=0, db_comment="personal: minutes not credited")
    notice = models.CharField(max_length=13, blank=True, db_comment="personal: for a stand-down, when they were told")
    quality = models.CharField(max_length=14, blank=True, db_comment="personal: quality of the work")
    behaviour = models.CharField(max_length=14, blank=True, db_comment="personal: behaviour at the session")
    notes = models.TextField(max_length=4000, blank=True, db_comment="special: what happened")
    sensitive = models.BooleanField(
        default=False, db_comment="special: the notes are not for everyone who sees the case"
    )
    reason = models.CharField(max_length=200, blank=True, db_comment="personal: why an earlier outcome is corrected")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="appointment__person__team", crn="appointment__person__crn", also_team="appointment__team")
    withheld_where = {"notes": "sensitive"}

    class Meta:
        ordering = ["recorded_at", "id"]
        db_table_comment = "The outcome of an appointment; corrected by a row that replaces it"
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(replaces__isnull=True), name="contact_outcome_first_once"
            ),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True, finished_at__isnull=True)
                | Q(started_at__isnull=False, finished_at__isnull=False, finished_at__gt=F("started_at")),
                name="contact_outcome_times",
            ),
            models.CheckConstraint(
                condition=Q(penalty_minutes=0) | Q(penalty_minutes__lte=MinutesBetween("started_at", "finished_at")),
                name="contact_outcome_penalty",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""), name="contact_outcome_corrected_why"
            ),
            models.CheckConstraint(
                condition=Q(notice__in=["", "on_site", "before_travel", "before_day"]), name="contact_outcome_notice"
            ),
        ]
