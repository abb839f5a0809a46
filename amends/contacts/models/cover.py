"""Contact given by another officer while the practitioner can see nobody."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff
from amends.organisation.ranges import dates_in_order, never_overlapping


@pghistory.track()
class ContactCover(models.Model):
    """Who sees a person in place of the practitioner; the case stays with the practitioner."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="contact_cover", db_comment="personal: whom")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_comment="personal: who sees them")
    reason = models.CharField(max_length=200, db_comment="personal: what to know, where anything")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer covered")
    set_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Who sees a person in place of their practitioner, by date"
        constraints = [
            never_overlapping("contact_cover_once", "person_id"),
            dates_in_order("contact_cover_dates"),
            models.CheckConstraint(condition=~Q(reason=""), name="contact_cover_why"),
        ]
