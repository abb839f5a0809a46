"""Work that members of the public ask for, and the letters they are sent."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from amends.organisation.access import AccessPath
from amends.organisation.models import PDU
from amends.unpaid_work.models.project import Project


@pghistory.track(exclude=["name", "email", "address", "telephone", "sender"])
class Nomination(models.Model):
    """Work asked for. What tells who asked is wiped some time after the decision: `forgotten_at`."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    class Ground(models.TextChoices):
        PAID_WORK = "paid_work", "Would take the place of paid work"
        PRIVATE_PROFIT = "private_profit", "Would be for private profit"
        UNSAFE = "unsafe", "Could not be done safely"
        NO_CAPACITY = "no_capacity", "Nobody is free to supervise it"
        ELSEWHERE = "elsewhere", "Not in this area, or not ours to do"
        OTHER = "other", "Other"

    pdu = models.ForeignKey(PDU, models.PROTECT, related_name="nominations", db_comment="public: unit of the place")
    place = models.CharField(max_length=300, db_comment="internal: where the work would be")
    work = models.TextField(max_length=2000, db_comment="internal: the work wanted")
    benefits = models.CharField(max_length=300, db_comment="internal: who would benefit")
    name = models.CharField(max_length=200, db_comment="personal: who nominates; wiped some time after the decision")
    email = models.CharField(max_length=254, blank=True, db_comment="personal: how to reach them; wiped likewise")
    telephone = models.CharField(max_length=40, blank=True, db_comment="personal: how to reach them; wiped likewise")
    address = models.CharField(max_length=300, blank=True, db_comment="personal: how to reach them; wiped likewise")
    language = models.CharField(max_length=2, default="en", db_comment="personal: language they are written to in")
    sender = models.CharField(
        max_length=64, blank=True, db_comment="personal: keyed hash of the address it came from; wiped likewise"
    )
    received_at = models.DateTimeField(db_comment="internal: when it came in")
    acknowledged_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was acknowledged")
    acknowledged_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    answer = models.CharField(max_length=8, blank=True, choices=Answer.choices, db_comment="internal: the decision")
    ground = models.CharField(
        max_length=14, blank=True, choices=Ground.choices, db_comment="internal: why it was declined"
    )
    reason = models.CharField(max_length=1000, blank=True, db_comment="internal: the decision in words, as told")
    decided_at = models.DateTimeField(null=True, blank=True, db_comment="internal: when it was decided")
    decided_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, blank=True, related_name="+", db_comment="internal: by whom"
    )
    project = models.OneToOneField(
        Project, models.PROTECT, null=True, blank=True, related_name="nomination",
        db_comment="internal: the project it became",
    )  # fmt: skip
    forgotten_at = models.DateTimeField(
        null=True, blank=True, db_comment="internal: when what tells who asked was wiped"
    )

    access = AccessPath(team="pdu__teams")

    class Meta:
        ordering = ["received_at", "id"]
        db_table_comment = "Work that a member of the public asked for"
        indexes = [models.Index(fields=["sender", "received_at"], name="nomination_by_sender")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", ground="", decided_at__isnull=True, project__isnull=True)
                | Q(answer="accepted", ground="", decided_at__isnull=False, project__isnull=False)
                | (
                    Q(answer="declined", decided_at__isnull=False, project__isnull=True) & ~Q(ground="") & ~Q(reason="")
                ),
                name="nomination_answer",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(acknowledged_at__gte=F("received_at")),
                name="nomination_acknowledged_after",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(name="", email="", telephone="", address="", sender="", decided_at__isnull=False),
                name="nomination_forgotten",
            ),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="nomination_language_known"),
        ]


class NominationLetter(models.Model):
    """A letter to somebody who nominated work, as it was issued. Never changed; wiped with its nominator's details."""

    class Template(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "Acknowledgement"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="letters", db_comment="personal: about what"
    )
    template = models.CharField(max_length=12, choices=Template.choices, db_comment="internal: which template")
    content = models.TextField(db_comment="personal: the letter as issued, its parts as JSON")
    issued_at = models.DateTimeField(db_comment="internal: when it was issued")
    issued_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = AccessPath(team="nomination__pdu__teams")

    class Meta:
        ordering = ["issued_at", "id"]
        db_table_comment = "A letter to somebody who nominated work, as it was issued"
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]
        constraints = [models.UniqueConstraint(fields=["nomination", "template"], name="nomination_letter_once")]
