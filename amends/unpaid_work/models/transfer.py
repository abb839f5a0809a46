"""A case on its way to another team: asked for, then accepted or declined by the team that is to have it."""

import pghistory
from django.db import models
from django.db.models import F, Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Team
from amends.unpaid_work.models.ending import OrderDocument


@pghistory.track()
class Transfer(models.Model):
    """Until it is answered both teams see it; once accepted, the team that has the case."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    person = models.ForeignKey(Person, models.PROTECT, related_name="transfers", db_comment="personal: whose case")
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_comment="personal: team that holds it")
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_comment="personal: team asked to take it")
    reason = models.CharField(max_length=500, db_comment="special: why")
    pack = models.OneToOneField(
        OrderDocument, models.PROTECT, related_name="+", db_comment="personal: statement and assessment, as sent"
    )
    asked_at = models.DateTimeField(db_comment="internal: when it was asked for")
    asked_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    answer = models.CharField(max_length=9, blank=True, choices=Answer.choices, db_comment="personal: what came of it")
    answer_note = models.CharField(max_length=500, blank=True, db_comment="special: why, or what was agreed")
    answered_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was answered")
    answered_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    freed = models.JSONField(
        default=list, db_comment="personal: bookings with teams left, freed on acceptance: project, date, start"
    )

    access = AccessPath(team="person__team", crn="person__crn", also_team="to_team")

    class Meta:
        ordering = ["-asked_at", "-id"]
        db_table_comment = "A case on its way to another team"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(answer=""), name="transfer_one_at_a_time"),
            models.CheckConstraint(condition=~Q(from_team=F("to_team")), name="transfer_to_another_team"),
            models.CheckConstraint(
                condition=Q(answer__in=["", "accepted", "declined", "withdrawn"]), name="transfer_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="transfer_answered_by_someone",
            ),
        ]
