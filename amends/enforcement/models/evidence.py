"""Evidence of the reason for a failure; and what it has in common with the actions taken."""

from django.db import models
from django.db.models import F, Q

from amends.contacts.models import Appointment, ContactOutcome
from amends.enforcement.models import guards
from amends.organisation.access import AccessPath


class OnAFailure(models.Model):
    """A row about one failure: the outcome it rests on, by whom and when, and how it was withdrawn, if it was.

    It is never changed or deleted. Where the outcome is corrected, the row stays and is shown as resting on it.
    """

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="%(class)s_rows", db_comment="personal: the appointment failed"
    )
    outcome = models.ForeignKey(
        ContactOutcome, models.PROTECT, related_name="%(class)s_rows",
        db_comment="personal: the outcome it rests on, as it stood then",
    )  # fmt: skip
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was withdrawn")
    withdrawn_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    withdrawn_reason = models.CharField(max_length=500, blank=True, db_comment="personal: why it was withdrawn")

    access = AccessPath(team="appointment__person__team", crn="appointment__person__crn")

    class Meta:
        abstract = True


def withdrawn_by_someone(name: str) -> models.CheckConstraint:
    """Refuse a withdrawal without its hand and its reason."""
    return models.CheckConstraint(
        name=name,
        condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
        | (Q(withdrawn_at__gte=F("recorded_at"), withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
    )


class Evidence(OnAFailure):
    class Kind(models.TextChoices):
        MEDICAL = "medical", "Medical"
        WORK = "work", "Work"
        FAMILY = "family", "Family or childcare"
        LEGAL = "legal", "Court or legal"
        CUSTODY = "custody", "In custody"
        TRAVEL = "travel", "Travel"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=10, choices=Kind.choices, db_comment="personal: kind of reason given")
    received_on = models.DateField(db_comment="personal: day it was received")
    description = models.TextField(max_length=2000, db_comment="special: what was received, and what it says")

    class Meta:
        ordering = ["recorded_at", "id"]
        db_table_comment = "Evidence of the reason for a failure"
        triggers = [
            guards.never_deleted, guards.only_withdrawn, guards.withdrawn_once, guards.rests_on_a_failure,
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=~Q(description=""), name="evidence_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["medical", "work", "family", "legal", "custody", "travel", "other"]),
                name="evidence_kind_known",
            ),
            withdrawn_by_someone("evidence_withdrawn_by_someone"),
        ]
