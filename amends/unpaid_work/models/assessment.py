"""The unpaid work assessment: what may be worked, where, when and how; and the gate that it makes."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.disclosure import Withheld
from amends.organisation.ranges import dates_in_order, never_overlapping

RISKS = [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("very_high", "Very high")]


@pghistory.track()
class UnpaidWorkAssessment(models.Model):
    """In force from `from_date` until `to_date`, the latter set by policy and brought forward when it is withdrawn.

    Nobody may be booked on a day without one in force whose check on risk of harm is an answer: "not retrieved" is
    no answer.
    """

    class HarmCheck(models.TextChoices):
        RETRIEVED = "retrieved", "Retrieved"
        NOTHING_HELD = "nothing_held", "Nothing held"
        NOT_RETRIEVED = "not_retrieved", "Not retrieved"

    class Preference(models.TextChoices):
        MIXED = "mixed", "Mixed group"
        WOMEN_ONLY = "women_only", "Women only"
        INDIVIDUAL = "individual", "Individual placement"

    class SupervisorGender(models.TextChoices):
        ANY = "any", "Any"
        FEMALE = "f", "A woman"
        MALE = "m", "A man"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="unpaid_work_assessments", db_comment="personal: who was assessed"
    )
    from_date = models.DateField(db_comment="personal: day it was completed")
    to_date = models.DateField(db_comment="personal: first day it no longer holds")
    risk_of_harm = models.CharField(
        max_length=10, choices=RISKS, blank=True,
        db_comment="special: risk of serious harm to others; empty where the check was not retrieved: not known",
    )  # fmt: skip
    harm_check = models.CharField(
        max_length=13, choices=HarmCheck.choices, db_comment="special: what became of the check on risk of harm"
    )
    harm_checked_on = models.DateField(db_comment="special: day of the check")
    harm_detail = models.TextField(
        max_length=4000, blank=True, db_comment="special: how risk bears on work and who is at risk"
    )
    circumstances = models.TextField(
        max_length=4000,
        blank=True,
        db_comment="special: diversity, caring and personal circumstances that bear on work",
    )
    health = models.TextField(max_length=4000, blank=True, db_comment="special: health conditions that bear on work")
    medication = models.TextField(
        max_length=2000, blank=True, db_comment="special: medication taken or carried, and its effects"
    )
    lifting = models.BooleanField(default=True, db_comment="special: may lift and carry")
    close_supervision = models.BooleanField(default=False, db_comment="special: needs close supervision")
    preference = models.CharField(
        max_length=10, choices=Preference.choices, default=Preference.MIXED, db_comment="personal: placement preferred"
    )
    women_only = models.BooleanField(default=False, db_comment="special: may be placed with women only, or alone")
    supervisor_gender = models.CharField(
        max_length=3,
        choices=SupervisorGender.choices,
        default=SupervisorGender.ANY,
        db_comment="personal: supervisor needed",
    )
    kinds = ArrayField(
        models.CharField(max_length=10), db_comment="personal: kinds of project allowed: group, individual, ete, home"
    )
    excludes = ArrayField(
        models.SlugField(max_length=40), default=list, blank=True,
        db_comment="special: project tags the person must not be placed with",
    )  # fmt: skip
    needs = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, db_comment="special: needs that work could serve"
    )
    skills = ArrayField(
        models.SlugField(max_length=40), default=list, blank=True, db_comment="personal: skills and certificates held"
    )
    slots = ArrayField(
        models.CharField(max_length=2),
        db_comment="personal: when available: weekday digit and m (morning), a (afternoon) or e (evening)",
    )
    drives = models.BooleanField(default=False, db_comment="personal: travels by car")
    max_travel_minutes = models.PositiveSmallIntegerField(
        default=90, db_comment="personal: longest journey, minutes one way"
    )
    assessed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    withdrawn_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was withdrawn")
    withdrawn_why = models.CharField(max_length=300, blank=True, db_comment="special: why it was withdrawn")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "An assessment for unpaid work"
        constraints = [
            never_overlapping("unpaid_work_assessment_once", "person_id"),
            # One withdrawn or replaced on the day it was completed held on no day at all.
            models.CheckConstraint(
                condition=Q(to_date__gt=F("from_date")) | Q(to_date=F("from_date"), withdrawn_at__isnull=False),
                name="unpaid_work_assessment_dates",
            ),
            models.CheckConstraint(
                condition=Q(harm_checked_on__lte=F("from_date")), name="unpaid_work_assessment_checked_before"
            ),
            models.CheckConstraint(
                condition=Q(risk_of_harm__in=["low", "medium", "high", "very_high"])
                | Q(risk_of_harm="", harm_check="not_retrieved"),
                name="unpaid_work_assessment_risk",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="unpaid_work_assessment_withdrawn_why",
            ),
            models.CheckConstraint(
                condition=Q(harm_check__in=["retrieved", "nothing_held", "not_retrieved"]),
                name="unpaid_work_assessment_check",
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=["group", "individual", "ete", "home"]),
                name="unpaid_work_assessment_kinds",
            ),
            models.CheckConstraint(
                condition=Q(slots__contained_by=[f"{day}{part}" for day in range(1, 8) for part in "mae"]),
                name="unpaid_work_assessment_slots",
            ),
        ]


class UnfinishedAssessment(models.Model):
    """Answers given so far. It allows nothing, and is wiped when the assessment is completed or given up."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="unfinished_assessment", db_comment="personal: who is being assessed"
    )
    answers = models.JSONField(default=dict, db_comment="special: answers by section, only of sections that are whole")
    begun_at = models.DateTimeField(db_comment="internal: when it was begun")
    changed_at = models.DateTimeField(db_comment="internal: when a section was last saved")
    changed_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: who saved it last"
    )

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        db_table_comment = "An assessment for unpaid work that is not finished"


@pghistory.track()
class ExclusionArea(models.Model):
    """A place the person must stay away from."""

    assessment = models.ForeignKey(
        UnpaidWorkAssessment, models.CASCADE, related_name="areas", db_comment="special: assessment it belongs to"
    )
    description = models.CharField(max_length=200, db_comment="special: which place")
    lat = models.FloatField(db_comment="special: latitude of its middle")
    lon = models.FloatField(db_comment="special: longitude of its middle")
    radius_km = models.FloatField(db_comment="special: how far around it, kilometres")

    access = AccessPath(team="assessment__person__team", crn="assessment__person__crn")
    withheld = dict.fromkeys(("description", "lat", "lon", "radius_km"), Withheld.VICTIM)

    class Meta:
        db_table_comment = "An area a person is excluded from"
        constraints = [
            models.CheckConstraint(condition=Q(radius_km__gt=0, radius_km__lte=100), name="exclusion_area_radius"),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lon__range=(-180, 180)), name="exclusion_area_position"
            ),
        ]


@pghistory.track()
class Unavailability(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="unavailable", db_comment="personal: who is away")
    from_date = models.DateField(db_comment="personal: first day away")
    to_date = models.DateField(db_comment="personal: first day back")
    reason = models.CharField(max_length=200, db_comment="special: why")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["from_date"]
        db_table_comment = "Days on which a person cannot work"
        constraints = [never_overlapping("unavailability_once", "person_id"), dates_in_order("unavailability_dates")]


@pghistory.track()
class Under18SignOff(models.Model):
    """A manager's agreement that someone under 18 may work, on projects marked suitable.

    Taken back by deleting it; its history keeps what stood.
    """

    person = models.OneToOneField(
        Person, models.PROTECT, related_name="under_18_sign_off", db_comment="personal: for whom"
    )
    note = models.CharField(max_length=500, db_comment="special: what was weighed")
    signed_at = models.DateTimeField(db_comment="internal: when")
    signed_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: manager")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        db_table_comment = "A manager's sign-off for someone under 18"
