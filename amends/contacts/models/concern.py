"""A concern noticed at an appointment, passed to the practitioner, with a receipt when read."""

import pghistory
from django.db import models

from amends.cases.models import Person
from amends.contacts.models.appointment import Appointment
from amends.organisation.access import AccessPath


@pghistory.track()
class Concern(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="concerns", db_comment="personal: whom it is about")
    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
        db_comment="personal: where it arose",
    )
    text = models.TextField(max_length=4000, db_comment="special: what was noticed")
    raised_at = models.DateTimeField(db_comment="internal: when")
    raised_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    read_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was read")
    read_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn", also_team="appointment__team")

    class Meta:
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["person", "raised_at"], name="concern_by_person")]
        db_table_comment = "A concern passed to the practitioner"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True, read_by__isnull=True)
                | models.Q(read_at__isnull=False, read_by__isnull=False),
                name="concern_read_by_someone",
            )
        ]
