"""Recording how a person can be reached remotely."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.contacts.models import DigitalAccess
from amends.contacts.operations.refused import LevelRefused
from amends.organisation import audit
from amends.organisation.models import User
from amends.policy.digital_access import Access


@dataclass(frozen=True)
class DigitalAccessDraft:
    """What the person said on `recorded_on`. `needs`: a language or a disability to allow for."""

    recorded_on: date
    device: str
    credit: bool
    signal: bool
    can_call: bool
    can_text: bool
    can_video: bool
    can_fill_forms: bool
    safe_place: bool
    internet_allowed: bool
    needs: str = ""
    preference: str = ""


@transaction.atomic
def record_digital_access(*, person: Person, draft: DigitalAccessDraft, by: User, at: datetime) -> DigitalAccess:
    """Record what the person said, beside what they said before; it lapses by policy. Raises LevelRefused."""
    if draft.device not in DigitalAccess.Device.values:
        raise LevelRefused(_("Select the device"), field="device")
    if draft.recorded_on > localdate(at):
        raise LevelRefused(_("The day must be today or in the past"), field="recorded_on")
    row = DigitalAccess.objects.create(person=person, recorded_by=by, **asdict(draft))
    audit.record(by, "record digital access", f"contacts.digitalaccess {row.pk}", crn=person.crn)
    return row


def access_of(person: Person) -> Access | None:
    """What was recorded last, as policy takes it; None where nothing was."""
    row = DigitalAccess.objects.filter(person=person).order_by("-recorded_on", "-pk").first()
    return as_access(row) if row else None


def as_access(row: DigitalAccess) -> Access:
    """A record as policy takes it."""
    return Access(
        recorded_on=row.recorded_on, device=row.device, credit=row.credit, signal=row.signal, can_call=row.can_call,
        can_video=row.can_video, safe_place=row.safe_place, internet_allowed=row.internet_allowed,
    )  # fmt: skip
