"""The inputs that a rule declares: how each is described, read and refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amends.faults import Fault, Faults
from amends.policy.enforcement import Failure
from amends.policy.reading import (
    MOST_MINUTES,
    Misread,
    boolean,
    boolean_from_text,
    civil_day,
    instant,
    minutes,
    minutes_from_text,
    shown,
)

REQUIRED: Any = object()


@dataclass(frozen=True)
class Kind:
    """A kind of value: its name and range for a reader, and how it is read from JSON and from a command line."""

    says: str
    from_json: Callable[[Any], Any]
    from_text: Callable[[str], Any]


def _only_json(text: str) -> Any:
    raise Misread(f"{shown(text)} is text", "a list, given with --json")


def _failures(value: Any) -> tuple[Failure, ...]:
    right = 'a list of {"on": "YYYY-MM-DD", "acceptable": true or false}'
    failures = []
    for given in _list(value, right):
        if not isinstance(given, dict) or set(given) != {"on", "acceptable"}:
            raise Misread(f"{shown(given)} is not a failure", right)
        failures.append(Failure(civil_day(given["on"]), boolean(given["acceptable"])))
    if not failures:
        raise Misread("there is no failure", f"at least one, as {right}")
    return tuple(failures)


def _dates(value: Any) -> tuple[Any, ...]:
    return tuple(civil_day(given) for given in _list(value, "a list of dates"))


def _list(value: Any, right: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise Misread(f"{shown(value)} is not a list", right)
    return value


def _minutes_or_null(value: Any) -> int | None:
    return None if value is None else minutes(value)


def _minutes_or_null_from_text(text: str) -> int | None:
    return None if text == "null" else minutes_from_text(text)


MINUTES = Kind(f"whole minutes, 0 to {MOST_MINUTES}", minutes, minutes_from_text)
MINUTES_OR_NULL = Kind(f"whole minutes, 0 to {MOST_MINUTES}, or null", _minutes_or_null, _minutes_or_null_from_text)
BOOLEAN = Kind("true or false", boolean, boolean_from_text)
DATE = Kind("date, YYYY-MM-DD", civil_day, civil_day)
INSTANT = Kind("time, YYYY-MM-DDTHH:MM with an offset, or Europe/London", instant, instant)
FAILURES = Kind('list of {"on": date, "acceptable": true or false}, at least one; with --json', _failures, _only_json)
DATES = Kind("list of dates; with --json", _dates, _only_json)


def one_of(choices: Sequence[str]) -> Kind:
    """One of a few words or codes."""
    right = "one of " + ", ".join(choices)

    def read(value: Any) -> str:
        word = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(word, str) or word not in choices:
            raise Misread(f"{shown(value)} is none of them", right)
        return word

    return Kind(right, read, read)


@dataclass(frozen=True)
class Input:
    """One input of a rule. Without a default it is required."""

    name: str
    kind: Kind
    description: str
    default: Any = REQUIRED

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is REQUIRED


def split(words: Sequence[str]) -> list[tuple[str, str]]:
    """The KEY=VALUE words of a command line, apart. Raises Faults for a word that is none."""
    faults = [Fault("", None, shown(word), "not an input", "KEY=VALUE") for word in words if word.find("=") < 1]
    if faults:
        raise Faults(faults)
    return [(word.partition("=")[0], word.partition("=")[2]) for word in words]


def read_inputs(
    declared: Sequence[Input], words: Sequence[tuple[str, str]], given: Mapping[str, Any], file: str = ""
) -> dict[str, Any]:
    """The inputs of one call, from KEY=VALUE words and from a JSON object (`given`, read from `file`).

    Raises Faults: every input that is unknown, missing, given twice, of the wrong kind or out of range.
    """
    known = {each.name: each for each in declared}
    right = "one of " + ", ".join(known) if known else "no inputs"
    read: dict[str, Any] = {}
    faults: list[Fault] = []
    seen: set[str] = set()
    offered = [("", name, text, True) for name, text in words] + [(file, name, v, False) for name, v in given.items()]
    for place, name, value, is_text in offered:
        if name not in known:
            faults.append(Fault(place, None, name if name.isidentifier() else shown(name), "unknown input", right))
            continue
        if name in seen:
            faults.append(Fault(place, None, name, "given twice", "each input once"))
            continue
        seen.add(name)
        kind = known[name].kind
        try:
            read[name] = kind.from_text(value) if is_text else kind.from_json(value)
        except Misread as misread:
            faults.append(Fault(place, None, name, misread.wrong, misread.right))
    for each in declared:
        if each.name not in seen:
            if each.required:
                faults.append(Fault(file, None, each.name, "missing", each.kind.says))
            else:
                read[each.name] = each.default
    if faults:
        raise Faults(faults)
    return read
