"""What is kept for watching: that a requirement was reviewed, and a user's own views of the lists."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models import Requirement
from amends.organisation.access import AccessPath
from amends.organisation.access_path import AboutNobody


@pghistory.track()
class RequirementReview(models.Model):
    """That one of the reviews that policy asks of a requirement was done."""

    class Review(models.TextChoices):
        FIRST = "first", "First, after six months"
        SECOND = "second", "Second, after nine months"

    class Plan(models.TextChoices):
        STANDS = "stands", "The plan stands"
        CHANGE = "change", "The plan is to be changed"
        NONE = "none", "There is no plan yet"

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="reviews", db_comment="personal: which requirement"
    )
    review = models.CharField(max_length=6, choices=Review.choices, db_comment="personal: which of its reviews")
    on = models.DateField(db_comment="personal: day it was reviewed")
    note = models.TextField(max_length=4000, db_comment="special: what was found, and what is to be done")
    plan = models.CharField(
        max_length=6, choices=Plan.choices, db_comment="personal: what it came to for the supervision plan"
    )
    persons_view = models.TextField(max_length=2000, blank=True, db_comment="special: what the person says")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")

    class Meta:
        ordering = ["on"]
        db_table_comment = "A review of an unpaid work requirement"
        constraints = [
            models.UniqueConstraint(fields=["requirement", "review"], name="requirement_reviewed_once"),
            models.CheckConstraint(condition=Q(review__in=["first", "second"]), name="requirement_review_known"),
            models.CheckConstraint(condition=Q(plan__in=["stands", "change", "none"]), name="requirement_review_plan"),
        ]


class SavedView(models.Model):
    """A user's name for the filters and the order of a monitor."""

    user = models.ForeignKey("organisation.User", models.CASCADE, related_name="+", db_comment="internal: whose")
    monitor = models.SlugField(max_length=40, db_comment="internal: which monitor")
    name = models.CharField(max_length=60, db_comment="internal: what the user calls it")
    query = models.CharField(max_length=500, db_comment="internal: filters and order, as they stand in the address")

    whose = AboutNobody("a user's own filters")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A user's own view of a monitor"
        constraints = [models.UniqueConstraint(fields=["user", "monitor", "name"], name="saved_view_once")]
