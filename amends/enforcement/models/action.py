"""What was done about a failure, each once: a letter, a decision, a warning, the start of breach or recall."""

from django.db import models
from django.db.models import Q

from amends.enforcement.models import guards
from amends.enforcement.models.evidence import Evidence, OnAFailure, withdrawn_by_someone


class EnforcementAction(OnAFailure):
    class Kind(models.TextChoices):
        ASK = "ask", "Asked for the reason"
        ACCEPT = "accept", "Reason accepted"
        REFUSE = "refuse", "Reason not accepted"
        WARN = "warn", "Warning"
        NOT_ENFORCE = "not_enforce", "Decided not to enforce"
        BREACH = "breach", "Breach started"
        RECALL = "recall", "Recall proposed"

    kind = models.CharField(max_length=12, choices=Kind.choices, db_comment="personal: what was done")
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, blank=True, related_name="decisions",
        db_comment="personal: evidence decided on",
    )  # fmt: skip
    reason = models.TextField(max_length=2000, blank=True, db_comment="special: why")

    class Meta:
        ordering = ["recorded_at", "id"]
        db_table_comment = "What was done about a failure to comply"
        triggers = [
            guards.never_deleted, guards.only_withdrawn, guards.withdrawn_once, guards.decided_by_the_rules,
        ]  # fmt: skip
        indexes = [models.Index(fields=["recorded_at"], name="enforcement_action_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["ask", "accept", "refuse", "warn", "not_enforce", "breach", "recall"]),
                name="action_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["accept", "refuse"], evidence__isnull=False)
                | (~Q(kind__in=["accept", "refuse"]) & Q(evidence__isnull=True)),
                name="action_on_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["accept", "refuse", "not_enforce"]) | ~Q(reason=""), name="action_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["appointment", "kind"],
                condition=Q(withdrawn_at__isnull=True, evidence__isnull=True),
                name="action_once_for_a_failure",
            ),
            models.UniqueConstraint(
                fields=["evidence"], condition=Q(withdrawn_at__isnull=True), name="evidence_decided_once"
            ),
            withdrawn_by_someone("action_withdrawn_by_someone"),
        ]
