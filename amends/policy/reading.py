"""Reading what was put in, from JSON or from a command line: what is not plainly the thing asked for is refused."""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from amends.faults import Fault, Faults
from amends.policy.civil_time import clock_readings, london

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_MINUTES = 1_000_000  # far beyond what any court can order: a larger figure is a slip
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)


class Misread(ValueError):
    """A value is not what was asked for: what is wrong, and what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.right = right


def shown(value: Any) -> str:
    """A value as it may stand in a fault: on one line, and short."""
    try:
        text = json.dumps(value, ensure_ascii=True)
    except (TypeError, ValueError):
        text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."


def signed_minutes(value: Any) -> int:
    """Minutes as a JSON integer, also below 0. True, 1.0 and "1" are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misread(f"{shown(value)} is not a whole number", "a whole number of minutes such as 60")
    if abs(value) > MOST_MINUTES:
        raise Misread(f"{shown(value)} is out of range", f"at most {MOST_MINUTES} minutes")
    return value


def minutes(value: Any) -> int:
    """A JSON integer of 0 or more."""
    number = signed_minutes(value)
    if number < 0:
        raise Misread(f"{number} is below 0", f"whole minutes, 0 to {MOST_MINUTES}")
    return number


def minutes_from_text(text: str) -> int:
    """Whole minutes of 0 or more written in digits."""
    if not _WHOLE.fullmatch(text):
        raise Misread(f"{shown(text)} is not a whole number", "a whole number of minutes such as 60")
    return minutes(int(text))


def whole(value: Any, least: int, most: int) -> int:
    """A JSON integer within bounds. True, 1.0 and "1" are none."""
    right = f"a whole number, {least} to {most}"
    if isinstance(value, bool) or not isinstance(value, int):
        raise Misread(f"{shown(value)} is not a whole number", right)
    if not least <= value <= most:
        raise Misread(f"{shown(value)} is out of range", right)
    return value


def whole_from_text(text: str, least: int, most: int) -> int:
    """A whole number within bounds written in digits."""
    if not _WHOLE.fullmatch(text):
        raise Misread(f"{shown(text)} is not a whole number", f"a whole number, {least} to {most}")
    return whole(int(text), least, most)


def number(value: Any, least: Decimal, most: Decimal) -> Decimal:
    """A JSON number within bounds, exactly as it was written. True and "1" are none."""
    right = f"a number, {least} to {most}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misread(f"{shown(value)} is not a number", right)
    exact = Decimal(str(value))
    if not least <= exact <= most:
        raise Misread(f"{shown(value)} is out of range", right)
    return exact


def number_from_text(text: str, least: Decimal, most: Decimal) -> Decimal:
    """A number within bounds written in digits, with a decimal point or without."""
    right = f"a number, {least} to {most}"
    if not _NUMBER.fullmatch(text):
        raise Misread(f"{shown(text)} is not a number", right)
    if not least <= Decimal(text) <= most:
        raise Misread(f"{shown(text)} is out of range", right)
    return Decimal(text)


def boolean(value: Any) -> bool:
    """JSON true or false."""
    if not isinstance(value, bool):
        raise Misread(f"{shown(value)} is not true or false", "true or false")
    return value


def boolean_from_text(text: str) -> bool:
    """`true` or `false`, in any case."""
    try:
        return {"true": True, "false": False}[text.lower()]
    except KeyError:
        raise Misread(f"{shown(text)} is not true or false", "true or false") from None


def civil_day(value: Any) -> date:
    """A calendar date as YYYY-MM-DD."""
    right = f"a date as YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}"
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Misread(f"{shown(value)} is not a date", right)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Misread(f"{shown(value)} is not a day of the calendar", right) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Misread(f"{shown(value)} is out of range", right)
    return day


def instant(value: Any) -> datetime:
    """A time as YYYY-MM-DDTHH:MM[:SS] with an offset; without one, the civil time in Europe/London.

    A civil time that the clocks skip or show twice names no instant, and is refused.
    """
    right = "a time as YYYY-MM-DDTHH:MM with an offset such as +01:00, or without one for Europe/London"
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise Misread(f"{shown(value)} is not a time", right)
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise Misread(f"{shown(value)} is not a time of the calendar", right) from None
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        raise Misread(f"{shown(value)} is out of range", f"a time from {FIRST_YEAR} to {LAST_YEAR}")
    if time.tzinfo is not None:
        return time.astimezone(UTC)
    readings = clock_readings(time)
    if len(readings) != 1:
        says = "is ambiguous" if readings else "does not exist"
        raise Misread(f"{shown(value)} {says} in Europe/London", "the same time with its offset")
    return readings[0]


def json_object(name: str) -> dict[str, Any]:
    """The one JSON object in a file, or on standard input for `-`. Raises Faults if there is none to read."""
    try:
        text = _content(name).decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except OSError as error:
        raise Faults(
            [Fault(name, None, "", f"cannot be read: {error.strerror}", "a file with one JSON object")]
        ) from None
    except Misread as misread:
        raise Faults([Fault(name, None, "", misread.wrong, misread.right)]) from None
    except (ValueError, RecursionError) as error:
        wrong = f"is not JSON in UTF-8: {str(error).splitlines()[0]}"
        raise Faults([Fault(name, None, "", wrong, "one JSON object")]) from None
    if not isinstance(value, dict):
        raise Faults([Fault(name, None, "", f"holds {shown(value)}", "one JSON object")])
    return value


def _content(name: str) -> bytes:
    if name != "-":
        return Path(name).read_bytes()
    stream = getattr(sys.stdin, "buffer", None)
    return stream.read() if stream else sys.stdin.read().encode()


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Misread(f"the key {shown(twice)} is given twice", "each key once")
    return value


def _no_constant(constant: str) -> None:
    raise Misread(f"{constant} is not a number of JSON", "a whole number")


def in_file(faults: Faults, name: str) -> Faults:
    """The same faults, said of a file."""
    return Faults([replace(fault, file=name) for fault in faults.faults])


def today() -> date:
    """Today in Europe/London. Only a command may ask."""
    return datetime.now(london()).date()


Reader = Callable[[Any], Any]
