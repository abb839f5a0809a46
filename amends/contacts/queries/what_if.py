"""Another delivery model applied to the live caseload: contact a week by mode, who changes mode, who cannot be covered.

Read only: nothing of it is kept. docs/rules/what_if.md says how it is reckoned.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from amends.cases.models import Person
from amends.contacts.queries import places
from amends.contacts.queries.contact_record import Record, read_record
from amends.contacts.queries.due import ContactDue, reachable, standing_under
from amends.contacts.queries.offices import slots_a_week
from amends.organisation.models import Absence, Office, Team
from amends.organisation.ranges import current
from amends.policy.contact_modes import FACE_TO_FACE, contact_modes, face_to_face_modes
from amends.policy.delivery_models import likely_mode

_DAYS = 7
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

    model: str
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


def what_if(user, within: Collection[Team], model: str, *, on: date, at: datetime) -> WhatIf:
    """Apply a model to the people of the teams whom the user may see. What was set for a person stays set."""
    people = list(places.people(user, within))
    keys = [person.pk for person in people]
    record = read_record(keys, {person.team_id for person in people}, on, at)
    holders = places.holders(keys, on)
    home_only = shielding({holder.pk for holder in holders.values()}, on)
    now: dict[str, float] = {}
    then: dict[str, float] = {}
    untold, changes = 0, []
    for today, other in zip(*(standing_under(people, record, on, name) for name in (None, model)), strict=True):
        if other.owed is None or today.owed is None:
            untold += other.state in ("risk_unknown", "no_rule")
            continue
        change = _change(today, other, record, holders.get(today.person.pk), home_only, on)
        _add(now, today, change.now)
        _add(then, other, change.then)
        if change.why or change.now != change.then:
            changes.append(change)
    offices = Office.objects.filter(pdu__in={team.pdu_id for team in within}).values_list("pk", flat=True)
    slots = slots_a_week(list(offices), on)
    return WhatIf(model, len(people), untold, now, then, changes, slots)


def shielding(staff: Collection[int], on: date) -> set[int]:
    """Those of the staff who can see nobody face to face on the day, by id."""
    away = Absence.objects.filter(current(on), staff__in=staff, kind=Absence.Kind.SHIELDING)
    return set(away.order_by().values_list("staff_id", flat=True))


def owed_mode(due: ContactDue) -> str | None:
    """The mode owed: what the model says, or what was set for the person."""
    if due.owed is not None and due.modes == frozenset(due.owed.value.modes):
        return due.owed.value.owed_mode
    if due.modes <= face_to_face_modes():
        return FACE_TO_FACE
    return "doorstep" if due.modes <= _SEEN else None


def _change(
    today: ContactDue, other: ContactDue, record: Record, holder: places.Holder | None, home_only: set[int], on: date
) -> Change:
    remote = reachable(record.digital.get(today.person.pk), on).value
    last = today.last.mode if today.last else None
    modes = (sorted(each.modes) for each in (today, other))
    now, then = (
        likely_mode(allowed, owed_mode(each), last=last, remote=remote)
        for allowed, each in zip(modes, (today, other), strict=True)
    )
    return Change(today.person, holder, now, then, _why(other, then, remote, holder, home_only))


def _why(
    other: ContactDue, then: str | None, remote: tuple[str, ...] | None, holder: places.Holder | None,
    home_only: set[int],
) -> str:  # fmt: skip
    """Why the contact cannot be covered, by the case as it is held today; empty where it can."""
    if holder is None:
        return "nobody_holds"
    if then in _SEEN and holder.pk in home_only:
        return "home_only"
    if owed_mode(other) == "telephone" and remote is not None and "telephone" not in remote:
        return "not_reached"
    return "" if then else "no_mode"


def _add(weekly: dict[str, float], due: ContactDue, mode: str | None) -> None:
    """Count a person's contacts a week; where face to face is owed besides, now and then, those are at the office."""
    if mode is None or due.owed is None:
        return
    each_week = _DAYS / due.every_days
    seen_days = due.owed.value.face_to_face_days
    seen = _DAYS / seen_days if seen_days and mode not in face_to_face_modes() else 0.0
    weekly[mode] = weekly.get(mode, 0.0) + max(each_week - seen, 0.0)
    if seen:
        weekly["office"] = weekly.get("office", 0.0) + seen
