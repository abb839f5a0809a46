"""Staff: grade, hours, working pattern, qualifications and absences."""

import pghistory
from django.core.validators import RegexValidator
from django.db import models

from amends.organisation.access_path import AboutNobody, AccessPath
from amends.organisation.models.places import Team
from amends.organisation.ranges import dates_in_order, never_overlapping

weekdays_only = RegexValidator(
    r"^1?2?3?4?5?6?7?$", "Write the weekdays as digits in order, 1 for Monday to 7 for Sunday"
)


class Qualification(models.Model):
    code = models.SlugField(max_length=40, unique=True, db_comment="internal: short code, as in planning files")
    name = models.CharField(max_length=100, db_comment="internal: what the qualification is called")

    whose = AboutNobody("a qualification that staff may have")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A qualification that work can need of staff"

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Staff(models.Model):
    class Grade(models.TextChoices):
        SUPERVISOR = "supervisor", "Unpaid work supervisor"
        PLACEMENT_COORDINATOR = "placement_coordinator", "Placement coordinator"
        PO = "po", "Probation officer"
        PSO = "pso", "Probation services officer"
        TRAINEE = "trainee", "Trainee probation officer"
        SPO = "spo", "Senior probation officer"
        HEAD = "head", "Head of unit or region"
        ADMINISTRATOR = "administrator", "Case administrator"
        OTHER = "other", "Other"

    code = models.CharField(max_length=20, unique=True, db_comment="internal: staff number")
    name = models.CharField(max_length=200, db_comment="personal: name as written")
    team = models.ForeignKey(Team, models.PROTECT, related_name="staff", db_comment="internal: the team")
    grade = models.CharField(max_length=30, choices=Grade.choices, db_comment="internal: grade")
    contracted_minutes = models.PositiveIntegerField(db_comment="internal: contracted minutes a week")
    days = models.CharField(
        max_length=7, default="12345", validators=[weekdays_only],
        db_comment="internal: weekdays worked, digits 1 (Monday) to 7",
    )  # fmt: skip
    days_a_week = models.PositiveSmallIntegerField(default=5, db_comment="internal: most days worked in a week")
    lat = models.FloatField(null=True, blank=True, db_comment="personal: latitude of where journeys start")
    lon = models.FloatField(null=True, blank=True, db_comment="personal: longitude of where journeys start")
    max_drive_minutes = models.PositiveSmallIntegerField(
        default=60, db_comment="internal: longest drive to a site, minutes one way"
    )
    from_date = models.DateField(db_comment="internal: first day in post")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day no longer in post")

    access = AccessPath(team="team")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A member of staff"
        constraints = [
            dates_in_order("staff_dates"),
            models.CheckConstraint(condition=models.Q(days__regex=r"^1?2?3?4?5?6?7?$"), name="staff_days"),
            models.CheckConstraint(condition=models.Q(days_a_week__range=(0, 7)), name="staff_days_a_week"),
            models.CheckConstraint(condition=models.Q(contracted_minutes__lte=3600), name="staff_contracted_minutes"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class StaffQualification(models.Model):
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="held", db_comment="internal: who holds it")
    qualification = models.ForeignKey(
        Qualification, models.PROTECT, related_name="+", db_comment="internal: what is held"
    )
    from_date = models.DateField(db_comment="internal: first day held")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day after it lapses")

    access = AccessPath(team="staff__team")

    class Meta:
        db_table_comment = "A qualification held by a member of staff"
        constraints = [
            never_overlapping("staff_qualification_once", "staff_id", "qualification_id"),
            dates_in_order("staff_qualification_dates"),
        ]


@pghistory.track()
class Absence(models.Model):
    class Kind(models.TextChoices):
        LEAVE = "leave", "Leave"
        SICKNESS = "sickness", "Sickness"
        SHIELDING = "shielding", "Shielding"
        SELF_ISOLATION = "self_isolation", "Self-isolation"
        TRAINING = "training", "Training"

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="absences", db_comment="internal: who is away")
    kind = models.CharField(max_length=20, choices=Kind.choices, db_comment="special: why")
    from_date = models.DateField(db_comment="internal: first day away")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day back; empty: not known")

    access = AccessPath(team="staff__team")

    class Meta:
        ordering = ["from_date"]
        db_table_comment = "An absence of a member of staff"
        constraints = [never_overlapping("absence_once", "staff_id"), dates_in_order("absence_dates")]
