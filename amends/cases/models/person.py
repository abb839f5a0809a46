"""The person on probation, where they live, how to reach them, and who must be kept apart."""

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value

from amends.organisation.access import AccessPath
from amends.organisation.disclosure import Withheld
from amends.organisation.models import Team
from amends.organisation.ranges import dates_in_order, never_overlapping

# Of rows that are only ever added: where two records are merged they follow their person, and change in nothing else.
ONLY_ADDED = [
    pgtrigger.ReadOnly(name="read_only", exclude=["person"]),
    pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
]


class NameWords(Func):
    """The words of a folded name, to be looked up by how they begin; taken as they stand, whatever their script."""

    function = "array_to_tsvector"
    output_field = SearchVectorField()

    def __init__(self, field: str = "search_name") -> None:
        super().__init__(Func(F(field), Value(" "), function="string_to_array"))


def full_name(given_names: str, family_name: str) -> str:
    """Both names as written."""
    return f"{given_names} {family_name}".strip()


@pghistory.track()
class Person(models.Model):
    class Sex(models.TextChoices):
        FEMALE = "f", "Female"
        MALE = "m", "Male"
        OTHER = "x", "Another, or not known"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        WELSH = "cy", "Welsh"

    crn = models.CharField(max_length=10, unique=True, db_comment="personal: case reference number")
    given_names = models.CharField(max_length=200, blank=True, db_comment="personal: given names as written")
    family_name = models.CharField(max_length=200, db_comment="personal: family name as written")
    search_name = models.CharField(
        max_length=450, db_comment="personal: both names without accents or case, for finding"
    )
    date_of_birth = models.DateField(db_comment="personal: date of birth")
    sex = models.CharField(max_length=1, choices=Sex.choices, db_comment="personal: sex, as placements need it")
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="people", db_comment="personal: team that holds the case"
    )
    language = models.CharField(
        max_length=2, choices=Language.choices, default=Language.ENGLISH, db_comment="personal: language to write in"
    )
    interpreter = models.CharField(
        max_length=60, blank=True, db_comment="personal: language an interpreter is needed for"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_comment="personal: record kept instead"
    )

    access = AccessPath(team="team", crn="crn")

    class Meta:
        ordering = ["family_name", "given_names", "crn"]
        db_table_comment = "A person on probation"
        indexes = [
            models.Index(fields=["search_name"], name="person_search_name"),
            GinIndex(NameWords(), name="person_name_words"),
            models.Index(fields=["date_of_birth"], name="person_date_of_birth"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(crn__regex=r"^[A-Z][0-9]{6}$"), name="person_crn_form"),
            models.CheckConstraint(condition=Q(search_name__regex=r"^\S+( \S+)*$"), name="person_search_name_folded"),
            models.CheckConstraint(condition=~Q(family_name=""), name="person_family_name"),
            models.CheckConstraint(condition=Q(sex__in=["f", "m", "x"]), name="person_sex_known"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="person_language_known"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Both names as written."""
        return full_name(self.given_names, self.family_name)


@pghistory.track()
class Address(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses", db_comment="personal: whose")
    lines = models.CharField(max_length=400, db_comment="personal: address as written")
    postcode = models.CharField(max_length=10, blank=True, db_comment="personal: postcode")
    lat = models.FloatField(null=True, blank=True, db_comment="personal: latitude, degrees north")
    lon = models.FloatField(null=True, blank=True, db_comment="personal: longitude, degrees east")
    from_date = models.DateField(db_comment="personal: first day there")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer there")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Where a person lives, by date"
        constraints = [
            never_overlapping("address_once", "person_id"),
            dates_in_order("address_dates"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lon__isnull=True) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="address_position",
            ),
        ]


@pghistory.track()
class ContactDetail(models.Model):
    class Kind(models.TextChoices):
        MOBILE = "mobile", "Mobile"
        TELEPHONE = "telephone", "Telephone"
        EMAIL = "email", "Email"

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_details", db_comment="personal: whose")
    kind = models.CharField(max_length=10, choices=Kind.choices, db_comment="personal: what kind")
    value = models.CharField(max_length=200, db_comment="personal: number or address")
    note = models.CharField(max_length=200, blank=True, db_comment="personal: when or how it is safe to use")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        db_table_comment = "How to reach a person"


class ProtectedCharacteristics(models.Model):
    """For monitoring only: no decision about the person reads it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="protected", db_comment="personal: whose")
    ethnicity = models.CharField(
        max_length=40, blank=True, db_comment="special: self-described ethnic group, census code"
    )
    religion = models.CharField(max_length=40, blank=True, db_comment="special: religion or belief")
    disability = models.CharField(max_length=40, blank=True, db_comment="special: disability, none, or not said")
    gender_identity = models.CharField(max_length=40, blank=True, db_comment="special: whether the same as at birth")
    sexual_orientation = models.CharField(max_length=40, blank=True, db_comment="special: sexual orientation")
    pregnancy_maternity = models.CharField(max_length=40, blank=True, db_comment="special: pregnancy or maternity")
    marital_status = models.CharField(max_length=40, blank=True, db_comment="special: marriage or civil partnership")
    recorded_on = models.DateField(db_comment="internal: when the person was asked")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        db_table_comment = "Protected characteristics, kept apart and used for monitoring only"


@pghistory.track()
class KeepApart(models.Model):
    """Two people who must not meet. Told once, whichever of the two is `person`: `person` has the lower id."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_comment="special: one of the two")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+", db_comment="special: the other")
    reason = models.CharField(max_length=300, db_comment="special: why")
    from_date = models.DateField(db_comment="special: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="special: first day no longer needed")

    access = AccessPath(team="person__team", crn="person__crn")
    withheld = {"person": Withheld.THIRD_PARTY, "other": Withheld.THIRD_PARTY, "reason": Withheld.THIRD_PARTY}

    class Meta:
        db_table_comment = "Two people who must not be placed together"
        constraints = [
            models.CheckConstraint(condition=Q(person__lt=F("other")), name="keep_apart_told_once"),
            never_overlapping("keep_apart_once", "person_id", "other_id"),
            dates_in_order("keep_apart_dates"),
        ]


class NotSamePerson(models.Model):
    """Two records that look alike, found to be two people. Told once: `person` has the lower id."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_comment="personal: one of the two")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+", db_comment="personal: the other")
    found_at = models.DateTimeField(db_comment="internal: when it was found")
    found_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="person__team", crn="person__crn")
    withheld = {"person": Withheld.THIRD_PARTY, "other": Withheld.THIRD_PARTY}

    class Meta:
        db_table_comment = "Two records that look alike and are two people"
        constraints = [
            models.CheckConstraint(condition=Q(person__lt=F("other")), name="not_same_person_told_once"),
            models.UniqueConstraint(fields=["person", "other"], name="not_same_person_once"),
        ]


class PersonMerge(models.Model):
    """Two records found to be one person: what was moved, so that it can be moved back."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges", db_comment="personal: the record kept")
    absorbed = models.ForeignKey(Person, models.PROTECT, related_name="absorptions", db_comment="personal: the other")
    moved = models.JSONField(db_comment="personal: rows moved, ids by model and field")
    reason = models.CharField(max_length=300, db_comment="personal: how it is known to be one person")
    merged_at = models.DateTimeField(db_comment="internal: when")
    merged_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")
    undone_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was undone")
    undone_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="kept__team", crn="kept__crn")
    withheld = {"moved": Withheld.THIRD_PARTY}

    class Meta:
        db_table_comment = "Two records merged into one, reversibly"
        constraints = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_someone",
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
        ]
