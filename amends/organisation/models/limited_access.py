"""Who may not, and who alone may, see a person: rows keyed by CRN.

A person whose access file is missing counts as restricted: what is not known is refused.
"""

import pghistory
from django.db import models

from amends.organisation.access_path import KeyedByCrn
from amends.organisation.disclosure import Withheld


class AccessFile(models.Model):
    crn = models.CharField(max_length=10, primary_key=True, db_comment="personal: the person's case reference number")
    confirmed_at = models.DateTimeField(db_comment="internal: when the lists were last known to be complete")

    whose = KeyedByCrn()

    class Meta:
        db_table_comment = "That a person's access lists are known; without it the person is restricted"


@pghistory.track()
class LimitedAccess(models.Model):
    class Kind(models.TextChoices):
        EXCLUSION = "exclusion", "May not see"
        RESTRICTION = "restriction", "Alone may see"

    crn = models.CharField(max_length=10, db_index=True, db_comment="personal: the person's case reference number")
    kind = models.CharField(max_length=12, choices=Kind.choices, db_comment="internal: exclusion or restriction")
    username = models.CharField(max_length=150, db_comment="internal: user named, in lower case")
    reason = models.CharField(max_length=500, db_comment="special: why")
    from_at = models.DateTimeField(db_comment="internal: when it begins")
    to_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it ends; empty: no end")
    end_reason = models.CharField(
        max_length=500, blank=True, db_comment="special: why it was ended; empty: it was not, or its time ran out"
    )

    whose = KeyedByCrn()
    withheld = {"username": Withheld.SECURITY, "reason": Withheld.SECURITY, "end_reason": Withheld.SECURITY}

    class Meta:
        db_table_comment = "A user excluded from a person's record, or among the only ones allowed to see it"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["exclusion", "restriction"]), name="limited_access_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gt=models.F("from_at")),
                name="limited_access_times",
            ),
            models.CheckConstraint(
                condition=models.Q(end_reason="") | models.Q(to_at__isnull=False), name="limited_access_ended"
            ),
        ]
