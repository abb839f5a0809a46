"""2020 replayed: how contact was made week by week, by officers who follow the delivery models in force.

Nobody types a share in. Each officer has a caseload of a risk mix; each week the model in force says who is owed
contact and by what mode; the office is open on so many days, on each of which an officer sees so many; an officer makes
so many visits. Whoever is owed more than there is room for is telephoned. What the shares come to is what is left of
that. Two figures for each provider are fitted, on the first shares printed; the later shares are predicted.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from amends.policy.contact_modes import FACE_TO_FACE
from amends.policy.delivery_models import RISKS, ContactOwed, minimum_contact

PRINTED = Path(__file__).with_name("contact_mix_2020.csv")
ASSUMED = Path(__file__).with_name("assumptions.csv")
PROVIDERS = ("nps", "crc")
MODES = ("telephone", FACE_TO_FACE, "doorstep")
SEED = 2021
_FIRST, _LAST = date(2020, 3, 1), date(2020, 11, 29)  # Sundays, as the printed weeks begin
_LOCKED, _RECOVERY = date(2020, 3, 24), date(2020, 7, 6)
_TIERS, _SECOND = date(2020, 10, 14), date(2020, 11, 5)
_WEEK = timedelta(days=7)
_ORDER = {FACE_TO_FACE: 0, "doorstep": 1}  # of who is owed contact, for the slots of an office


@dataclass(frozen=True)
class Assumption:
    """A figure of each provider that the replay starts from. `kind`: read in a source, assumed, or fitted."""

    name: str
    values: Mapping[str, float]
    unit: str
    kind: str
    source: str
    note: str


@dataclass(frozen=True)
class Setting:
    """What the officers of a provider work with. Days are days a week that an office is open."""

    officers: int
    caseload: int
    risks: Mapping[str, float]
    critical_few: float
    safeguarding: float
    home_only: float
    days_open_first: float
    days_open_last: float
    seen_a_day: float
    visits_a_week: float


@dataclass
class _Case:
    """A person: what decides the contact owed, and when they were last contacted, and seen, as ordinals of days."""

    kind: tuple[str, tuple[str, ...]]
    contacted: int
    seen: int


@dataclass
class _Officer:
    """An officer; `home_only`: sees nobody, from the first lockdown on. `visits` are what is left of the week's."""

    home_only: bool
    cases: list[_Case]
    visits: float = 0.0


@dataclass(frozen=True)
class Week:
    """The contacts of a provider in the week that begins on a Sunday, by mode."""

    provider: str
    begins: date
    contacts: Mapping[str, int] = field(default_factory=dict)

    def share(self, mode: str) -> float:
        """The share of contacts made by a mode: `telephone`, `doorstep` or `face_to_face`."""
        return self.contacts.get(mode, 0) / max(1, sum(self.contacts.values()))


@dataclass(frozen=True)
class Printed:
    """A share as the review printed it. `fitted`: the first of its provider and mode, on which a limit was fitted."""

    provider: str
    week: date
    mode: str
    share: float
    fitted: bool


@cache
def assumptions() -> tuple[Assumption, ...]:
    """Every figure that the replay starts from, with where it comes from."""
    with ASSUMED.open(encoding="utf-8", newline="") as file:
        return tuple(
            Assumption(row["name"], {each: float(row[each]) for each in PROVIDERS}, row["unit"], row["kind"],
                       row["source"], row["note"])
            for row in csv.DictReader(file)
        )  # fmt: skip


def setting(provider: str) -> Setting:
    """What the officers of a provider work with, by the assumptions."""
    told = {each.name: each.values[provider] for each in assumptions()}
    risks = {risk: told.pop(f"risk_{risk}") for risk in RISKS}
    return Setting(int(told.pop("officers")), int(told.pop("caseload")), risks, **told)


@cache
def printed() -> tuple[Printed, ...]:
    """The shares that the review printed, in order of date."""
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["week"])
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        first.setdefault((row["provider"], row["mode"]), row["week"])
    return tuple(
        Printed(row["provider"], date.fromisoformat(row["week"]), row["mode"], float(row["share"]),
                fitted=first[row["provider"], row["mode"]] == row["week"])
        for row in rows
    )  # fmt: skip


def replay(settings: Mapping[str, Setting] | None = None, *, seed: int = SEED) -> list[Week]:
    """Every week from 1 March to 29 November 2020, of each provider. `settings`: others than assumed, by provider."""
    weeks = []
    for provider in PROVIDERS:
        given = (settings or {}).get(provider) or setting(provider)
        random = Random(f"{provider} {seed}")  # noqa: S311 - the same people and days each time
        officers = [_officer(given, random) for _number in range(given.officers)]
        weeks += [Week(provider, begins, _live(given, officers, begins)) for begins in _sundays()]
    return weeks


@cache
def replayed() -> tuple[Week, ...]:
    """The replay by the assumptions, run once."""
    return tuple(replay())


@dataclass(frozen=True)
class Varied:
    """A figure multiplied by a factor, and what the printed shares then come to, in their order."""

    name: str
    factor: float
    shares: tuple[float, ...]


VARIED = ("seen_a_day", "visits_a_week", "risk_high", "critical_few")


@cache
def sensitivity() -> tuple[Varied, ...]:
    """What the printed shares come to with each limit, and each assumed share of people, halved and doubled."""
    found = []
    for name in VARIED:
        for factor in (0.5, 2.0):
            settings = {each: _varied(setting(each), name, factor) for each in PROVIDERS}
            found.append(Varied(name, factor, shares_of(replay(settings))))
    return tuple(found)


def _varied(given: Setting, name: str, factor: float) -> Setting:
    """The setting with a figure multiplied; of the risks, the others share what is left as they stood to each other."""
    if name == "risk_high":
        return replace(given, risks={**given.risks, "high": given.risks["high"] * factor})
    return replace(given, **{name: getattr(given, name) * factor})


def shares_of(weeks: list[Week] | tuple[Week, ...]) -> tuple[float, ...]:
    """What the replay comes to for each of the printed shares, in the order in which they are told."""
    by_week = {(week.provider, week.begins): week for week in weeks}
    return tuple(by_week[told.provider, told.week].share(told.mode) for told in printed())


def _sundays() -> Iterator[date]:
    begins = _FIRST
    while begins <= _LAST:
        yield begins
        begins += _WEEK


def _officer(given: Setting, random: Random) -> _Officer:
    cases = [_case(given, random) for _number in range(given.caseload)]
    return _Officer(random.random() < given.home_only, cases, visits=random.random())


def _case(given: Setting, random: Random) -> _Case:
    risk = random.choices(list(given.risks), weights=list(given.risks.values()))[0]
    flags: tuple[str, ...] = ("critical_few",) if random.random() < given.critical_few else ()
    if risk == "medium" and random.random() < given.safeguarding:
        flags += ("domestic_abuse",)
    every = _minimum(risk, flags, _FIRST).every_days
    contacted = _FIRST.toordinal() - random.randint(1, every)
    return _Case((risk, flags), contacted, contacted)


def _live(given: Setting, officers: list[_Officer], begins: date) -> Counter[str]:
    """One week of a provider: those to be seen first, then visits, then what slots are left, then calls."""
    middle = begins + timedelta(days=3)
    slots = _slots(given, middle) * len(officers)
    for officer in officers:
        at_home = officer.home_only and middle >= _LOCKED
        officer.visits = 0.0 if at_home else officer.visits % 1 + given.visits_a_week
    made: Counter[str] = Counter()
    for officer, case, owed in sorted(_owed(officers, middle, begins + _WEEK), key=_first):
        mode = _mode(officer, owed, slots >= 1, middle)
        slots -= mode == FACE_TO_FACE
        officer.visits -= mode == "doorstep"
        made[mode] += 1
        case.contacted = middle.toordinal()
        case.seen = case.contacted if mode == FACE_TO_FACE else case.seen
    return made


def _owed(officers: list[_Officer], on: date, ends: date) -> Iterator[tuple[_Officer, _Case, ContactOwed]]:
    """Those whose contact falls due before the week ends."""
    owed = {case.kind: _minimum(*case.kind, on) for officer in officers for case in officer.cases}
    last = {kind: ends.toordinal() - each.every_days for kind, each in owed.items()}
    for officer in officers:
        for case in officer.cases:
            if case.contacted < last[case.kind]:
                yield officer, case, owed[case.kind]


@cache
def _minimum(risk: str, flags: tuple[str, ...], on: date) -> ContactOwed:
    tier = "open" if on < _TIERS else "1" if on < _SECOND else "lockdown"
    return minimum_contact(risk, tier, flags, on=on).value


def _first(each: tuple[_Officer, _Case, ContactOwed]) -> tuple[int, int, int]:
    """The order in which slots are given: the few, those to be seen, and then whoever was seen longest ago."""
    _officer, case, owed = each
    return 0 if "critical_few" in case.kind[1] else 1, _ORDER.get(owed.owed_mode or "", 2), case.seen


def _mode(officer: _Officer, owed: ContactOwed, slot: bool, on: date) -> str:
    """The mode owed where there is room for it, else the next best. Where any will do, those unseen for longest."""
    if slot and (owed.owed_mode == FACE_TO_FACE or (owed.owed_mode is None and on >= _RECOVERY)):
        return FACE_TO_FACE
    if owed.owed_mode in (FACE_TO_FACE, "doorstep") and officer.visits >= 1:
        return "doorstep"
    return "telephone"


def _slots(given: Setting, on: date) -> float:
    """Office slots for each officer in a week: no limit before the first lockdown, then by the days of opening."""
    if on < _LOCKED:
        return 1000.0
    opened = min(1.0, max(0.0, (on - _RECOVERY) / (_LAST - _RECOVERY)))
    days = given.days_open_first + (given.days_open_last - given.days_open_first) * opened
    return given.seen_a_day * days
