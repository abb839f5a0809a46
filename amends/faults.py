"""Faults in what was put in: shared by every command, so that each is told the same way.

A fault names where it stands, what is wrong and what would be right. Nothing is written when there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the input.

    `file` is a file name (empty for a call's own arguments), `row` counts the rows of data from 1 (None where
    the fault is not in a row), `field` is a column, key or option.
    """

    file: str
    row: int | str | None
    field: str
    wrong: str
    right: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f" row {self.row}" if isinstance(self.row, int) else f" {self.row}"
        return ": ".join(part for part in (place.strip(), self.field, f"{self.wrong}; {self.right}") if part)


class Faults(ValueError):
    """The input is wrong, in one place or many. `faults` holds every one that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
