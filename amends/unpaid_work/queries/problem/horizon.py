"""The days of a plan, and which of them it may still change."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from amends.methods.planning.problem import DAYS_A_WEEK

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Horizon:
    """`weeks` weeks from a Monday, planned on the day `on`: that day and those before it stay as they are."""

    first_day: date
    weeks: int
    on: date

    @property
    def last_day(self) -> date:
        """The last day of the weeks planned."""
        return self.first_day + ONE_DAY * (self.weeks * DAYS_A_WEEK - 1)

    @property
    def free_from(self) -> date:
        """The first day that the plan may change."""
        return max(self.first_day, self.on + ONE_DAY)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every day of the weeks planned, in order."""
        return tuple(self.first_day + ONE_DAY * n for n in range(self.weeks * DAYS_A_WEEK))

    @cached_property
    def past(self) -> frozenset[date]:
        """The days that stay as they are."""
        return frozenset(day for day in self.dates if day < self.free_from)

    def days(self, from_date: date | None, to_date: date | None) -> set[date]:
        """The days of a span (`to_date` is the first day after it; None: no end) that lie in the weeks planned."""
        first = max(self.first_day, from_date or self.first_day)
        end = self.last_day + ONE_DAY if to_date is None else min(self.last_day + ONE_DAY, to_date)
        return {first + ONE_DAY * n for n in range(max(0, (end - first).days))}

    def monday(self, day: date) -> date:
        """The Monday of the day's week."""
        return day - ONE_DAY * (day.isoweekday() - 1)
