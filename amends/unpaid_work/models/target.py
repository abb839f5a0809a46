"""Local targets for diversity: what a unit means to reach for a group, and that it was looked at again each year."""

import pghistory
from django.db import models
from django.db.models import F, Q

from amends.organisation.access import AccessPath
from amends.organisation.models import PDU


@pghistory.track()
class LocalTarget(models.Model):
    """In force until it is ended. Reviewed by `review_by`, at the latest a year after it was set or last reviewed."""

    pdu = models.ForeignKey(PDU, models.PROTECT, related_name="targets", db_comment="internal: which unit's")
    measure = models.SlugField(max_length=20, db_comment="internal: which measure")
    characteristic = models.SlugField(max_length=30, db_comment="internal: which protected characteristic")
    group = models.CharField(max_length=100, db_comment="internal: which group of it")
    percent = models.PositiveSmallIntegerField(db_comment="internal: the share to reach, in percent")
    at_most = models.BooleanField(default=False, db_comment="internal: whether the share is to be no more than that")
    why = models.CharField(max_length=500, db_comment="internal: why, and what is to be done")
    set_on = models.DateField(db_comment="internal: day it was set")
    set_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    review_by = models.DateField(db_comment="internal: last day for its next review")
    ended_on = models.DateField(null=True, blank=True, db_comment="internal: first day it is no target any more")

    access = AccessPath(team="pdu__teams")

    class Meta:
        ordering = ["pdu__name", "characteristic", "group", "measure"]
        db_table_comment = "A unit's own target for a group of people"
        constraints = [
            models.UniqueConstraint(
                fields=["pdu", "measure", "characteristic", "group"], condition=Q(ended_on__isnull=True),
                name="local_target_once",
            ),
            models.CheckConstraint(condition=Q(percent__range=(0, 100)), name="local_target_percent"),
            models.CheckConstraint(condition=Q(review_by__gt=F("set_on")), name="local_target_reviewed_after"),
        ]  # fmt: skip


@pghistory.track()
class TargetReview(models.Model):
    """That a target was looked at again: what was found, and whether it stays."""

    target = models.ForeignKey(LocalTarget, models.PROTECT, related_name="reviews", db_comment="internal: which")
    on = models.DateField(db_comment="internal: day of the review")
    found = models.CharField(max_length=1000, db_comment="internal: what was found, and what is to be done")
    percent = models.PositiveSmallIntegerField(null=True, db_comment="internal: the share from now on; empty: ended")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="target__pdu__teams")

    class Meta:
        ordering = ["-on", "-id"]
        db_table_comment = "The review of a local target"
