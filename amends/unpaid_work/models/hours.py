"""What counts towards hours besides attendance.

Rows are only added; a mistake is put right by a row that reverses it.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from amends.cases.models import Requirement
from amends.organisation.access import AccessPath
from amends.organisation.access_path import AboutNobody
from amends.unpaid_work.models.home import HomeInspection

_path = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")
_only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


class HoursAdjustment(models.Model):
    class Reason(models.TextChoices):
        TRAVEL = "travel", "Travel"
        CORRECTION = "correction", "Correction"
        OTHER = "other", "Other"
        HOME = "home", "Home project, inspected"

    BY_HAND = [choice for choice in Reason.choices if choice[0] != "home"]

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="adjustments", db_comment="personal: which"
    )
    on = models.DateField(db_comment="personal: day it counts on")
    minutes = models.IntegerField(db_comment="personal: minutes credited to the person; below nought, taken back")
    reason = models.CharField(max_length=10, choices=Reason.choices, db_comment="personal: kind of adjustment")
    note = models.CharField(max_length=300, db_comment="personal: what for")
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        db_comment="personal: entry put right",
    )
    inspection = models.OneToOneField(
        HomeInspection, models.PROTECT, null=True, blank=True, related_name="credit",
        db_comment="personal: inspection of a home project's goods that it credits",
    )  # fmt: skip
    carried_from = models.ForeignKey(
        Requirement, models.PROTECT, null=True, blank=True, related_name="carried_over",
        db_comment="personal: the requirement that was replaced, whose credit it carries over",
    )  # fmt: skip
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        ordering = ["on", "id"]
        db_table_comment = "An adjustment of a requirement's hours"
        triggers = [
            _only_added,
            pgtrigger.Trigger(
                name="home_work_inspected",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.reason = 'home'"),
                func="PERFORM unpaid_work_guard_home_credit(NEW); RETURN NEW;",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="home", inspection__isnull=False) | (~Q(reason="home") & Q(inspection__isnull=True)),
                name="adjustment_home_inspected",
            ),
            models.CheckConstraint(condition=~Q(minutes=0), name="adjustment_of_something"),
            models.CheckConstraint(
                condition=~Q(reason="travel") | Q(minutes__range=(1, 180)), name="adjustment_for_travel"
            ),
        ]


class EteCredit(models.Model):
    """Education, training or employment done outside a session, credited within the cap."""

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="ete_credits", db_comment="personal: which"
    )
    on = models.DateField(db_comment="personal: day it was done")
    minutes = models.IntegerField(db_comment="personal: minutes done; below nought, reversing an earlier entry")
    activity = models.CharField(max_length=200, db_comment="personal: what was done, with whom")
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        db_comment="personal: entry put right",
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        ordering = ["on", "id"]
        db_table_comment = "Education, training and employment credited to a requirement"
        triggers = [_only_added]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, reverses__isnull=True) | Q(minutes__lt=0, reverses__isnull=False),
                name="ete_credit_of_something",
            )
        ]


class Switch(models.Model):
    """A policy that a service turns on for itself: off where there is no row."""

    class Name(models.TextChoices):
        EARNED_REDUCTION = "earned_reduction", "Earned reduction (Sentencing Act 2026, section 37)"
        LATER_FAILURE_ENDS_EARNING = "later_failure_ends_earning", "A failure after the first quarter ends earning"

    name = models.CharField(max_length=40, unique=True, choices=Name.choices, db_comment="internal: which policy")
    on = models.BooleanField(db_comment="internal: whether it is on")
    changed_at = models.DateTimeField(db_comment="internal: when it was last set")
    changed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    whose = AboutNobody("a policy of the service")

    class Meta:
        db_table_comment = "A policy that a service turns on for itself"
