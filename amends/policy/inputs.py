"""The inputs that a rule declares: how each is described, read and refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from amends.faults import Fault, Faults
from amends.policy.case_tier import MOST_RSR, NEEDS
from amends.policy.delivery_models import FLAGS, RISKS
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
    number,
    number_from_text,
    shown,
    whole,
    whole_from_text,
)
from amends.policy.workload import KINDS, MOST_HOURS, REPORTS, TIERS, HeldCase

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


def _words(choices: Sequence[str], right: str) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        return tuple(_word(given, choices) for given in _list(value, right))

    return read


def _word(value: Any, choices: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in choices:
        raise Misread(f"{shown(value)} is none of them", "one of " + ", ".join(choices))
    return value


def _needs(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise Misread(f"{shown(value)} is not an object", "need -> 0, 1 or 2, such as " + '{"drugs": 2}')
    return {_word(need, NEEDS): whole(severity, 0, 2) for need, severity in value.items()}


def _held_cases(value: Any) -> tuple[HeldCase, ...]:
    right = 'a list of {"tier": "A0" to "D3", "kind": ' + " or ".join(KINDS) + "}"
    cases = []
    for given in _list(value, right):
        if not isinstance(given, dict) or set(given) != {"tier", "kind"}:
            raise Misread(f"{shown(given)} is not a case", right)
        cases.append(HeldCase(_word(given["tier"], TIERS), _word(given["kind"], KINDS)))
    return tuple(cases)


def or_null(kind: "Kind") -> "Kind":
    """The same kind of value, or null."""
    return Kind(
        f"{kind.says}, or null",
        lambda value: None if value is None else kind.from_json(value),
        lambda text: None if text == "null" else kind.from_text(text),
    )


def number_between(least: Decimal, most: Decimal, what: str) -> Kind:
    """A number, with decimals or without, from the least to the most."""
    return Kind(
        f"{what}, {least} to {most}",
        lambda value: number(value, least, most),
        lambda text: number_from_text(text, least, most),
    )


def whole_between(least: int, most: int) -> Kind:
    """A whole number from the least to the most."""
    return Kind(
        f"whole number, {least} to {most}",
        lambda value: whole(value, least, most),
        lambda text: whole_from_text(text, least, most),
    )


MINUTES = Kind(f"whole minutes, 0 to {MOST_MINUTES}", minutes, minutes_from_text)
MINUTES_OR_NULL = or_null(MINUTES)
BOOLEAN = Kind("true or false", boolean, boolean_from_text)
DATE = Kind("date, YYYY-MM-DD", civil_day, civil_day)
INSTANT = Kind("time, YYYY-MM-DDTHH:MM with an offset, or Europe/London", instant, instant)
FAILURES = Kind('list of {"on": date, "acceptable": true or false}, at least one; with --json', _failures, _only_json)
DATES = Kind("list of dates; with --json", _dates, _only_json)

HOURS = number_between(Decimal(0), Decimal(MOST_HOURS), "hours a week")
RSR = or_null(number_between(Decimal(0), MOST_RSR, "number"))
OGRS = or_null(number_between(Decimal(0), Decimal(100), "number"))
CONTACT_FLAGS = Kind(
    "list of " + ", ".join(FLAGS) + "; with --json", _words(FLAGS, "a list of flags, given with --json"), _only_json
)
NEED_SEVERITIES = Kind("object: " + ", ".join(NEEDS) + " -> 0, 1 or 2; with --json", _needs, _only_json)
HELD_CASES = Kind('list of {"tier": "A3", "kind": ' + " or ".join(KINDS) + "}; with --json", _held_cases, _only_json)
COURT_REPORTS = Kind(
    "list of " + ", ".join(REPORTS) + "; with --json",
    _words(REPORTS, "a list of reports, given with --json"),
    _only_json,
)


def one_of(choices: Sequence[str]) -> Kind:
    """One of a few words or codes."""
    right = "one of " + ", ".join(choices)

    def read(value: Any) -> str:
        word = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(word, str) or word not in choices:
            raise Misread(f"{shown(value)} is none of them", right)
        return word

    return Kind(right, read, read)


RISK = one_of(RISKS)


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
