"""Where a person lives: moving closes the earlier address and opens the next, so that every day has its address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.models import Address, Person
from amends.cases.operations.refused import PersonRefused
from amends.design.words import day
from amends.organisation import audit
from amends.organisation.models import User
from amends.organisation.operations.refusal import Ground


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


def address_grounds(draft: AddressDraft, number: int = 1) -> Iterator[Ground]:
    """What is wrong with an address."""
    if not draft.lines.strip():
        yield Ground(_("Enter the address, or “no fixed address”"), "lines", number)
    if len(draft.lines.strip()) > 400:
        yield Ground(_("The address must be 400 characters or fewer"), "lines", number)
    if len(draft.postcode.strip()) > 10:
        yield Ground(_("The postcode must be 10 characters or fewer"), "postcode", number)
    if (draft.lat is None) != (draft.lon is None):
        yield Ground(_("A position needs both latitude and longitude"), "position", number)
    elif draft.lat is not None and draft.lon is not None and not (abs(draft.lat) <= 90 and abs(draft.lon) <= 180):
        yield Ground(_("Latitude is from −90 to 90 and longitude from −180 to 180"), "position", number)


@transaction.atomic
def move_address(*, person: Person, draft: AddressDraft, by: User, at: datetime) -> Address:
    """Record that the person lives elsewhere from `draft.from_date`; the address before ends that day.

    A mistake in the address of the same first day is put right by giving that day again. Raises PersonRefused where
    the address is incomplete, or a later one is recorded already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    grounds = list(address_grounds(draft))
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Change the record that was kept.")))
    if draft.from_date > localdate(at):
        grounds.append(Ground(_("The first day there must be today or in the past"), "from_date"))
    latest = person.addresses.order_by("-from_date").first()
    if latest and latest.from_date > draft.from_date:
        words = _("An address from %(day)s is recorded already: the first day must be that day or later")
        grounds.append(Ground(words % {"day": day(latest.from_date)}, "from_date"))
    if grounds:
        raise PersonRefused(grounds)
    if latest and latest.from_date == draft.from_date:
        latest.delete()  # its history keeps what stood there
    elif latest and (latest.to_date is None or latest.to_date > draft.from_date):
        latest.to_date = draft.from_date
        latest.save(update_fields=["to_date"])
    address = draft.row(person)
    address.save()
    audit.record(by, "move address", f"cases.address {address.pk}", crn=person.crn)
    return address
