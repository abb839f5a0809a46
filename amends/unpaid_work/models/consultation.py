"""Who was asked what work should be done, what they said, and what was changed."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.organisation.access import AccessPath
from amends.organisation.models import Region


@pghistory.track()
class Consultation(models.Model):
    """One party heard. `party` is a code of policy's public consultation."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="consultations", db_comment="public: the region")
    party = models.CharField(max_length=40, db_comment="public: kind of party, by the codes of policy")
    whom = models.CharField(max_length=200, db_comment="internal: the body that was asked, and who spoke for it")
    on = models.DateField(db_comment="internal: day they were heard")
    said = models.TextField(max_length=4000, db_comment="internal: what they said")
    changed = models.TextField(max_length=4000, blank=True, db_comment="internal: what was changed, or why nothing was")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was taken back")
    withdrawn_why = models.CharField(max_length=300, blank=True, db_comment="internal: why it was taken back")

    access = AccessPath(team="region__pdus__teams")

    class Meta:
        ordering = ["-on", "-id"]
        db_table_comment = "A party consulted about what work is done"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="consultation_withdrawn_why",
            )
        ]
