"""problem.toml: the first day, the weeks, the risk of overbooking, and how long a way takes."""

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from amends.methods.planning.files import table
from amends.methods.planning.files.table import MINUTES_MOST, Found
from amends.methods.planning.problem import Journey

WEEKS_MOST = 12
RISK_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Head:
    """A problem without its tables."""

    first_day: date
    weeks: int
    overbook_risk: float
    travel: Journey
    drive: Journey

    @property
    def last_day(self) -> date:
        """The last day of the horizon."""
        return self.first_day + timedelta(days=self.weeks * 7 - 1)


def read_head(path: Path, found: Found) -> Head | None:
    """What problem.toml says; None, and faults, where it is not all right."""
    text = table.read_text(path, found)
    if text is None:
        return None
    before = len(found.faults)
    try:
        keys = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found.add(path.name, None, "", f"not TOML ({error})", "key = value, a line each")
        return None
    _only(path.name, keys, ("first_day", "weeks", "overbook_risk", "travel", "drive"), "", found)
    first_day = _first_day(path.name, keys.get("first_day"), found)
    weeks = keys.get("weeks")
    if isinstance(weeks, bool) or not isinstance(weeks, int) or not 1 <= weeks <= WEEKS_MOST:
        found.add(path.name, None, "weeks", _said(weeks), f"a whole number from 1 to {WEEKS_MOST}")
    risk = _number(path.name, "overbook_risk", keys.get("overbook_risk"), RISK_MOST, found)
    travel, drive = (_journey(path.name, name, keys.get(name), found) for name in ("travel", "drive"))
    if len(found.faults) > before or first_day is None or risk is None or travel is None or drive is None:
        return None
    if first_day.year == date.max.year:
        found.add(path.name, None, "first_day", str(first_day), f"a Monday before the year {date.max.year}")
        return None
    return Head(first_day, int(weeks or 0), risk, travel, drive)


def _first_day(file: str, value: object, found: Found) -> date | None:
    if isinstance(value, str):
        with suppress(table.Unreadable):
            value = table.day(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        found.add(file, None, "first_day", _said(value), "a Monday as YYYY-MM-DD")
        return None
    if value.isoweekday() != 1:
        found.add(file, None, "first_day", f"{value} is not a Monday", "a Monday")
        return None
    return value


def _journey(file: str, name: str, value: object, found: Found) -> Journey | None:
    if not isinstance(value, dict):
        found.add(file, None, name, _said(value), f"a table [{name}] with base_minutes and minutes_per_km")
        return None
    _only(file, value, ("base_minutes", "minutes_per_km"), name, found)
    base, per_km = (
        _number(file, f"{name}.{key}", value.get(key), MINUTES_MOST, found)
        for key in ("base_minutes", "minutes_per_km")
    )
    return None if base is None or per_km is None else Journey(base, per_km)


def _number(file: str, name: str, value: object, most: float, found: Found) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        found.add(file, None, name, _said(value), f"a number from 0 to {most:g}")
        return None
    return float(value)


def _only(file: str, keys: dict[str, Any], known: tuple[str, ...], inside: str, found: Found) -> None:
    for key in keys:
        if key not in known:
            found.add(file, None, f"{inside}.{key}" if inside else key, "not a key", "one of " + ", ".join(known))


def _said(value: object) -> str:
    return "missing" if value is None else repr(value)[:60]
