"""Contact due: what each person is owed under the model in force on the day, what is planned, and what was made.

Nothing of it is kept: it is computed from risk, registrations, sentences, tiers and appointments, for one person or a
whole caseload, in the same number of queries.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from amends.cases.models import Person, Sentence
from amends.contacts.models import ContactLevel, DigitalAccess
from amends.contacts.operations.levels import modes_of
from amends.contacts.queries.contact_record import Contact, Contacts, Record, Served, read_record
from amends.faults import Faults
from amends.policy.contact_modes import FACE_TO_FACE, face_to_face_modes
from amends.policy.decision import Decision
from amends.policy.delivery_models import ContactOwed, minimum_contact
from amends.policy.digital_access import lapses_on, no_contact_days
from amends.policy.own_models import OwnModel, own_contact

__all__ = [
    "AskedModel", "Contact", "ContactDue", "Contacts", "Held", "Known", "contact_due", "holding", "known", "owed_mode",
]  # fmt: skip

_SUPERVISED = {Sentence.Phase.ORDER, Sentence.Phase.LICENCE, Sentence.Phase.POST_SENTENCE}
AskedModel = str | OwnModel | None  # one that is shipped, by its name; None: that in force
_lapses_on = lru_cache(lapses_on)


@dataclass(frozen=True)
class ContactDue:
    """How a person stands on a day.

    `owed` is the decision of the model in force; None where none is owed (`state` says why) or it cannot be told.
    `every_days` and `modes` are what holds: the model's, or what was set in its place.
    """

    person: Person
    state: str  # owed, custody, not_supervised, risk_unknown, no_rule
    owed: Decision[ContactOwed] | None = None
    flags: tuple[str, ...] = ()
    level: ContactLevel | None = None
    every_days: int = 0
    modes: frozenset[str] = frozenset()
    due_on: date | None = None
    face_to_face_due_on: date | None = None
    last: Contact | None = None
    planned: tuple[Contacts, ...] = ()
    made: tuple[Contacts, ...] = ()
    overdue: bool = False
    unplanned: bool = False
    no_contact: bool = False
    access_lapsed: bool = False

    def made_by_mode(self) -> Mapping[str, int]:
        """Contacts made in the weeks looked back on, by mode."""
        return _numbers(self.made)

    def planned_by_mode(self) -> Mapping[str, int]:
        """Contacts planned, by mode."""
        return _numbers(self.planned)

    @property
    def in_person(self) -> bool:
        """Whether what is owed is made where the person is: face to face, or on the doorstep."""
        return self.owed is not None and owed_mode(self.owed.value, self.modes) in (FACE_TO_FACE, "doorstep")

    @property
    def next(self) -> Contact | None:
        """The next contact planned."""
        soonest = min(self.planned, key=lambda each: each.first, default=None)
        return Contact(soonest.first, soonest.mode, soonest.counts) if soonest else None


def _numbers(contacts: Iterable[Contacts]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in contacts:
        found[each.mode] = found.get(each.mode, 0) + each.number
    return found


class Known(NamedTuple):
    """What is known of a person on a day, whichever model holds. `outside`: custody or not_supervised, else empty."""

    person: Person
    outside: str
    made: tuple[Contacts, ...]
    planned: tuple[Contacts, ...]
    began: date = date.max
    last: Contact | None = None
    risk: str | None = None
    tier: str = "open"
    flags: tuple[str, ...] = ()
    level: ContactLevel | None = None
    access_lapsed: bool = False
    own: OwnModel | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for a person: what the model owes; how often, and by which modes, by it or by what was set instead."""

    owed: Decision[ContactOwed]
    every_days: int
    modes: frozenset[str]

    @property
    def owed_mode(self) -> str | None:
        """The mode owed: what the model says, or what was set for the person."""
        return owed_mode(self.owed.value, self.modes)


def owed_mode(owed: ContactOwed, modes: frozenset[str]) -> str | None:
    """The mode owed where a model owes so much and these modes hold."""
    if modes == frozenset(owed.modes):
        return owed.owed_mode
    if modes <= face_to_face_modes():
        return FACE_TO_FACE
    return "doorstep" if modes <= face_to_face_modes() | {"doorstep"} else None


def contact_due(people: Iterable[Person], *, on: date, at: datetime, model: AskedModel = None) -> list[ContactDue]:
    """How each person stands, in the order given. `on` is the day of `at` in Europe/London.

    `model` asks what another model would owe, shipped or the service's own. A dozen queries, however many people.
    """
    people = list(people)
    record = read_record((person.pk for person in people), {person.team_id for person in people}, on, at)
    held, silent_days = holding(on, model), no_contact_days(on=on).value
    return [_standing(each, held(each), on, silent_days) for each in known(people, record, on)]


def known(people: Iterable[Person], record: Record, on: date) -> Iterator[Known]:
    """What a record that has been read tells of each person."""
    for person in people:
        pk = person.pk
        served = record.sentences.get(pk, ())
        supervised = [each for each in served if each.phase in _SUPERVISED]
        made, planned = tuple(record.made.get(pk, ())), tuple(record.planned.get(pk, ()))
        custody = any(each.phase == Sentence.Phase.CUSTODY for each in served)
        if custody or not supervised:
            yield Known(person, "custody" if custody else "not_supervised", made, planned)
            continue
        last, digital = _last(made) or record.before.get(pk), record.digital.get(pk)
        lapsed = digital is None or on >= _lapses_on(digital.recorded_on)
        flags = _flags(record.flags.get(pk, ()), supervised, last)
        if digital and digital.device == DigitalAccess.Device.NONE and not lapsed:
            flags = tuple(sorted((*flags, "no_phone")))
        yield Known(
            person, "", made, planned, min(each.began for each in supervised), last, record.risk.get(pk),
            record.tiers.get(person.team_id, "open"), flags, record.levels.get(pk), lapsed,
            record.own.get(person.team_id),
        )  # fmt: skip


def holding(on: date, model: AskedModel = None) -> Callable[[Known], Held | None]:
    """What holds for each of those known, under a model or that in force.

    Thousands of people are of a few kinds. None: nothing is owed, or it cannot be told.
    """

    @cache
    def of_kind(risk: str, tier: str, flags: tuple[str, ...], in_force: OwnModel | None) -> Held | None:
        asked = model or in_force
        try:
            if isinstance(asked, OwnModel):
                owed = own_contact(asked, risk, flags)
            else:
                owed = minimum_contact(risk, tier, flags, on=on, model=asked)
        except Faults:
            return None
        return Held(owed, owed.value.every_days, frozenset(owed.value.modes))

    def of(each: Known) -> Held | None:
        held = None if each.outside or each.risk is None else of_kind(each.risk, each.tier, each.flags, each.own)
        return _as_set(held, each.level) if held and each.level else held

    return of


def _as_set(held: Held, level: ContactLevel) -> Held:
    """What was set, unless the model by now owes more than what was set as more."""
    modes = modes_of(level.mode)
    if level.less:
        return Held(held.owed, level.every_days, modes)
    return Held(held.owed, min(level.every_days, held.every_days), modes & held.modes or held.modes)


def _last(made: Iterable[Contacts]) -> Contact | None:
    """The last that counted."""
    last = max((each for each in made if each.counts), key=lambda each: each.last, default=None)
    return Contact(last.last, last.mode, True) if last else None


def _standing(known: Known, held: Held | None, on: date, silent_days: int) -> ContactDue:
    facts: dict[str, Any] = {"made": known.made, "planned": known.planned}
    if known.outside:
        return ContactDue(known.person, known.outside, **facts)
    last, began = known.last, known.began
    facts |= {"last": last, "no_contact": (on - (last.on if last else began)).days >= silent_days,
              "access_lapsed": known.access_lapsed}  # fmt: skip
    if held is None:
        return ContactDue(known.person, "no_rule" if known.risk else "risk_unknown", flags=known.flags, **facts)
    due_on = max((each.last for each in known.made if each.meets(held.modes)), default=began)
    due_on += timedelta(days=held.every_days)
    seen_due = None
    if held.owed.value.face_to_face_days:
        seen = (each.last for each in known.made if each.mode in face_to_face_modes())
        seen_due = max(seen, default=began) + timedelta(days=held.owed.value.face_to_face_days)
    in_time = any(each.first <= max(due_on, on) and each.meets(held.modes) for each in known.planned)
    return ContactDue(
        known.person, "owed", held.owed, known.flags, known.level, held.every_days, held.modes, due_on, seen_due,
        overdue=(min(due_on, seen_due) if seen_due else due_on) < on, unplanned=not in_time, **facts,
    )  # fmt: skip


def _flags(registered: Iterable[str], supervised: Collection[Served], last: Contact | None) -> tuple[str, ...]:
    """What was registered, and what follows from release, in order."""
    flags = set(registered)
    released = [each.released for each in supervised if each.released]
    if released and (last is None or last.on < max(released)):
        flags.add("first_after_release")
    if any(each.phase == Sentence.Phase.LICENCE for each in supervised):
        flags.add("licence")
    return tuple(sorted(flags))
