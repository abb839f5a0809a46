"""A reminder owed to a person of an appointment: a row here, sent from the exchange room, once at most."""

from django.db import models
from django.db.models import Q

from amends.contacts.models.appointment import Appointment
from amends.organisation.access import AccessPath


class Reminder(models.Model):
    """A text message owed. Taken up before it is sent: one that was taken up is never sent again, come what may."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        FAILED = "failed", "Not sent"

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="reminder", db_comment="personal: of which appointment"
    )
    number = models.CharField(max_length=200, db_comment="personal: mobile number it goes to")
    language = models.CharField(max_length=2, db_comment="personal: language it is written in")
    owed_at = models.DateTimeField(db_comment="internal: when it was put here")
    taken_up_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when sending began")
    outcome = models.CharField(
        max_length=6, choices=Outcome.choices, blank=True, db_comment="internal: what came of sending; empty: not known"
    )
    reference = models.CharField(max_length=60, blank=True, db_comment="internal: the sender's own reference")
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was no longer owed")

    access = AccessPath(team="appointment__person__team", crn="appointment__person__crn")

    class Meta:
        ordering = ["owed_at", "pk"]
        db_table_comment = "A reminder of an appointment, owed or sent"
        constraints = [
            models.CheckConstraint(condition=Q(taken_up_at__isnull=False) | Q(outcome=""), name="reminder_taken_up"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(taken_up_at__isnull=True), name="reminder_one_end"
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", "sent", "failed"]), name="reminder_outcome"),
        ]
        indexes = [
            models.Index(
                fields=["owed_at"],
                condition=Q(taken_up_at__isnull=True, withdrawn_at__isnull=True),
                name="reminder_owed",
            )
        ]
