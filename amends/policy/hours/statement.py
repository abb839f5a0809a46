"""The statement of a requirement: a line for every event, and what remains. A pure function of the record."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from amends.faults import Faults
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.decision import Decision
from amends.policy.earned_reduction import minutes_earned, qualifying_minutes
from amends.policy.ete import ete_cap
from amends.policy.hours.checks import faults_of, said_of
from amends.policy.hours.events import AdjustmentEvent, Change, EteEvent, Event, Requirement, SessionEvent
from amends.policy.session_credit import session_credit


@dataclass(frozen=True)
class Line:
    """What one event credited. `surplus` is what did not count; `earned` the reduction that it brought."""

    event: int
    credited: int
    rule: str
    note: str = ""
    surplus: int = 0
    earned: int = 0

    def as_json(self) -> dict[str, Any]:
        """The line as JSON-ready values; `surplus` and `earned` only where there are any."""
        says: dict[str, Any] = {"event": self.event, "credited": self.credited, "rule": self.rule, "note": self.note}
        if self.surplus:
            says["surplus"] = self.surplus
        if self.earned:
            says["earned"] = self.earned
        return says


@dataclass(frozen=True)
class EteAllowance:
    """Minutes of ETE that may count, that did, and that are left."""

    allowed: int
    used: int
    left: int


@dataclass(frozen=True)
class Statement:
    """All in minutes. `lines` answers the events in the order they were given."""

    ordered: int
    credited_sessions: int
    credited_ete: int
    adjustments: int
    earned_reduction: int
    remaining: int
    ete: EteAllowance
    status: str
    lines: tuple[Line, ...]

    @property
    def surplus(self) -> int:
        """Minutes done that did not count."""
        return sum(line.surplus for line in self.lines)

    def as_json(self) -> dict[str, Any]:
        """The statement as JSON-ready values."""
        return {
            "ordered": self.ordered,
            "credited_sessions": self.credited_sessions,
            "credited_ete": self.credited_ete,
            "adjustments": self.adjustments,
            "earned_reduction": self.earned_reduction,
            "remaining": self.remaining,
            "ete": {"allowed": self.ete.allowed, "used": self.ete.used, "left": self.ete.left},
            "status": self.status,
            "lines": [line.as_json() for line in self.lines],
        }


def statement(requirement: Requirement) -> Statement:
    """The statement of a requirement. Raises Faults for a record that cannot be, or a date with no rule.

    Events are taken in time order: sessions by their start, those with a date alone at its end, ties as given. A change
    by the court acts from the start of its date.
    """
    faults = faults_of(requirement)
    if faults:
        raise Faults(faults)
    account = _Account(requirement)
    taken = sorted(enumerate(requirement.events), key=lambda entry: entry[1].taken_at)
    lines = [account.take(index, event) for index, event in taken]
    return account.statement(taken[-1][1].date if taken else requirement.sentence_date, lines)


@dataclass
class _Account:
    """The running account, event by event."""

    requirement: Requirement
    sessions: int = 0
    ete: int = 0
    adjustments: int = 0
    earned: int = 0
    earning: bool = True
    ordered: int = field(init=False)
    ordered_so_far: int = field(init=False)
    to_come: list[Change] = field(init=False)

    def __post_init__(self) -> None:
        self.ordered_so_far = self.requirement.ordered_minutes
        self.to_come = sorted(self.requirement.changes, key=lambda change: change.on, reverse=True)
        self.ordered = self.ordered_so_far + sum(change.minutes for change in self.to_come)

    def take(self, index: int, event: Event) -> Line:
        """Credit one event as far as it counts."""
        while self.to_come and self.to_come[-1].on <= event.date:
            self.ordered_so_far += self.to_come.pop().minutes
        if isinstance(event, SessionEvent):
            return self._session(index, event)
        if isinstance(event, EteEvent):
            return self._ete(index, event)
        return self._adjustment(index, event)

    def _remaining(self, ordered: int) -> int:
        return max(0, ordered - self.sessions - self.ete - self.adjustments - self.earned)

    def _session(self, index: int, event: SessionEvent) -> Line:
        self._note_failure(event.outcome)
        try:
            decision = session_credit(
                event.start, event.end, event.outcome, event.penalty_minutes, notice=event.notice, on=event.date
            )
        except Faults as no_rule:
            raise said_of(f"event {index}", no_rule) from None
        credited = min(decision.value, self._remaining(self.ordered_so_far))
        surplus = decision.value - credited
        note = _session_note(event, decision)
        line = Line(index, credited, decision.rule, _with_surplus(note, surplus, "beyond what remained"), surplus)
        before = self.sessions + self.ete
        self.sessions += credited
        return self._with_earned(line, before)

    def _ete(self, index: int, event: EteEvent) -> Line:
        share_left = max(0, ete_cap(self.ordered, on=event.on).value - self.ete)
        remaining = self._remaining(self.ordered_so_far)
        credited = min(event.minutes, share_left, remaining)
        surplus = event.minutes - credited
        why = "beyond what remained" if remaining <= share_left else "beyond the share that ETE may be"
        line = Line(index, credited, "ete_cap", _with_surplus("", surplus, why), surplus)
        before = self.sessions + self.ete
        self.ete += credited
        return self._with_earned(line, before)

    def _adjustment(self, index: int, event: AdjustmentEvent) -> Line:
        credited = min(event.minutes, self._remaining(self.ordered_so_far)) if event.minutes > 0 else event.minutes
        surplus = event.minutes - credited
        self.adjustments += credited
        return Line(index, credited, "adjustment", _with_surplus("", surplus, "beyond what remained"), surplus)

    def _note_failure(self, outcome: str) -> None:
        """An enforceable outcome ends earning: in the first quarter always, later where the second switch says so."""
        if not contact_outcome(outcome).enforceable:
            return
        in_first_quarter = self.sessions + self.ete < qualifying_minutes(self.ordered)
        if in_first_quarter or self.requirement.switches.later_failure_ends_earning:
            self.earning = False

    def _with_earned(self, line: Line, credited_before: int) -> Line:
        if not (self.requirement.switches.earned_reduction and self.earning):
            return line
        growth = minutes_earned(self.ordered, self.sessions + self.ete) - minutes_earned(self.ordered, credited_before)
        earned = min(growth, self._remaining(self.ordered_so_far))
        self.earned += earned
        return replace(line, earned=earned)

    def statement(self, latest: date, lines: list[Line]) -> Statement:
        """The account closed: every change counted, also those to come."""
        allowed = ete_cap(self.ordered, on=latest).value
        remaining = self._remaining(self.ordered)
        begun = "working" if self.sessions + self.ete else "not_started"
        return Statement(
            ordered=self.ordered,
            credited_sessions=self.sessions,
            credited_ete=self.ete,
            adjustments=self.adjustments,
            earned_reduction=self.earned,
            remaining=remaining,
            ete=EteAllowance(allowed=allowed, used=self.ete, left=max(0, allowed - self.ete)),
            status=begun if remaining else "hours_completed",
            lines=tuple(sorted(lines, key=lambda line: line.event)),
        )


def _session_note(event: SessionEvent, decision: Decision[int]) -> str:
    known = contact_outcome(event.outcome)
    if decision.rule == "stand_down_credit":
        return "" if event.notice == "on_site" else f"told {event.notice.replace('_', ' ')}"
    if not known.attended:
        return known.description
    if event.penalty_minutes and event.outcome != "ATSS":
        return f"less {event.penalty_minutes} minutes of penalty"
    return ""


def _with_surplus(note: str, surplus: int, why: str) -> str:
    return "; ".join(part for part in (note, f"{surplus} minutes {why}" if surplus else "") if part)
