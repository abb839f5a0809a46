"""What was recorded on site: one row for each tap of a supervisor's phone, in the order in which they came in.

Rows are only added. What a row did is written when it comes in: an outcome and a concern are recorded where they
belong, once, and the row points to them. A row that met something else recorded meanwhile did nothing: it stands in the
log until a person chooses, and afterwards.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from amends.contacts.models import Concern, ContactOutcome
from amends.organisation.access import AccessPath
from amends.unpaid_work.models.session import Booking, Session


class SiteEvent(models.Model):
    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "Safety briefing acknowledged"
        ARRIVED = "arrived", "Arrived"
        FINISHED = "finished", "Finished"
        OUTCOME = "outcome", "Outcome"
        EQUIPMENT = "equipment", "Equipment issued"
        RETURNED = "returned", "Equipment returned"
        NOTE = "note", "Note"
        INCIDENT = "incident", "Incident"
        CONCERN = "concern", "Concern"
        CHOICE = "choice", "Choice"

    class Answer(models.TextChoices):
        TAKEN = "taken", "Taken"
        CONFLICT = "conflict", "Something else was recorded meanwhile"
        REFUSED = "refused", "Refused"

    event_id = models.UUIDField(unique=True, db_comment="internal: made where it was recorded: sent twice, one row")
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="site_events", db_comment="personal: the session it happened at"
    )
    booking = models.ForeignKey(
        Booking, models.PROTECT, null=True, blank=True, related_name="site_events",
        db_comment="personal: whom it is about; empty: the whole session",
    )  # fmt: skip
    kind = models.CharField(max_length=12, choices=Kind.choices, db_comment="personal: what was recorded")
    content = models.JSONField(default=dict, db_comment="special: what was entered with it")
    seen = models.CharField(
        max_length=45, blank=True, db_comment="internal: what its sender knew to stand; empty: nothing"
    )
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="choices", db_comment="internal: row chosen about"
    )
    happened_at = models.DateTimeField(db_comment="personal: when, by the clock of the service as well as is known")
    phone_at = models.DateTimeField(db_comment="internal: when, by the clock of the phone")
    ahead_ms = models.BigIntegerField(
        null=True, blank=True,
        db_comment="internal: how far the phone's clock was ahead when last compared before it; empty: never compared",
    )  # fmt: skip
    ahead_on_sending_ms = models.BigIntegerField(
        null=True, blank=True, db_comment="internal: how far it was ahead when this was sent; empty: no phone's clock"
    )
    received_at = models.DateTimeField(db_comment="internal: when it came in")
    device = models.UUIDField(null=True, blank=True, db_comment="internal: the browser it was recorded in, where told")
    recorded_by = models.ForeignKey(
        "organisation.User", models.PROTECT, related_name="+", db_comment="internal: who recorded it"
    )
    answer = models.CharField(max_length=8, choices=Answer.choices, db_comment="internal: what became of it")
    why = models.CharField(max_length=400, blank=True, db_comment="internal: why it was not taken, in words")
    outcome = models.OneToOneField(
        ContactOutcome, models.PROTECT, null=True, blank=True, related_name="site_event",
        db_comment="personal: the outcome it recorded",
    )  # fmt: skip
    concern = models.OneToOneField(
        Concern, models.PROTECT, null=True, blank=True, related_name="site_event",
        db_comment="personal: the concern it passed on",
    )  # fmt: skip

    access = AccessPath(
        team="session__project__team", crn="booking__appointment__person__crn",
        also_team="booking__appointment__person__team",
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        db_table_comment = "What was recorded on site, in the order in which it came in"
        indexes = [models.Index(fields=["session", "id"], name="site_event_by_session")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="choice", about__isnull=False) | (~Q(kind="choice") & Q(about__isnull=True)),
                name="site_event_choice_about",
            ),
            models.CheckConstraint(
                condition=Q(booking__isnull=False) | Q(kind__in=["note", "incident", "choice"]),
                name="site_event_about_whom",
            ),
            models.CheckConstraint(
                condition=Q(answer="taken") | Q(outcome__isnull=True, concern__isnull=True),
                name="site_event_did_nothing",
            ),
        ]
