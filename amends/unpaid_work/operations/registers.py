"""The register of a session: outcomes, and concerns for the practitioner, saved person by person or all at once.

What is right is saved, what is wrong is told; where somebody else recorded an outcome meanwhile, neither is lost: both
are handed back, and a person chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from amends.contacts.models import Concern, ContactOutcome
from amends.contacts.operations.concerns import raise_concern
from amends.contacts.operations.outcomes import (
    AlreadyRecorded,
    OutcomeDraft,
    OutcomesRefused,
    Refusal,
    correct_outcome,
    record_outcomes,
    same_outcome,
)
from amends.organisation import audit
from amends.unpaid_work.models import Booking, Session


@dataclass(frozen=True)
class RegisterEntry:
    """What is entered for one person. `replaces` is the outcome that the user chose to replace, and `reason` why."""

    booking: Booking
    outcome: OutcomeDraft
    concern: str = ""
    replaces: ContactOutcome | None = None
    reason: str = ""


@dataclass
class RegisterSaved:
    """What came of saving: outcomes saved, what is wrong and what was recorded meanwhile, by booking id."""

    saved: dict[int, ContactOutcome] = field(default_factory=dict)
    refused: dict[int, list[Refusal]] = field(default_factory=dict)
    clashes: dict[int, ContactOutcome] = field(default_factory=dict)


@transaction.atomic
def record_register(*, session: Session, entries: Sequence[RegisterEntry], by, at: datetime) -> RegisterSaved:
    """Save every entry that can be saved; raises nothing for those that cannot: the answer tells of each.

    An entry that says what is on record already counts as saved. Bookings come with their appointment and its person.
    """
    result = RegisterSaved()
    for entry in sorted(entries, key=lambda entry: entry.booking.appointment_id):
        _save(entry, result, by=by, at=at)
    if result.saved:
        audit.record(
            by, "record register", f"unpaid_work.session {session.pk}", detail={"bookings": sorted(result.saved)}
        )
    return result


def _save(entry: RegisterEntry, result: RegisterSaved, *, by, at: datetime) -> None:
    key = entry.booking.pk
    try:
        with transaction.atomic():
            if entry.replaces:
                result.saved[key] = correct_outcome(
                    outcome=entry.replaces, draft=entry.outcome, reason=entry.reason, by=by, at=at
                )
            else:
                result.saved[key] = record_outcomes([entry.outcome], by=by, at=at)[0]
    except AlreadyRecorded as meanwhile:
        standing = meanwhile.standing[entry.outcome.appointment.pk]
        if same_outcome(standing, entry.outcome):
            result.saved[key] = standing
        else:
            result.clashes[key] = standing
    except OutcomesRefused as refused:
        result.refused[key] = list(refused.refusals)
    if entry.concern.strip() and key in result.saved:
        _raise_once(entry, by=by, at=at)


def _raise_once(entry: RegisterEntry, *, by, at: datetime) -> None:
    """Raise the concern, unless the same form was sent twice."""
    appointment = entry.booking.appointment
    text = entry.concern.strip()
    if not Concern.objects.filter(appointment=appointment, raised_by=by, text=text).exists():
        raise_concern(person=appointment.person, appointment=appointment, text=text, by=by, at=at)
