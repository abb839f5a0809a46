"""What a person said of symptoms before they were seen: one of three answers, and nothing else of health."""

from django.db import models
from django.db.models import Q

from amends.contacts.models.appointment import Appointment
from amends.organisation.access import AccessPath


class SymptomCheck(models.Model):
    """The answer before an appointment face to face. Not a history: it is wiped after the days that policy says."""

    class Answer(models.TextChoices):
        WELL = "well", "Well"
        SYMPTOMS = "symptoms", "Symptoms"
        NOT_ASKED = "not_asked", "Could not be asked"

    appointment = models.OneToOneField(
        Appointment, models.PROTECT, related_name="symptom_check", db_comment="personal: before which appointment"
    )
    answer = models.CharField(max_length=9, choices=Answer, db_comment="special: what the person said")
    asked_at = models.DateTimeField(db_comment="personal: when")
    asked_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="appointment__person__team", crn="appointment__person__crn")

    class Meta:
        ordering = ["-asked_at"]
        db_table_comment = "What a person said of symptoms before being seen face to face; kept for days"
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["well", "symptoms", "not_asked"]), name="symptom_answer")
        ]
