"""The statement of capacity: the figures of each unit, and what of them may be told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef

from amends.contacts.models import ContactOutcome
from amends.methods.first_session_forecast import weeks_to_first_session
from amends.methods.statistics.suppression import hidden, may_be_shared_out
from amends.methods.waiting_time import Wait, waits
from amends.organisation.models import PDU, Team
from amends.policy.booking import weekly_offer
from amends.policy.civil_time import civil_date
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import Booking
from amends.unpaid_work.queries.capacity.demand import RATES_OVER, Demand, Finished, demand_of, finished_of
from amends.unpaid_work.queries.capacity.places import WEEKS_AHEAD, WEEKS_BACK, Places, places_to_come, run_lately
from amends.unpaid_work.queries.stand_downs import REARRANGED, StandDownRate

FEW = "few"  # stands where a figure is not told, because a few people could be known by it
SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Unit:
    """The figures of a unit. `waits` are the days within which a tenth, half and nine tenths had a first session.

    `weeks` and `weeks_lately`: until one more person would have one, from all places that could be given, and at the
    pace of the last weeks; None where not within a year.
    """

    unit: PDU
    demand: Demand
    finished: Finished
    rate: StandDownRate
    waits: tuple[Wait, ...]
    places: tuple[Places, ...]
    weeks: int | None
    weeks_lately: int | None


def units_of(units: Sequence[PDU], on: date) -> list[Unit]:
    """The figures of the units at the beginning of the day. A constant number of queries."""
    keys = [unit.pk for unit in units]
    demand, finished, rates, lately = (
        demand_of(keys, on),
        finished_of(keys, on),
        rates_of(keys, on),
        run_lately(keys, on),
    )
    of_unit: dict[int, list[Places]] = defaultdict(list)
    for places in places_to_come(keys, next_monday(on)):
        of_unit[places.unit].append(places)
    offer = weekly_offer(on=on).value
    found = []
    for unit in units:
        each = demand[unit.pk]
        told = waits([days for days, _had in each.waits], [had for _days, had in each.waits], SHARES)
        room = room_of(of_unit[unit.pk], next_monday(on))
        queue = each.queue(offer)
        found.append(
            Unit(
                unit, each, finished[unit.pk], rates.get(unit.pk, StandDownRate(0, 0)), told,
                tuple(of_unit[unit.pk]), weeks_to_first_session(queue, room),
                weeks_to_first_session(queue, [lately.get(unit.pk, 0)]),
            )
        )  # fmt: skip
    return found


def next_monday(on: date) -> date:
    """The Monday after a day: weeks to come begin there."""
    return on + timedelta(days=7 - on.weekday())


def mondays(on: date) -> list[date]:
    """The Mondays of the weeks to come."""
    return [next_monday(on) + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]


def room_of(places: Sequence[Places], first_day: date) -> list[int]:
    """Minutes of work that the places allow, week by week."""
    minutes: dict[date, int] = defaultdict(int)
    for each in places:
        minutes[each.monday] += each.people * each.minutes
    return [minutes[first_day + timedelta(weeks=n)] for n in range(WEEKS_AHEAD)]


def rates_of(units: Sequence[int], on: date) -> dict[int, StandDownRate]:
    """Days stood down and kept at each unit's sessions, in the weeks before the day."""
    replaced = ContactOutcome.objects.filter(replaces=OuterRef("appointment__outcomes"))
    rows = (
        Booking.objects.filter(
            ~Exists(replaced), session__project__team__pdu__in=units, appointment__outcomes__isnull=False,
            session__date__gte=on - RATES_OVER, session__date__lt=on,
        )
        .exclude(appointment__outcomes__code__in=REARRANGED)
        .order_by()
        .values_list("session__project__team__pdu_id", "appointment__outcomes__code")
        .annotate(Count("pk"))
    )  # fmt: skip
    lost: dict[int, int] = defaultdict(int)
    kept: dict[int, int] = defaultdict(int)
    for unit, code, days in rows:
        (lost if code == STOOD_DOWN else kept)[unit] += days
    return {unit: StandDownRate(lost[unit], kept[unit]) for unit in {*lost, *kept}}


def content_of(units: Sequence[Unit], at: datetime, least: int) -> dict[str, Any]:
    """What may be told of the units, as JSON-ready values: counts of fewer than `least` people are FEW.

    Counts of people that add up to a total hide the next smallest with a single one that is hidden.
    """
    on = civil_date(at)
    teams = dict(Team.objects.filter(pdu__in=[each.unit for each in units]).values_list("pk", "name"))
    secret = {
        name: hidden([getattr(each.demand, name) for each in units], least) for name in ("waiting", "orders", "begun")
    }
    return {
        "as_at": at.isoformat(),
        "weeks_ahead": WEEKS_AHEAD,
        "weeks_back": WEEKS_BACK,
        "least": least,
        "offer_minutes": weekly_offer(on=on).value,
        "units": [
            _told(each, {name: flags[place] for name, flags in secret.items()}, least, teams, on)
            for place, each in enumerate(units)
        ],
    }


def _told(each: Unit, secret: dict[str, bool], least: int, teams: dict[int, str], on: date) -> dict[str, Any]:
    demand, rate, finished = each.demand, each.rate, each.finished
    had = sum(came for _days, came in demand.waits)
    waited = may_be_shared_out(had, len(demand.waits), least) and demand.waits
    return {
        "code": each.unit.code,
        "name": each.unit.name,
        **{name: FEW if secret[name] else getattr(demand, name) for name in secret},
        "booked": FEW if secret["waiting"] or not may_be_shared_out(demand.booked, demand.waiting, least)
        else demand.booked,
        "people_timed": len(demand.waits) if waited else FEW if demand.waits else 0,
        "waits": [[wait.days, wait.low, wait.high] for wait in each.waits] if waited else None,
        "weeks": each.weeks,
        "weeks_lately": each.weeks_lately,
        "stand_down": [rate.lost, rate.kept] if may_be_shared_out(rate.lost, rate.planned, least) else FEW,
        "finished": [finished.part, finished.whole]
        if may_be_shared_out(finished.part, finished.whole, least) else FEW,
        "places": _by_week(each.places, on),
        "by_type": _by_type(each.places, teams),
    }  # fmt: skip


def _by_week(places: Sequence[Places], on: date) -> list[dict[str, Any]]:
    """Week by week: places and minutes staffed on the board, and those that could also be given."""
    found = {monday: [0, 0, 0, 0] for monday in mondays(on)}
    for each in places:
        sums, first = found[each.monday], 0 if each.staffed else 2
        sums[first] += each.people
        sums[first + 1] += each.people * each.minutes
    names = ("staffed", "staffed_minutes", "could", "could_minutes")
    return [{"week": monday.isoformat()} | dict(zip(names, sums, strict=True)) for monday, sums in found.items()]


def _by_type(places: Sequence[Places], teams: dict[int, str]) -> list[dict[str, Any]]:
    """By team and type of project: the same, over all weeks together."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for each in places:
        sums, first = found[teams[each.team], each.type], 0 if each.staffed else 2
        sums[first] += each.people
        sums[first + 1] += each.people * each.minutes
    names = ("staffed", "staffed_minutes", "could", "could_minutes")
    return [
        {"team": team, "type": kind} | dict(zip(names, sums, strict=True))
        for (team, kind), sums in sorted(found.items())
    ]
