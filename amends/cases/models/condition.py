"""What a sentence asks beside unpaid work: requirements of an order, conditions of a licence."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models.sentence import Sentence
from amends.organisation.access import AccessPath
from amends.organisation.ranges import dates_in_order


@pghistory.track()
class SentenceCondition(models.Model):
    """A requirement of an order, or a condition of a licence: the kinds of each are codes of policy."""

    class Unit(models.TextChoices):
        DAYS = "days", "Days"
        HOURS = "hours", "Hours"
        MONTHS = "months", "Months"
        SESSIONS = "sessions", "Sessions"

    sentence = models.ForeignKey(
        Sentence, models.PROTECT, related_name="conditions", db_comment="personal: the sentence"
    )
    kind = models.CharField(max_length=30, db_comment="personal: what is asked, by the codes of policy")
    amount = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="personal: how much, where it is counted"
    )
    unit = models.CharField(max_length=10, choices=Unit.choices, blank=True, db_comment="personal: of what")
    details = models.CharField(max_length=400, blank=True, db_comment="special: where, with whom, until when")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer asked")

    access = AccessPath(team="sentence__person__team", crn="sentence__person__crn")

    class Meta:
        ordering = ["from_date", "pk"]
        db_table_comment = "A requirement of an order beside unpaid work, or a condition of a licence"
        constraints = [
            dates_in_order("sentence_condition_dates"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, unit="") | (Q(amount__gt=0) & ~Q(unit="")),
                name="sentence_condition_amount",
            ),
        ]
