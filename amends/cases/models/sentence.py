"""What the court ordered, every change it made since, and who holds the case."""

from datetime import date

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from amends.cases.models.person import Person
from amends.organisation.access import AccessPath
from amends.organisation.models import Staff
from amends.organisation.ranges import dates_in_order, never_overlapping


@pghistory.track()
class Sentence(models.Model):
    """An order of the court, or a sentence of custody with its licence and post-sentence supervision.

    The phase of a sentence of custody on a day is derived from its dates and its returns to custody, never kept.
    """

    class Kind(models.TextChoices):
        COMMUNITY = "community", "Community order"
        SUSPENDED = "suspended", "Suspended sentence order"
        CUSTODY = "custody", "Custody"

    class Phase(models.TextChoices):
        ORDER = "order", "Order"
        CUSTODY = "custody", "In custody"
        LICENCE = "licence", "On licence"
        POST_SENTENCE = "post_sentence", "Post-sentence supervision"
        ENDED = "ended", "Ended"

    person = models.ForeignKey(Person, models.PROTECT, related_name="sentences", db_comment="personal: whose")
    reference = models.CharField(
        max_length=40, unique=True, db_comment="personal: the court's or the service's reference"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, db_comment="personal: kind of sentence")
    court = models.CharField(max_length=120, db_comment="personal: court that passed it")
    offence = models.CharField(max_length=200, blank=True, db_comment="special: main offence")
    sentence_date = models.DateField(db_comment="personal: date of sentence")
    release_date = models.DateField(
        null=True, blank=True, db_comment="personal: day of release from custody, once known"
    )
    licence_end_date = models.DateField(
        null=True, blank=True, db_comment="personal: first day after the licence, where supervision follows it"
    )
    end_date = models.DateField(null=True, blank=True, db_comment="personal: first day after the sentence ends")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-sentence_date"]
        db_table_comment = "A sentence"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["community", "suspended", "custody"]), name="sentence_kind"),
            models.CheckConstraint(
                condition=Q(kind="custody") | Q(release_date__isnull=True, licence_end_date__isnull=True),
                name="sentence_released_from_custody",
            ),
            models.CheckConstraint(
                condition=(Q(release_date__isnull=True) | Q(release_date__gte=F("sentence_date")))
                & (
                    Q(licence_end_date__isnull=True)
                    | Q(release_date__isnull=False, licence_end_date__gt=F("release_date"))
                )
                & (Q(end_date__isnull=True) | Q(licence_end_date__isnull=True) | Q(end_date__gte=F("licence_end_date")))
                & (Q(end_date__isnull=True) | Q(release_date__isnull=True) | Q(end_date__gt=F("release_date"))),
                name="sentence_phases_in_order",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("sentence_date")), name="sentence_dates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.court}, {self.sentence_date:%-d %B %Y}"

    def phase_on(self, on: date) -> str:
        """The phase on a day on or after the day of sentence, one of `Phase`. Reads `returns`, if it is on record."""
        returned = self.pk is not None and self.kind == self.Kind.CUSTODY and any(
            each.holds(on) for each in self.returns.all()
        )  # fmt: skip
        return phase_of(on, self.kind, self.release_date, self.licence_end_date, self.end_date, returned=returned)

    def released_by(self, on: date) -> date | None:
        """The last day of release until a day: the first one, or one after a return to custody. Reads `returns`."""
        days = [self.release_date, *(each.to_date for each in self.returns.all())]
        return max((each for each in days if each and each <= on), default=None)


@pghistory.track()
class ReturnToCustody(models.Model):
    """Days in custody again after a release: recalled, or sent back by a court. None, where released that day."""

    sentence = models.ForeignKey(Sentence, models.PROTECT, related_name="returns", db_comment="personal: of what")
    from_date = models.DateField(db_comment="personal: day of the return to custody")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: day of the release after it, once known")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="sentence__person__team", crn="sentence__person__crn")

    class Meta:
        ordering = ["from_date"]
        db_table_comment = "A return to custody of somebody who had been released"
        constraints = [
            never_overlapping("return_to_custody_once", "sentence_id"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")), name="return_to_custody_dates"
            ),
        ]

    def holds(self, on: date) -> bool:
        """Whether the person is in custody on the day by this return."""
        return self.from_date <= on and (self.to_date is None or on < self.to_date)


def phase_of(
    on: date, kind: str, release_date: date | None, licence_end_date: date | None, end_date: date | None, *,
    returned: bool,
) -> str:  # fmt: skip
    """The phase of a sentence with these dates on a day on or after the day of sentence.

    `returned`: whether the person is in custody again on the day, by a return after the release.
    """
    if end_date and on >= end_date:
        return "ended"
    if kind != Sentence.Kind.CUSTODY:
        return "order"
    if not release_date or on < release_date or returned:
        return "custody"
    if licence_end_date and on >= licence_end_date:
        return "post_sentence"
    return "licence"


@pghistory.track()
class Requirement(models.Model):
    """An unpaid work requirement. Hours credited and status are derived from what was recorded, never kept here.

    Where a person has two, `runs` says how this one stands to those made earlier: worked after them (consecutive),
    or beside them, one session crediting both (concurrent).
    """

    class Kind(models.TextChoices):
        UNPAID_WORK = "unpaid_work", "Unpaid work"

    class Runs(models.TextChoices):
        CONSECUTIVE = "consecutive", "After earlier ones"
        CONCURRENT = "concurrent", "Beside earlier ones"

    MOST_MINUTES = 18_000  # 300 hours: no order, whenever made, may come to more

    class Ended(models.TextChoices):
        RETURNED = "returned", "Returned to court"
        REVOKED = "revoked", "Revoked"
        EXPIRED = "expired", "Expired"
        COMPLETED = "completed", "Hours completed"
        REPLACED = "replaced", "Replaced by the court"

    sentence = models.ForeignKey(
        Sentence, models.PROTECT, related_name="requirements", db_comment="personal: the sentence"
    )
    reference = models.CharField(max_length=40, unique=True, db_comment="personal: the service's reference")
    kind = models.CharField(
        max_length=20, choices=Kind.choices, default=Kind.UNPAID_WORK, db_comment="personal: what was required"
    )
    ordered_minutes = models.PositiveIntegerField(db_comment="personal: minutes of work ordered at sentence")
    runs = models.CharField(
        max_length=12,
        choices=Runs.choices,
        default=Runs.CONSECUTIVE,
        db_comment="personal: how it stands to earlier ones",
    )
    intensive = models.BooleanField(default=False, db_comment="personal: worked intensively, over the days policy says")
    limit_date = models.DateField(
        null=True, blank=True, db_comment="personal: last day the hours may be worked, as extended by the court"
    )
    ended_on = models.DateField(null=True, blank=True, db_comment="personal: day it ended")
    ended_as = models.CharField(max_length=12, blank=True, choices=Ended.choices, db_comment="personal: how it ended")

    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        db_comment="personal: the requirement that the court replaced by this one",
    )  # fmt: skip

    access = AccessPath(team="sentence__person__team", crn="sentence__person__crn")

    class Meta:
        ordering = ["sentence__sentence_date", "id"]
        db_table_comment = "A requirement of a sentence"
        constraints = [
            models.CheckConstraint(condition=Q(ordered_minutes__range=(1, 18_000)), name="requirement_minutes"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_as="") | (Q(ended_on__isnull=False) & ~Q(ended_as="")),
                name="requirement_ended_how",
            ),
            models.CheckConstraint(condition=Q(runs__in=["consecutive", "concurrent"]), name="requirement_runs_known"),
        ]


class RequirementChange(models.Model):
    """The court added or removed hours, or moved the last day for working them. Only ever added to."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="changes", db_comment="personal: which")
    on = models.DateField(db_comment="personal: day it takes effect")
    minutes = models.IntegerField(db_comment="personal: minutes added (or, below nought, removed) by the court")
    limit_date = models.DateField(
        null=True, blank=True, db_comment="personal: last day for working the hours, where the court moved it"
    )
    reason = models.CharField(max_length=200, db_comment="personal: why")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = AccessPath(team="requirement__sentence__person__team", crn="requirement__sentence__person__crn")

    class Meta:
        ordering = ["on", "id"]
        db_table_comment = "A change that the court made to a requirement's hours"
        constraints = [
            models.CheckConstraint(
                condition=~Q(minutes=0) | Q(limit_date__isnull=False), name="requirement_change_changes"
            )
        ]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]


@pghistory.track()
class CaseAllocation(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="allocations", db_comment="personal: whose case")
    practitioner = models.ForeignKey(Staff, models.PROTECT, related_name="cases", db_comment="personal: who holds it")
    from_date = models.DateField(db_comment="personal: first day")
    to_date = models.DateField(null=True, blank=True, db_comment="personal: first day no longer held")
    reason = models.CharField(max_length=400, blank=True, db_comment="personal: why this officer, where asked or told")

    access = AccessPath(team="person__team", crn="person__crn")

    class Meta:
        ordering = ["-from_date"]
        db_table_comment = "Which practitioner holds a case, by date"
        constraints = [never_overlapping("case_allocation_once", "person_id"), dates_in_order("case_allocation_dates")]
