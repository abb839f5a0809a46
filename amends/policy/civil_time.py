"""Instants, civil dates and months: Europe/London for the calendar, UTC for what has elapsed."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo


@cache
def london() -> ZoneInfo:
    """The civil time of England and Wales."""
    return ZoneInfo("Europe/London")


def civil_date(instant: datetime) -> date:
    """The date in Europe/London of an instant with an offset."""
    return instant.astimezone(london()).date()


def end_of_day(day: date) -> datetime:
    """The last instant (UTC) of a civil date in Europe/London."""
    midnight = datetime.combine(day + timedelta(days=1), time(0), london())
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """What has passed between two instants, whatever the clocks did. Both carry an offset."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def clock_readings(civil: datetime) -> tuple[datetime, ...]:
    """The instants (UTC) at which clocks in Europe/London showed a civil time: none, one or two."""
    instants = {civil.replace(tzinfo=london(), fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(i for i in instants if i.astimezone(london()).replace(tzinfo=None) == civil.replace(fold=0)))


@lru_cache(maxsize=4096)  # the failures of a region ask for the same days tens of thousands of times
def months_after(day: date, months: int) -> date:
    """The first day after so many whole months that begin with `day`.

    The day of the same number; where that month has none (29 February a year on), the first of the month after it.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    return date(year, month + 2, 1)


def last_day_within(day: date, months: int) -> date:
    """The last day of so many months that begin with `day`: the day before `months_after`."""
    return months_after(day, months) - timedelta(days=1)
