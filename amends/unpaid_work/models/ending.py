"""How requirements end: completed, returned to court, and what had come of the order by then."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q, Value

from amends.cases.models import Digest, IssuedLetter, Person, Requirement
from amends.organisation.access import AccessPath

_path = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")
_only_added = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)
# Two records found to be one person's are merged: a document then follows its person, and changes in nothing else.
_as_issued = pgtrigger.ReadOnly(name="as_issued", exclude=["person"])
_never_deleted = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


class OrderDocument(IssuedLetter):
    """A letter, report or pack about a person's order, as it was issued."""

    class Template(models.TextChoices):
        COMPLETED = "completed", "Hours completed: to the person"
        COMPLETED_COURT = "completed_court", "Hours completed: to the court"
        EXTENSION = "extension", "Report to court: more time"
        REVOCATION = "revocation", "Report to court: revocation"
        TRANSFER = "transfer", "Transfer pack"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="order_documents", db_comment="personal: whom it is about"
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, null=True, blank=True, related_name="documents",
        db_comment="personal: which requirement; empty: all of the person's",
    )  # fmt: skip
    template = models.CharField(max_length=16, choices=Template.choices, db_comment="internal: which template")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["issued_at", "id"]
        db_table_comment = "A letter, report or pack about an order, as it was issued"
        triggers = [_as_issued, _never_deleted]
        constraints = [
            models.CheckConstraint(condition=Q(digest=Digest(F("content"))), name="order_document_digest"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="order_document_language_known"),
            models.CheckConstraint(condition=~Q(content=Value("")), name="order_document_says_something"),
        ]


class Completion(models.Model):
    """That a requirement was completed, with the letters that told of it. It holds while it has ended so."""

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="completions", db_comment="personal: which requirement"
    )
    on = models.DateField(db_comment="personal: day on which its last hours were credited")
    letter = models.OneToOneField(
        OrderDocument, models.PROTECT, related_name="+", db_comment="personal: letter to the person"
    )
    court_letter = models.OneToOneField(
        OrderDocument, models.PROTECT, related_name="+", db_comment="personal: letter to the court"
    )
    recorded_at = models.DateTimeField(
        db_comment="internal: when it was recorded, and the person asked for an exit interview"
    )
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        ordering = ["recorded_at", "id"]
        db_table_comment = "The completion of a requirement"
        triggers = [_only_added]


@pghistory.track()
class RequirementOutcome(models.Model):
    """What is known to have come of an order beside the hours. What is not known is neither yes nor no."""

    class Known(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        NOT_KNOWN = "not_known", "Not known"

    ASKED = ("no_new_offence", "certificate", "into_work", "volunteer")

    requirement = models.OneToOneField(
        Requirement, models.PROTECT, related_name="outcome", db_comment="personal: which requirement"
    )
    no_new_offence = models.CharField(
        max_length=9, choices=Known.choices, default=Known.NOT_KNOWN,
        db_comment="special: no new offence during the order, as recorded",
    )  # fmt: skip
    certificate = models.CharField(
        max_length=9, choices=Known.choices, default=Known.NOT_KNOWN,
        db_comment="personal: gained a certificate or qualification",
    )  # fmt: skip
    into_work = models.CharField(
        max_length=9, choices=Known.choices, default=Known.NOT_KNOWN,
        db_comment="personal: went into work, education or training",
    )  # fmt: skip
    volunteer = models.CharField(
        max_length=9, choices=Known.choices, default=Known.NOT_KNOWN,
        db_comment="personal: stayed with the project as a volunteer",
    )  # fmt: skip
    recorded_at = models.DateTimeField(db_comment="internal: when it was last recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        db_table_comment = "What came of an order beside the hours"
        constraints = [
            models.CheckConstraint(
                name=f"requirement_outcome_{name}", condition=Q(**{f"{name}__in": ["yes", "no", "not_known"]})
            )
            for name in ("no_new_offence", "certificate", "into_work", "volunteer")
        ]


@pghistory.track()
class CourtReturn(models.Model):
    """An application to the court about a requirement: for more time, or for its revocation; and what the court did."""

    class Asked(models.TextChoices):
        EXTENSION = "extension", "More time to finish"
        REVOCATION = "revocation", "Revocation"

    class Result(models.TextChoices):
        EXTENDED = "extended", "More time allowed"
        REVOKED = "revoked", "Revoked"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn by the service"

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="court_returns", db_comment="personal: which requirement"
    )
    asked = models.CharField(max_length=10, choices=Asked.choices, db_comment="personal: what the court is asked for")
    until = models.DateField(
        null=True, blank=True, db_comment="personal: the last day asked for; empty: revocation is asked for"
    )
    grounds = models.TextField(max_length=2000, db_comment="special: why")
    suspended = models.BooleanField(
        default=False, db_comment="personal: whether no work is booked until the court decides"
    )
    report = models.OneToOneField(OrderDocument, models.PROTECT, related_name="+", db_comment="personal: the report")
    applied_at = models.DateTimeField(db_comment="internal: when the court was asked")
    applied_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    result = models.CharField(max_length=10, blank=True, choices=Result.choices, db_comment="personal: what it did")
    result_on = models.DateField(null=True, blank=True, db_comment="personal: day of the court's decision")
    result_note = models.CharField(max_length=500, blank=True, db_comment="special: what else it said")
    recorded_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when the result was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        ordering = ["applied_at", "id"]
        db_table_comment = "An application to the court about a requirement"
        constraints = [
            models.UniqueConstraint(fields=["requirement"], condition=Q(result=""), name="court_return_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(asked="extension", until__isnull=False, suspended=False)
                | Q(asked="revocation", until__isnull=True),
                name="court_return_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True, recorded_at__isnull=True, recorded_by__isnull=True)
                | (~Q(result="") & Q(result_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False)),
                name="court_return_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "extended", "revoked", "refused", "withdrawn"]),
                name="court_return_result_known",
            ),
        ]
