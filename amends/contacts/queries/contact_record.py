"""What is recorded about people that decides the contact due to them, for one person or a region of thousands.

Contacts are put together in the database, a row for each person and mode: a region has millions of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    DateField,
    Expression,
    FilteredRelation,
    Func,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from amends.cases.models import Person, Registration, RiskOfHarm, Sentence
from amends.cases.models.sentence import phase_of
from amends.contacts.models import Appointment, ContactLevel, ContactOutcome, DigitalAccess
from amends.contacts.queries.appointments import ATTENDED
from amends.contacts.queries.own_models import in_force
from amends.organisation.among import among
from amends.organisation.models import RegionTier, Team
from amends.organisation.ranges import current
from amends.policy.civil_time import london
from amends.policy.contact_modes import contact_modes, counting
from amends.policy.digital_access import Access
from amends.policy.own_models import OwnModel

LOOK_BACK = timedelta(days=56)
_FLAGS = {
    "terrorism": "terrorism", "domestic_abuse": "domestic_abuse", "child_protection": "child_safeguarding",
    "critical_few": "critical_few",
}  # fmt: skip


class Contact(NamedTuple):
    """A contact made or planned: when, by what mode, and whether it counts as contact owed on that day."""

    on: date
    mode: str
    counts: bool


class Contacts(NamedTuple):
    """Contacts made or planned by one mode, from the first to the last. `counts` is by the rule of the last day."""

    mode: str
    counts: bool
    first: date
    last: date
    number: int

    def meets(self, modes: Collection[str]) -> bool:
        """Whether it is the contact owed. A check-in that a manager approved stands for a telephone call."""
        return self.counts and ("telephone" if self.mode == "check_in" else self.mode) in modes


class Served(NamedTuple):
    """A sentence passed: its phase on the day, its first day in the community, and the last day of release by then."""

    phase: str
    began: date
    released: date | None


@dataclass
class Record:
    """What is recorded, by person; `tiers` and the service's `own` model by team.

    `made` is of the days looked back on, `before` of those before.
    """

    risk: dict[int, str] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    sentences: dict[int, list[Served]] = field(default_factory=lambda: defaultdict(list))
    levels: dict[int, ContactLevel] = field(default_factory=dict)
    digital: dict[int, Access] = field(default_factory=dict)
    made: dict[int, list[Contacts]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, Contact] = field(default_factory=dict)
    planned: dict[int, list[Contacts]] = field(default_factory=lambda: defaultdict(list))
    tiers: dict[int, str] = field(default_factory=dict)
    own: dict[int, OwnModel] = field(default_factory=dict)


def read_record(people: Iterable[int], teams: set[int], on: date, at: datetime) -> Record:
    """The record as it stood on the day, in nine queries, ten where a service has its own model.

    `people` are ids, and so are `teams`.
    """
    people = list(people)
    record, asked = Record(), among(people)
    risks = _latest(RiskOfHarm.objects.filter(person__in=asked, assessed_on__lte=on), "-assessed_on")
    for person, *levels in risks.values_list("person_id", *RiskOfHarm.GROUPS):
        record.risk[person] = RiskOfHarm.highest(levels)
    for kind, person in Registration.objects.filter(
        current(on), person__in=asked, kind__in=_FLAGS
    ).order_by().values_list("kind", "person_id"):  # fmt: skip
        record.flags[person].add(_FLAGS[kind])
    _sentences(record, asked, on)
    for level in ContactLevel.objects.filter(current(on), person__in=asked).select_related("set_by"):
        record.levels[level.person_id] = level
    told = _latest(DigitalAccess.objects.filter(person__in=asked, recorded_on__lte=on), "-recorded_on")
    for person, *answers in told.values_list("person_id", *(each.name for each in fields(Access))):
        record.digital[person] = Access(*answers)
    _contacts(record, people, on, at)
    tier = RegionTier.objects.filter(current(on), region=OuterRef("pdu__region")).values("tier")[:1]
    places = Team.objects.filter(pk__in=teams).order_by().values_list("pk", "pdu__region_id", Subquery(tier))
    found = [(team, region, tier or str(RegionTier.Tier.OPEN)) for team, region, tier in places]
    own = in_force({region for _team, region, _tier in found}, on)
    record.tiers = {team: tier for team, _region, tier in found}
    record.own = {team: own[region, tier] for team, region, tier in found if (region, tier) in own}
    return record


def _sentences(record: Record, asked: Func, on: date) -> None:
    """Sentences passed by the day, each with its returns to custody: a row for each of them, or one without."""
    again = FilteredRelation("returns", condition=Q(returns__from_date__lte=on))
    passed = Sentence.objects.filter(person__in=asked, sentence_date__lte=on).annotate(again=again).order_by()
    told_of = ("person_id", "sentence_date", "kind", "release_date", "licence_end_date", "end_date")
    returns: dict[tuple[Any, ...], list[tuple[date, date | None]]] = defaultdict(list)
    for pk, back, out, *told in passed.values_list("pk", "again__from_date", "again__to_date", *told_of):
        returns[pk, *told] += [(back, out)] if back else []
    for (_pk, person, passed_on, kind, first, *ends), days in returns.items():
        inside = any(back <= on and (out is None or on < out) for back, out in days)
        released = max((out for _back, out in days if out and out <= on), default=first)
        phase = phase_of(on, kind, first, *ends, returned=inside)
        record.sentences[person].append(Served(phase, released or passed_on, released))


def _latest(rows: QuerySet, newest_first: str) -> QuerySet:
    """The latest row of each person."""
    return rows.order_by("person_id", newest_first, "-pk").distinct("person_id")


def _contacts(record: Record, people: list[int], on: date, at: datetime) -> None:
    """Contacts made, and appointments still to come. Only supervision counts, not sessions of unpaid work."""
    since = datetime.combine(on - LOOK_BACK + timedelta(days=1), time(), london())
    supervision = Appointment.objects.filter(kind=Appointment.Kind.SUPERVISION)
    lately = _kept(supervision.filter(person__in=among(people), starts_at__lte=at, starts_at__gte=since))
    coming = supervision.filter(person__in=among(people), cancelled_at=None, starts_at__gt=at)
    rows = _by_mode(lately, made=True).union(_by_mode(coming, made=False), all=True)
    for person, mode, approved, made, first, last, number in rows:
        contacts = Contacts(mode, _counts(mode, approved, last), first, last, number)
        (record.made if made else record.planned)[person].append(contacts)
    counted = {person for person, made in record.made.items() if any(each.counts for each in made)}
    for person, contact in _last_of(supervision.filter(starts_at__lt=since), set(people) - counted):
        record.before[person] = contact


def _kept(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Those whose outcome says that the person came: the latest row, as a correction comes after what it replaces.

    Each is looked up by itself, by the limit in it: left to join, the database reads every outcome there is.
    """
    told = ContactOutcome.objects.filter(appointment=OuterRef("pk")).order_by("-pk").values("code")[:1]
    return appointments.annotate(came=Subquery(told)).filter(came__in=ATTENDED)


def _by_mode(rows: QuerySet[Appointment], *, made: bool) -> QuerySet[Appointment]:
    """By whom, how, whether it stands for contact, whether it was made, the first, the last, and how many."""
    told = rows.order_by().values_list("person_id", "mode", "check_in_approved")
    days = {"first": _day(Min("starts_at")), "last": _day(Max("starts_at"))}
    return told.annotate(made=Value(made), **days, number=Count("pk"))


def _day(instant: str | Expression) -> Func:
    """The day of an instant in London; a hundred thousand of them are not each looked at again, as TruncDate would."""
    return Func(instant, template=f"(%(expressions)s AT TIME ZONE '{london()}')::date", output_field=DateField())


def _last_of(before: QuerySet[Appointment], people: set[int]) -> Iterable[tuple[int, Contact]]:
    """The last contact that counted of each of the people."""
    modes = [each.mode for each in contact_modes() if each.counts]
    counted = Q(mode__in=modes) | Q(mode="check_in", check_in_approved=True)
    own = _kept(before.filter(counted, person=OuterRef("pk"))).order_by("-starts_at").values("pk")[:1]
    found = Person.objects.filter(pk__in=among(people)).order_by().values(last=Subquery(own))
    last = Appointment.objects.filter(pk__in=found).order_by()
    for person, mode, on in last.values_list("person_id", "mode", _day("starts_at")):
        yield person, Contact(on, mode, True)


@cache
def _counts(mode: str, approved: bool, on: date) -> bool:
    return bool(counting([mode], on=on, approved=approved))
