"""What cannot be in a requirement's record. Each fault names the event (or change) by its index, from 0."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from amends.faults import Fault, Faults
from amends.policy.contact_outcomes import contact_outcome, is_outcome
from amends.policy.ete import ete_cap
from amends.policy.hours.events import (
    ADJUSTMENT_REASONS,
    AdjustmentEvent,
    Change,
    EteEvent,
    Event,
    Requirement,
    SessionEvent,
)
from amends.policy.session_credit import NOTICES, session_faults, travel_credit_limit

Numbered = Sequence[tuple[int, Event]]


def faults_of(requirement: Requirement) -> list[Fault]:
    """Every fault of a requirement's record: the court's figures first, then event by event."""
    faults = []
    if requirement.ordered_minutes < 0:
        faults.append(Fault("", None, "ordered_minutes", f"{requirement.ordered_minutes} is below 0", "0 or more"))
    changes = tuple(enumerate(requirement.changes))
    faults += change_faults(changes, requirement.sentence_date)
    faults += removal_faults(requirement.ordered_minutes, changes)
    faults += event_faults(tuple(enumerate(requirement.events)), requirement.sentence_date)
    return faults


def change_faults(changes: Sequence[tuple[int, Change]], sentence_date: date) -> list[Fault]:
    """Changes dated before there was an order."""
    return [
        Fault("", f"change {index}", "on", f"{change.on} is before the sentence date", _from(sentence_date))
        for index, change in changes
        if change.on < sentence_date
    ]


def removal_faults(ordered_minutes: int, changes: Sequence[tuple[int, Change]]) -> list[Fault]:
    """The first change, by date, that removes more than was ordered."""
    for index, change in sorted(changes, key=lambda entry: entry[1].on):
        if ordered_minutes + change.minutes < min(ordered_minutes, 0):
            wrong = f"{change.minutes} removes more than the {ordered_minutes} then ordered"
            return [Fault("", f"change {index}", "minutes", wrong, f"{-ordered_minutes} or more")]
        ordered_minutes += change.minutes
    return []


def event_faults(events: Numbered, sentence_date: date) -> list[Fault]:
    """What is wrong with events, each and together; in the order of their indices."""
    faults = [fault for index, event in events for fault in _of_event(f"event {index}", event, sentence_date)]
    return [*faults, *_of_overlaps(events)]


def _of_event(row: str, event: Event, sentence_date: date) -> Iterator[Fault]:
    if event.date < sentence_date:
        field = "start" if isinstance(event, SessionEvent) else "on"
        yield Fault("", row, field, f"{event.date} is before the sentence date", _from(sentence_date))
    if isinstance(event, SessionEvent):
        yield from session_faults(event.start, event.end, event.outcome, event.penalty_minutes, row=row)
        if event.notice not in NOTICES:
            yield Fault("", row, "notice", f"unknown notice {event.notice[:40]!r}", "one of " + ", ".join(NOTICES))
    elif isinstance(event, EteEvent):
        if event.minutes < 0:
            yield Fault("", row, "minutes", f"{event.minutes} is below 0", "0 or more")
        try:
            ete_cap(0, on=event.on)
        except Faults as faults:
            yield from said_of(row, faults).faults
    else:
        yield from _of_adjustment(row, event)


def _of_adjustment(row: str, event: AdjustmentEvent) -> Iterator[Fault]:
    if event.reason not in ADJUSTMENT_REASONS:
        wrong = f"unknown reason {event.reason[:40]!r}"
        yield Fault("", row, "reason", wrong, "one of " + ", ".join(ADJUSTMENT_REASONS))
        return
    if event.reason != "travel":
        return
    try:
        most = travel_credit_limit(on=event.on).value
    except Faults as faults:
        yield from said_of(row, faults).faults
        return
    if abs(event.minutes) > most:
        wrong = f"{event.minutes} is more than one adjustment for travel may be"
        yield Fault("", row, "minutes", wrong, f"at most {most}, given or taken back")


def _of_overlaps(events: Numbered) -> Iterator[Fault]:
    """Attended sessions that share time, whatever their order in the record."""
    attended = sorted(
        (event.start.astimezone(UTC), event.end.astimezone(UTC), index)
        for index, event in events
        if isinstance(event, SessionEvent) and is_outcome(event.outcome) and contact_outcome(event.outcome).attended
    )
    until: datetime | None = None
    holder = 0
    for start, end, index in attended:
        if end <= start:
            continue
        if until is not None and start < until:
            first, second = sorted((holder, index))
            yield Fault(
                "", f"event {second}", "start", f"overlaps event {first}", "attended sessions that do not overlap"
            )
        if until is None or end > until:
            until, holder = end, index


def said_of(row: str, faults: Faults) -> Faults:
    """The same faults, said of an event."""
    return Faults([replace(fault, row=row) for fault in faults.faults])


def _from(sentence_date: date) -> str:
    return f"a date from {sentence_date.isoformat()}"
