"""The audit trail: what was seen, refused and written. Rows are only ever added; the database refuses the rest.

No foreign keys, so that nothing can take a row away with it. A job seals rows into a chain of hashes; until then
they wait in the queue.
"""

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from amends.organisation.access_path import AboutNobody, KeptForProof

_only_added = [
    pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
]


class AuditEvent(models.Model):
    class Outcome(models.TextChoices):
        ALLOWED = "allowed", "Allowed"
        REFUSED = "refused", "Refused"

    at = models.DateTimeField(db_default=Now(), db_comment="internal: when, by the database's clock")
    username = models.CharField(max_length=150, db_comment="personal: who; empty where nobody was signed in")
    action = models.CharField(max_length=60, db_comment="internal: what was done, as a verb")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, db_comment="internal: allowed or refused")
    subject = models.CharField(max_length=80, db_comment="internal: kind of record and its number")
    crn = models.CharField(max_length=10, blank=True, db_comment="personal: the person it is about")
    detail = models.JSONField(default=dict, db_comment="personal: what else is needed to understand it")

    whose = KeptForProof("the chain of hashes breaks where a row is changed; it tells of numbers, not of names")

    class Meta:
        db_table_comment = "What was seen, refused and written, by whom and when"
        indexes = [
            models.Index(fields=["crn", "id"], name="audit_by_person"),
            models.Index(fields=["username", "id"], name="audit_by_user"),
        ]
        triggers = [
            *_only_added,
            pgtrigger.Trigger(
                name="queued",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,  # once for however many events: an import appends thousands
                referencing=pgtrigger.Referencing(new="new_events"),
                func="INSERT INTO organisation_auditqueue (event_id) SELECT id FROM new_events; RETURN NULL;",
            ),
        ]


class AuditQueue(models.Model):
    event_id = models.BigIntegerField(primary_key=True, db_comment="internal: audit event not yet sealed")

    whose = AboutNobody("numbers of audit events")

    class Meta:
        db_table_comment = "Audit events waiting to be sealed into the chain"


class AuditSeal(models.Model):
    number = models.BigIntegerField(primary_key=True, db_comment="internal: place in the chain, from 1 without gaps")
    event_id = models.BigIntegerField(unique=True, db_comment="internal: the audit event sealed")
    digest = models.BinaryField(db_comment="internal: SHA-256 of the previous digest and the event")

    whose = AboutNobody("numbers of audit events, and digests")

    class Meta:
        db_table_comment = "The chain of hashes over the audit events"
        triggers = _only_added
