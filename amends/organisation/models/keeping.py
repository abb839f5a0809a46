"""What keeps a person's record from being deleted, and what keeps it out of sight before it is."""

from django.db import models
from django.db.models import F, Q

from amends.organisation.access_path import KeyedByCrn
from amends.organisation.disclosure import Withheld


class Hold(models.Model):
    """A reason for which a record may not be deleted, however old: an inquiry, a claim, a review of a death."""

    crn = models.CharField(max_length=10, db_index=True, db_comment="personal: the person's case reference number")
    reason = models.CharField(max_length=500, db_comment="special: why")
    placed_at = models.DateTimeField(db_comment="internal: when")
    placed_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    ended_at = models.DateTimeField(null=True, db_comment="internal: when it ended; empty: it stands")
    ended_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+", db_comment="internal: by whom"
    )
    end_reason = models.CharField(max_length=500, blank=True, db_comment="special: why it ended")

    whose = KeyedByCrn()
    withheld = {"reason": Withheld.SECURITY, "end_reason": Withheld.SECURITY}

    class Meta:
        ordering = ["-placed_at", "-pk"]
        db_table_comment = "A reason for which a person's record may not be deleted"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(ended_at__gt=F("placed_at"), ended_by__isnull=False) & ~Q(end_reason=""),
                name="hold_ended_whole",
            ),
        ]


class Quarantine(models.Model):
    """That a record is hidden from everyone but its keepers, until it is restored or deleted."""

    crn = models.CharField(max_length=10, db_comment="personal: the person's case reference number")
    reason = models.CharField(max_length=500, db_comment="internal: why it came due")
    begun_at = models.DateTimeField(db_comment="internal: when")
    begun_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    restored_at = models.DateTimeField(null=True, db_comment="internal: when it was restored; empty: it stands")
    restored_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+", db_comment="internal: by whom"
    )
    restore_reason = models.CharField(max_length=500, blank=True, db_comment="internal: why it was restored")

    whose = KeyedByCrn()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        db_table_comment = "That a person's record is hidden, restorable, before it is deleted"
        constraints = [
            models.UniqueConstraint(fields=["crn"], condition=Q(restored_at__isnull=True), name="quarantined_once"),
            models.CheckConstraint(
                condition=Q(restored_at__isnull=True, restored_by__isnull=True, restore_reason="")
                | Q(restored_at__gt=F("begun_at"), restored_by__isnull=False) & ~Q(restore_reason=""),
                name="quarantine_restored_whole",
            ),
        ]
