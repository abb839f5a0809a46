"""Risk of serious harm, MAPPA, registrations, and what other agencies answered."""

from collections.abc import Iterable

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models.person import Person
from amends.organisation.access import AccessPath
from amends.organisation.disclosure import Withheld
from amends.organisation.ranges import dates_in_order, never_overlapping

LEVELS = ("low", "medium", "high", "very_high")


class Level(models.TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    VERY_HIGH = "very_high", "Very high"


@pghistory.track()
class RiskOfHarm(models.Model):
    """Risk of serious harm to each group, as judged on a day. The latest judgement stands; earlier ones are kept."""

    GROUPS = ("children", "public", "known_adult", "staff", "prisoners")

    person = models.ForeignKey(Person, models.PROTECT, related_name="risks_of_harm", db_comment="personal: who")
    assessed_on = models.DateField(db_comment="personal: day of the judgement")
    children = models.CharField(max_length=9, choices=Level.choices, db_comment="special: risk to children")
    public = models.CharField(max_length=9, choices=Level.choices, db_comment="special: risk to the public")
    known_adult = models.CharField(max_length=9, choices=Level.choices, db_comment="special: risk to a known adult")
    staff = models.CharField(max_length=9, choices=Level.choices, db_comment="special: risk to staff")
    prisoners = models.CharField(
        max_length=9, choices=Level.choices, blank=True, db_comment="special: risk to prisoners; empty: not in custody"
    )
    reason = models.TextField(max_length=4000, db_comment="special: why")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        db_table_comment = "Risk of serious harm to each group"
        indexes = [models.Index(fields=["person", "-assessed_on"], name="risk_of_harm_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(children__in=LEVELS, public__in=LEVELS, known_adult__in=LEVELS, staff__in=LEVELS)
                & Q(prisoners__in=["", *LEVELS]),
                name="risk_of_harm_levels",
            )
        ]

    @property
    def overall(self) -> Level:
        """The highest of the groups."""
        return Level(self.highest(getattr(self, group) for group in self.GROUPS))

    @staticmethod
    def highest(levels: Iterable[str]) -> str:
        """The highest of those judged. One that is empty was not judged, which says nothing: never that it is low."""
        return max((level for level in levels if level), key=LEVELS.index)


@pghistory.track()
class Mappa(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="mappa", db_comment="personal: who")
    category = models.PositiveSmallIntegerField(db_comment="special: category, 1 to 4")
    level = models.PositiveSmallIntegerField(db_comment="special: level of management, 1 to 3")
    review_date = models.DateField(db_comment="personal: day by which it is reviewed")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer managed so")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Multi-agency public protection arrangements, by date"
        constraints = [
            never_overlapping("mappa_once", "person_id"),
            dates_in_order("mappa_dates"),
            models.CheckConstraint(condition=Q(category__range=(1, 4), level__range=(1, 3)), name="mappa_known"),
        ]


@pghistory.track()
class Registration(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="registrations", db_comment="personal: who")
    kind = models.CharField(max_length=30, db_comment="special: what for, by the codes of policy")
    note = models.CharField(max_length=400, blank=True, db_comment="special: what to know")
    review_date = models.DateField(db_comment="personal: day by which it is reviewed")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer registered")
    recorded_at = models.DateTimeField(
        null=True, blank=True, db_comment="internal: when it was recorded; empty: taken over with its first day alone"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["kind", "-from_date"]
        db_table_comment = "A registration of a person, with its review"
        constraints = [
            dates_in_order("registration_dates"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(to_date__isnull=True), name="registration_once"
            ),
        ]


@pghistory.track()
class AgencyCheck(models.Model):
    """What another agency answered. `not_retrieved` is no answer: it never reads as `nothing_held`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="agency_checks", db_comment="personal: who")
    agency = models.CharField(max_length=30, db_comment="personal: agency asked, by the codes of policy")
    outcome = models.CharField(max_length=13, db_comment="special: what it came to, by the codes of policy")
    checked_on = models.DateField(db_comment="personal: day of the answer, or of asking in vain")
    summary = models.TextField(max_length=4000, blank=True, db_comment="special: what was told")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="person__team", crn="person__crn")
    withheld = {"summary": Withheld.THIRD_PARTY}

    class Meta:
        ordering = ["-checked_on", "-pk"]
        db_table_comment = "What another agency answered about a person"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["retrieved", "nothing_held", "not_retrieved"]), name="agency_check_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="retrieved") | ~Q(summary=""), name="agency_check_retrieved_says_what"
            ),
        ]
