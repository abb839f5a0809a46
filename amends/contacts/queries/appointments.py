"""Appointments and their outcomes, as pages show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from amends.cases.models import Person
from amends.contacts.models import Appointment, ContactOutcome
from amends.policy.contact_outcomes import contact_outcomes

ATTENDED = [each.code for each in contact_outcomes() if each.attended]


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


def kept(modes: Collection[str]) -> QuerySet[ContactOutcome]:
    """The outcomes that stand of supervision appointments that were kept, by one of the modes.

    A check-in that a manager approved stands for a telephone call.
    """
    by = Q(appointment__mode__in=modes)
    if "telephone" in modes:
        by |= Q(appointment__mode="check_in", appointment__check_in_approved=True)
    supervision = {"appointment__kind": Appointment.Kind.SUPERVISION, "code__in": ATTENDED, "replaced_by": None}
    return ContactOutcome.objects.filter(by, **supervision)


def of_person(person: Person, at: datetime, *, most: int = 60) -> tuple[list[Standing], list[Standing]]:
    """The person's supervision appointments to come, the next first, and those over, the latest first; five queries.

    A cancelled one is left out, but for one that was rearranged: that stays on record with its outcome.
    """
    outcomes = Prefetch("outcomes", queryset=standing_outcomes(), to_attr="standing")
    found = supervision().filter(person=person).prefetch_related(outcomes).order_by("-starts_at")
    found = found.select_related("person__team", "staff", "reminder", "activity_day")
    soon = found.filter(starts_at__gt=at, cancelled_at=None).prefetch_related("office_slots__office")
    coming = [Standing(row, _outcome(row)) for row in soon[:most]]
    over = [Standing(row, _outcome(row)) for row in found.exclude(starts_at__gt=at, cancelled_at=None)[:most]]
    return coming[::-1], [each for each in over if each.outcome or each.appointment.cancelled_at is None]


def _outcome(row: Appointment) -> ContactOutcome | None:
    return row.standing[0] if row.standing else None
