"""That a practitioner was in contact with a person other than by an appointment."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath


@pghistory.track()
class PractitionerContact(models.Model):
    """A talk of the practitioner with the person, while they work on a project and otherwise."""

    class Way(models.TextChoices):
        SITE = "site", "Visit to the site"
        OFFICE = "office", "At the office"
        HOME = "home", "Visit at home"
        TELEPHONE = "telephone", "By telephone"
        VIDEO = "video", "By video"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="practitioner_contacts", db_comment="personal: with whom"
    )
    on = models.DateField(db_comment="personal: day of the contact")
    way = models.CharField(max_length=9, choices=Way.choices, db_comment="personal: how")
    note = models.TextField(max_length=4000, db_comment="special: what was said")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-on", "-id"]
        db_table_comment = "A contact of the practitioner with a person"
        indexes = [models.Index(fields=["person", "on"], name="practitioner_contact_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["site", "office", "home", "telephone", "video"]), name="practitioner_contact_way"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="practitioner_contact_said"),
        ]
