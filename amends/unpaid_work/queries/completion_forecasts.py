"""When open requirements will be worked off: see docs/rules/completion_forecast.md."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from amends.cases.models import Requirement
from amends.methods.completion_forecast import Forecast, Pace, forecasts, paces, work_until_done
from amends.unpaid_work.queries.recent_weeks import Weeks, recent_weeks

YEAR = timedelta(days=365)


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
    """The pace of a requirement's person in minutes a week, the last day that credited anything, and the requirements
    that are worked before it: in groups, one session crediting all of a group."""

    pace: Pace
    worked_on: date | None
    earlier: tuple[tuple[int, ...], ...] = ()


def paces_of(units: set[int], on: date) -> dict[int, Paced]:
    """The pace of the person of every open requirement of the units.

    What a person's own weeks do not tell is taken from the others of their unit, whoever asks: from those as well whose
    first open order is over a year old, or from those whose is not. Two queries.
    """
    alike = _open_ones(units, on)
    recent = recent_weeks(
        (key for people in alike.values() for groups in people.values() for group in groups for key in group), on
    )
    found = {}
    for people in alike.values():
        worked = [recent.get(person, Weeks()) for person in people]
        told = paces([w.known for w in worked], [w.total for w in worked], [w.squares for w in worked])
        for groups, weeks, pace in zip(people.values(), worked, told, strict=True):
            for place, group in enumerate(groups):
                paced = Paced(pace, weeks.last, tuple(tuple(each) for each in groups[:place]))
                found.update(dict.fromkeys(group, paced))
    return found


def _open_ones(units: set[int], on: date) -> dict[tuple[int, bool], dict[int, list[list[int]]]]:
    """The open requirements, in the order in which they are worked, concurrent ones together: by the person, and by the
    unit and whether the person's first is over a year old."""
    rows = (
        Requirement.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=on), kind=Requirement.Kind.UNPAID_WORK, sentence__sentence_date__lte=on,
            sentence__person__team__pdu__in=units, sentence__person__merged_into=None,
        )
        .order_by("sentence__sentence_date", "pk")
        .values_list("pk", "runs", "sentence__person_id", "sentence__person__team__pdu_id", "sentence__sentence_date")
    )  # fmt: skip
    of_person: dict[int, list[list[int]]] = {}
    alike: dict[tuple[int, bool], dict[int, list[list[int]]]] = defaultdict(dict)
    for key, runs, person, unit, sentenced in rows:
        if person not in of_person:
            of_person[person] = alike[unit, sentenced < on - YEAR][person] = []
        groups = of_person[person]
        if groups and runs == Requirement.Runs.CONCURRENT:
            groups[-1].append(key)
        else:
            groups.append([key])
    return alike


def prospects(keys: Iterable[int], left: Mapping[int, int], paced: Mapping[int, Paced]) -> dict[int, Prospect]:
    """The prospect of each of these requirements, at its pace; `left` tells of what is worked before it, too."""
    found = {key: work_until_done(left[key], paced[key].earlier, left) for key in keys}
    told = forecasts([*found.values()], [paced[key].pace for key in found])
    return {
        key: Prospect(left[key], paced[key].pace, forecast, paced[key].worked_on)
        for key, forecast in zip(found, told, strict=True)
    }
