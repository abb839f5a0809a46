"""Days of a rehabilitation activity requirement, counted from appointments kept."""

from django.db import models

from amends.cases.models import SentenceCondition
from amends.contacts.models.appointment import Appointment
from amends.organisation.access import AccessPath


class ActivityDay(models.Model):
    """An appointment that was a day of a rehabilitation activity. Two on one day are one day of it."""

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="activity_day", db_comment="personal: which appointment"
    )
    condition = models.ForeignKey(
        SentenceCondition, models.PROTECT, related_name="activity_days", db_comment="personal: of which requirement"
    )
    counted_at = models.DateTimeField(db_comment="internal: when it was counted")
    counted_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="appointment__person__team", crn="appointment__person__crn")

    class Meta:
        ordering = ["appointment__starts_at"]
        db_table_comment = "An appointment counted as a day of a rehabilitation activity requirement"
