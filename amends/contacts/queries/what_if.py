"""Another delivery model applied to the live caseload: contact a week by mode, who changes mode, who cannot be covered.

Read only: nothing of it is kept. docs/rules/what_if.md says how it is reckoned.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from amends.cases.models import Person
from amends.contacts.queries import places
from amends.contacts.queries.contact_record import read_record
from amends.contacts.queries.due import AskedModel, Held, holding, known
from amends.contacts.queries.offices import slots_a_week
from amends.organisation.models import Absence, Office, Team
from amends.organisation.ranges import current
from amends.policy.contact_modes import contact_modes, face_to_face_modes
from amends.policy.delivery_models import likely_mode
from amends.policy.digital_access import Access, remote_modes

_DAYS = 7
Weekly = defaultdict[str, float]  # contacts a week by mode
_SEEN = face_to_face_modes() | {"doorstep"}


@dataclass(frozen=True)
class Change:
    """One person whose contact would be made otherwise, or cannot be covered (`why`, else empty)."""

    person: Person
    holder: places.Holder | None
    now: str | None
    then: str | None
    why: str = ""


@dataclass(frozen=True)
class WhatIf:
    """What a model would need a week: contacts by mode, as owed now and then, and the people it touches.

    `slots` are the office slots of a week where every office of the place has limits, else None.
    """

    model: AskedModel
    people: int
    untold: int
    now: Mapping[str, float]
    then: Mapping[str, float]
    changes: list[Change]
    slots: int | None = None

    def minutes(self, weekly: Mapping[str, float]) -> float:
        """What contacts a week take practitioners, journeys included, in minutes."""
        takes = {each.mode: each.minutes for each in contact_modes()}
        return sum(number * takes[mode] for mode, number in weekly.items())

    def moves(self) -> Counter[tuple[str, str]]:
        """How many people would change from one mode to another."""
        return Counter(
            (each.now, each.then) for each in self.changes if each.now and each.then != each.now and each.then
        )

    def uncovered(self) -> list[Change]:
        """Those whom the model would leave without the contact it owes."""
        return [each for each in self.changes if each.why]


def what_if(user, within: Collection[Team], model: AskedModel, *, on: date, at: datetime) -> WhatIf:
    """Apply a model to the people of the teams whom the user may see. What was set for a person stays set."""
    people = list(places.people(user, within))
    keys = [person.pk for person in people]
    record = read_record(keys, {person.team_id for person in people}, on, at)
    holders = places.holders(keys, on)
    home_only = shielding({holder.pk for holder in holders.values()}, on)
    in_force, under = holding(on), holding(on, model)
    weekly: tuple[Weekly, Weekly] = defaultdict(float), defaultdict(float)
    untold, changes = 0, []
    for each in known(people, record, on):
        today, other = in_force(each), under(each)
        if today is None or other is None:
            untold += other is None and not each.outside
            continue
        holder, remote = holders.get(each.person.pk), _remote(record.digital.get(each.person.pk), on)
        now, then = (_likely(held.modes, held.owed_mode, each.last and each.last.mode, remote)
                     for held in (today, other))  # fmt: skip
        _add(weekly[0], today, now)
        _add(weekly[1], other, then)
        why = _why(other, then, remote, holder, home_only)
        if why or now != then:
            changes.append(Change(each.person, holder, now, then, why))
    offices = Office.objects.filter(pdu__in={team.pdu_id for team in within}).values_list("pk", flat=True)
    return WhatIf(model, len(people), untold, *weekly, changes, slots_a_week(list(offices), on))


def shielding(staff: Collection[int], on: date) -> set[int]:
    """Those of the staff who can see nobody face to face on the day, by id."""
    away = Absence.objects.filter(current(on), staff__in=staff, kind=Absence.Kind.SHIELDING)
    return set(away.order_by().values_list("staff_id", flat=True))


@lru_cache(4096)
def _remote(digital: Access | None, on: date) -> tuple[str, ...] | None:
    """The remote modes open to a person; None where that is not known."""
    return remote_modes(digital, on=on).value


@lru_cache(4096)
def _likely(
    modes: frozenset[str], owed: str | None, last: str | None, remote: tuple[str, ...] | None
) -> str | None:  # fmt: skip
    return likely_mode(sorted(modes), owed, last=last, remote=remote)


def _why(
    other: Held, then: str | None, remote: tuple[str, ...] | None, holder: places.Holder | None, home_only: set[int]
) -> str:
    """Why the contact cannot be covered, by the case as it is held today; empty where it can."""
    if holder is None:
        return "nobody_holds"
    if then in _SEEN and holder.pk in home_only and not holder.cover:
        return "home_only"
    if other.owed_mode == "telephone" and remote is not None and "telephone" not in remote:
        return "not_reached"
    return "" if then else "no_mode"


def _add(weekly: Weekly, held: Held, mode: str | None) -> None:
    """Count a person's contacts a week; where face to face is owed besides, now and then, those are at the office."""
    if mode is None:
        return
    seen_days = held.owed.value.face_to_face_days
    seen = _DAYS / seen_days if seen_days and mode not in face_to_face_modes() else 0.0
    weekly[mode] += max(_DAYS / held.every_days - seen, 0.0)
    if seen:
        weekly["office"] += seen
