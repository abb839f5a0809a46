"""Checking a package by itself and against the database, before anything is written.

Every fault is told as it is found and none is kept. What is kept is what a later row may refer to: each file's keys.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.apps import apps

from amends.exchange.files import BY_NAME, FILES
from amends.exchange.reading import Report, read
from amends.exchange.specification import File, Reference, Values
from amends.faults import Fault

AT_ONCE = 5_000
Key = tuple[object, ...]


@dataclass
class Count:
    """Rows of a file: rows = accepted + rejected."""

    rows: int = 0
    accepted: int = 0
    rejected: int = 0


@dataclass
class Checked:
    """What checking found: the count of each file in the package, and the numbers of the rows rejected."""

    counts: dict[str, Count] = field(default_factory=dict)
    rejected: dict[str, set[int]] = field(default_factory=dict)


def check(folder: Path, report: Report, advance: Callable[[int], object] = lambda size: None) -> Checked:
    """Check every file of the folder, in order. Raises nothing for what is wrong in it: `report` is told."""
    found = Checked()
    keys: dict[str, dict[Key, int]] = {}
    for file in present(folder, report):
        reading = _Reading(file, keys, report)
        for rows in batches(read(folder, file, reading.report, advance), AT_ONCE):
            reading.take(rows)
        reading.end()
        rejected = reading.rejected
        found.rejected[file.name] = rejected
        found.counts[file.name] = Count(reading.rows, reading.rows - len(rejected), len(rejected))
    return found


def present(folder: Path, report: Report) -> list[File]:
    """The files of a package that the folder holds, in the order of loading; what else is CSV there is a fault."""
    if not folder.is_dir():
        report(Fault(str(folder), None, "", "is not a folder", "a folder of CSV files"))
        return []
    held = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".csv")
    known = {file.file_name: file for file in FILES}
    for name in held:
        if name not in known:
            report(Fault(name, None, "", "is not a file of a package", f"one of {', '.join(known)}"))
    files = [file for name, file in known.items() if name in held]
    if not files:
        report(Fault(str(folder), None, "", "holds no file of a package", "at least one of the templates, filled in"))
    return files


def batches(rows: Iterable, size: int) -> Iterator[list]:
    """The rows in lists of at most `size`."""
    rows = iter(rows)
    while batch := list(itertools.islice(rows, size)):
        yield batch


class _Reading:
    """The checks of one file: keys given once, periods apart, references that lead somewhere."""

    def __init__(self, file: File, keys: dict[str, dict[Key, int]], report: Report) -> None:
        self.file = file
        self.of_others = keys
        self.keys: dict[Key, int] = keys.setdefault(file.name, {})
        self.periods: dict[Key, list[tuple[date, date, int]]] = {}
        self.tell = report
        self.rejected: set[int] = set()
        self.rows = 0
        self.stored_elsewhere: dict[str, set[Key]] = {}

    def report(self, fault: Fault) -> None:
        if isinstance(fault.row, int):
            self.rejected.add(fault.row)
            self.rows = max(self.rows, fault.row)
        self.tell(fault)

    def wrong(self, number: int, columns: Iterable[str], what: str, right: str) -> None:
        self.report(Fault(self.file.file_name, number, ", ".join(columns), what, right))

    def take(self, rows: list[tuple[int, Values, bool]]) -> None:
        self.rows = max(self.rows, rows[-1][0])
        whole = [(number, values) for number, values, _ in rows if values]
        self._take_keys(whole)
        for reference in self.file.refers:
            self._follow(reference, whole)
        if self.file.period:
            for number, values in whole:
                self._take_period(number, values)

    def _take_keys(self, rows: list[tuple[int, Values]]) -> None:
        columns = self.file.key
        if not columns:
            return
        new: dict[Key, int] = {}
        for number, values in rows:
            key = tuple(values[column] for column in columns)
            if None in key:
                continue
            if earlier := self.keys.get(key):
                self.wrong(number, columns, f"{_words(key)} stands in row {earlier} already", "each once")
            else:
                self.keys[key] = new[key] = number
        for key in _stored(self.file, new):
            right = "leave the row out, and change the record on its page"
            self.wrong(new[key], columns, f"{_words(key)} is in the database already", right)

    def _follow(self, reference: Reference, rows: list[tuple[int, Values]]) -> None:
        target = BY_NAME[reference.file]
        in_package = self.of_others.get(reference.file, {})
        wanted: dict[Key, list[int]] = {}
        for number, values in rows:
            for key in _named(values, reference):
                if key not in in_package:
                    wanted.setdefault(key, []).append(number)
        part_of = self.file.belongs_to == reference.file
        known = set() if part_of else self._known(target, wanted)
        right = f"the {' and '.join(target.key)} of a row in {target.file_name}"
        right += ", or of one in the database" if target.stored and not part_of else ""
        for key, numbers in wanted.items():
            if key not in known:
                for number in numbers:
                    self.wrong(number, reference.columns, f"{_words(key)} is not known", right)

    def _known(self, target: File, wanted: Iterable[Key]) -> set[Key]:
        """Those of the keys that the database holds, each asked for once."""
        asked = self.stored_elsewhere.setdefault(target.name, set())
        asked |= _stored(target, [key for key in wanted if key not in asked])
        return asked

    def _take_period(self, number: int, values: Values) -> None:
        key = tuple(values[column] for column in self.file.period)
        first, after = values["from_date"], values["to_date"]
        if None not in key and isinstance(first, date):
            self.periods.setdefault(key, []).append((first, after if isinstance(after, date) else date.max, number))

    def end(self) -> None:
        """Tell the periods that overlap: each row with the one before it."""
        for key, spans in self.periods.items():
            spans.sort()
            _, reached, holder = spans[0]
            for first, after, number in spans[1:]:
                if first < reached:
                    what = f"overlaps row {holder} of the same {_words(key)}"
                    self.wrong(
                        number, ("from_date",), what, "dates that do not overlap; to_date is the first day after"
                    )
                if after > reached:
                    reached, holder = after, number


def _named(values: Values, reference: Reference) -> Iterator[Key]:
    """The keys that a row names: none where a cell is empty, several where it holds a list."""
    cells = [values[column] for column in reference.columns]
    if any(cell is None for cell in cells):
        return
    if isinstance(cells[0], list | tuple):
        yield from ((each,) for each in cells[0])
    else:
        yield tuple(cells)


def _stored(file: File, keys: Iterable[Key]) -> set[Key]:
    """Those of the keys that the database holds."""
    if file.stored is None or not (sought := [key[0] for key in keys]):
        return set()
    model, name = apps.get_model(file.stored.model), file.stored.field
    return {(value,) for value in model.objects.filter(**{f"{name}__in": sought}).values_list(name, flat=True)}


def _words(key: Key) -> str:
    return " ".join(str(part) for part in key)
