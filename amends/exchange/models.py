"""The log of what came in."""

from django.db import models

from amends.organisation.access_path import AboutNobody


class ImportRun(models.Model):
    """One import that ran to its end, accepted or refused. One that was broken off leaves nothing, not even this."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        CHECKED = "checked", "Checked only"

    package = models.CharField(max_length=255, db_comment="internal: name of the folder")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, db_comment="internal: what became of it")
    dry_run = models.BooleanField(db_comment="internal: whether it was only to be checked")
    started_at = models.DateTimeField(db_comment="internal: when it began")
    ended_at = models.DateTimeField(db_comment="internal: when it ended")
    started_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    login = models.CharField(max_length=150, blank=True, db_comment="internal: login on the machine it ran on")
    counts = models.JSONField(db_comment="internal: rows, accepted and rejected, by file")
    faults = models.PositiveIntegerField(db_comment="internal: how many faults were told")

    whose = AboutNobody("numbers of rows by file")

    class Meta:
        ordering = ["-started_at"]
        db_table_comment = "An import of a package, and what became of it"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["accepted", "refused", "checked"]), name="import_run_outcome"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="accepted") | models.Q(faults=0, dry_run=False), name="import_run_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package}, {self.get_outcome_display().lower()}"
