"""Breach and recall: what is before a court, or asks for custody, and every step of it."""

from django.db import models
from django.db.models import F, Q, Value

from amends.cases.models import Digest, IssuedLetter, Requirement, Sentence
from amends.enforcement.models import proceeding_guards as guards
from amends.enforcement.models.action import EnforcementAction
from amends.organisation.access import AccessPath
from amends.policy.proceedings import FINAL, states_of

_path = AccessPath(team="proceeding__sentence__person__team", crn="proceeding__sentence__person__crn")


class Proceeding(models.Model):
    """A breach or a recall. Its state is that of its latest step, kept by the database, and never changed otherwise."""

    class Kind(models.TextChoices):
        BREACH = "breach", "Breach"
        RECALL = "recall", "Recall"

    class State(models.TextChoices):
        STARTED = "started", "Breach started"
        SUSPENDED = "suspended", "Suspended"
        LAID = "laid", "Before the court"
        SUSPENDED_LAID = "suspended_laid", "Suspended, before the court"
        LISTED = "listed", "Hearing listed"
        PROPOSED = "proposed", "Recall proposed"
        SIGNED = "signed", "Recall counter-signed"
        REQUESTED = "requested", "Recall asked for"
        RETURNED = "returned", "Returned to custody"
        NOTICE_OWED = "notice_owed", "Notice owed"
        DECIDED = "decided", "Decided"
        WITHDRAWN = "withdrawn", "Withdrawn"
        DECLINED = "declined", "Not counter-signed"

    sentence = models.ForeignKey(
        Sentence, models.PROTECT, related_name="proceedings", db_comment="personal: the order or licence"
    )
    kind = models.CharField(max_length=6, choices=Kind.choices, db_comment="personal: breach or recall")
    reference = models.CharField(max_length=50, unique=True, db_comment="personal: the service's reference")
    state = models.CharField(
        max_length=14, blank=True, choices=State.choices, db_comment="personal: where it stands, by its latest step"
    )
    steps = models.PositiveSmallIntegerField(default=0, db_comment="internal: how many steps were taken")
    counts_from = models.DateField(
        null=True, blank=True, db_comment="personal: day from which the time for the next step counts"
    )

    access = AccessPath(team="sentence__person__team", crn="sentence__person__crn")

    class Meta:
        ordering = ["pk"]
        db_table_comment = "A breach of an order, or a recall from licence"
        triggers = [guards.never_deleted, guards.begins_nowhere, guards.moved_by_steps]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="breach", state__in=["", *states_of("breach")])
                | Q(kind="recall", state__in=["", *states_of("recall")]),
                name="proceeding_state_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["sentence"], condition=~Q(state__in=FINAL), name="proceeding_one_at_a_time"
            ),
        ]

    @property
    def person(self):
        """Whose it is."""
        return self.sentence.person


class Step(models.Model):
    """One step of a breach or recall. Only ever added, each to the state that the one before came to."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="taken", db_comment="personal: of which")
    number = models.PositiveSmallIntegerField(db_comment="internal: its place, from 1")
    name = models.CharField(max_length=9, db_comment="personal: which step, by policy")
    before = models.CharField(max_length=14, blank=True, db_comment="personal: state before it")
    after = models.CharField(max_length=14, choices=Proceeding.State.choices, db_comment="personal: state after it")
    on = models.DateField(db_comment="personal: day it was taken")
    counts_from = models.DateField(
        db_comment="personal: day from which the time for the next step counts: the hearing, once listed"
    )
    reason = models.TextField(max_length=2000, blank=True, db_comment="special: why")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        ordering = ["proceeding", "number"]
        db_table_comment = "A step of a breach or recall"
        triggers = [guards.only_added, guards.step_follows]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "number"], name="step_in_its_place"),
            models.CheckConstraint(
                condition=~Q(name__in=["suspend", "resume", "adjourn", "decline", "withdraw", "take_back"])
                | ~Q(reason=""),
                name="step_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(name__in=["list", "adjourn", "return"]) | Q(counts_from=F("on")),
                name="step_counts_from_its_day",
            ),
        ]


class RestsOn(models.Model):
    """What a breach or recall rests on: the action that took a failure there."""

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="rests_on", db_comment="personal: which")
    action = models.OneToOneField(
        EnforcementAction, models.PROTECT, related_name="rests_on", db_comment="personal: the failure's action"
    )

    access = _path

    class Meta:
        db_table_comment = "The failures that a breach or recall rests on"
        triggers = [guards.only_added]


class RecallDecision(models.Model):
    """Why a person is recalled: what was tried instead, the criteria as answered, and the type that follows.

    A question that nobody answered is not in `answers`: it is never read as "no".
    """

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, related_name="recall", db_comment="personal: the recall"
    )
    alternatives = models.JSONField(
        db_comment="special: what was tried or weighed instead, by code, with what came of it"
    )
    grounds = models.TextField(max_length=4000, db_comment="special: why")
    sentence_kind = models.CharField(max_length=13, db_comment="personal: determinate, or extended or indeterminate")
    answers = models.JSONField(db_comment="special: the criteria for recall, as answered")
    type_answers = models.JSONField(db_comment="special: the questions about the type, as answered")
    type = models.CharField(max_length=10, db_comment="personal: fixed term or standard")
    fixed_days = models.PositiveSmallIntegerField(
        null=True, blank=True, db_comment="personal: days in custody, for a fixed term"
    )
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        db_table_comment = "The decision to recall a person"
        triggers = [guards.only_added]
        constraints = [
            models.CheckConstraint(condition=~Q(alternatives={}) & ~Q(grounds=""), name="recall_alternatives_tried"),
            models.CheckConstraint(
                condition=Q(sentence_kind__in=["determinate", "indeterminate"]), name="recall_sentence_known"
            ),
            models.CheckConstraint(
                condition=Q(type="fixed_term", fixed_days__gt=0, sentence_kind="determinate")
                | Q(type="standard", fixed_days__isnull=True),
                name="recall_type_known",
            ),
        ]


class Pack(models.Model):
    """What was laid before the court, or sent with a recall, as it was: frozen, and proved to be the same."""

    proceeding = models.OneToOneField(Proceeding, models.PROTECT, related_name="pack", db_comment="personal: of which")
    content = models.TextField(db_comment="special: the pack as laid, its parts as JSON")
    digest = models.CharField(max_length=64, db_comment="internal: SHA-256 of the content")
    frozen_at = models.DateTimeField(db_comment="internal: when it was frozen")
    frozen_by = models.ForeignKey("organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom")

    access = _path

    class Meta:
        db_table_comment = "The pack of a breach or recall, as laid"
        triggers = [guards.only_added]
        constraints = [
            models.CheckConstraint(condition=Q(digest=Digest(F("content"))), name="pack_digest"),
            models.CheckConstraint(condition=~Q(content=Value("")), name="pack_says_something"),
        ]


class Notice(IssuedLetter):
    """That a breach or recall is taken back, to the court or to those asked to recall; as it was issued."""

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, related_name="notice", db_comment="personal: of which"
    )

    access = _path

    class Meta:
        db_table_comment = "A notice that a breach or recall is taken back, as issued"
        triggers = [guards.only_added]
        constraints = [
            models.CheckConstraint(condition=Q(digest=Digest(F("content"))), name="notice_digest"),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="notice_language_known"),
            models.CheckConstraint(condition=~Q(content=Value("")), name="notice_says_something"),
        ]


class Result(models.Model):
    """What the court did about a breach, or how a recall ended."""

    class Outcome(models.TextChoices):
        CONTINUES = "continues", "The order continues"
        HOURS_ADDED = "hours_added", "The order continues, with hours added"
        EXTENDED = "extended", "The order continues, with more time"
        REVOKED = "revoked", "The order is revoked"
        RESENTENCED = "resentenced", "Revoked, and sentenced again"
        DISMISSED = "dismissed", "Dismissed: the breach was not proved"
        TERM_ENDED = "term_ended", "Released at the end of the fixed term"
        RELEASED = "released", "Released again before the sentence ends"
        SENTENCE_ENDED = "sentence_ended", "Held until the sentence ended"
        NOT_RETURNED = "not_returned", "The sentence ended before the person was returned"

    proceeding = models.OneToOneField(
        Proceeding, models.PROTECT, related_name="result", db_comment="personal: of which"
    )
    outcome = models.CharField(max_length=14, choices=Outcome.choices, db_comment="personal: what was decided")
    on = models.DateField(db_comment="personal: day of the decision")
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="personal: the requirement whose hours or time changed",
    )  # fmt: skip
    minutes_added = models.PositiveIntegerField(null=True, blank=True, db_comment="personal: minutes of work added")
    until = models.DateField(null=True, blank=True, db_comment="personal: the new last day for the hours")
    new_sentence = models.ForeignKey(
        Sentence, models.PROTECT, null=True, blank=True, related_name="+", db_comment="personal: the sentence instead"
    )
    note = models.TextField(max_length=2000, blank=True, db_comment="special: what else was said")
    recorded_at = models.DateTimeField(db_comment="internal: when it was recorded")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: by whom"
    )

    access = _path

    class Meta:
        db_table_comment = "What came of a breach or recall"
        triggers = [guards.only_added]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="hours_added", minutes_added__gt=0, requirement__isnull=False, until__isnull=True)
                | Q(outcome="extended", minutes_added__isnull=True, requirement__isnull=False, until__isnull=False)
                | (
                    ~Q(outcome__in=["hours_added", "extended"])
                    & Q(minutes_added__isnull=True, requirement__isnull=True, until__isnull=True)
                ),
                name="result_says_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(outcome="resentenced", new_sentence__isnull=False)
                | (~Q(outcome="resentenced") & Q(new_sentence__isnull=True)),
                name="result_with_the_new_sentence",
            ),
        ]
