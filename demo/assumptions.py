"""What the synthetic service takes for granted: every figure, with where it comes from, in assumptions.csv."""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("assumptions.csv")


@cache
def _all() -> dict[str, float]:
    with FILE.open(encoding="utf-8", newline="") as source:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(source)}


def assumed(name: str) -> float:
    """The value of an assumption. Raises KeyError where the file does not name it."""
    return _all()[name]


def shares(prefix: str) -> dict[str, float]:
    """Every assumption whose name begins so, without that beginning."""
    return {name.removeprefix(prefix): value for name, value in _all().items() if name.startswith(prefix)}
