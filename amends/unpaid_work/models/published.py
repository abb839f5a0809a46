"""Figures as they stood when they were told: to the public, and to the board. Rows are only ever added."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncMonth

from amends.organisation.access import AccessPath
from amends.organisation.models import PDU, Region
from amends.organisation.ranges import dates_in_order, never_overlapping

_only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


@pghistory.track()
class CapacityPublication(models.Model):
    """That a region publishes its statement of capacity, by date. Without a row in force nothing is public."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="capacity_publications", db_comment="public: the region"
    )
    from_date = models.DateField(db_comment="public: first day on which the statement is public")
    to_date = models.DateField(null=True, blank=True, db_comment="public: first day no longer; empty: no end known")

    access = AccessPath(team="region__pdus__teams")

    class Meta:
        ordering = ["region", "from_date"]
        db_table_comment = "Whether a region publishes its statement of capacity, by date"
        constraints = [
            never_overlapping("capacity_publication_once", "region_id"),
            dates_in_order("capacity_publication_dates"),
        ]


class CapacityStatement(models.Model):
    """A region's statement of capacity as it was made public: small numbers are left out of it already."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="capacity_statements", db_comment="public: the region"
    )
    as_at = models.DateTimeField(db_comment="public: the moment of the figures")
    content = models.JSONField(db_comment="public: the figures, as shown")
    published_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="internal: by whom; empty: by the weekly job",
    )  # fmt: skip

    access = AccessPath(team="region__pdus__teams")

    class Meta:
        ordering = ["-as_at", "-id"]
        db_table_comment = "A statement of capacity as it was made public"
        triggers = [_only_added]


class MonthlyReport(models.Model):
    """The figures of one month of a region, or of one of its units, as they stood when told to the board."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="monthly_reports", db_comment="internal: the region"
    )
    unit = models.ForeignKey(
        PDU, models.PROTECT, null=True, blank=True, related_name="monthly_reports",
        db_comment="internal: the unit; empty: the whole region",
    )  # fmt: skip
    month = models.DateField(db_comment="internal: first day of the month")
    as_at = models.DateTimeField(db_comment="internal: the moment of the figures")
    content = models.JSONField(db_comment="internal: the figures, by name")
    note = models.CharField(max_length=1000, blank=True, db_comment="internal: what the board is told with them")
    published_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="region__pdus__teams")

    class Meta:
        ordering = ["-month", "-as_at", "-id"]
        db_table_comment = "A month's figures as they stood when told to the board"
        triggers = [_only_added]
        constraints = [
            models.CheckConstraint(condition=Q(month=TruncMonth(F("month"))), name="monthly_report_of_a_month")
        ]
