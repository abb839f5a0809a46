"""The policy tables: CSV files of dated rows, each with its source.

A row holds from `from_date` until the day before `to_date` (empty: no end). A row without a `from_date` has not come
into force: it is kept, shown and never used. A table that breaks these rules is refused as a whole.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from amends.faults import Fault, Faults
from amends.policy.decision import DEFAULT, READ

FOLDER = Path(__file__).parent / "tables"
DATES = ("from_date", "to_date")
PROVENANCE = ("source", "paragraph", "confidence")


@dataclass(frozen=True)
class Row:
    """One row: when it holds, what it is about (`keys`), what it says (`values`, as text) and where that was read."""

    number: int
    from_date: date | None
    to_date: date | None
    cells: Mapping[str, str]
    source: str
    paragraph: str
    confidence: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def whole(self, column: str) -> int:
        """The cell as a whole number."""
        return int(self.cells[column])

    def flag(self, column: str) -> bool:
        """The cell as a yes or no."""
        return {"true": True, "false": False}[self.cells[column]]

    def holds(self, on: date) -> bool:
        """Whether the row is in force on that date."""
        return self.from_date is not None and self.from_date <= on and (self.to_date is None or on < self.to_date)

    @property
    def cited(self) -> str:
        """The source with its paragraph."""
        return f"{self.source}, {self.paragraph}"


@dataclass(frozen=True)
class Table:
    """The rows of one file. `keys` are the columns that tell apart rows in force on the same date."""

    name: str
    keys: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def _about(self) -> Mapping[tuple[str, ...], list[Row]]:
        """The rows by what they are about: the lists of a region ask for thousands."""
        about: dict[tuple[str, ...], list[Row]] = {}
        for row in self.rows:
            about.setdefault(tuple(row[key] for key in self.keys), []).append(row)
        return about

    def row(self, on: date, **keys: str) -> Row:
        """The row in force on a date. Raises Faults where there is none: never the nearest one."""
        if len(keys) == len(self.keys):
            about = self._about.get(tuple(keys[key] for key in self.keys), [])
        else:
            about = [row for row in self.rows if all(row[key] == value for key, value in keys.items())]
        for row in about:
            if row.holds(on):
                return row
        subject = self.name + "".join(f", {key} {value}" for key, value in keys.items())
        raise Faults([Fault("", None, "on", f"no rule for {subject} on {on.isoformat()}", _spans(about))])

    def awaiting(self) -> tuple[Row, ...]:
        """The rows that have not come into force."""
        return tuple(row for row in self.rows if row.from_date is None)


@cache
def table(name: str, *keys: str) -> Table:
    """The table in `tables/NAME.csv`. Raises Faults if a row breaks the rules of a policy table."""
    return read(FOLDER / f"{name}.csv", keys)


def read(path: Path, keys: tuple[str, ...]) -> Table:
    """Read and check one table. Raises Faults: every fault, with its row."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        header = reader.fieldnames or ()
        missing = [column for column in (*DATES, *keys, *PROVENANCE) if column not in header]
        if missing:
            raise Faults([Fault(path.name, None, column, "no such column", "a column of it") for column in missing])
        records = list(enumerate(reader, start=1))
    faults: list[Fault] = []
    rows = [row for number, record in records if (row := _row(path.name, number, record, faults))]
    if not faults:
        faults = _overlaps(path.name, rows, keys)
    if faults:
        raise Faults(faults)
    return Table(path.stem, keys, tuple(rows))


def _row(file: str, number: int, record: dict[str, str], faults: list[Fault]) -> Row | None:
    before = len(faults)
    if None in record or None in record.values():
        faults.append(Fault(file, number, "", "the cells do not match the header", "a cell for each column"))
        return None
    starts, ends = (_day(file, number, column, record[column], faults) for column in DATES)
    for column in ("source", "paragraph"):
        if not record[column].strip():
            faults.append(Fault(file, number, column, "empty", "where the row was read, or who set the default"))
    if record["confidence"] not in (READ, DEFAULT):
        faults.append(Fault(file, number, "confidence", repr(record["confidence"]), f"{READ} or {DEFAULT}"))
    if ends is not None and (starts is None or ends <= starts):
        faults.append(
            Fault(file, number, "to_date", "not after from_date", "the first day on which it no longer holds")
        )
    cells = {column: cell for column, cell in record.items() if column not in (*DATES, *PROVENANCE)}
    row = Row(number, starts, ends, cells, record["source"], record["paragraph"], record["confidence"])
    return row if len(faults) == before else None


def _day(file: str, number: int, column: str, cell: str, faults: list[Fault]) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        faults.append(Fault(file, number, column, f"{cell!r} is not a date", "YYYY-MM-DD, or empty"))
        return None


def _overlaps(file: str, rows: list[Row], keys: tuple[str, ...]) -> list[Fault]:
    faults = []
    dated = sorted(
        ((tuple(row[key] for key in keys), row.from_date, row) for row in rows if row.from_date),
        key=lambda entry: entry[:2],
    )
    for (subject, _, earlier), (next_subject, starts, later) in pairwise(dated):
        if subject == next_subject and (earlier.to_date is None or starts < earlier.to_date):
            wrong = f"overlaps row {earlier.number}"
            faults.append(
                Fault(file, later.number, "from_date", wrong, "one rule for a date: end the earlier row there")
            )
    return faults


def _spans(rows: list[Row]) -> str:
    spans = [
        f"from {row.from_date.isoformat()}" + (f" until before {row.to_date.isoformat()}" if row.to_date else "")
        for row in rows
        if row.from_date
    ]
    return "a date with a rule: " + ("; ".join(spans) if spans else "none has come into force")
