"""What a person can do and learns: certificates, guided skills learning, and the session before the first placement."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from amends.cases.models import Person, Requirement
from amends.organisation.access import AccessPath
from amends.organisation.ranges import dates_in_order
from amends.unpaid_work.models.project import Project
from amends.unpaid_work.models.session import Booking


@pghistory.track()
class Certificate(models.Model):
    """A certificate that shows a skill. Matching counts the skill on the days that it holds, as the database does."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates", db_comment="personal: whose")
    skill = models.SlugField(max_length=40, db_comment="personal: the skill it shows, as projects ask for it")
    title = models.CharField(max_length=120, db_comment="personal: what it is called")
    number = models.CharField(max_length=60, blank=True, db_comment="personal: its number")
    awarded_by = models.CharField(max_length=120, blank=True, db_comment="personal: who awarded it")
    from_date = models.DateField(db_comment="personal: day it was awarded")
    to_date = models.DateField(
        null=True, blank=True, db_comment="personal: first day it no longer holds; empty: it does not run out"
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was found not to be so")
    withdrawn_why = models.CharField(max_length=300, blank=True, db_comment="personal: why")

    access = AccessPath(team="person__team", crn="person__crn")
    gives_way = "certificate_once"

    class Meta:
        ordering = ["skill", "-from_date"]
        db_table_comment = "A certificate of a person's skill"
        constraints = [
            dates_in_order("certificate_dates"),
            models.UniqueConstraint(
                fields=["person", "skill", "from_date"], condition=Q(withdrawn_at__isnull=True), name="certificate_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="certificate_withdrawn_why",
            ),
        ]


@pghistory.track()
class SkillLearning(models.Model):
    """A placement on which a person learns a skill by guidance. Its hours are those of the sessions, kept there."""

    class Result(models.TextChoices):
        LEARNED = "learned", "Learned"
        IN_PART = "in_part", "Learned in part"
        LEFT = "left", "Left before the end"

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="skills_learning", db_comment="personal: under which requirement"
    )
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", db_comment="personal: where it is learned")
    skill = models.SlugField(max_length=40, db_comment="personal: the skill")
    aim = models.CharField(max_length=300, db_comment="personal: what is to be learned")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer learned")
    result = models.CharField(max_length=7, choices=Result.choices, blank=True, db_comment="personal: what came of it")
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, null=True, blank=True, related_name="+", db_comment="personal: awarded for it"
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Guided learning of a skill on a project"
        constraints = [
            dates_in_order("skill_learning_dates"),
            models.UniqueConstraint(
                fields=["requirement", "project", "skill"],
                condition=Q(to_date__isnull=True),
                name="skill_learning_once",
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True, result="", certificate__isnull=True)
                | Q(to_date__isnull=False, result__in=["learned", "in_part", "left"]),
                name="skill_learning_result",
            ),
        ]


@pghistory.track()
class PrePlacement(models.Model):
    """What was gone through in the session before the first placement, and that the person acknowledged it."""

    booking = models.OneToOneField(
        Booking, models.PROTECT, related_name="pre_placement", db_comment="personal: the induction session"
    )
    covered = ArrayField(
        models.SlugField(max_length=40), db_comment="personal: what was gone through, by policy's codes"
    )
    asked = models.TextField(max_length=2000, blank=True, db_comment="special: what the person asked or needs")
    acknowledged_on = models.DateField(
        null=True, blank=True, db_comment="personal: day the person said that it was understood; empty: not yet"
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was last recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(
        team="booking__appointment__person__team", crn="booking__appointment__person__crn",
        also_team="booking__session__project__team",
    )  # fmt: skip

    class Meta:
        db_table_comment = "The contents of a pre-placement work session, as acknowledged"
