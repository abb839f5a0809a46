"""Who waits for a first session, how long people waited, and how much work those who have begun are to be offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from amends.cases.models import Requirement
from amends.methods.first_session_forecast import Queue
from amends.policy.booking import weekly_offer
from amends.policy.completion import completion_date
from amends.unpaid_work.monitors.first_sessions import first_sessions
from amends.unpaid_work.queries.capacity.places import WEEKS_BACK
from amends.unpaid_work.queries.minutes_left import minutes_left, minutes_left_by

WAITS_OVER = timedelta(weeks=26)
RATES_OVER = timedelta(weeks=WEEKS_BACK)
FINISHED_OVER = timedelta(days=365)
_UNPAID_WORK = Q(kind=Requirement.Kind.UNPAID_WORK, sentence__person__merged_into=None)


@dataclass
class Demand:
    """One unit's demand. `waits` holds days waited and whether that was for a session that came; `minutes_needed` and
    `minutes_finishing` are a week's."""

    waiting: int = 0
    booked: int = 0
    begun: int = 0
    orders: int = 0
    minutes_needed: int = 0
    minutes_finishing: float = 0.0
    waits: list[tuple[int, bool]] = field(default_factory=list)

    def queue(self, offer: int) -> Queue:
        """The demand as the forecast takes it."""
        return Queue(self.waiting, offer, self.minutes_needed, self.minutes_finishing)


@dataclass
class Finished:
    """Of the requirements whose last day was in the year before: how many were finished by it."""

    whole: int = 0
    part: int = 0


def demand_of(units: Sequence[int], on: date) -> dict[int, Demand]:
    """The demand of each unit at the beginning of the day, by its id: of the people whose cases its teams hold."""
    offers = {intensive: weekly_offer(intensive=intensive, on=on).value for intensive in (False, True)}
    found = {unit: Demand() for unit in units}
    begun: dict[int, tuple[int, int]] = {}
    requirements = Requirement.objects.filter(
        _UNPAID_WORK,
        Q(ended_on=None) | Q(ended_on__gt=on - RATES_OVER) | Q(sentence__sentence_date__gte=on - WAITS_OVER),
        sentence__sentence_date__lt=on, sentence__person__team__pdu__in=units,
    ).order_by()  # fmt: skip
    firsts = {key: (allocated, first) for key, allocated, first, *_person in first_sessions(requirements)}
    for key, unit, sentenced, ended, intensive in requirements.values_list(
        "pk", "sentence__person__team__pdu_id", "sentence__sentence_date", "ended_on", "intensive"
    ):
        allocated, first = firsts[key]
        each = found[unit]
        each.orders += sentenced >= on - RATES_OVER
        if allocated >= on - WAITS_OVER and allocated < on:
            each.waits.append(_wait(allocated, first, ended, on))
        if ended is not None and ended <= on:
            each.minutes_finishing += offers[intensive] / WEEKS_BACK if ended > on - RATES_OVER else 0
        elif first is None or first >= on:
            each.waiting += 1
            each.booked += first is not None
        else:
            begun[key] = unit, offers[intensive]
    for key, left in minutes_left(begun, on).items():
        unit, offer = begun[key]
        found[unit].begun += left > 0
        found[unit].minutes_needed += min(left, offer)
    return found


def _wait(allocated: date, first: date | None, ended: date | None, on: date) -> tuple[int, bool]:
    """The days from allocation to the first session, or, where there was none, as long as it was waited for."""
    until = min(on, ended) if ended is not None else on
    had = first is not None and first < on and first <= until
    return max(0, ((first if had and first else until) - allocated).days), had


def finished_of(units: Sequence[int], on: date) -> dict[int, Finished]:
    """Of each unit's requirements whose last day was in the year before the day: those finished by it."""
    found = {unit: Finished() for unit in units}
    unsure: dict[int, tuple[int, date]] = {}
    for key, unit, last_day, ended_on, ended_as in _due(units, on):
        found[unit].whole += 1
        if ended_as == Requirement.Ended.COMPLETED and ended_on is not None and ended_on <= last_day:
            found[unit].part += 1
        else:
            unsure[key] = unit, last_day
    left = minutes_left_by({key: last_day for key, (_unit, last_day) in unsure.items()}, on)
    for key, (unit, _last_day) in unsure.items():
        found[unit].part += left[key] == 0
    return found


def _due(units: Sequence[int], on: date) -> Iterable[tuple[int, int, date, date | None, str]]:
    """The requirements whose last day was in the year before: its id, unit, last day, and how it ended."""
    first = on - FINISHED_OVER
    limits: dict[date, date | None] = {}
    rows = Requirement.objects.filter(
        _UNPAID_WORK, Q(limit_date__gte=first, limit_date__lt=on) | Q(limit_date=None),
        sentence__person__team__pdu__in=units, sentence__sentence_date__lt=on,
    )  # fmt: skip
    for key, unit, sentenced, limit, ended_on, ended_as in rows.order_by().values_list(
        "pk", "sentence__person__team__pdu_id", "sentence__sentence_date", "limit_date", "ended_on", "ended_as"
    ):
        if limit is None and sentenced not in limits:
            limits[sentenced] = completion_date(sentenced, on=on).value
        last_day = limit or limits[sentenced]
        if last_day is not None and first <= last_day < on:
            yield key, unit, last_day, ended_on, ended_as
