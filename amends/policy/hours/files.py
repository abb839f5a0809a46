"""A requirement read from JSON, its statement written as JSON: `amends hours FILE`."""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from amends.faults import Fault, Faults
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.hours.checks import change_faults, event_faults
from amends.policy.hours.events import (
    ADJUSTMENT_REASONS,
    AdjustmentEvent,
    Change,
    EteEvent,
    Event,
    Requirement,
    SessionEvent,
    Switches,
)
from amends.policy.hours.statement import statement
from amends.policy.reading import (
    Misread,
    Reader,
    boolean,
    civil_day,
    in_file,
    instant,
    json_object,
    minutes,
    shown,
    signed_minutes,
)
from amends.policy.session_credit import NOTICES


def command(arguments: argparse.Namespace) -> int:
    """Print the statement of `arguments.file`. 0, or 1 where some of what was done did not count. Raises Faults."""
    record = json_object(arguments.file)
    try:
        made = statement(requirement(record))
    except Faults as faults:
        raise in_file(faults, arguments.file) from None
    print(json.dumps(made.as_json(), indent=2, ensure_ascii=False))
    return 1 if made.surplus else 0


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Misread(f"{shown(value)} is not text", "text")
    return value


def _one_of(choices: Sequence[str]) -> Reader:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Misread(f"{shown(value)} is unknown", "one of " + ", ".join(choices))
        return value

    return read


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Misread(f"{shown(value)} is not a list", "a list")
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Misread(f"{shown(value)} is not an object", "an object")
    return value


_OUTCOME = _one_of([outcome.code for outcome in contact_outcomes()])
_NOTICE = _one_of(NOTICES)
_REQUIREMENT: Mapping[str, Reader] = {
    "ordered_minutes": minutes,
    "sentence_date": civil_day,
    "changes": _list,
    "events": _list,
    "policy": _object,
}
_CHANGE: Mapping[str, Reader] = {"on": civil_day, "minutes": signed_minutes, "reason": _text}
_SWITCHES: Mapping[str, Reader] = {"earned_reduction": boolean, "later_failure_ends_earning": boolean}
_KINDS: Mapping[str, tuple[type[Event], Mapping[str, Reader], tuple[str, ...]]] = {
    "session": (
        SessionEvent,
        {"start": instant, "end": instant, "outcome": _OUTCOME, "penalty_minutes": minutes, "notice": _NOTICE},
        ("start", "end", "outcome"),
    ),
    "ete": (EteEvent, {"on": civil_day, "minutes": minutes}, ("on", "minutes")),
    "adjustment": (
        AdjustmentEvent,
        {"on": civil_day, "minutes": signed_minutes, "reason": _one_of(ADJUSTMENT_REASONS)},
        ("on", "minutes", "reason"),
    ),
}


def requirement(record: Mapping[str, Any]) -> Requirement:
    """The requirement that a JSON object describes. Raises Faults: every fault, events by their index from 0."""
    faults: list[Fault] = []
    read = _fields(record, _REQUIREMENT, ("ordered_minutes", "sentence_date", "events"), None, faults)
    events = [(n, event) for n, given in enumerate(read.get("events", [])) if (event := _event(n, given, faults))]
    changes = [(n, change) for n, given in enumerate(read.get("changes", [])) if (change := _change(n, given, faults))]
    switches = _fields(read.get("policy", {}), _SWITCHES, (), "policy", faults)
    if faults:
        if "sentence_date" in read:  # what could be read is checked too, so that all is told at once
            faults += change_faults(changes, read["sentence_date"]) + event_faults(events, read["sentence_date"])
        raise Faults(faults)
    return Requirement(
        ordered_minutes=read["ordered_minutes"],
        sentence_date=read["sentence_date"],
        events=tuple(event for _, event in events),
        changes=tuple(change for _, change in changes),
        switches=Switches(**switches),
    )


def _event(index: int, event: Any, faults: list[Fault]) -> Event | None:
    row = f"event {index}"
    if not isinstance(event, dict):
        faults.append(Fault("", row, "", f"{shown(event)} is not an object", "an object with its kind"))
        return None
    kind = event.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        wrong = f"unknown kind {shown(kind)}" if "kind" in event else "missing"
        faults.append(Fault("", row, "kind", wrong, "one of " + ", ".join(_KINDS)))
        return None
    made, readers, required = _KINDS[kind]
    before = len(faults)
    read = _fields({key: value for key, value in event.items() if key != "kind"}, readers, required, row, faults)
    return made(**read) if len(faults) == before else None


def _change(index: int, change: Any, faults: list[Fault]) -> Change | None:
    row = f"change {index}"
    if not isinstance(change, dict):
        faults.append(Fault("", row, "", f"{shown(change)} is not an object", "an object with on and minutes"))
        return None
    before = len(faults)
    read = _fields(change, _CHANGE, ("on", "minutes"), row, faults)
    return Change(**read) if len(faults) == before else None


def _fields(
    record: Mapping[str, Any],
    readers: Mapping[str, Reader],
    required: Iterable[str],
    row: str | None,
    faults: list[Fault],
) -> dict[str, Any]:
    """The fields of one object, each by its reader; what is unknown, missing or misread becomes a fault."""
    read: dict[str, Any] = {}
    for key, value in record.items():
        if key not in readers:
            faults.append(Fault("", row, shown(key), "unknown", "one of " + ", ".join(readers)))
            continue
        try:
            read[key] = readers[key](value)
        except Misread as misread:
            faults.append(Fault("", row, key, misread.wrong, misread.right))
    faults += [Fault("", row, key, "missing", "a value") for key in required if key not in record]
    return read
