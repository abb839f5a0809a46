"""Reading one file of a package: its header, and its rows as values, telling every fault on the way.

UTF-8, a byte-order mark accepted, RFC 4180. Rows of data count from 1; wholly empty lines are no rows. Nothing is kept
in memory but the row at hand.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from amends.exchange.kinds import Unreadable, shown
from amends.exchange.specification import Column, File, Values
from amends.faults import Fault

Report = Callable[[Fault], None]
LONGEST_CELL = 1_000_000  # characters; more is a file gone wrong, such as a quotation mark never closed
_REPLACED = "\ufffd"


class _Lines:
    """The lines of a file, decoded one by one; `undecoded` is set by a line that is not UTF-8."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.first = True
        self.undecoded = False
        self.bytes_read = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.source.readline(4 * LONGEST_CELL)
        if not line:
            raise StopIteration
        self.bytes_read += len(line)
        if self.first:
            self.first = False
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            return line.decode()
        except UnicodeDecodeError:
            self.undecoded = True
            return line.decode(errors="replace")


def read(
    folder: Path, file: File, report: Report, advance: Callable[[int], object] = lambda size: None
) -> Iterator[tuple[int, Values, bool]]:
    """Each row's number, values and whether it is sound; `advance` is told the bytes read.

    Values that cannot be read are None; a row that is no row (too many or too few cells) has no values at all.
    """
    try:
        with (folder / file.file_name).open("rb") as source:
            yield from read_from(source, file, report, advance)
    except OSError as error:
        report(Fault(file.file_name, None, "", f"cannot be read ({error.strerror})", "a readable CSV file"))


def read_from(
    source: BinaryIO, file: File, report: Report, advance: Callable[[int], object] = lambda size: None
) -> Iterator[tuple[int, Values, bool]]:
    """The same of a file that is open already."""
    lines = _Lines(source)
    cells = _cells(lines, file, report)
    columns = _header(next(cells, None), file, report)
    if columns is None:
        return
    told = 0
    for number, row in enumerate(cells, start=1):
        yield _row(number, row, lines, columns, file, report)
        advance(lines.bytes_read - told)
        told = lines.bytes_read


def _cells(lines: _Lines, file: File, report: Report) -> Iterator[list[str]]:
    """The cells of each line with any; ends with a fault where the file is not CSV."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, strict=True)
    number = -1  # the header is no row of data
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = number + 1 if number >= 0 else None
            right = "RFC 4180: quotation marks doubled within quoted cells, every quote closed; the rest was not read"
            report(Fault(file.file_name, place, "", f"not CSV ({error})", right))
            return
        if cells:
            number += 1
            yield cells


def _header(cells: list[str] | None, file: File, report: Report) -> list[Column] | None:
    """The columns in the order of the file; None, with faults, where the header is not the file's."""
    names = ", ".join(column.name for column in file.columns)
    if cells is None:
        report(Fault(file.file_name, None, "", "is empty", f"a header line: {names}"))
        return None
    found = [cell.strip() for cell in cells]
    known = {column.name: column for column in file.columns}
    sound = True
    for name in dict.fromkeys(found):
        if name not in known:
            report(Fault(file.file_name, "header", shown(name), "no such column", f"columns are {names}"))
            sound = False
        elif found.count(name) > 1:
            report(Fault(file.file_name, "header", name, "stands there more than once", "each column once"))
            sound = False
    for column in file.columns:
        if column.required and column.name not in found:
            report(Fault(file.file_name, "header", column.name, "is missing", f"this column: {column.kind.says}"))
            sound = False
    return [known[name] for name in found] if sound else None


def _row(
    number: int, cells: list[str], lines: _Lines, columns: list[Column], file: File, report: Report
) -> tuple[int, Values, bool]:
    sound = True

    def wrong(field: str, what: str, right: str) -> None:
        nonlocal sound
        sound = False
        report(Fault(file.file_name, number, field, what, right))

    values: Values = {column.name: column.default for column in file.columns}
    undecoded, lines.undecoded = lines.undecoded, False
    if len(cells) != len(columns):
        wrong("", f"{len(cells)} cells", f"{len(columns)}, as in the header")
        return number, {}, False
    for column, cell in zip(columns, cells, strict=True):
        text = cell.strip()
        if undecoded and _REPLACED in text:
            wrong(column.name, "not UTF-8", "the file saved as UTF-8")
        elif text:
            try:
                values[column.name] = column.kind.read(text)
            except Unreadable as fault:
                values[column.name] = None
                wrong(column.name, str(fault), column.kind.says)
        elif column.required:
            wrong(column.name, "is empty", column.kind.says)
    if sound:
        for check in file.checks:
            if fault_found := check(values):
                wrong(*fault_found)
    return number, values, sound
