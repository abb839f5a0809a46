"""A letter as it was issued. It is never changed: what was sent can be printed again, and proved to be the same."""

from django.db import models
from django.db.models import F, Q, Value

from amends.cases.models.letter import Digest, IssuedLetter
from amends.enforcement.models import guards
from amends.enforcement.models.action import EnforcementAction
from amends.organisation.access import AccessPath


class Letter(IssuedLetter):
    class Template(models.TextChoices):
        ASK = "ask", "About an absence or failure"
        ACCEPT = "accept", "Reason accepted"
        WARN = "warn", "Warning"
        BREACH = "breach", "Return to court"
        WITHDRAWN = "withdrawn", "Letter withdrawn"

    action = models.ForeignKey(
        EnforcementAction, models.PROTECT, related_name="letters", db_comment="personal: what it tells"
    )
    template = models.CharField(max_length=10, choices=Template.choices, db_comment="internal: which template")

    access = AccessPath(team="action__appointment__person__team", crn="action__appointment__person__crn")

    class Meta:
        ordering = ["issued_at", "id"]
        db_table_comment = "A letter to a person on probation, as it was issued"
        triggers = [guards.only_added]
        constraints = [
            models.UniqueConstraint(fields=["action", "template"], name="letter_once"),
            models.CheckConstraint(condition=Q(digest=Digest(F("content"))), name="letter_digest"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="letter_language_known"),
            models.CheckConstraint(condition=~Q(content=Value("")), name="letter_says_something"),
        ]
