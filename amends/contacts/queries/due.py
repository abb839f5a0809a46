"""Contact due: what each person is owed under the model in force on the day, what is planned, and what was made.

Nothing of it is kept: it is computed from risk, registrations, sentences, tiers and appointments, for one person or a
whole caseload, in the same number of queries.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from amends.cases.models import Person, Sentence
from amends.contacts.models import ContactLevel, DigitalAccess
from amends.contacts.operations.digital_access import as_access
from amends.contacts.operations.levels import modes_of
from amends.contacts.queries.contact_record import Contact, Contacts, Record, read_record
from amends.faults import Faults
from amends.policy.contact_modes import face_to_face_modes
from amends.policy.decision import Decision
from amends.policy.delivery_models import ContactOwed, minimum_contact
from amends.policy.digital_access import lapses_on, no_contact_days, remote_modes

__all__ = ["Contact", "ContactDue", "Contacts", "contact_due", "reachable", "standing_under"]

_SUPERVISED = {Sentence.Phase.ORDER, Sentence.Phase.LICENCE, Sentence.Phase.POST_SENTENCE}
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
    def next(self) -> Contact | None:
        """The next contact planned."""
        soonest = min(self.planned, key=lambda each: each.first, default=None)
        return Contact(soonest.first, soonest.mode, soonest.counts) if soonest else None


def _numbers(contacts: Iterable[Contacts]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in contacts:
        found[each.mode] = found.get(each.mode, 0) + each.number
    return found


def contact_due(people: Iterable[Person], *, on: date, at: datetime, model: str | None = None) -> list[ContactDue]:
    """How each person stands, in the order given. `on` is the day of `at` in Europe/London.

    `model` asks what another model would owe. A dozen queries, however many people.
    """
    people = list(people)
    record = read_record((person.pk for person in people), {person.team_id for person in people}, on, at)
    return standing_under(people, record, on, model)


def standing_under(people: Iterable[Person], record: Record, on: date, model: str | None = None) -> list[ContactDue]:
    """How each person stands by a record that has been read, under a model, or that in force."""
    owed_to, silent_days = _minimum(on, model), no_contact_days(on=on).value
    return [_of(person, record, on, owed_to, silent_days) for person in people]


def _minimum(on: date, model: str | None) -> Callable[[str, str, tuple[str, ...]], Decision[ContactOwed] | None]:
    """What is owed to a risk, in a tier, with flags: thousands of people are of a few kinds. None: no rule holds."""

    @cache
    def owed(risk: str, tier: str, flags: tuple[str, ...]) -> Decision[ContactOwed] | None:
        try:
            return minimum_contact(risk, tier, flags, on=on, model=model)
        except Faults:
            return None

    return owed


def _of(person: Person, record: Record, on: date, owed_to: Callable, silent_days: int) -> ContactDue:
    sentences = record.sentences.get(person.pk, ())
    phases = {sentence: sentence.phase_on(on) for sentence in sentences}
    supervised = [sentence for sentence, phase in phases.items() if phase in _SUPERVISED]
    made, planned = record.made.get(person.pk, ()), record.planned.get(person.pk, ())
    facts: dict[str, Any] = {"made": tuple(made), "planned": tuple(planned)}
    if not supervised:
        in_custody = Sentence.Phase.CUSTODY in phases.values()
        return ContactDue(person, "custody" if in_custody else "not_supervised", **facts)
    began = min(_began(sentence) for sentence in supervised)
    last = _last(made) or record.before.get(person.pk)
    facts |= {"last": last, "no_contact": (on - (last.on if last else began)).days >= silent_days}
    facts["access_lapsed"] = _lapsed(record.digital.get(person.pk), on)
    flags = _flags(person, record, phases, last, on)
    risk = record.risk.get(person.pk)
    if risk is None:
        return ContactDue(person, "risk_unknown", flags=flags, **facts)
    owed = owed_to(risk, record.tiers.get(person.team_id, "open"), flags)
    if owed is None:
        return ContactDue(person, "no_rule", flags=flags, **facts)
    return _owed(person, owed, record.levels.get(person.pk), flags, began, on, facts)


def _last(made: Iterable[Contacts]) -> Contact | None:
    """The last that counted."""
    last = max((each for each in made if each.counts), key=lambda each: each.last, default=None)
    return Contact(last.last, last.mode, True) if last else None


def _owed(
    person: Person, owed: Decision[ContactOwed], level: ContactLevel | None, flags: tuple[str, ...], began: date,
    on: date, facts: dict[str, Any],
) -> ContactDue:  # fmt: skip
    """What holds is what was set, unless the model by now owes more than what was set as more."""
    every_days, modes = owed.value.every_days, frozenset(owed.value.modes)
    if level is not None:
        every_days = level.every_days if level.less else min(level.every_days, every_days)
        modes = modes_of(level.mode) if level.less else (modes_of(level.mode) & modes or modes)
    met = [each.last for each in facts["made"] if each.meets(modes)]
    due_on = max(met, default=began) + timedelta(days=every_days)
    seen_due = None
    if owed.value.face_to_face_days:
        seen = [each.last for each in facts["made"] if each.mode in face_to_face_modes()]
        seen_due = max(seen, default=began) + timedelta(days=owed.value.face_to_face_days)
    due = min(due_on, seen_due) if seen_due else due_on
    in_time = [each for each in facts["planned"] if each.meets(modes) and each.first <= max(due_on, on)]
    return ContactDue(
        person, "owed", owed, flags, level, every_days, modes, due_on, seen_due, overdue=due < on,
        unplanned=not in_time, **facts,
    )  # fmt: skip


def _began(sentence: Sentence) -> date:
    """The first day in the community."""
    return sentence.release_date or sentence.sentence_date


def _flags(
    person: Person, record: Record, phases: Mapping[Sentence, str], last: Contact | None, on: date
) -> tuple[str, ...]:
    flags = set(record.flags.get(person.pk, ()))
    supervised = [sentence for sentence, phase in phases.items() if phase in _SUPERVISED]
    released = [sentence.release_date for sentence in supervised if sentence.release_date]
    if released and (last is None or last.on < max(released)):
        flags.add("first_after_release")
    if any(phases[sentence] == Sentence.Phase.LICENCE for sentence in supervised):
        flags.add("licence")
    digital = record.digital.get(person.pk)
    if digital and digital.device == DigitalAccess.Device.NONE and not _lapsed(digital, on):
        flags.add("no_phone")
    return tuple(sorted(flags))


def _lapsed(digital: DigitalAccess | None, on: date) -> bool:
    """Whether nothing is known of the person's digital access: never recorded, or no longer held to."""
    return digital is None or on >= _lapses_on(digital.recorded_on)


def reachable(digital: DigitalAccess | None, on: date) -> Decision[tuple[str, ...] | None]:
    """The remote modes open to the person on a day, by what was recorded last."""
    return remote_modes(as_access(digital) if digital else None, on=on)
