"""Actuarial scores and what the tier of a woman's case asks beside them, as known on a day."""

from django.db import models
from django.db.models import Q

from amends.cases.models.person import ONLY_ADDED, Person
from amends.organisation.access import AccessPath


class ActuarialScores(models.Model):
    """Scored on a day; the latest stands. What is empty is not known, which never reads as nought or no."""

    WOMEN = ("parenting", "impulsivity_or_temper", "breach_or_recall")

    person = models.ForeignKey(Person, models.PROTECT, related_name="scores", db_comment="personal: who")
    scored_on = models.DateField(db_comment="personal: day of the scores")
    rsr = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        db_comment="special: chance of serious reoffending, per cent",
    )
    ogrs = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, db_comment="special: chance of any reoffending, per cent"
    )
    parenting = models.BooleanField(null=True, blank=True, db_comment="special: a woman with parenting duties")
    impulsivity_or_temper = models.BooleanField(
        null=True, blank=True, db_comment="special: a woman whose impulsivity or temper bears on the case"
    )
    breach_or_recall = models.BooleanField(
        null=True, blank=True, db_comment="special: a woman breached or recalled before"
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-scored_on", "-pk"]
        db_table_comment = "Actuarial scores of a person on a day"
        indexes = [models.Index(fields=["person", "-scored_on"], name="actuarial_scores_latest")]
        triggers = ONLY_ADDED
        constraints = [
            models.CheckConstraint(
                condition=(Q(rsr__isnull=True) | Q(rsr__range=(0, "99.99")))
                & (Q(ogrs__isnull=True) | Q(ogrs__range=(0, 100))),
                name="actuarial_scores_range",
            )
        ]
