"""Contact kept remote by the officer's circumstances, not the case: who is to be seen, and who sees them meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.contacts.models import ContactCover
from amends.contacts.queries import places
from amends.contacts.queries.contact_record import those
from amends.contacts.queries.due import ContactDue, contact_due, owed_mode
from amends.contacts.queries.offices import GRADES
from amends.organisation.models import Absence, Staff, Team
from amends.organisation.ranges import current

_SEEN = ("face_to_face", "doorstep")


@dataclass(frozen=True)
class Covering:
    """A person owed contact in person whose practitioner sees nobody; or one still covered who need not be.

    `needed` tells the two apart; `cover` is None where nobody sees the person.
    """

    due: ContactDue
    holder: places.Holder
    cover: ContactCover | None
    needed: bool


def to_cover(user, within: Collection[Team], *, on: date, at: datetime) -> list[Covering]:
    """Those of the teams' people whom the user may see: uncovered first, then covered, then cover to end."""
    sheltered = Absence.objects.filter(current(on), kind=Absence.Kind.SHIELDING).values("staff")
    held = current(on, "allocations__")
    everybody = places.people(user, within)
    kept_in = everybody.filter(held, allocations__practitioner__in=sheltered)
    covered = everybody.filter(current(on, "contact_cover__"))
    people = {person.pk: person for person in (*kept_in, *covered)}
    shielded = {person.pk for person in kept_in}
    covers = {each.person_id: each for each in _covers(people, on)}
    holders = places.holders(people, on)
    rows = []
    for due in contact_due(people.values(), on=on, at=at):
        pk = due.person.pk
        needed = pk in shielded and due.owed is not None and owed_mode(due.owed.value, due.modes) in _SEEN
        if pk in holders and (needed or pk in covers):
            rows.append(Covering(due, holders[pk], covers.get(pk), needed))
    return sorted(rows, key=lambda row: (not row.needed, row.cover is not None, row.due.due_on or on))


def cover_of(person: Person, on: date) -> ContactCover | None:
    """Who sees the person in place of the practitioner on the day."""
    return next(iter(_covers([person.pk], on)), None)


def candidates(person: Person, on: date) -> QuerySet[Staff]:
    """Officers of the person's unit who could see them: in post, not away, and not the one who holds the case."""
    away = Absence.objects.filter(current(on)).values("staff")
    found = Staff.objects.filter(current(on), team__pdu=person.team.pdu_id, grade__in=GRADES).exclude(pk__in=away)
    holder = places.holders([person.pk], on).get(person.pk)
    return found.exclude(pk=holder.pk if holder else None).select_related("team").order_by("name", "pk")


def _covers(people: Collection[int], on: date) -> QuerySet[ContactCover]:
    return ContactCover.objects.filter(current(on), person__in=those(people)).select_related("staff")
