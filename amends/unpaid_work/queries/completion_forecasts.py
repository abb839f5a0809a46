"""When open requirements will be worked off: see docs/rules/completion_forecast.md."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from amends.cases.models import Requirement
from amends.methods.completion_forecast import Forecast, Pace, forecasts, paces
from amends.unpaid_work.queries.recent_weeks import WEEKS, Weeks, recent_weeks

_DAYS_A_WEEK = 7


@dataclass(frozen=True, order=True)
class Finish:
    """The day by which it is as likely as not done, and the ends of the range; None: not within ten years."""

    day: date
    earliest: date
    latest: date | None

    def __str__(self) -> str:
        latest = self.latest.isoformat() if self.latest else ".."
        return f"{self.day.isoformat()} ({self.earliest.isoformat()}/{latest})"


@dataclass(frozen=True)
class Prospect:
    """What a requirement has left, its pace in minutes a week, and the forecast. `worked_on`: last day credited."""

    left: int
    pace: Pace
    forecast: Forecast
    worked_on: date | None

    def finish(self, on: date) -> Finish | None:
        """The forecast as days; None where no end is in sight."""
        told = self.forecast
        if told.weeks is None or told.low is None:
            return None
        day, earliest = (on + timedelta(weeks=weeks) for weeks in (told.weeks, told.low))
        return Finish(day, earliest, on + timedelta(weeks=told.high) if told.high is not None else None)


@dataclass(frozen=True)
class Paced:
    """A requirement's pace in minutes a week, and the last day that credited anything."""

    pace: Pace
    worked_on: date | None


def paces_of(units: set[int], on: date) -> dict[int, Paced]:
    """The pace of every open requirement of the units.

    What a person's own weeks do not tell is taken from the open requirements of their unit, whoever asks. Two queries.
    """
    open_ones = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on), kind=Requirement.Kind.UNPAID_WORK, sentence__sentence_date__lte=on,
        sentence__person__team__pdu__in=units, sentence__person__merged_into=None,
    )  # fmt: skip
    by_unit: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, sentenced, unit in open_ones.order_by().values_list(
        "pk", "sentence__sentence_date", "sentence__person__team__pdu_id"
    ):
        by_unit[unit].append((key, min(WEEKS, (on - sentenced).days // _DAYS_A_WEEK)))
    recent = recent_weeks([key for rows in by_unit.values() for key, _weeks in rows], on)
    found = {}
    for rows in by_unit.values():
        worked = [recent.get(key, Weeks()) for key, _weeks in rows]
        told = paces([weeks for _key, weeks in rows], [w.total for w in worked], [w.squares for w in worked])
        for (key, _weeks), each, pace in zip(rows, worked, told, strict=True):
            found[key] = Paced(pace, each.last)
    return found


def prospects(left: Mapping[int, int], paced: Mapping[int, Paced]) -> dict[int, Prospect]:
    """The prospect of each requirement with so many minutes left, at its pace."""
    told = forecasts([*left.values()], [paced[key].pace for key in left])
    return {
        key: Prospect(minutes, paced[key].pace, forecast, paced[key].worked_on)
        for (key, minutes), forecast in zip(left.items(), told, strict=True)
    }
