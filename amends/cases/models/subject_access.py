"""A person's request for what is held on them: gathered by a job, checked by a second person, then released."""

from django.db import models
from django.db.models import F, Q

from amends.cases.models.person import Person
from amends.organisation.access import AccessPath
from amends.organisation.disclosure import Withheld


class SubjectAccess(models.Model):
    class Status(models.TextChoices):
        GATHERING = "gathering", "Being gathered"
        TO_CHECK = "to_check", "To be checked"
        RELEASED = "released", "Released"
        SENT_BACK = "sent_back", "Sent back"
        FAILED = "failed", "Failed"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="subject_accesses", db_comment="personal: who asked"
    )
    received_on = models.DateField(db_comment="personal: day the request was received")
    identity = models.CharField(max_length=300, db_comment="personal: how it is known that it came from the person")
    due_date = models.DateField(db_comment="internal: last day to answer")
    extended_because = models.CharField(
        max_length=300, blank=True, db_comment="personal: why it takes longer; the person was told"
    )
    status = models.CharField(max_length=9, choices=Status.choices, db_comment="internal: how far it is")
    file = models.BinaryField(null=True, db_comment="special: everything given, as a ZIP")
    digest = models.CharField(max_length=64, blank=True, db_comment="internal: SHA-256 of the file")
    rows_given = models.PositiveIntegerField(null=True, db_comment="internal: rows given")
    rows_withheld = models.PositiveIntegerField(null=True, db_comment="internal: rows withheld whole")
    gathered_at = models.DateTimeField(null=True, db_comment="internal: when it was gathered")
    message = models.CharField(max_length=300, blank=True, db_comment="internal: what went wrong, if anything")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    checked_at = models.DateTimeField(null=True, db_comment="internal: when it was checked")
    checked_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+", db_comment="internal: by whom"
    )
    check_note = models.CharField(max_length=1000, blank=True, db_comment="internal: what the check found")

    access = AccessPath(team="person__team", crn="person__crn")
    withheld = {"file": Withheld.GIVEN_BEFORE}

    class Meta:
        ordering = ["due_date", "pk"]
        db_table_comment = "A person's request for what is held on them"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["to_check", "released"]) | Q(file__isnull=False, gathered_at__isnull=False),
                name="subject_access_gathered",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["released", "sent_back"], checked_at__isnull=False, checked_by__isnull=False)
                & ~Q(check_note="")
                | Q(checked_at__isnull=True, checked_by__isnull=True, check_note="")
                & ~Q(status__in=["released", "sent_back"]),
                name="subject_access_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("recorded_by")),
                name="subject_access_checked_by_another",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["gathering", "to_check"]),
                name="subject_access_one_at_a_time",
            ),
        ]
