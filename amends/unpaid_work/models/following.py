"""What the practitioner means the order to come to: the supervision plan, a row for each version."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from amends.cases.models import Requirement
from amends.organisation.access import AccessPath


class SupervisionPlan(models.Model):
    """A version of the plan for an unpaid work requirement. Never changed: the next version says why it came."""

    class Agreement(models.TextChoices):
        AGREED = "agreed", "Agreed"
        IN_PART = "in_part", "Agreed in part"
        NOT_AGREED = "not_agreed", "Not agreed"

    class Way(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        TELEPHONE = "telephone", "By telephone"
        VIDEO = "video", "By video"

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="supervision_plans", db_comment="personal: which requirement"
    )
    version = models.PositiveSmallIntegerField(db_comment="internal: which version of the requirement's plan, from 1")
    on = models.DateField(db_comment="personal: day it was made with the person")
    objectives = ArrayField(models.CharField(max_length=200), db_comment="special: what is to be achieved")
    aim = models.TextField(max_length=1000, db_comment="special: what the placement is to give the person")
    contact_weeks = models.PositiveSmallIntegerField(db_comment="personal: weeks from one contact to the next, at most")
    contact_way = models.CharField(
        max_length=9, choices=Way.choices, db_comment="personal: how the practitioner keeps contact"
    )
    barriers = models.TextField(max_length=2000, blank=True, db_comment="special: what stands in the way of working")
    barriers_done = models.TextField(max_length=2000, blank=True, db_comment="special: what is done about it")
    persons_view = models.TextField(max_length=2000, blank=True, db_comment="special: what the person says of the plan")
    agreement = models.CharField(
        max_length=10, choices=Agreement.choices, db_comment="personal: whether the person agrees"
    )
    why = models.CharField(max_length=300, blank=True, db_comment="special: why it took the place of the one before")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by which practitioner"
    )

    access = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")

    class Meta:
        ordering = ["-version"]
        db_table_comment = "A version of the supervision plan of an unpaid work requirement"
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "version"], name="supervision_plan_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, why="") | (Q(version__gt=1) & ~Q(why="")), name="supervision_plan_why"
            ),
            models.CheckConstraint(condition=Q(objectives__len__range=(1, 8)), name="supervision_plan_objectives"),
            models.CheckConstraint(condition=Q(contact_weeks__range=(1, 26)), name="supervision_plan_contact"),
            models.CheckConstraint(
                condition=Q(barriers="", barriers_done="") | (~Q(barriers="") & ~Q(barriers_done="")),
                name="supervision_plan_barriers",
            ),
            models.CheckConstraint(
                condition=Q(agreement="agreed") | (Q(agreement__in=["in_part", "not_agreed"]) & ~Q(persons_view="")),
                name="supervision_plan_view",
            ),
        ]
