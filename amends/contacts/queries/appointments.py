"""Appointments and their outcomes, as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactOutcome


@dataclass(frozen=True)
class Standing:
    """An appointment with the outcome that stands; None where there is none yet."""

    appointment: Appointment
    outcome: ContactOutcome | None


def supervision() -> QuerySet[Appointment]:
    """Supervision appointments of people whose record was not merged into another."""
    found = Appointment.objects.filter(kind=Appointment.Kind.SUPERVISION, person__merged_into__isnull=True)
    return found.select_related("person__team", "staff")


def standing_outcomes() -> QuerySet[ContactOutcome]:
    """Outcomes that no correction replaced."""
    return ContactOutcome.objects.filter(replaced_by__isnull=True).select_related("recorded_by")


def of_person(person: Person, at: datetime, *, most: int = 60) -> tuple[list[Standing], list[Standing]]:
    """The person's supervision appointments to come, the next first, and those over, the latest first; three queries.

    A cancelled one is left out, but for one that was rearranged: that stays on record with its outcome.
    """
    outcomes = Prefetch("outcomes", queryset=standing_outcomes(), to_attr="standing")
    found = supervision().filter(person=person).prefetch_related(outcomes).order_by("-starts_at")
    coming = [Standing(row, _outcome(row)) for row in found.filter(starts_at__gt=at, cancelled_at=None)[:most]]
    over = [Standing(row, _outcome(row)) for row in found.exclude(starts_at__gt=at, cancelled_at=None)[:most]]
    return coming[::-1], [each for each in over if each.outcome or each.appointment.cancelled_at is None]


def _outcome(row: Appointment) -> ContactOutcome | None:
    return row.standing[0] if row.standing else None
