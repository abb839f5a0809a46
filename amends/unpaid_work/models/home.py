"""Home projects: the kit that is sent out, who may have one, what came back and how it was inspected.

Nothing is credited but by an inspection, and no kit goes out without a manager's agreement and an assessment that
allows home work: the database refuses both.
"""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amends.cases.models import Requirement
from amends.organisation.access import AccessPath
from amends.unpaid_work.models.project import Project

_path = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")
_of_entry = AccessPath(
    team="entry__requirement__sentence__person__team", crn="entry__requirement__sentence__person__crn"
)


@pghistory.track()
class HomeKit(models.Model):
    """A kind of kit: what is made, the standard each piece is held to, and the minutes that a piece is worth."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="kits", db_comment="internal: of which project")
    name = models.CharField(max_length=120, db_comment="internal: what the kit is called")
    piece = models.CharField(max_length=60, db_comment="internal: what one piece is")
    minutes_each = models.PositiveSmallIntegerField(db_comment="internal: minutes credited for a piece that passes")
    standard = ArrayField(models.CharField(max_length=120), db_comment="internal: what every piece is inspected for")
    days_out = models.PositiveSmallIntegerField(db_comment="internal: days until the goods are due back")
    retired_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was last sent out")

    access = AccessPath(team="project__team")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A kind of kit of a home project"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"], condition=Q(retired_at__isnull=True), name="home_kit_once"
            ),
            models.CheckConstraint(condition=Q(minutes_each__range=(1, 1440)), name="home_kit_minutes"),
            models.CheckConstraint(condition=Q(standard__len__range=(1, 12)), name="home_kit_standard"),
            models.CheckConstraint(condition=Q(days_out__range=(1, 90)), name="home_kit_days"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class HomeEntry(models.Model):
    """That a person cannot attend and may work at home, asked for and decided on by a manager."""

    class Ground(models.TextChoices):
        HEALTH = "health", "Health"
        SHIELDING = "shielding", "Shielding"
        DISTANCE = "distance", "Distance: too far from every project"

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="home_entries", db_comment="personal: under which requirement"
    )
    ground = models.CharField(max_length=9, choices=Ground.choices, db_comment="special: why they cannot attend")
    reason = models.TextField(max_length=2000, db_comment="special: what is known of it, and how")
    asked_at = models.DateTimeField(db_comment="internal: when it was asked for")
    asked_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    agreed = models.BooleanField(null=True, db_comment="personal: whether a manager agreed; empty: not decided")
    from_date = models.DateField(null=True, blank=True, db_comment="personal: first day agreed to")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer agreed to")
    note = models.CharField(max_length=300, blank=True, db_comment="special: why it was agreed to, or not")
    decided_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was decided")
    decided_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        ordering = ["-asked_at"]
        db_table_comment = "Entry of a person to home projects"
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=["health", "shielding", "distance"]), name="home_entry_ground"
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | (Q(agreed__isnull=False, decided_at__isnull=False, decided_by__isnull=False) & ~Q(note="")),
                name="home_entry_decided",
            ),
            models.CheckConstraint(
                condition=Q(agreed=True, from_date__isnull=False, to_date__isnull=False, to_date__gt=F("from_date"))
                | (Q(from_date__isnull=True, to_date__isnull=True) & (Q(agreed__isnull=True) | Q(agreed=False))),
                name="home_entry_dates",
            ),
            models.UniqueConstraint(
                fields=["requirement"], condition=Q(agreed__isnull=True), name="home_entry_asked_once"
            ),
        ]


@pghistory.track()
class HomeKitOut(models.Model):
    """A kit that was sent to a person, and what came back. The kit's minutes and standard as they were then."""

    entry = models.ForeignKey(HomeEntry, models.PROTECT, related_name="kits", db_comment="personal: by which entry")
    kit = models.ForeignKey(HomeKit, models.PROTECT, related_name="+", db_comment="internal: which kit")
    pieces = models.PositiveSmallIntegerField(db_comment="personal: how many pieces are to be made")
    minutes_each = models.PositiveSmallIntegerField(db_comment="internal: minutes for a piece that passes")
    standard = ArrayField(models.CharField(max_length=120), db_comment="internal: what every piece is inspected for")
    out_on = models.DateField(db_comment="personal: day it went out")
    due_on = models.DateField(db_comment="personal: last day for the goods to come back")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    back_on = models.DateField(null=True, blank=True, db_comment="personal: day the goods came back")
    pieces_back = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="personal: how many came back")
    back_note = models.CharField(max_length=300, blank=True, db_comment="personal: what was missing or broken")

    access = _of_entry

    class Meta:
        ordering = ["-out_on", "-pk"]
        db_table_comment = "A kit sent to a person, and its goods back"
        triggers = [
            pgtrigger.Trigger(
                name="allowed_out",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="PERFORM unpaid_work_guard_kit_out(NEW); RETURN NEW;",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gte=1), name="home_kit_out_pieces"),
            models.CheckConstraint(
                condition=Q(back_on__isnull=True, pieces_back__isnull=True)
                | Q(
                    back_on__isnull=False,
                    pieces_back__isnull=False,
                    back_on__gte=F("out_on"),
                    pieces_back__lte=F("pieces"),
                ),
                name="home_kit_out_back",
            ),
        ]


class HomeInspection(models.Model):
    """How many of the goods meet the standard. It is never changed: a correction is made on the statement."""

    kit_out = models.OneToOneField(
        HomeKitOut, models.PROTECT, related_name="inspection", db_comment="personal: which goods"
    )
    on = models.DateField(db_comment="personal: day of the inspection")
    passed = models.PositiveSmallIntegerField(db_comment="personal: pieces that meet all of the standard")
    failed_for = ArrayField(
        models.CharField(max_length=120), default=list, blank=True, db_comment="personal: what other pieces failed for"
    )
    note = models.TextField(max_length=2000, blank=True, db_comment="personal: what the person is told")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(
        team="kit_out__entry__requirement__sentence__person__team",
        crn="kit_out__entry__requirement__sentence__person__crn",
    )

    class Meta:
        db_table_comment = "An inspection of a home project's goods"
        triggers = [
            pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="of_what_came_back",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="PERFORM unpaid_work_guard_inspection(NEW); RETURN NEW;",
            ),
        ]
