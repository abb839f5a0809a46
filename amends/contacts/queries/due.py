"""Contact due: what each person is owed under the model in force on the day, what is planned, and what was made.

Nothing of it is kept: it is computed from risk, registrations, sentences, tiers and appointments, for one person or a
whole caseload, in the same number of queries.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from amends.cases.models import Person, Registration, RiskOfHarm, Sentence
from amends.contacts.models import Appointment, ContactLevel, ContactOutcome, DigitalAccess
from amends.contacts.operations.digital_access import as_access
from amends.contacts.operations.levels import modes_of
from amends.contacts.queries.appointments import ATTENDED
from amends.faults import Faults
from amends.organisation.models import RegionTier, Team
from amends.organisation.ranges import current
from amends.policy.contact_modes import counting, face_to_face_modes
from amends.policy.decision import Decision
from amends.policy.delivery_models import ContactOwed, minimum_contact
from amends.policy.digital_access import lapses_on, no_contact_days, remote_modes

_FLAGS = {
    "terrorism": "terrorism", "domestic_abuse": "domestic_abuse", "child_protection": "child_safeguarding",
    "critical_few": "critical_few",
}  # fmt: skip
_SUPERVISED = {Sentence.Phase.ORDER, Sentence.Phase.LICENCE, Sentence.Phase.POST_SENTENCE}
_LOOK_BACK = timedelta(days=56)


@dataclass(frozen=True)
class Contact:
    """A contact made or planned: when, by what mode, and whether it counts as contact owed on that day."""

    on: date
    mode: str
    counts: bool

    def meets(self, modes: Collection[str]) -> bool:
        """Whether it is the contact owed. A check-in that a manager approved stands for a telephone call."""
        return self.counts and ("telephone" if self.mode == "check_in" else self.mode) in modes


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
    planned: tuple[Contact, ...] = ()
    made: tuple[Contact, ...] = ()
    overdue: bool = False
    unplanned: bool = False
    no_contact: bool = False
    access_lapsed: bool = False

    def made_by_mode(self) -> Mapping[str, int]:
        """Contacts made in the weeks looked back on, by mode."""
        return Counter(each.mode for each in self.made)

    def planned_by_mode(self) -> Mapping[str, int]:
        """Contacts planned, by mode."""
        return Counter(each.mode for each in self.planned)


@dataclass
class _Record:
    """What is recorded about the people asked for, by person."""

    risk: dict[int, str] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sentences: dict[int, list[Sentence]] = field(default_factory=lambda: defaultdict(list))
    levels: dict[int, ContactLevel] = field(default_factory=dict)
    digital: dict[int, DigitalAccess] = field(default_factory=dict)
    made: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    planned: dict[int, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    tiers: dict[int, str] = field(default_factory=dict)


def contact_due(people: Iterable[Person], *, on: date, at: datetime, model: str | None = None) -> list[ContactDue]:
    """How each person stands, in the order given. `on` is the day of `at` in Europe/London.

    `model` asks what another model would owe. Eight queries, however many people.
    """
    people = list(people)
    record = _record([person.pk for person in people], {person.team_id for person in people}, on, at)
    return [_of(person, record, on, model) for person in people]


def _of(person: Person, record: _Record, on: date, model: str | None) -> ContactDue:
    sentences = [each for each in record.sentences[person.pk] if each.sentence_date <= on]
    phases = {sentence: sentence.phase_on(on) for sentence in sentences}
    supervised = [sentence for sentence, phase in phases.items() if phase in _SUPERVISED]
    made = record.made[person.pk]
    facts: dict[str, Any] = {"made": tuple(each for each in made if each.on > on - _LOOK_BACK)}
    facts["planned"] = tuple(record.planned[person.pk])
    if not supervised:
        in_custody = Sentence.Phase.CUSTODY in phases.values()
        return ContactDue(person, "custody" if in_custody else "not_supervised", **facts)
    began = min(_began(sentence) for sentence in supervised)
    counted = [each for each in made if each.counts]
    last = max(counted, key=lambda each: each.on, default=None)
    silent_since = last.on if last else began
    facts |= {"last": last, "no_contact": (on - silent_since).days >= no_contact_days(on=on).value}
    facts["access_lapsed"] = _lapsed(record.digital.get(person.pk), on)
    flags = _flags(person, record, supervised, phases, counted, on)
    risk = record.risk.get(person.pk)
    if risk is None:
        return ContactDue(person, "risk_unknown", flags=flags, **facts)
    try:
        owed = minimum_contact(risk, record.tiers.get(person.team_id, "open"), flags, on=on, model=model)
    except Faults:
        return ContactDue(person, "no_rule", flags=flags, **facts)
    return _owed(person, owed, record.levels.get(person.pk) if model is None else None, flags, began, on, facts)


def _owed(
    person: Person, owed: Decision[ContactOwed], level: ContactLevel | None, flags: tuple[str, ...], began: date,
    on: date, facts: dict[str, Any],
) -> ContactDue:  # fmt: skip
    """What holds is what was set, unless the model by now owes more than what was set as more."""
    every_days, modes = owed.value.every_days, frozenset(owed.value.modes)
    if level is not None:
        every_days = level.every_days if level.less else min(level.every_days, every_days)
        modes = modes_of(level.mode) if level.less else (modes_of(level.mode) & modes or modes)
    met = [each for each in facts["made"] if each.meets(modes)]
    due_on = max((each.on for each in met), default=began) + timedelta(days=every_days)
    seen_due = None
    if owed.value.face_to_face_days:
        seen = [each.on for each in facts["made"] if each.mode in face_to_face_modes()]
        seen_due = max(seen, default=began) + timedelta(days=owed.value.face_to_face_days)
    due = min(due_on, seen_due) if seen_due else due_on
    in_time = [each for each in facts["planned"] if each.meets(modes) and each.on <= max(due_on, on)]
    return ContactDue(
        person, "owed", owed, flags, level, every_days, modes, due_on, seen_due, overdue=due < on,
        unplanned=not in_time, **facts,
    )  # fmt: skip


def _began(sentence: Sentence) -> date:
    """The first day in the community."""
    return sentence.release_date or sentence.sentence_date


def _flags(
    person: Person, record: _Record, supervised: Sequence[Sentence], phases: Mapping[Sentence, str],
    counted: Sequence[Contact], on: date,
) -> tuple[str, ...]:  # fmt: skip
    flags = set(record.flags[person.pk])
    released = [sentence.release_date for sentence in supervised if sentence.release_date]
    if released and not any(each.on >= max(released) for each in counted):
        flags.add("first_after_release")
    if any(phases[sentence] == Sentence.Phase.LICENCE for sentence in supervised):
        flags.add("licence")
    digital = record.digital.get(person.pk)
    if digital and not _lapsed(digital, on) and digital.device == DigitalAccess.Device.NONE:
        flags.add("no_phone")
    return tuple(sorted(flags))


def _lapsed(digital: DigitalAccess | None, on: date) -> bool:
    """Whether nothing is known of the person's digital access: never recorded, or no longer held to."""
    return digital is None or on >= lapses_on(digital.recorded_on)


def reachable(digital: DigitalAccess | None, on: date) -> Decision[tuple[str, ...] | None]:
    """The remote modes open to the person on a day, by what was recorded last."""
    return remote_modes(as_access(digital) if digital else None, on=on)


def _record(people: list[int], teams: set[int], on: date, at: datetime) -> _Record:
    record = _Record()
    for row in _latest(RiskOfHarm.objects.filter(person__in=people, assessed_on__lte=on), "-assessed_on"):
        record.risk[row.person_id] = row.overall
    for kind, person in Registration.objects.filter(current(on), person__in=people).values_list("kind", "person_id"):
        if kind in _FLAGS:
            record.flags[person].add(_FLAGS[kind])
    for sentence in Sentence.objects.filter(person__in=people):
        record.sentences[sentence.person_id].append(sentence)
    for level in ContactLevel.objects.filter(current(on), person__in=people).select_related("set_by"):
        record.levels[level.person_id] = level
    for digital in _latest(DigitalAccess.objects.filter(person__in=people, recorded_on__lte=on), "-recorded_on"):
        record.digital[digital.person_id] = digital
    _contacts(record, people, at)
    regions = dict(Team.objects.filter(pk__in=teams).values_list("pk", "pdu__region_id"))
    tiers = dict(
        RegionTier.objects.filter(current(on), region__in=set(regions.values())).values_list("region_id", "tier")
    )
    record.tiers = {team: tiers.get(region, "open") for team, region in regions.items()}
    return record


def _latest(rows: QuerySet, newest_first: str) -> QuerySet:
    """The latest row of each person."""
    return rows.order_by("person_id", newest_first, "-pk").distinct("person_id")


def _contacts(record: _Record, people: list[int], at: datetime) -> None:
    """Contacts made, and appointments still to come. Only supervision counts, not sessions of unpaid work."""
    supervision = {"kind": Appointment.Kind.SUPERVISION, "person__in": people}
    about = ("person_id", "mode", "check_in_approved", "starts_at")
    attended = ContactOutcome.objects.filter(
        appointment__kind=Appointment.Kind.SUPERVISION, appointment__person__in=people, replaced_by__isnull=True,
        code__in=ATTENDED, appointment__starts_at__lte=at,
    )  # fmt: skip
    for person, mode, approved, starts_at in attended.values_list(*(f"appointment__{name}" for name in about)):
        record.made[person].append(_contact(mode, approved, starts_at))
    coming = Appointment.objects.filter(**supervision, cancelled_at=None, starts_at__gt=at).order_by("starts_at")
    for person, mode, approved, starts_at in coming.values_list(*about):
        record.planned[person].append(_contact(mode, approved, starts_at))


def _contact(mode: str, approved: bool, starts_at: datetime) -> Contact:
    day = localdate(starts_at)
    return Contact(day, mode, bool(counting([mode], on=day, approved=approved)))
