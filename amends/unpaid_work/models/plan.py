"""A plan of sessions and bookings: asked for, made by a job, compared, then applied or put aside.

A scenario is a plan that supposes something; a re-plan begins from what stands, after something happened.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from amends.organisation.access import AccessPath
from amends.organisation.models import Team


class OfAJob:
    """What a job of its own makes, saying now and then that it is at work."""

    LOST_AFTER = timedelta(minutes=2)  # without a word from its job: the worker is gone
    status: str
    at_work_at: datetime | None
    requested_at: datetime

    def is_lost(self, at: datetime) -> bool:
        """Whether the job has said nothing for so long that its worker must be gone."""
        return self.status == "running" and self.at_work_at is not None and self.at_work_at < at - self.LOST_AFTER

    def waits_long(self, at: datetime) -> bool:
        """Whether no worker has taken it up for so long that none may be running."""
        return self.status == "queued" and self.requested_at < at - self.LOST_AFTER


class Plan(OfAJob, models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        APPLIED = "applied", "Applied"
        DISCARDED = "discarded", "Put aside"

    class Kind(models.TextChoices):
        PLAN = "plan", "Plan"
        SCENARIO = "scenario", "What if"
        REPLAN = "replan", "Re-plan"

    team = models.ForeignKey(
        Team, models.PROTECT, related_name="plans", db_comment="internal: team whose projects are planned"
    )
    kind = models.CharField(
        max_length=8, choices=Kind.choices, default=Kind.PLAN, db_comment="internal: what it was asked for as"
    )
    terms = models.JSONField(
        default=dict, db_comment="internal: what it supposes beside the record, or what happened, by staff code"
    )
    hypothetical = models.BooleanField(
        default=False, db_comment="internal: whether it rests on what does not exist, so that it cannot be applied"
    )
    first_day = models.DateField(db_comment="internal: the Monday it begins")
    weeks = models.PositiveSmallIntegerField(db_comment="internal: weeks planned")
    seconds = models.PositiveSmallIntegerField(db_comment="internal: longest time to plan for, seconds")
    seed = models.PositiveIntegerField(default=0, db_comment="internal: seed, so that it can be made again")
    status = models.CharField(max_length=10, choices=Status.choices, db_comment="internal: how far it is")
    progress = models.FloatField(default=0, db_comment="internal: share done, 0 to 1")
    score = models.FloatField(null=True, db_comment="internal: score of the plan")
    bound = models.FloatField(null=True, db_comment="internal: most that any plan could score")
    course = models.JSONField(
        default=list, db_comment="internal: course of the search: seconds, score and bound, in order"
    )
    message = models.CharField(max_length=500, blank=True, db_comment="internal: what went wrong, if anything")
    result = models.JSONField(null=True, db_comment="personal: sessions, bookings and unmet offers, and the report")
    at_work_at = models.DateTimeField(null=True, db_comment="internal: when its job last said that it was at work")
    requested_at = models.DateTimeField(db_comment="internal: when it was asked for")
    requested_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    finished_at = models.DateTimeField(null=True, db_comment="internal: when it was made")
    cancel_requested_at = models.DateTimeField(null=True, db_comment="internal: when someone asked to stop")
    decided_at = models.DateTimeField(null=True, db_comment="internal: when it was applied or put aside")
    decided_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+", db_comment="internal: by whom"
    )
    together = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="asked_together",
        db_comment="internal: first of the plans of several teams asked for at once; empty: asked for by itself",
    )  # fmt: skip
    applied = models.JSONField(null=True, db_comment="personal: what was applied and what was refused, with reasons")

    access = AccessPath(team="team")

    class Meta:
        ordering = ["-requested_at"]
        db_table_comment = "A plan of unpaid work"
        constraints = [
            models.CheckConstraint(condition=Q(weeks__range=(1, 12)), name="plan_weeks"),
            models.CheckConstraint(condition=Q(first_day__week_day=2), name="plan_begins_on_monday"),
            models.CheckConstraint(
                condition=~Q(status__in=["ready", "applied", "discarded"]) | Q(result__isnull=False),
                name="plan_ready_with_its_result",
            ),
            models.CheckConstraint(condition=Q(progress__range=(0, 1)), name="plan_progress"),
            models.UniqueConstraint(
                fields=["team", "first_day", "kind", "terms"],
                condition=Q(status__in=["queued", "running"]),
                name="plan_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(hypothetical=False) | ~Q(status="applied"), name="plan_hypothetical_never_applied"
            ),
            models.CheckConstraint(
                condition=Q(kind="plan", terms={}) | ~Q(kind="plan") & ~Q(terms={}), name="plan_terms_of_its_kind"
            ),
        ]
