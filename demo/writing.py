"""Writing a package: each file opened when its first row comes, rows as dictionaries by column."""

import contextlib
import csv
from datetime import date, time
from pathlib import Path

from amends.exchange.files import BY_NAME


class Package(contextlib.ExitStack):
    """A folder being filled. Rows go straight to disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.writers: dict[str, csv.DictWriter] = {}

    def add(self, file: str, **cells: object) -> None:
        """Add a row to `file`; columns not given stay empty."""
        if file not in self.writers:
            target = self.enter_context((self.folder / f"{file}.csv").open("w", encoding="utf-8", newline=""))
            self.writers[file] = csv.DictWriter(target, [column.name for column in BY_NAME[file].columns], restval="")
            self.writers[file].writeheader()
        self.writers[file].writerow({name: _text(value) for name, value in cells.items()})


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")  # never with an exponent, as a place near the meridian would have
    if isinstance(value, list | tuple):
        return ";".join(str(each) for each in value)
    return str(value)
