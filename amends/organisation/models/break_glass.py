"""That a user opened, or tried to open, a record out of their reach because it was urgent."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from amends.organisation.access_path import AccessPath
from amends.organisation.disclosure import Withheld
from amends.organisation.models.places import Team


class BreakGlass(models.Model):
    """A use, with its reason. `team` is the person's; empty where nothing was opened, which says nothing of why."""

    class Outcome(models.TextChoices):
        JUSTIFIED = "justified", "Justified"
        NOT_JUSTIFIED = "not_justified", "Not justified"

    user = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: who opened the record"
    )
    crn = models.CharField(max_length=10, db_comment="personal: the CRN that was given")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+",
        db_comment="internal: team that held the case; empty: nothing was opened",
    )  # fmt: skip
    reason = models.CharField(max_length=1000, db_comment="special: why it could not wait")
    opened_at = models.DateTimeField(db_default=Now(), db_comment="internal: when, by the database's clock")
    ends_at = models.DateTimeField(db_comment="internal: when the record closes again, by the database's clock")
    review_due_date = models.DateField(db_comment="internal: last day for a manager to look at it")
    outcome = models.CharField(
        max_length=13, blank=True, choices=Outcome.choices, db_comment="internal: what a manager found"
    )
    finding = models.CharField(max_length=1000, blank=True, db_comment="internal: what the manager says of it")
    reviewed_at = models.DateTimeField(null=True, db_comment="internal: when a manager looked at it")
    reviewed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+", db_comment="internal: which manager"
    )

    access = AccessPath(team="team", crn="crn")
    withheld = {"user": Withheld.SECURITY, "reason": Withheld.SECURITY, "finding": Withheld.SECURITY}

    class Meta:
        ordering = ["-opened_at", "-pk"]
        db_table_comment = "A record opened urgently by a user whose reach it lies out of"
        indexes = [
            models.Index(fields=["user", "-opened_at"], name="break_glass_by_user"),
            models.Index(fields=["crn"], name="break_glass_by_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_why"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("opened_at")) & Q(ends_at__lte=F("opened_at") + timedelta(minutes=60)),
                name="break_glass_an_hour_at_most",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False, outcome__in=["justified", "not_justified"]),
                name="break_glass_reviewed_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="break_glass_reviewed_by_another",
            ),
        ]
