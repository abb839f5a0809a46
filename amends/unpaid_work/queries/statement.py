"""The statement of a requirement, made from the record by the one calculation that `amends hours` makes too.

Definitions stand in docs/rules/statement_on_record.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.design.words import day as day_words
from amends.faults import Fault, Faults
from amends.policy.civil_time import civil_date, end_of_day
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.ete import ete_cap
from amends.policy.hours import events as policy
from amends.policy.hours.events import AdjustmentEvent, EteEvent, SessionEvent
from amends.policy.hours.statement import Line, Statement
from amends.policy.session_credit import session_credit
from amends.unpaid_work.queries.accounts import Account, accounts_of
from amends.unpaid_work.queries.record import Entry


@dataclass(frozen=True)
class StatementLine:
    """One line of a statement, all in minutes. The columns of all lines sum to the statement's totals.

    `remaining` is what remains after it. `source` is the row it comes from; empty for what the court did.
    """

    on: date
    what: str
    detail: str = ""
    outcome: str = ""
    start: datetime | None = None
    end: datetime | None = None
    penalty: int | None = None
    ordered: int = 0
    sessions: int = 0
    ete: int = 0
    adjustment: int = 0
    earned: int = 0
    surplus: int = 0
    remaining: int = 0
    source: tuple[str, int] | None = None
    compensates: bool = False
    put_right: bool = False

    @property
    def credited(self) -> int:
        """What the line credits to the person, without what it earned."""
        return self.sessions + self.ete + self.adjustment

    @property
    def reversible(self) -> bool:
        """Whether it is a credit made by hand, of this requirement, that stands."""
        by_hand = ("unpaid_work.etecredit", "unpaid_work.hoursadjustment")
        return self.source is not None and self.source[0] in by_hand and not self.put_right and not self.compensates


def account_of(requirement: Requirement) -> Account:
    """The account of one requirement. `requirement` brings its sentence."""
    return accounts_of([requirement.sentence.person_id])[requirement.pk]


def statement(requirement: Requirement) -> Statement:
    """The statement of one requirement as recorded now. Raises Faults where the record cannot be."""
    account = account_of(requirement)
    if account.statement is None:
        raise Faults([Fault("", None, "", fault, "a record put right") for fault in account.faults])
    return account.statement


def minutes_left(requirements: Iterable[Requirement]) -> dict[int, int]:
    """Minutes that remain of each requirement, by its id, in seven queries however many there are.

    The same figure as the statement's. A record that cannot be leaves 0, so that nobody is booked on it.
    """
    return {key: stated.remaining if stated else 0 for key, stated in _statements(requirements).items()}


def ete_left(requirements: Iterable[Requirement]) -> dict[int, int]:
    """Minutes of education, training and employment that may still count, by requirement id."""
    return {
        key: min(stated.ete.left, stated.remaining) if stated else 0
        for key, stated in _statements(requirements).items()
    }


def _statements(requirements: Iterable[Requirement]) -> dict[int, Statement | None]:
    wanted = [requirement.pk for requirement in requirements]
    people = Requirement.objects.filter(pk__in=wanted).values_list("sentence__person_id", flat=True)
    accounts = accounts_of(set(people))
    return {key: accounts[key].statement for key in wanted}


def status_of(requirement: Requirement, stated: Statement | None) -> str:
    """How the requirement stands, in words: as it ended, or else by what was credited."""
    words = {"hours_completed": _("Hours completed"), "not_started": _("Not started"), "working": _("Working")}
    if requirement.ended_as and requirement.ended_as != Requirement.Ended.COMPLETED:
        return requirement.get_ended_as_display()
    return words[stated.status] if stated else _("The record needs putting right")


def as_input(account: Account) -> dict[str, Any]:
    """The exact object that `amends hours` takes for this requirement."""
    asked = account.input
    return {
        "ordered_minutes": asked.ordered_minutes,
        "sentence_date": asked.sentence_date.isoformat(),
        "changes": [{"on": c.on.isoformat(), "minutes": c.minutes, "reason": c.reason} for c in asked.changes],
        "events": [_event_input(event) for event in asked.events],
        "policy": {
            "earned_reduction": asked.switches.earned_reduction,
            "later_failure_ends_earning": asked.switches.later_failure_ends_earning,
        },
    }


def _event_input(event: policy.Event) -> dict[str, Any]:
    if isinstance(event, SessionEvent):
        return {
            "kind": "session",
            "start": event.start.isoformat(),
            "end": event.end.isoformat(),
            "outcome": event.outcome,
            "penalty_minutes": event.penalty_minutes,
            "notice": event.notice,
        }
    if isinstance(event, EteEvent):
        return {"kind": "ete", "on": event.on.isoformat(), "minutes": event.minutes}
    return {"kind": "adjustment", "on": event.on.isoformat(), "minutes": event.minutes, "reason": event.reason}


def lines_of(account: Account) -> list[StatementLine]:
    """Every line of the account in time order: what the court did, what counted, and what was put right.

    An entry that was put right stands there whole, with the line that compensates it after it.
    """
    if account.statement is None:
        return []
    running = _Running(account)
    steps: list[tuple[datetime, int, int, Any]] = []
    for number, change in enumerate(account.changes):
        steps.append((_start_of(change.on), 0, number, change))
    for number, entry in enumerate(account.put_right):
        steps.append((entry.event.taken_at, 1, number, entry))
    for number, (entry, line) in enumerate(zip(account.entries, account.statement.lines, strict=True)):
        steps.append((entry.event.taken_at, 2, number, (entry, line)))
    lines = [running.ordered_line()]
    for _at, kind, place, step in sorted(steps, key=lambda step: step[:3]):
        if kind == 0:
            lines.append(running.change(step))
        elif kind == 1:
            lines += running.put_right(step)
        else:
            lines.append(running.counted(place, *step))
    return lines


def _start_of(day: date) -> datetime:
    return end_of_day(date.fromordinal(day.toordinal() - 1))


class _Running:
    """What remains, line after line."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.ordered = account.input.ordered_minutes
        self.all_ordered = account.statement.ordered if account.statement else 0
        self.credited = self.ete = 0
        self.carried = dict(account.carried)

    def remaining(self) -> int:
        return max(0, self.ordered - self.credited)

    def ordered_line(self) -> StatementLine:
        sentence = self.account.requirement.sentence
        return StatementLine(
            sentence.sentence_date, _("Ordered by the court"), sentence.court, ordered=self.ordered,
            remaining=self.remaining(),
        )  # fmt: skip

    def change(self, change) -> StatementLine:
        self.ordered += change.minutes
        what = _("Added by the court") if change.minutes > 0 else _("Removed by the court")
        if not change.minutes:
            what = _("To be worked by %(day)s, by the court") % {"day": day_words(change.limit_date)}
        return StatementLine(change.on, what, change.reason, ordered=change.minutes, remaining=self.remaining())

    def counted(self, place: int, entry: Entry, line: Line) -> StatementLine:
        self.credited += line.credited + line.earned
        credited = _column(entry, line.credited)
        self.ete += credited.get("ete", 0)
        detail = [entry.note] if entry.note else []
        if entry.carried_from:
            detail.append(_("the part beyond what remained of requirement %(ref)s") % {"ref": entry.carried_from})
        if line.note and not (entry.outcome and line.note == contact_outcome(entry.outcome).description):
            detail.append(line.note)
        if place in self.carried:
            detail.append(_("the rest is credited to requirement %(ref)s") % {"ref": self.carried[place]})
        return StatementLine(
            **_common(entry), detail="; ".join(detail), earned=line.earned, surplus=line.surplus,
            remaining=self.remaining(), **credited,
        )  # fmt: skip

    def put_right(self, entry: Entry) -> list[StatementLine]:
        minutes = min(self._alone(entry), self.remaining())
        column = _column(entry, minutes)
        back = {name: -value for name, value in column.items()}
        told = _("Put right on %(day)s by %(name)s: %(why)s") % {
            "day": day_words(civil_date(entry.put_right_at or entry.recorded_at)),
            "name": entry.put_right_by,
            "why": entry.put_right,
        }
        original = StatementLine(
            **_common(entry), detail=entry.note, put_right=True, remaining=max(0, self.remaining() - minutes), **column
        )
        compensating = StatementLine(
            entry.event.date, _("Taken back: %(what)s") % {"what": entry.what}, told, remaining=self.remaining(),
            source=entry.source, compensates=True, **back,
        )  # fmt: skip
        return [original, compensating]

    def _alone(self, entry: Entry) -> int:
        """What the entry would have credited, were it to count."""
        event = entry.event
        if isinstance(event, SessionEvent):
            notice = event.notice
            return session_credit(
                event.start, event.end, event.outcome, event.penalty_minutes, notice=notice, on=event.date
            ).value
        if isinstance(event, EteEvent):
            return min(event.minutes, max(0, ete_cap(self.all_ordered, on=event.on).value - self.ete))
        return event.minutes


def _column(entry: Entry, minutes: int) -> dict[str, Any]:
    if isinstance(entry.event, SessionEvent):
        return {"sessions": minutes}
    return {"ete" if isinstance(entry.event, EteEvent) else "adjustment": minutes}


def _common(entry: Entry) -> dict[str, Any]:
    return {
        "on": entry.event.date,
        "what": entry.what if not isinstance(entry.event, AdjustmentEvent) else _adjustment(entry),
        "outcome": contact_outcome(entry.outcome).description if entry.outcome else "",
        "start": entry.start,
        "end": entry.end,
        "penalty": entry.penalty_minutes if entry.start else None,
        "source": entry.source,
    }


def _adjustment(entry: Entry) -> str:
    if entry.carried_from:
        return _("Stand-down credit: %(what)s") % {"what": entry.what}
    return _("Adjustment: %(what)s") % {"what": entry.what}


def totals(lines: Sequence[StatementLine]) -> dict[str, int]:
    """The columns of the lines summed, under the names that the statement gives its totals."""
    return {
        "ordered": sum(line.ordered for line in lines),
        "credited_sessions": sum(line.sessions for line in lines),
        "credited_ete": sum(line.ete for line in lines),
        "adjustments": sum(line.adjustment for line in lines),
        "earned_reduction": sum(line.earned for line in lines),
        "remaining": lines[-1].remaining if lines else 0,
    }
