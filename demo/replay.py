"""2020 replayed: how contact was made week by week, by officers who follow the delivery models in force.

Nobody types a share in. Each officer has a caseload of a risk mix; each week the model in force says who is owed
contact and by what mode; the office has so many slots, opening as they did; an officer makes so many visits. Whoever
is owed more than there is room for is telephoned. What the year's shares come to is what is left of that.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from amends.policy.contact_modes import FACE_TO_FACE
from amends.policy.delivery_models import ContactOwed, minimum_contact
from demo.assumptions import assumed, shares

PRINTED = Path(__file__).with_name("contact_mix_2020.csv")
PROVIDERS = ("nps", "crc")
_FIRST, _LAST = date(2020, 3, 1), date(2020, 11, 29)  # Sundays, as the printed weeks begin
_LOCKED, _RECOVERY = date(2020, 3, 24), date(2020, 7, 6)
_OPENING = {"nps": _RECOVERY, "crc": date(2020, 7, 27)}
_SECOND = date(2020, 11, 5)
_TIERS = date(2020, 10, 14)
_WEEK = timedelta(days=7)


@dataclass
class _Case:
    """A person: what decides the contact owed, and when they were last contacted, and seen."""

    risk: str
    flags: tuple[str, ...]
    contacted: date
    seen: date


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
    """A share as the review printed it."""

    provider: str
    week: date
    mode: str
    share: float


def printed() -> list[Printed]:
    """The shares that the review printed."""
    with PRINTED.open(encoding="utf-8", newline="") as file:
        return [
            Printed(row["provider"], date.fromisoformat(row["week"]), row["mode"], float(row["share"]))
            for row in csv.DictReader(file)
        ]


def replay(*, seed: int) -> list[Week]:
    """Every week from 1 March to 29 November 2020, of each provider."""
    weeks = []
    for provider in PROVIDERS:
        random = Random(f"{provider} {seed}")
        officers = [_officer(provider, random) for _number in range(int(assumed("replay_officers")))]
        weeks += [Week(provider, begins, _live(provider, officers, begins)) for begins in _sundays()]
    return weeks


def _sundays() -> Iterator[date]:
    begins = _FIRST
    while begins <= _LAST:
        yield begins
        begins += _WEEK


def _officer(provider: str, random: Random) -> _Officer:
    cases = [_case(provider, random) for _number in range(int(assumed(f"replay_{provider}_caseload")))]
    return _Officer(random.random() < assumed("replay_home_only"), cases, visits=random.random())


def _case(provider: str, random: Random) -> _Case:
    risks = shares(f"replay_{provider}_risk_")
    risk = random.choices(list(risks), weights=risks.values())[0]
    flags: tuple[str, ...] = ("critical_few",) if random.random() < assumed(f"replay_{provider}_critical_few") else ()
    if risk == "medium" and random.random() < assumed("replay_safeguarding"):
        flags += ("domestic_abuse",)
    every = _minimum(risk, flags, _FIRST).every_days
    contacted = _FIRST - timedelta(days=random.randint(1, every))
    return _Case(risk, flags, contacted, contacted)


def _live(provider: str, officers: list[_Officer], begins: date) -> Counter[str]:
    """One week of a provider: those to be seen first, then visits, then what slots are left, then calls."""
    middle, ends = begins + timedelta(days=3), begins + _WEEK
    slots = _slots(provider, middle) * len(officers)
    visits = assumed(f"replay_{provider}_visits_{'first' if middle < _RECOVERY else 'later'}")
    for officer in officers:
        at_home = officer.home_only and middle >= _LOCKED
        officer.visits = 0.0 if at_home else officer.visits % 1 + visits
    made: Counter[str] = Counter()
    for officer, case, owed in sorted(_owed(officers, middle, ends), key=_first):
        mode = _mode(officer, case, owed, slots >= 1, middle)
        slots -= mode == FACE_TO_FACE
        officer.visits -= mode == "doorstep"
        made[mode] += 1
        case.contacted = middle
        case.seen = middle if mode == FACE_TO_FACE else case.seen
    return made


def _owed(officers: list[_Officer], on: date, ends: date) -> Iterator[tuple[_Officer, _Case, ContactOwed]]:
    """Those whose contact falls due before the week ends."""
    for officer in officers:
        for case in officer.cases:
            owed = _minimum(case.risk, case.flags, on)
            if case.contacted + timedelta(days=owed.every_days) < ends:
                yield officer, case, owed


@cache
def _minimum(risk: str, flags: tuple[str, ...], on: date) -> ContactOwed:
    tier = "open" if on < _TIERS else "1" if on < _SECOND else "lockdown"
    return minimum_contact(risk, tier, flags, on=on).value


def _first(each: tuple[_Officer, _Case, ContactOwed]) -> tuple[int, int, date]:
    """The order in which slots are given: the few, those to be seen, and then whoever was seen longest ago."""
    _officer, case, owed = each
    kinds = {FACE_TO_FACE: 0, "doorstep": 1}
    return 0 if "critical_few" in case.flags else 1, kinds.get(owed.owed_mode or "", 2), case.seen


def _mode(officer: _Officer, case: _Case, owed: ContactOwed, slot: bool, on: date) -> str:
    """The mode owed where there is room for it, else the next best. Where any will do, those unseen for longest."""
    if slot and (owed.owed_mode == FACE_TO_FACE or (owed.owed_mode is None and on >= _RECOVERY)):
        return FACE_TO_FACE
    if owed.owed_mode in (FACE_TO_FACE, "doorstep") and officer.visits >= 1:
        return "doorstep"
    return "telephone"


def _slots(provider: str, on: date) -> float:
    """Office slots for each officer in a week: no limit before the first lockdown, few in it, then opening."""
    if on < _LOCKED:
        return 1000.0
    first, last = (assumed(f"replay_{provider}_slots_{name}") for name in ("first", "last"))
    opened = (min(on, _SECOND) - _OPENING[provider]) / (_SECOND - _OPENING[provider])
    return first + (last - first) * max(0.0, opened)
