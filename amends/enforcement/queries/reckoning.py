"""What each failure of an order calls for, and by when: the policy's step and clocks, laid over what was done.

No database here. See docs/rules/enforcement_ledger.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from amends.policy.civil_time import months_after
from amends.policy.decision import Decision
from amends.policy.enforcement import AbsenceClocks, Step, absence_clocks, enforcement_step
from amends.policy.enforcement import Failure as PolicyFailure

ROLLING_MONTHS = 12
_STERNEST_FIRST = ("breach", "warn", "none")


@dataclass(frozen=True)
class Done:
    """One thing done about a failure: its kind, and the civil date in Europe/London."""

    kind: str
    on: date


@dataclass(frozen=True)
class Occurrence:
    """A failure of an order: the day, and what was done about it that holds still."""

    key: int
    on: date
    done: tuple[Done, ...] = ()

    def first(self, *kinds: str) -> date | None:
        """The first day on which one of these kinds was done; None where none was."""
        return min((one.on for one in self.done if one.kind in kinds), default=None) if self.done else None


@dataclass(frozen=True)
class Call:
    """What a failure calls for: the policy's step with its reasons, its clocks, and what settles it.

    `settled`: accepted, warned, not_enforced, breach (or recall: this failure's, or one started on the order since),
    ended (the order), or empty: it is open.
    """

    step: Decision[Step]
    clocks: AbsenceClocks
    settled: str
    letter_on: date | None

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.step.value != "none" and not self.settled

    @property
    def due(self) -> date | None:
        """The last day for the step; None where nothing is to be done."""
        if not self.open:
            return None
        return self.clocks.letter_due if self.step.value == "warn" else self.clocks.breach_due

    @property
    def letter_due(self) -> date | None:
        """The last day for a letter; None where one was issued or nothing is to be done."""
        return self.clocks.letter_due if self.open and self.letter_on is None else None

    def late(self, on: date) -> bool:
        """Whether the step is past its last day."""
        return self.due is not None and on > self.due


def within_rolling_months(failed_on: date, on: date) -> bool:
    """Whether a failure is in the ledger of a day: of the twelve months that begin with it, the day is one."""
    return failed_on <= on < months_after(failed_on, ROLLING_MONTHS)


def sternness(call: Call, order: int) -> tuple[bool, int, int]:
    """By which the sternest call of a failure comes first of those under its orders: open, then what asks for most."""
    return not call.open, _STERNEST_FIRST.index(call.step.value), order


def reckon(failures: Iterable[Occurrence], *, ended: bool, since: date | None = None) -> dict[int, Call]:
    """What each failure of one order calls for, by its key; `ended`: nothing is enforced on the order any more.

    Those before `since` are counted with, and not told.

    A warning, or the start of breach, counts while its failure does: not where the reason for that was accepted.
    """
    ordered = sorted(failures, key=lambda one: (one.on, one.key))
    accepted = [one.first("accept") is not None for one in ordered]
    warnings = [
        given.on
        for one, acceptable in zip(ordered, accepted, strict=True)
        for given in one.done
        if given.kind == "warn" and not acceptable
    ]
    breaches = (one.first("breach", "recall") for one, acceptable in zip(ordered, accepted, strict=True)
                if one.done and not acceptable)  # fmt: skip
    last_breach = max(filter(None, breaches), default=date.min)
    found, lately = {}, 0
    for place, one in enumerate(ordered):
        if since and one.on < since:
            continue
        while not within_rolling_months(ordered[lately].on, one.on):
            lately += 1
        earlier = next((ordered[other].on for other in range(lately, place) if not accepted[other]), None)
        warned = max((day for day in warnings if day < one.on), default=None)
        step = _step(one.on, accepted[place], earlier, warned)
        settled = _settled(one, step.value, last_breach) or ("ended" if ended and step.value != "none" else "")
        found[one.key] = Call(step, _clocks(one.on), settled, one.first("ask", "warn", "breach"))
    return found


@lru_cache(maxsize=16_384)
def _step(on: date, accepted: bool, earlier: date | None, warned: date | None) -> Decision[Step]:
    """The policy's step, of what it turns on: the first unaccepted failure of the months before, the last warning.

    The failures of a region, ten thousand of them, share few such days: the policy is asked once of each.
    """
    failures = [*([PolicyFailure(earlier, False)] if earlier else []), PolicyFailure(on, accepted)]
    return enforcement_step(failures, [warned] if warned else [], on=on)


def _settled(one: Occurrence, step: Step, last_breach: date) -> str:
    if one.first("accept"):
        return "accepted"
    if last_breach >= one.on:
        return "breach"
    if one.first("not_enforce"):
        return "not_enforced"
    return "warned" if step == "warn" and one.first("warn") else ""


@cache
def _clocks(failed_on: date) -> AbsenceClocks:
    return absence_clocks(failed_on).value
