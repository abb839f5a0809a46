"""What stands against bookings yet to come, once an order or an assessment has changed; and plans that do not know.

Nothing is undone by itself but what an operation says it frees: the rest is shown here until somebody acts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from amends.cases.models import Person, Requirement, RequirementChange
from amends.policy.completion import completion_date
from amends.unpaid_work.models import (
    Booking,
    Completion,
    CourtReturn,
    HoursAdjustment,
    Plan,
    Transfer,
    UnpaidWorkAssessment,
)
from amends.unpaid_work.queries.faults import faults_of_bookings
from amends.unpaid_work.queries.minutes_left import minutes_left
from amends.unpaid_work.queries.work_left import Ledger, ledgers, open_bookings
from amends.unpaid_work.rules import Reason

IN_FLIGHT = (Plan.Status.QUEUED, Plan.Status.RUNNING, Plan.Status.READY)


@dataclass(frozen=True)
class Conflict:
    """A booking yet to come, and everything that stands against it now."""

    booking: Booking
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Varied:
    """That something changed about a person since a plan was asked for: what (a code of `CHANGES`), and when."""

    person: int
    what: str
    at: datetime


def conflicts_of(person: Person, at: datetime) -> list[Conflict]:
    """The bookings of a person yet to come with something against them, the next first.

    Beside what the database would refuse today: past the last day for working the hours, or beyond what remains once
    the bookings before it are worked.
    """
    held = list(open_bookings([person.pk]).select_related("requirement__sentence").order_by("session__starts_at", "pk"))
    coming = [booking for booking in held if booking.session.starts_at > at]
    if not coming:
        return []
    found: dict[int, list[Reason]] = defaultdict(list, faults_of_bookings([booking.pk for booking in coming]))
    ledger = Ledger(ledgers([person])[person.pk].accounts)
    for booking in held:
        day = booking.session.date
        work = ledger.on(day)
        if work.in_force and work.requirement is None:
            found[booking.pk].append(Reason("booking_hours_covered"))
        last = _last_day(booking.requirement, day)
        if last is not None and day > last:
            found[booking.pk].append(Reason("booking_past_last_day"))
        ledger.add(booking.session)
    return [Conflict(booking, tuple(dict.fromkeys(found[booking.pk]))) for booking in coming if found.get(booking.pk)]


def _last_day(requirement: Requirement, on: date) -> date | None:
    return requirement.limit_date or completion_date(requirement.sentence.sentence_date, on=on).value


def plans_in_flight(person: Person) -> list[Plan]:
    """Plans not yet decided on that book or move the person, or are being made for the person's unit."""
    rows = Plan.objects.filter(team__pdu=person.team.pdu_id, status__in=IN_FLIGHT, hypothetical=False)
    return [
        plan for plan in rows.select_related("team").order_by("first_day", "pk")
        if plan.result is None or person.crn in planned_sessions(plan.result)
    ]  # fmt: skip


def planned_sessions(result: Mapping) -> dict[str, int]:
    """By CRN, how many sessions a stored plan has the person on."""
    booked: dict[str, int] = defaultdict(int)
    for row in result["bookings"]:
        booked[row["person"]] += 1
    return dict(booked)


def varied_since(people: Collection[int], at: datetime) -> list[Varied]:
    """What changed about these people (ids) since a moment: by the court, in an assessment, or in who has the case.

    A requirement that was replaced is known by the adjustment that carries its credit over.
    """
    if not people:
        return []
    of = "requirement__sentence__person"
    rows: list[tuple[str, Iterable[tuple[int, datetime]]]] = [
        ("court", RequirementChange.objects.filter(recorded_at__gt=at, **{f"{of}__in": people})
         .values_list(f"{of}_id", "recorded_at")),
        ("adjusted", HoursAdjustment.objects.filter(recorded_at__gt=at, **{f"{of}__in": people})
         .values_list(f"{of}_id", "recorded_at")),
        ("completed", Completion.objects.filter(recorded_at__gt=at, **{f"{of}__in": people})
         .values_list(f"{of}_id", "recorded_at")),
        ("asked", CourtReturn.objects.filter(applied_at__gt=at, suspended=True, **{f"{of}__in": people})
         .values_list(f"{of}_id", "applied_at")),
        ("decided", CourtReturn.objects.filter(recorded_at__gt=at, **{f"{of}__in": people})
         .values_list(f"{of}_id", "recorded_at")),
        ("assessed", UnpaidWorkAssessment.objects.filter(recorded_at__gt=at, person__in=people)
         .values_list("person_id", "recorded_at")),
        ("moved", Transfer.objects.filter(answered_at__gt=at, answer="accepted", person__in=people)
         .values_list("person_id", "answered_at")),
    ]  # fmt: skip
    found = [Varied(person, what, when) for what, told in rows for person, when in told]
    return sorted(found, key=lambda each: (each.at, each.person), reverse=True)


def minutes_left_of(people: Collection[int], on: date) -> dict[int, int]:
    """What is left to work of each of these people's (ids) open requirements together, in minutes."""
    open_ones = Requirement.objects.filter(sentence__person__in=people, ended_on=None)
    whose = dict(open_ones.values_list("pk", "sentence__person_id"))
    together: dict[int, int] = defaultdict(int)
    for key, minutes in minutes_left(whose, on).items():
        together[whose[key]] += minutes
    return dict(together)
