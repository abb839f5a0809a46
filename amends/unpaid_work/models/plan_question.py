"""What is asked of a plan that is made, and takes a job to answer: what one more would buy, what a wish costs."""

from django.db import models
from django.db.models import Q

from amends.cases.models import Person
from amends.organisation.access import AccessPath
from amends.organisation.disclosure import Withheld
from amends.unpaid_work.models.plan import OfAJob, Plan


class PlanQuestion(OfAJob, models.Model):
    """Asked, answered by a job on the record as it is then, and kept with the plan."""

    class Kind(models.TextChoices):
        ONE_MORE = "one_more", "What one more would buy"
        PRICES = "prices", "What the plan's wishes cost"
        WISH = "wish", "What a wish would cost"

    class Status(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being answered"
        ANSWERED = "answered", "Answered"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="questions", db_comment="internal: plan that it is asked of"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, db_comment="internal: what is asked")
    terms = models.JSONField(
        default=dict, db_comment="special: how long to search; of a wish what it would be, by code, and why"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="plan_questions",
        db_comment="personal: whom the wish would be about",
    )  # fmt: skip
    status = models.CharField(max_length=9, choices=Status.choices, db_comment="internal: how far it is")
    progress = models.FloatField(default=0, db_comment="internal: share done, 0 to 1")
    message = models.CharField(max_length=500, blank=True, db_comment="internal: what went wrong, if anything")
    result = models.JSONField(null=True, db_comment="personal: the answer; people by CRN, the rest by code")
    at_work_at = models.DateTimeField(null=True, db_comment="internal: when its job last said that it was at work")
    requested_at = models.DateTimeField(db_comment="internal: when it was asked")
    requested_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )
    finished_at = models.DateTimeField(null=True, db_comment="internal: when it was answered")
    cancel_requested_at = models.DateTimeField(null=True, db_comment="internal: when someone asked to stop")

    access = AccessPath(team="plan__team", crn="person__crn", or_nobody=True)
    withheld = {"terms": Withheld.THIRD_PARTY, "result": Withheld.THIRD_PARTY}

    class Meta:
        ordering = ["-requested_at", "-pk"]
        db_table_comment = "A question about a plan of unpaid work"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(result__isnull=False), name="plan_question_answered_with_its_answer"
            ),
            models.CheckConstraint(condition=Q(progress__range=(0, 1)), name="plan_question_progress"),
            models.CheckConstraint(
                condition=Q(kind="wish") | Q(person__isnull=True), name="plan_question_of_a_person_is_a_wish"
            ),
            models.UniqueConstraint(
                fields=["plan", "kind"], condition=Q(status__in=["queued", "running"]),
                name="plan_question_one_at_a_time",
            ),
        ]  # fmt: skip
