"""That a project's quality is to be checked again, because of what a beneficiary or a person said of it."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.organisation.access import AccessPath
from amends.unpaid_work.models.project import Project


@pghistory.track()
class ProjectRecheck(models.Model):
    class Reason(models.TextChoices):
        REPLY = "reply", "A beneficiary's reply"
        FEEDBACK = "feedback", "What people said who worked there"
        OTHER = "other", "Another reason"

    class Outcome(models.TextChoices):
        NO_CHANGE = "no_change", "Nothing needs to change"
        CHANGED = "changed", "How the work is done was changed"
        RATED_AGAIN = "rated_again", "The needs it serves were rated again"
        STOPPED = "stopped", "The project stops"

    project = models.ForeignKey(Project, models.PROTECT, related_name="rechecks", db_comment="internal: which")
    reason = models.CharField(max_length=8, choices=Reason.choices, db_comment="internal: what first called for it")
    note = models.TextField(max_length=4000, db_comment="internal: what was said, a line each time")
    due_on = models.DateField(db_comment="internal: day by which it is to be done")
    assigned_to = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: who is to do it"
    )
    opened_at = models.DateTimeField(db_comment="internal: when it was called for")
    closed_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was done; empty: not done")
    closed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: who did it"
    )
    outcome = models.CharField(
        max_length=11, choices=Outcome.choices, blank=True, db_comment="internal: what came of it"
    )
    finding = models.TextField(max_length=2000, blank=True, db_comment="internal: what was found and done")

    access = AccessPath(team="project__team")

    class Meta:
        ordering = ["due_on", "id"]
        db_table_comment = "A project whose quality is to be checked again"
        constraints = [
            models.UniqueConstraint(fields=["project"], condition=Q(closed_at=None), name="project_recheck_one_open"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="", finding="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="") & ~Q(finding="")),
                name="project_recheck_closed_whole",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="project_recheck_note"),
        ]
