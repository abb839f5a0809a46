"""Whether work with last days fits into the days that people have: what is due by a day is done on it or before.

All fits just where, for every day, the work due by then is no more than the time there is until then (earliest due
first is then a way to do it). The shortfall of a day is what no order of work could have done by its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One day, in minutes: what there is and what is due on it, both by its end, and by how much they do not meet."""

    day: date
    available: int
    due: int
    available_by: int
    due_by: int

    @property
    def short(self) -> int:
        """Minutes due by the day's end that could not be worked by then."""
        return max(0, self.due_by - self.available_by)


def loads(days: Sequence[date], available: Mapping[date, int], due: Mapping[date, int]) -> tuple[DayLoad, ...]:
    """Each day in order; what was due before the first of them is due on it. Minutes.

    Raises ValueError where the days are not in order, or minutes are below 0.
    """
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("days follow one another")
    if any(minutes < 0 for each in (available, due) for minutes in each.values()):
        raise ValueError("minutes are 0 or more")
    found: list[DayLoad] = []
    had = owed = 0
    for place, day in enumerate(days):
        earlier = sum(minutes for when, minutes in due.items() if when < day) if place == 0 else 0
        mine = available.get(day, 0)
        wanted = due.get(day, 0) + earlier
        had, owed = had + mine, owed + wanted
        found.append(DayLoad(day, mine, wanted, had, owed))
    return tuple(found)
