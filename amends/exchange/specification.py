"""What a package consists of, as data: files, columns, and how the files refer to each other.

The templates, the reader, the checks and the documentation all come from the same specifications (`files/`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from amends.exchange.kinds import Kind

Values = dict[str, Any]
Wrong = tuple[str, str, str]  # field, what is wrong, what would be right
Check = Callable[[Values], Wrong | None]


@dataclass(frozen=True)
class Column:
    """One column: what it holds and means. An empty cell, or no such column, reads as `default`."""

    name: str
    kind: Kind
    says: str
    example: str
    required: bool = False
    default: object = None


@dataclass(frozen=True)
class Reference:
    """The columns that name a row of another file, in the order of that file's key."""

    columns: tuple[str, ...]
    file: str


@dataclass(frozen=True)
class Stored:
    """Where the database keeps the rows of a file: a model, and the field that holds the file's key.

    `beside` are the related records that operations ask of it, to be read with it.
    """

    model: str
    field: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class File:
    """One file of a package.

    `key` names a row: no two rows share it, nor does a row already in the database where `stored` says to look.
    `period` are the columns whose rows may not overlap between `from_date` and `to_date` (an empty tuple: no such
    rule). `belongs_to` is the file whose row each row is a part of: it must be in the same package.
    """

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    stored: Stored | None = None
    period: tuple[str, ...] = ()
    refers: tuple[Reference, ...] = ()
    checks: tuple[Check, ...] = ()
    belongs_to: str = ""

    @property
    def file_name(self) -> str:
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def required(name: str, kind: Kind, says: str, example: str) -> Column:
    """A column that no row may leave empty."""
    return Column(name, kind, says, example, required=True)


def optional(name: str, kind: Kind, says: str, example: str, default: object = None) -> Column:
    """A column that may be empty or left out."""
    return Column(name, kind, says, example, default=default)


def dates_in_order(values: Values) -> Wrong | None:
    """`to_date`, the first day after, comes after `from_date`."""
    first, after = values["from_date"], values["to_date"]
    if first is not None and after is not None and after <= first:
        least = first + timedelta(days=1)
        return "to_date", f"{after} is not after from_date", f"the first day after the period: {least} or later"
    return None


def position_whole(values: Values) -> Wrong | None:
    """A latitude and a longitude come together."""
    if (values["lat"] is None) != (values["lon"] is None):
        return "lat", "lat and lon do not come together", "both, or neither"
    return None
