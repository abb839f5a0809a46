"""Projects: the work, its place and times, what it needs of people and staff, and when it may not run."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amends.organisation.access import AccessPath
from amends.organisation.access_path import AboutNobody
from amends.organisation.models import Qualification, Team
from amends.organisation.models.staff import weekdays_only
from amends.organisation.ranges import dates_in_order, never_overlapping


class Beneficiary(models.Model):
    name = models.CharField(max_length=200, unique=True, db_comment="internal: who benefits from the work")
    contact_name = models.CharField(max_length=200, blank=True, db_comment="personal: who speaks for them")
    contact_details = models.CharField(max_length=300, blank=True, db_comment="personal: how to reach them")

    whose = AboutNobody("who benefits from the work, not who does it")

    class Meta:
        ordering = ["name"]
        db_table_comment = "Who benefits from a project"

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Project(models.Model):
    class Type(models.TextChoices):
        GROUP_REGIONAL = "group_regional", "Group, regional"
        GROUP_NATIONAL = "group_national", "Group, national"
        GROUP_RAPID = "group_rapid", "Group, rapid clean-up"
        INDUCTION = "induction", "Induction"
        INDIVIDUAL = "individual", "Individual placement"
        ETE_ELEARNING = "ete_elearning", "Education, training, employment: e-learning"
        ETE_CONTRACTED = "ete_contracted", "Education, training, employment: contracted"
        HOME = "home", "Home project"

    class For(models.TextChoices):
        ANY = "any", "Anyone"
        WOMEN = "women", "Women only"
        MEN = "men", "Men only"

    KINDS = {
        Type.GROUP_REGIONAL: "group",
        Type.GROUP_NATIONAL: "group",
        Type.GROUP_RAPID: "group",
        Type.INDUCTION: "group",
        Type.INDIVIDUAL: "individual",
        Type.ETE_ELEARNING: "ete",
        Type.ETE_CONTRACTED: "ete",
        Type.HOME: "home",
    }

    code = models.CharField(max_length=40, unique=True, db_comment="internal: the project's code")
    name = models.CharField(max_length=200, db_comment="internal: what the project is called")
    type = models.CharField(max_length=20, choices=Type.choices, db_comment="internal: type of project")
    team = models.ForeignKey(Team, models.PROTECT, related_name="projects", db_comment="internal: team that runs it")
    beneficiary = models.ForeignKey(
        Beneficiary, models.PROTECT, null=True, blank=True, related_name="projects", db_comment="internal: who benefits"
    )
    description = models.TextField(max_length=2000, blank=True, db_comment="internal: the work done")
    address = models.CharField(max_length=300, blank=True, db_comment="internal: where it is")
    lat = models.FloatField(db_comment="internal: latitude, degrees north")
    lon = models.FloatField(db_comment="internal: longitude, degrees east")
    days = models.CharField(
        max_length=7, validators=[weekdays_only], db_comment="internal: weekdays it runs, digits 1 (Monday) to 7"
    )
    start_time = models.TimeField(db_comment="internal: when a session begins, Europe/London")
    end_time = models.TimeField(db_comment="internal: when a session ends, the same day")
    from_date = models.DateField(db_comment="internal: first day it is open")
    to_date = models.DateField(null=True, blank=True, db_comment="internal: first day no longer open")
    open_on_bank_holidays = models.BooleanField(default=False, db_comment="internal: whether it runs on bank holidays")
    places = models.PositiveSmallIntegerField(db_comment="internal: places at a session, before restrictions")
    least = models.PositiveSmallIntegerField(default=1, db_comment="internal: fewest people a session is run for")
    supervised = models.BooleanField(default=True, db_comment="internal: whether a member of staff supervises")
    for_whom = models.CharField(
        max_length=5, choices=For.choices, default=For.ANY, db_comment="internal: women, men or any"
    )
    suitable_under_18 = models.BooleanField(default=False, db_comment="internal: marked suitable for under 18s")
    tags = ArrayField(
        models.SlugField(max_length=40), default=list, blank=True,
        db_comment="internal: what exclusions are matched with: near_school, heavy, outdoor and the like",
    )  # fmt: skip
    skills_needed = ArrayField(
        models.SlugField(max_length=40), default=list, blank=True, db_comment="internal: skills each person needs"
    )
    qualifications = models.ManyToManyField(Qualification, blank=True, related_name="+")
    hazards = models.TextField(max_length=2000, blank=True, db_comment="internal: known hazards and precautions")

    access = AccessPath(team="team")

    class Meta:
        ordering = ["name"]
        db_table_comment = "An unpaid work project"
        constraints = [
            dates_in_order("project_dates"),
            models.CheckConstraint(condition=Q(end_time__gt=F("start_time")), name="project_times"),
            models.CheckConstraint(condition=Q(days__regex=r"^1?2?3?4?5?6?7?$") & ~Q(days=""), name="project_days"),
            models.CheckConstraint(condition=Q(places__gte=1, least__lte=F("places")), name="project_places"),
            models.CheckConstraint(condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="project_position"),
            models.CheckConstraint(condition=Q(for_whom__in=["any", "women", "men"]), name="project_for_whom"),
            models.CheckConstraint(
                condition=Q(
                    type__in=[
                        "group_regional",
                        "group_national",
                        "group_rapid",
                        "induction",
                        "individual",
                        "ete_elearning",
                        "ete_contracted",
                        "home",
                    ]
                ),
                name="project_type_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """`group`, `individual`, `ete` or `home`, as plans and assessments name them."""
        return self.KINDS[self.Type(self.type)]


@pghistory.track()
class ProjectClosure(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="closures", db_comment="internal: which")
    from_date = models.DateField(db_comment="internal: first day closed")
    to_date = models.DateField(db_comment="internal: first day open again")
    reason = models.CharField(max_length=200, db_comment="internal: why")

    access = AccessPath(team="project__team")

    class Meta:
        ordering = ["from_date"]
        db_table_comment = "Days on which a project is closed"
        constraints = [never_overlapping("project_closure_once", "project_id"), dates_in_order("project_closure_dates")]


@pghistory.track()
class HealthAndSafety(models.Model):
    """An assessment of a placement's health and safety. Without one in force, no session."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="health_and_safety", db_comment="internal: which")
    assessed_by = models.CharField(max_length=200, db_comment="personal: who assessed it")
    from_date = models.DateField(db_comment="internal: day it was assessed")
    to_date = models.DateField(db_comment="internal: first day it no longer holds, by policy or after an incident")
    findings = models.TextField(max_length=4000, blank=True, db_comment="internal: what was found, what must be done")
    ended_why = models.CharField(
        max_length=300, blank=True, db_comment="internal: the incident or change that ended it before its time"
    )

    access = AccessPath(team="project__team")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "A health and safety assessment of a project"
        constraints = [
            never_overlapping("health_and_safety_once", "project_id"),
            models.CheckConstraint(
                condition=Q(to_date__gt=F("from_date")) | (Q(to_date=F("from_date")) & ~Q(ended_why="")),
                name="health_and_safety_dates",
            ),
        ]


@pghistory.track()
class ProjectQuality(models.Model):
    """A cell of the placement quality matrix: how well the project serves a need."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="quality", db_comment="internal: which")
    need = models.CharField(max_length=40, db_comment="internal: need served, by the codes of policy")
    score = models.PositiveSmallIntegerField(db_comment="internal: 0 not at all, 1 a little, 2 well, 3 very well")
    evidence = models.CharField(max_length=300, blank=True, db_comment="internal: how it is known")

    access = AccessPath(team="project__team")

    class Meta:
        db_table_comment = "How well a project serves a need"
        constraints = [
            models.UniqueConstraint(fields=["project", "need"], name="project_quality_once"),
            models.CheckConstraint(condition=Q(score__lte=3), name="project_quality_score"),
        ]
