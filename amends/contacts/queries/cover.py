"""Contact kept remote by the officer's circumstances, not the case: who is to be seen, and who sees them meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from amends.cases.models import CaseCover, Person
from amends.contacts.queries import places
from amends.contacts.queries.due import ContactDue, contact_due, owed_mode
from amends.organisation.among import among
from amends.organisation.models import Absence, Team
from amends.organisation.ranges import current

_SEEN = ("face_to_face", "doorstep")


@dataclass(frozen=True)
class Covering:
    """A person owed contact in person whose practitioner sees nobody; or one still covered who need not be.

    `needed` tells the two apart; `cover` is None where nobody sees the person. A cover with an end of its own is left
    to it, and so is one of a practitioner who is away.
    """

    due: ContactDue
    holder: places.Holder
    cover: CaseCover | None
    needed: bool


def to_cover(user, within: Collection[Team], *, on: date, at: datetime) -> list[Covering]:
    """Those of the teams' people whom the user may see: uncovered first, then covered, then cover to end."""
    sheltered = Absence.objects.filter(current(on), kind=Absence.Kind.SHIELDING).values("staff")
    absent = Absence.objects.filter(current(on)).values("staff")
    held = current(on, "allocations__")
    everybody = places.people(user, within)
    kept_in = everybody.filter(held, allocations__practitioner__in=sheltered)
    lasting = everybody.filter(current(on, "covers__"), covers__to_date=None)
    back = lasting.filter(held, ~Q(allocations__practitioner__in=absent))
    people = {person.pk: person for person in (*kept_in, *back)}
    shielded = {person.pk for person in kept_in}
    standing = CaseCover.objects.filter(current(on), person__in=among(people)).select_related("staff")
    covers = {each.person_id: each for each in standing}
    holders = places.holders(people, on)
    rows = []
    for due in contact_due(people.values(), on=on, at=at):
        pk = due.person.pk
        needed = pk in shielded and due.owed is not None and owed_mode(due.owed.value, due.modes) in _SEEN
        if pk in holders and (needed or pk in covers):
            rows.append(Covering(due, holders[pk], covers.get(pk), needed))
    return sorted(rows, key=lambda row: (not row.needed, row.cover is not None, row.due.due_on or on))


def covers_of(person: Person, on: date) -> list[CaseCover]:
    """Who acts for the one who holds the case on the day, and who will later; the first to begin first."""
    found = CaseCover.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), person=person)
    return list(found.select_related("staff").order_by("from_date"))
