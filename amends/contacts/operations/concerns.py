"""Concerns: raised where they are noticed, read by the practitioner, the reading on record."""

from datetime import datetime

from django.db import transaction

from amends.cases.models import Person
from amends.contacts.models import Appointment, Concern
from amends.organisation import audit


@transaction.atomic
def raise_concern(*, person: Person, text: str, appointment: Appointment | None = None, by, at: datetime) -> Concern:
    """Pass a concern about a person to whoever holds the case. `appointment` is where it was noticed."""
    concern = Concern.objects.create(person=person, appointment=appointment, text=text, raised_at=at, raised_by=by)
    audit.record(by, "raise concern", f"contacts.concern {concern.pk}", crn=person.crn)
    return concern


@transaction.atomic
def read_concern(*, concern: Concern, by, at: datetime) -> Concern:
    """Record that a concern was read. The first reading stands: reading it again changes nothing."""
    concern = Concern.objects.select_for_update(of=("self",)).select_related("person").get(pk=concern.pk)
    if concern.read_at is None:
        concern.read_at, concern.read_by = at, by
        concern.save(update_fields=["read_at", "read_by"])
        audit.record(by, "read concern", f"contacts.concern {concern.pk}", crn=concern.person.crn)
    return concern
