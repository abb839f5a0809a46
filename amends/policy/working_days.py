"""Working days and bank holidays of England and Wales."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from amends.faults import Fault, Faults

FRIDAY = 5


@cache
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of a year, with their names."""
    import holidays  # here, because reading its calendars is slow and few commands need them

    return dict(sorted(holidays.country_holidays("GB", subdiv="ENG", years=year).items()))


def is_bank_holiday(day: date) -> bool:
    """Whether the day is a bank holiday: sessions close unless the project is marked open."""
    return day in bank_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a bank holiday."""
    return day.isoweekday() <= FRIDAY and not is_bank_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """The last of so many working days counted from the day after. With 0 the day itself. Raises Faults below 0."""
    if count < 0:
        raise Faults([Fault("", None, "count", f"{count} is below 0", "0 or more working days")])
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days there are after `start`, up to and including `end`; 0 where `end` is not later."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
