"""What a cell of a package may hold: how each kind is read, and how it is described.

`read` takes the text of a cell, never empty, and returns its value; it raises `Unreadable` with what is wrong. `says`
is what would be right, in the words of the templates and of the faults.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_SHOWN = 60


class Unreadable(ValueError):
    """A cell does not hold what its column asks for; the message says what is wrong."""


class Kind(Protocol):
    """One kind of cell."""

    @property
    def says(self) -> str: ...

    def read(self, text: str) -> object: ...


def shown(text: str) -> str:
    """The text as a fault shows it: one line, never long."""
    safe = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in text[: _SHOWN + 1])
    return f"'{safe[:_SHOWN]}...'" if len(text) > _SHOWN else f"'{safe}'"


@dataclass(frozen=True)
class Text:
    """Any words, in any script; `lines` allows line breaks."""

    most: int
    lines: bool = False

    @property
    def says(self) -> str:
        return f"text of at most {self.most} characters"

    def read(self, text: str) -> str:
        if len(text) > self.most:
            raise Unreadable(f"{len(text)} characters")
        allowed = "\n\r\t" if self.lines else ""
        if any(unicodedata.category(letter) == "Cc" and letter not in allowed for letter in text):
            raise Unreadable("holds a control character" if self.lines else "holds a line break or control character")
        return text


@dataclass(frozen=True)
class Pattern:
    """A short code of a fixed form."""

    pattern: str
    words: str
    most: int

    @property
    def says(self) -> str:
        return self.words

    def read(self, text: str) -> str:
        if len(text) > self.most or not re.fullmatch(self.pattern, text):
            raise Unreadable(f"{shown(text)} is not of that form")
        return text


def code(most: int = 40) -> Pattern:
    """A code of the service's own: letters, digits, hyphen, underscore."""
    return Pattern(r"[A-Za-z0-9_-]+", f"letters, digits, - and _, at most {most} characters", most)


CRN = Pattern(r"[A-Z][0-9]{6}", "a case reference number: a capital letter and six digits", 7)
USERNAME = Pattern(r"[a-z0-9._@+-]+", "lower-case letters, digits and . _ @ + -, at most 150 characters", 150)
WEEKDAYS = Pattern(r"(?=.)1?2?3?4?5?6?7?", "weekdays as digits in order, 1 for Monday to 7 for Sunday", 7)


@dataclass(frozen=True)
class Whole:
    """A whole number in a range."""

    least: int
    most: int

    @property
    def says(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def read(self, text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise Unreadable(f"{shown(text)} is not a whole number")
        if not self.least <= (value := int(text)) <= self.most:
            raise Unreadable(f"{value} is out of range")
        return value


@dataclass(frozen=True)
class Number:
    """A number in a range, with a point for its fraction."""

    least: float
    most: float

    @property
    def says(self) -> str:
        return f"a number from {self.least:g} to {self.most:g}"

    def read(self, text: str) -> float:
        if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,15})?", text):
            raise Unreadable(f"{shown(text)} is not a number")
        if not self.least <= (value := float(text)) <= self.most:
            raise Unreadable(f"{text} is out of range")
        return value


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    values: tuple[str, ...]

    @property
    def says(self) -> str:
        return "one of " + ", ".join(self.values)

    def read(self, text: str) -> str:
        if text not in self.values:
            raise Unreadable(f"{shown(text)} is not known")
        return text


@dataclass(frozen=True)
class Listed:
    """Several values in one cell, separated by semicolons; each once."""

    each: Kind

    @property
    def says(self) -> str:
        return f"separated by semicolons, each {self.each.says}"

    def read(self, text: str) -> list:
        values = [self.each.read(part.strip()) for part in text.split(";") if part.strip()]
        if len(set(values)) != len(values):
            raise Unreadable("holds the same value twice")
        return values


class YesNo:
    says = "true or false"

    def read(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise Unreadable(f"{shown(text)} is neither")
        return text == "true"


class Day:
    says = "a date, YYYY-MM-DD"

    def read(self, text: str) -> date:
        try:
            if len(text) != 10:
                raise ValueError
            value = date.fromisoformat(text)
        except ValueError:
            raise Unreadable(f"{shown(text)} is not a date") from None
        if not EARLIEST <= value <= LATEST:
            raise Unreadable(f"{text} is not within 1900 to 2199")
        return value


class ClockTime:
    says = "a time of day, HH:MM"

    def read(self, text: str) -> time:
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
            raise Unreadable(f"{shown(text)} is not a time of day")
        return time.fromisoformat(text)


class Instant:
    """A moment. Without an offset it is a civil time in Europe/London, which must exist and be the only one."""

    says = "a moment, such as 2026-03-02T09:30 (Europe/London) or 2026-03-02T09:30+00:00"

    def read(self, text: str) -> datetime:
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T.+", text):
                raise ValueError
            value = datetime.fromisoformat(text)
        except ValueError:
            raise Unreadable(f"{shown(text)} is not a moment") from None
        if not EARLIEST <= value.date() <= LATEST:
            raise Unreadable(f"{shown(text)} is not within 1900 to 2199")
        if value.tzinfo is None:
            first, second = value.replace(tzinfo=LONDON, fold=0), value.replace(tzinfo=LONDON, fold=1)
            if first.utcoffset() != second.utcoffset():
                raise Unreadable(f"{shown(text)} is skipped or repeated by a change of clocks")
            value = first
        return value.astimezone(UTC)


def choices(values: Sequence) -> Choice:
    """The kind for a model's choices: pairs of value and label."""
    return Choice(tuple(str(value) for value, _ in values))


DAY, YES_NO, CLOCK_TIME, INSTANT = Day(), YesNo(), ClockTime(), Instant()
LATITUDE, LONGITUDE = Number(-90, 90), Number(-180, 180)
