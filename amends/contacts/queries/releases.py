"""People about to be released: who acts for them that day, who sees them first, and where they will live."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from amends.cases.models import Address, CaseAllocation, CaseCover, HousingNeed, Person, ReturnToCustody, Sentence
from amends.cases.queries.finding import looked_after_by
from amends.contacts.models import Appointment
from amends.contacts.queries.gaps import gaps_of
from amends.organisation import access
from amends.organisation.models import Staff
from amends.organisation.roles import Permission
from amends.policy.allocating import release_ahead_days
from amends.policy.contact_modes import face_to_face_modes

_RAISED_BEFORE = timedelta(days=56)


@dataclass(frozen=True)
class Release:
    """Somebody about to be released: who holds the case that day or covers it, who sees them first, and their housing.

    `present`: whether whoever is to act that day is there. `housing`: raised, answered, known or open.
    """

    person: Person
    on: date
    holder: Staff | None
    cover: Staff | None
    present: bool
    first_seen: Appointment | None
    housing: str
    need: HousingNeed | None

    @property
    def lacking(self) -> bool:
        """Whether nobody is there, nobody sees them on the day of release, or nobody asked about housing."""
        seen = self.first_seen is not None and localdate(self.first_seen.starts_at) <= self.on
        return not self.present or not seen or self.housing == "open"


def releases(user, *, on: date, at: datetime, mine: bool = False) -> list[Release]:
    """People whom the user may see who are released within the days policy looks ahead, the soonest first.

    `mine`: those alone whose case the user holds or covers. Eight queries, however many.
    """
    rows = _leaving(user, on, on + timedelta(days=release_ahead_days(on=on).value), mine)
    if not rows:
        return []
    people = [row.person.pk for row in rows]
    holders, covers = _on_record(CaseAllocation, people, "practitioner"), _on_record(CaseCover, people, "staff")
    gone = gaps_of({each for days in (*holders.values(), *covers.values()) for _first, _end, each in days}, on)
    seen = _first_seen(rows, at)
    needs = {need.person_id: need for need in HousingNeed.objects.filter(person__in=people).order_by("raised_at")}
    housed = _housed(rows)
    return [
        _release(row, _on(holders, row), _on(covers, row), gone, seen.get(row), needs.get(row.person.pk), housed)
        for row in rows
    ]


@dataclass(frozen=True)
class _Leaving:
    """A person leaving custody on a day, for the first time or again, where they have been `since` a day."""

    person: Person
    on: date
    since: date


def _leaving(user, on: date, ahead: date, mine: bool) -> list[_Leaving]:
    """Those whom the user may see, the soonest first."""
    first = Sentence.objects.filter(release_date__range=(on, ahead), person__merged_into__isnull=True)
    again = ReturnToCustody.objects.filter(to_date__range=(on, ahead), sentence__person__merged_into__isnull=True)
    if mine:
        people = Person.objects.filter(looked_after_by(user.staff_id, on)).values("pk")
        first, again = first.filter(person__in=people), again.filter(sentence__person__in=people)
    first = access.visible(first, user, Permission.CONTACT_VIEW).select_related("person__team__pdu")
    again = access.visible(again, user, Permission.CONTACT_VIEW).select_related("sentence__person__team__pdu")
    rows = [_Leaving(row.person, row.release_date, row.sentence_date) for row in first]
    rows += [_Leaving(row.sentence.person, row.to_date, row.from_date) for row in again]
    return sorted(rows, key=lambda row: (row.on, row.person.family_name, row.person.crn))


def _release(row, holder, cover, gone, first_seen, need, housed) -> Release:
    actor = cover or holder
    present = actor is not None and not any(gap.holds(row.on) for gap in gone.get(actor.pk, ()))
    in_time = need is not None and need.needed_from >= row.on - _RAISED_BEFORE
    state = ("answered" if need.settled_on else "raised") if in_time else "known" if row in housed else "open"
    return Release(row.person, row.on, holder, cover, present, first_seen, state, need if in_time else None)


def _on_record(model, people: Sequence[int], who: str) -> dict[int, list[tuple[date, date | None, Staff]]]:
    found: dict[int, list[tuple[date, date | None, Staff]]] = defaultdict(list)
    for row in model.objects.filter(person__in=people).select_related(who):
        found[row.person_id].append((row.from_date, row.to_date, getattr(row, who)))
    return found


def _on(days: dict[int, list[tuple[date, date | None, Staff]]], row: _Leaving) -> Staff | None:
    """Who, of those on record, it is on the day of release."""
    for first, end, staff in days.get(row.person.pk, ()):
        if first <= row.on and (end is None or row.on < end):
            return staff
    return None


def _first_seen(rows: Sequence[_Leaving], at: datetime) -> dict[_Leaving, Appointment]:
    """The first appointment face to face on or after each release."""
    coming = Appointment.objects.filter(
        person__in=[row.person.pk for row in rows], kind=Appointment.Kind.SUPERVISION, cancelled_at=None,
        starts_at__gt=at - timedelta(days=1), mode__in=face_to_face_modes(),
    ).select_related("staff").order_by("starts_at")  # fmt: skip
    by_person: dict[int, list[Appointment]] = defaultdict(list)
    for each in coming:
        by_person[each.person_id].append(each)
    found = {}
    for row in rows:
        for each in by_person[row.person.pk]:
            if localdate(each.starts_at) >= row.on:
                found[row] = each
                break
    return found


def _housed(rows: Sequence[_Leaving]) -> set[_Leaving]:
    """Those of whom an address was recorded since they went in that still holds: one from before may be lost by now."""
    addresses: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for pk, first, end in Address.objects.filter(person__in=[row.person.pk for row in rows]).values_list(
        "person_id", "from_date", "to_date"
    ):
        addresses[pk].append((first, end))
    return {
        row for row in rows
        if any(first > row.since and (end is None or end > row.on) for first, end in addresses[row.person.pk])
    }  # fmt: skip
