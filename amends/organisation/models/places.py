"""Regions, probation delivery units, offices and teams, and each region's tier of restrictions by date."""

from django.db import models

from amends.organisation.access_path import AboutNobody, AccessPath
from amends.organisation.ranges import dates_in_order, never_overlapping


class Region(models.Model):
    code = models.SlugField(max_length=20, unique=True, db_comment="public: short code of the region")
    name = models.CharField(max_length=100, unique=True, db_comment="public: name of the region")

    access = AccessPath(team="pdus__teams")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A probation region"

    def __str__(self) -> str:
        return self.name


class RegionTier(models.Model):
    class Tier(models.TextChoices):
        OPEN = "open", "Open"
        ONE = "1", "Tier 1"
        TWO = "2", "Tier 2"
        THREE = "3", "Tier 3"
        LOCKDOWN = "lockdown", "Lockdown"

    region = models.ForeignKey(Region, models.CASCADE, related_name="tiers", db_comment="public: the region")
    tier = models.CharField(max_length=10, choices=Tier.choices, db_comment="public: tier of restrictions in force")
    from_date = models.DateField(db_comment="public: first day of the tier")
    to_date = models.DateField(null=True, blank=True, db_comment="public: first day after; empty: no end known")

    access = AccessPath(team="region__pdus__teams")

    class Meta:
        ordering = ["region", "from_date"]
        db_table_comment = "Which tier of public health restrictions a region is in, by date"
        constraints = [
            never_overlapping("region_tier_once", "region_id"),
            dates_in_order("region_tier_dates"),
            models.CheckConstraint(
                condition=models.Q(tier__in=["open", "1", "2", "3", "lockdown"]), name="region_tier_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}: {self.get_tier_display()}"


class PDU(models.Model):
    region = models.ForeignKey(Region, models.PROTECT, related_name="pdus", db_comment="public: its region")
    code = models.SlugField(max_length=30, unique=True, db_comment="public: short code of the unit")
    name = models.CharField(max_length=100, db_comment="public: name of the probation delivery unit")

    whose = AboutNobody("a unit of the service")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A probation delivery unit"

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    pdu = models.ForeignKey(PDU, models.PROTECT, related_name="offices", db_comment="public: its unit")
    code = models.SlugField(max_length=40, unique=True, db_comment="public: short code of the office")
    name = models.CharField(max_length=100, db_comment="public: name of the office")
    address = models.CharField(max_length=300, blank=True, db_comment="public: postal address")
    lat = models.FloatField(null=True, db_comment="public: latitude, degrees north")
    lon = models.FloatField(null=True, db_comment="public: longitude, degrees east")

    access = AccessPath(team="pdu__teams")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A probation office"

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    class Kind(models.TextChoices):
        SENTENCE_MANAGEMENT = "sentence_management", "Sentence management"
        UNPAID_WORK = "unpaid_work", "Unpaid work"
        COURT = "court", "Court"
        PROGRAMMES = "programmes", "Programmes"
        OTHER = "other", "Other"

    pdu = models.ForeignKey(PDU, models.PROTECT, related_name="teams", db_comment="public: its unit")
    code = models.SlugField(max_length=40, unique=True, db_comment="public: short code of the team")
    name = models.CharField(max_length=100, db_comment="public: name of the team")
    kind = models.CharField(max_length=30, choices=Kind.choices, db_comment="public: what the team does")

    access = AccessPath(team="")

    class Meta:
        ordering = ["name"]
        db_table_comment = "A team of staff"

    def __str__(self) -> str:
        return self.name
