"""The audit trail: writing to it, sealing it, and proving it whole.

Writing waits for nobody: rows are appended side by side. The sealing job takes the rows that are committed, gives each
the next number, and hashes it with the digest before it, so that a row altered or taken away later breaks the chain
there. What a trail cannot show by itself, that its newest seals were cut off, shows against a head kept elsewhere: note
what `verify` prints.
"""

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from amends.organisation.models import AuditEvent, AuditQueue, AuditSeal

_SEALING = 7_141_964  # the advisory lock of the sealing job
_AT_ONCE = 5_000


def record(
    by, action: str, subject: str, *, crn: str = "", detail: Mapping[str, object] | None = None,
    refused: bool = False,
) -> None:  # fmt: skip
    """Append one event, in the transaction of what it records. `by` is a User (or AnonymousUser)."""
    outcome = AuditEvent.Outcome.REFUSED if refused else AuditEvent.Outcome.ALLOWED
    AuditEvent.objects.create(
        username=by.get_username(), action=action, subject=subject, crn=crn, detail=detail or {}, outcome=outcome
    )


def record_many(by, action: str, events: Iterable[tuple[str, str, Mapping[str, object]]]) -> None:
    """Append an event for each (subject, crn, detail) of one action."""
    username = by.get_username()
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(username=username, action=action, subject=subject, crn=crn, detail=detail,
                       outcome=AuditEvent.Outcome.ALLOWED)
            for subject, crn, detail in events
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip


def seal() -> int:
    """Seal every committed event that waits; return how many. Only one sealer works at a time."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALING])
    waiting = list(AuditQueue.objects.order_by("event_id").values_list("event_id", flat=True)[:_AT_ONCE])
    if not waiting:
        return 0
    last = AuditSeal.objects.order_by("-number").first()
    number, digest = (last.number, bytes(last.digest)) if last else (0, b"")
    seals = []
    for event in AuditEvent.objects.filter(pk__in=waiting).order_by("pk").iterator():
        number, digest = number + 1, _digest(digest, event)
        seals.append(AuditSeal(number=number, event_id=event.pk, digest=digest))
    AuditSeal.objects.bulk_create(seals, batch_size=_AT_ONCE)
    AuditQueue.objects.filter(event_id__in=waiting).delete()
    return len(waiting)


@dataclass
class Verification:
    """What checking the chain found. `faults` names each row altered or missing; empty where the chain is whole."""

    sealed: int = 0
    waiting: int = 0
    head: str = ""
    faults: list[str] = field(default_factory=list)


def verify() -> Verification:
    """Check the chain from its first seal, and that every event is sealed or waiting to be."""
    found = Verification(waiting=AuditQueue.objects.count())
    digest, expected = b"", 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM organisation_auditevent e LEFT JOIN organisation_auditseal s ON s.event_id = e.id "
            "LEFT JOIN organisation_auditqueue q ON q.event_id = e.id WHERE s.number IS NULL AND q.event_id IS NULL "
            "ORDER BY e.id LIMIT 20"
        )
        found.faults += [f"event {event}: neither sealed nor waiting" for (event,) in cursor.fetchall()]
    for seals in _in_batches(AuditSeal.objects.order_by("number")):
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in seals])
        for seal in seals:
            chained = seal.number == expected
            if not chained:
                found.faults.append(f"seals {expected} to {seal.number - 1}: missing")
            event = events.get(seal.event_id)
            if event is None:
                found.faults.append(f"event {seal.event_id}: missing (seal {seal.number})")
            elif chained and _digest(digest, event) != bytes(seal.digest):
                found.faults.append(f"event {seal.event_id}: altered (seal {seal.number})")
            digest, expected = bytes(seal.digest), seal.number + 1
            found.sealed += 1
    found.head = digest.hex()
    return found


def _digest(previous: bytes, event: AuditEvent) -> bytes:
    content = [event.pk, event.at.isoformat(), event.username, event.action, event.outcome, event.subject, event.crn]
    written = json.dumps([*content, event.detail], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous + written.encode()).digest()


def _in_batches(queryset) -> Iterator[list]:
    rows = queryset.iterator(chunk_size=_AT_ONCE)
    while batch := list(itertools.islice(rows, _AT_ONCE)):
        yield batch
