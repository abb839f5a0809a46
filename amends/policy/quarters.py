"""Calendar quarters. Reports about few people cover the year to the end of one, so that no two tell of one day."""

from datetime import date, timedelta

QUARTERS = 4


def quarter_ends(on: date, count: int = QUARTERS) -> tuple[date, ...]:
    """The last days of the latest `count` quarters that are over on the day, the latest first."""
    first = date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)
    found = []
    for _number in range(count):
        last = first - timedelta(days=1)
        found.append(last)
        first = date(last.year, last.month - 2, 1)
    return tuple(found)


def year_to(last: date) -> date:
    """The first day of the twelve months that end with the day, the last of a month."""
    after = last + timedelta(days=1)
    return date(after.year - 1, after.month, 1)
