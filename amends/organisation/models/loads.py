"""What keeps new cases from an officer for a time: allocation paused, and loads protected while learning the work."""

from django.db import models
from django.db.models import Q

from amends.organisation.access_path import AccessPath
from amends.organisation.models.staff import Staff
from amends.organisation.ranges import dates_in_order, never_overlapping


class AllocationPause(models.Model):
    """No new case goes to the officer on these days, whatever their capacity says."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="pauses", db_comment="internal: who is given none")
    reason = models.CharField(max_length=200, db_comment="personal: why")
    from_date = models.DateField(db_comment="internal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day on which cases are given again")
    paused_at = models.DateTimeField(db_comment="internal: when it was recorded")
    paused_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="staff__team")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Days on which an officer is given no new case"
        constraints = [
            never_overlapping("allocation_pause_once", "staff_id"),
            dates_in_order("allocation_pause_dates"),
            models.CheckConstraint(condition=~Q(reason=""), name="allocation_pause_why"),
        ]


class ProtectedLoad(models.Model):
    """A share of the officer's hours kept for learning the work: how much, policy says of each circumstance."""

    class Circumstance(models.TextChoices):
        FIRST = "trainee_first_half_year", "Trainee, first half-year"
        SECOND = "trainee_second_half_year", "Trainee, second half-year"
        THIRD = "trainee_third_half_year", "Trainee, third half-year"
        NEWLY_QUALIFIED = "newly_qualified", "Newly qualified"

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="protected_loads", db_comment="internal: whose hours")
    circumstance = models.CharField(
        max_length=24, choices=Circumstance.choices, db_comment="internal: why, by the circumstances of policy"
    )
    from_date = models.DateField(db_comment="internal: first day")
    to_date = models.DateField(db_comment="internal: first day no longer")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="staff__team")

    class Meta:
        ordering = ["from_date"]
        db_table_comment = "Days on which a share of an officer's hours is kept for learning the work"
        constraints = [
            never_overlapping("protected_load_once", "staff_id"),
            dates_in_order("protected_load_dates"),
            models.CheckConstraint(
                condition=Q(
                    circumstance__in=[
                        "trainee_first_half_year", "trainee_second_half_year", "trainee_third_half_year",
                        "newly_qualified",
                    ]
                ),
                name="protected_load_known",
            ),
        ]  # fmt: skip
