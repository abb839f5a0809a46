"""Results of education, training and employment as their providers tell them, and what became of each."""

import pghistory
from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Team
from amends.unpaid_work.models.hours import EteCredit


class EteResultFile(models.Model):
    """A provider's file that was taken in, whole."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_comment="internal: team that deals with it")
    name = models.CharField(max_length=200, db_comment="internal: the file's name")
    rows = models.PositiveIntegerField(db_comment="internal: how many rows it had")
    before = models.PositiveIntegerField(db_comment="internal: how many of them had been taken in before")
    taken_in_at = models.DateTimeField(db_comment="internal: when it was taken in")
    taken_in_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="team")

    class Meta:
        ordering = ["-taken_in_at"]
        db_table_comment = "A file of results of education, training and employment"


@pghistory.track()
class EteResult(models.Model):
    """A row of a file, kept as it was told. It waits until it has a person, or is set aside.

    `known_crn` names whom the row appears to be about, whoever may see that: the row is shown to nobody else.
    """

    class Result(models.TextChoices):
        COMPLETED = "completed", "Completed"
        PASSED = "passed", "Passed"
        ATTENDED = "attended", "Attended"
        NOT_PASSED = "not_passed", "Not passed"
        ABSENT = "absent", "Did not attend"

    file = models.ForeignKey(EteResultFile, models.PROTECT, related_name="results", db_comment="internal: which file")
    row = models.PositiveIntegerField(db_comment="internal: its row in the file, from 1")
    fingerprint = models.CharField(
        max_length=64, unique=True, db_comment="internal: of all it says: one row, one effect"
    )
    provider = models.CharField(max_length=80, db_comment="personal: who provided the course")
    course = models.CharField(max_length=80, db_comment="personal: which course")
    name = models.CharField(max_length=200, db_comment="personal: the person's name, as told")
    date_of_birth = models.DateField(db_comment="personal: date of birth, as told")
    crn = models.CharField(max_length=10, blank=True, db_comment="personal: CRN, as told")
    on = models.DateField(db_comment="personal: day it was done")
    minutes = models.PositiveSmallIntegerField(db_comment="personal: minutes done")
    result = models.CharField(max_length=10, choices=Result.choices, db_comment="personal: what came of it")
    known_crn = models.CharField(max_length=10, null=True, db_comment="personal: whom it appears to be about")  # noqa: DJ001
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="ete_results", db_comment="personal: whose it was found to be"
    )
    credit = models.OneToOneField(
        EteCredit, models.PROTECT, null=True, related_name="result", db_comment="personal: the credit made of it"
    )
    decided_at = models.DateTimeField(null=True, db_comment="internal: when it was matched or set aside")
    decided_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+",
        db_comment="internal: by whom; empty: by the rule",
    )  # fmt: skip
    set_aside_why = models.CharField(max_length=300, blank=True, db_comment="personal: why it is nobody's")

    access = AccessPath(team="file__team", crn="known_crn", or_nobody=True)

    class Meta:
        ordering = ["-on", "pk"]
        db_table_comment = "A result of education, training or employment"
        constraints = [
            models.CheckConstraint(
                condition=Q(result="absent", minutes=0) | (~Q(result="absent") & Q(minutes__range=(1, 1440))),
                name="ete_result_minutes",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, person__isnull=True, set_aside_why="")
                | Q(decided_at__isnull=False, person__isnull=False, set_aside_why="")
                | (Q(decided_at__isnull=False, person__isnull=True) & ~Q(set_aside_why="")),
                name="ete_result_decided",
            ),
            models.CheckConstraint(
                condition=Q(credit__isnull=True) | Q(person__isnull=False, minutes__gt=0), name="ete_result_credit"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(known_crn__isnull=False), name="ete_result_known"
            ),
        ]
