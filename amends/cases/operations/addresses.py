"""Where a person lives: moving closes the earlier address and opens the next, so that every day has its address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Address, Person
from amends.cases.operations.refused import PersonRefused, Reason
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import User


@dataclass(frozen=True)
class AddressDraft:
    """An address as written, with its position in degrees where it is known. `from_date` is the first day there."""

    lines: str
    from_date: date
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None

    def row(self, person: Person) -> Address:
        """The unsaved row."""
        return Address(
            person=person, lines=self.lines.strip(), postcode=self.postcode.strip().upper(),
            lat=self.lat, lon=self.lon, from_date=self.from_date,
        )  # fmt: skip


def address_reasons(draft: AddressDraft, place: int = 0) -> Iterator[Reason]:
    """What is wrong with an address."""
    if not draft.lines.strip():
        yield Reason(_("Enter the address, or “no fixed address”"), "lines", place)
    if len(draft.lines.strip()) > 400:
        yield Reason(_("The address must be 400 characters or fewer"), "lines", place)
    if len(draft.postcode.strip()) > 10:
        yield Reason(_("The postcode must be 10 characters or fewer"), "postcode", place)
    if (draft.lat is None) != (draft.lon is None):
        yield Reason(_("A position needs both latitude and longitude"), "position", place)
    elif draft.lat is not None and draft.lon is not None and not (abs(draft.lat) <= 90 and abs(draft.lon) <= 180):
        yield Reason(_("Latitude is from −90 to 90 and longitude from −180 to 180"), "position", place)


@transaction.atomic
def move_address(*, person: Person, draft: AddressDraft, by: User, at: datetime) -> Address:
    """Record that the person lives elsewhere from `draft.from_date`; the address before ends that day.

    A mistake in the address of the same first day is put right by giving that day again. Raises PersonRefused where
    the address is incomplete, or a later one is recorded already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    reasons = list(address_reasons(draft))
    if person.merged_into_id:
        reasons.append(Reason(_("This record has been merged into another. Change the record that was kept.")))
    if draft.from_date > localdate(at):
        reasons.append(Reason(_("The first day there must be today or in the past"), "from_date"))
    latest = person.addresses.order_by("-from_date").first()
    if latest and latest.from_date > draft.from_date:
        words = _("An address from %(day)s is recorded already: the first day must be that day or later")
        reasons.append(Reason(words % {"day": day(latest.from_date)}, "from_date"))
    if reasons:
        raise PersonRefused(reasons)
    if latest and latest.from_date == draft.from_date:
        latest.delete()  # its history keeps what stood there
    elif latest and (latest.to_date is None or latest.to_date > draft.from_date):
        latest.to_date = draft.from_date
        latest.save(update_fields=["to_date"])
    address = draft.row(person)
    address.save()
    audit.record(by, "move address", f"cases.address {address.pk}", crn=person.crn)
    return address
