"""Reading CSV tables: UTF-8 (a byte-order mark is accepted), RFC 4180, with a header; every fault is kept.

A cell is taken as it stands: a space at its beginning or end is a fault, since `heavy ` would quietly match no tag.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

from amends.faults import Fault, Faults

Value = TypeVar("Value")

WHOLE_MOST = 1_000_000_000
MINUTES_MOST = 100_000.0  # a longer journey, or limit on one, is a slip of the pen
_WHOLE = re.compile(r"[0-9]{1,10}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@dataclass
class Found:
    """The faults found so far, over all files."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, file: str, row: int | str | None, name: str, wrong: str, right: str) -> None:
        """Keep a fault."""
        self.faults.append(Fault(file, row, name, wrong, right))

    def raise_if_any(self) -> None:
        """Raise Faults if there is one."""
        if self.faults:
            raise Faults(self.faults)


class Unreadable(ValueError):
    """A cell that is not what it should be: `wrong` and `right` are for the fault."""

    def __init__(self, wrong: str, right: str) -> None:
        super().__init__(wrong)
        self.wrong, self.right = wrong, right


@dataclass
class Row:
    """One row of data: its number from 1, its cells by column, and where its faults go."""

    file: str
    number: int
    cells: dict[str, str]
    found: Found
    sound: bool = True

    def read(self, column: str, reader: Callable[[str], Value]) -> Value | None:
        """The cell as `reader` reads it; None, and a fault, where it cannot."""
        cell = self.cells[column]
        try:
            if cell != cell.strip():
                raise Unreadable(f"{_shown(cell)} begins or ends with a space", _shown(cell.strip()))
            return reader(cell)
        except Unreadable as unreadable:
            self.fault(column, unreadable.wrong, unreadable.right)
            return None

    def read_all(self, columns: Mapping[str, Callable[[str], object]]) -> dict[str, Any] | None:
        """The cells by column, each as its reader reads it; None, and faults, where one cannot."""
        values = {column: self.read(column, reader) for column, reader in columns.items()}
        return values if self.sound else None

    def fault(self, column: str, wrong: str, right: str) -> None:
        """A fault in this row."""
        self.sound = False
        self.found.add(self.file, self.number, column, wrong, right)


def read_text(path: Path, found: Found) -> str | None:
    """The text of a file, without its byte-order mark; None, and a fault, where it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.add(path.name, None, "", f"byte {error.start} is not UTF-8", "save the file as UTF-8")
    except FileNotFoundError:
        found.add(path.name, None, "", "the file is missing", "put it in the folder; with only a header if it is empty")
    except OSError as error:
        found.add(path.name, None, "", f"cannot be read ({error.strerror})", "a file that can be read")
    return None


def read_rows(path: Path, columns: Collection[str], found: Found, *, may_lack: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a table with these columns, in any order; those in `may_lack` read as empty where they are absent."""
    text = read_text(path, found)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    number = 0
    try:
        for cells in reader:
            if not cells:
                continue
            if header is None:
                header = cells
                if not _header_is_right(path.name, header, columns, may_lack, found):
                    return
                continue
            number += 1
            if len(cells) != len(header):
                found.add(path.name, number, "", f"{len(cells)} cells", f"{len(header)}, as in the header")
                continue
            row = dict.fromkeys(may_lack, "") | dict(zip(header, cells, strict=True))
            yield Row(path.name, number, row, found)
    except csv.Error as error:
        found.add(path.name, number + 1, "", f"not CSV ({error})", "quotes and commas as in RFC 4180")
    if header is None:
        found.add(path.name, None, "", "the file has no header", ",".join(columns))


def _header_is_right(
    file: str, header: Sequence[str], columns: Collection[str], may_lack: Sequence[str], found: Found
) -> bool:
    before = len(found.faults)
    for column in columns:
        if column not in header and column not in may_lack:
            found.add(file, "header", column, "the column is missing", ",".join(columns))
    for place, column in enumerate(header):
        if column not in columns:
            found.add(file, "header", _named(column), "not a column of this file", ",".join(columns))
        elif column in header[:place]:
            found.add(file, "header", column, "the column is there twice", "each column once")
    return len(found.faults) == before


def _named(column: str) -> str:
    return column if column.isprintable() and len(column) <= 40 else _shown(column)


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else cell[:37] + "...")


# --- what a cell may be ---


def text(cell: str) -> str:
    """Some text that is not empty."""
    if not cell:
        raise Unreadable("empty", "a value")
    return cell


def optional(reader: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """What `reader` reads, or None for an empty cell."""
    return lambda cell: reader(cell) if cell else None


def whole(least: int, most: int = WHOLE_MOST) -> Callable[[str], int]:
    """A whole number from `least` to `most`, in digits."""

    def read(cell: str) -> int:
        if not _WHOLE.fullmatch(cell) or not least <= int(cell) <= most:
            raise Unreadable(_shown(cell), f"a whole number from {least} to {most}")
        return int(cell)

    return read


def number(least: float, most: float, *, above: bool = False) -> Callable[[str], float]:
    """A decimal number from `least` (with `above`: more than it) to `most`."""

    def read(cell: str) -> float:
        value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
        if not (least < value if above else least <= value) or not value <= most:
            raise Unreadable(_shown(cell), f"a number {'above' if above else 'from'} {least:g}, at most {most:g}")
        return value

    return read


def day(cell: str) -> date:
    """A date, YYYY-MM-DD."""
    try:
        if _DATE.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise Unreadable(_shown(cell), "a date as YYYY-MM-DD")


def clock(cell: str) -> time:
    """A time of day, HH:MM from 00:00 to 23:59."""
    if not (match := _TIME.fullmatch(cell)):
        raise Unreadable(_shown(cell), "a time as HH:MM")
    return time(int(match[1]), int(match[2]))


def one_of(*words: str) -> Callable[[str], str]:
    """One of the words, exactly."""

    def read(cell: str) -> str:
        if cell not in words:
            raise Unreadable(_shown(cell), "one of " + ", ".join(words))
        return cell

    return read


def one_known(ids: Container[str], where: str) -> Callable[[str], str]:
    """An id that the problem has."""

    def read(cell: str) -> str:
        if cell not in ids:
            raise Unreadable(f"{_shown(cell)} is unknown", f"an id of {where}")
        return cell

    return read


def truth(cell: str) -> bool:
    """`true` or `false`."""
    return one_of("true", "false")(cell) == "true"


def truth_or_empty(cell: str) -> bool:
    """`true`, `false`, or nothing for false."""
    return bool(cell) and truth(cell)


def or_word(word: str, reader: Callable[[str], Value]) -> Callable[[str], Value | None]:
    """None for the word, else what `reader` reads."""

    def read(cell: str) -> Value | None:
        if cell == word:
            return None
        try:
            return reader(cell)
        except Unreadable as unreadable:
            raise Unreadable(unreadable.wrong, f"{unreadable.right}, or {word}") from None

    return read


def listed(reader: Callable[[str], Value]) -> Callable[[str], frozenset[Value]]:
    """A list separated by `;`, each item as `reader` reads it; an empty cell is an empty list."""

    def read(cell: str) -> frozenset[Value]:
        items = cell.split(";") if cell else []
        for item in items:
            if not item or item != item.strip():
                raise Unreadable(f"{_shown(item)} in the list", "items separated by ; without spaces around them")
        return frozenset(reader(item) for item in items)

    return read


def weekdays(cell: str) -> frozenset[int]:
    """Weekdays as digits run together, 1 (Monday) to 7; an empty cell is none."""
    if not re.fullmatch("[1-7]*", cell) or len(set(cell)) != len(cell):
        raise Unreadable(_shown(cell), "weekdays as digits from 1 (Monday) to 7, each at most once, such as 135")
    return frozenset(int(digit) for digit in cell)
