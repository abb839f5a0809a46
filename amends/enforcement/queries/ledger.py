"""The ledger: every failure of every order of people, with what was done about each, as the record stands now.

Nothing is copied: a failure is an outcome that stands and that policy calls enforceable. Correct the outcome, and the
ledger is another; what was done on the strength of the earlier one stays, shown as resting on it, and counts no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from amends.cases.models import Person, Requirement, Sentence
from amends.contacts.models import ContactOutcome
from amends.enforcement.models import EnforcementAction, Evidence
from amends.enforcement.models.guards import FAILURES
from amends.enforcement.queries.orders import Orders
from amends.enforcement.queries.reckoning import (
    Call,
    Done,
    Occurrence,
    reckon,
    sternness,
    within_rolling_months,
)
from amends.policy.civil_time import civil_date, end_of_day


@dataclass(frozen=True)
class Failure:
    """A failure on record: its appointment and the outcome that stands, with everything recorded about it.

    `actions` and `evidence` hold also what was withdrawn, or rests on an outcome corrected since. `holding` are the
    actions that count.
    """

    appointment: int
    outcome: int
    person: int
    code: str
    starts_at: datetime
    place: str
    requirement: str
    orders: tuple[int, ...]
    actions: tuple[EnforcementAction, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def on(self) -> date:
        """The civil date of the appointment."""
        return civil_date(self.starts_at)

    def holds(self, row: EnforcementAction | Evidence) -> bool:
        """Whether a row about this failure counts: not withdrawn, and of the outcome that stands (by its code)."""
        return row.withdrawn_at is None and row.outcome.code == self.code

    @property
    def holding(self) -> tuple[EnforcementAction, ...]:
        return tuple(action for action in self.actions if self.holds(action))

    def occurrence(self) -> Occurrence:
        """The failure as it is reckoned with."""
        done = tuple(Done(action.kind, civil_date(action.recorded_at)) for action in self.holding)
        return Occurrence(self.appointment, self.on, done)


@dataclass(frozen=True)
class Entry:
    """A failure as one order counts it: what it calls for there."""

    failure: Failure
    order: Sentence
    call: Call

    @property
    def on_licence(self) -> bool:
        """Whether the failure was on licence: what it may lead to is recall, not a court."""
        return self.order.phase_on(self.failure.on) == Sentence.Phase.LICENCE

    @property
    def asked(self) -> str:
        """What is asked for: none, warn, breach, or on licence recall."""
        step: str = self.call.step.value
        return "recall" if step == "breach" and self.on_licence else step


@dataclass(frozen=True)
class OrderLedger:
    """One order: its failures of the rolling 12 months, the latest first; how many are older."""

    order: Sentence
    entries: tuple[Entry, ...]
    older: int
    ended: bool
    warnings: tuple[EnforcementAction, ...] = ()


@dataclass(frozen=True)
class PersonLedger:
    """A person's orders, the latest first, and what was done on the strength of outcomes that are no failures now."""

    orders: tuple[OrderLedger, ...]
    undone: tuple[EnforcementAction, ...] = ()
    evidence_undone: tuple[Evidence, ...] = ()

    def entry(self, appointment: int) -> Entry | None:
        """The failure at an appointment, under the order that calls for most; None where there is none lately."""
        return sternest([entry for order in self.orders for entry in order.entries
                         if entry.failure.appointment == appointment])  # fmt: skip


def ledger_of(person: Person, on: date) -> PersonLedger:
    """The ledger of one person on a day. A constant number of queries."""
    failures = failures_of([person.pk], on=on)
    found = _orders([person.pk], failures, on)
    about = {failure.appointment for failure in failures}
    undone = {"appointment__person": person, "withdrawn_at": None}
    actions = _actions().filter(**undone).exclude(appointment__in=about).select_related("appointment")
    evidence = _evidence().filter(**undone).exclude(appointment__in=about).select_related("appointment")
    return PersonLedger(tuple(found), tuple(actions), tuple(evidence))


def sternest(entries: Sequence[Entry]) -> Entry | None:
    """Of one failure under several orders, the entry that calls for most: open before settled, then breach."""
    return min(entries, key=lambda each: sternness(each.call, each.order.pk), default=None)


def failures_of(people: Iterable[int], *, on: date) -> list[Failure]:
    """The failures on record of these people up to the day, the earliest first."""
    rows = _standing_failures().filter(appointment__person__in=people, appointment__starts_at__lte=end_of_day(on))
    told = list(
        rows.order_by("appointment__starts_at", "appointment_id").values_list(
            "pk", "code", "appointment_id", "appointment__person_id", "appointment__starts_at",
            "appointment__booking__session__project__name", "appointment__booking__requirement__reference",
            "appointment__booking__requirement_id",
        )
    )  # fmt: skip
    actions = _by_appointment(_actions().filter(appointment__person__in=people)) if told else {}
    evidence = _by_appointment(_evidence().filter(appointment__person__in=people)) if told else {}
    orders = Orders.of({row[3] for row in told})
    return [
        Failure(
            appointment=appointment, outcome=outcome, person=person, code=code, starts_at=starts_at,
            place=place or "", requirement=requirement or "",
            orders=orders.failed(person, booked, civil_date(starts_at)),
            actions=tuple(actions.get(appointment, ())), evidence=tuple(evidence.get(appointment, ())),
        )
        for outcome, code, appointment, person, starts_at, place, requirement, booked in told
    ]  # fmt: skip


def standing_failure(appointment: int) -> ContactOutcome | None:
    """The outcome that stands of an appointment, where it is a failure."""
    return _standing_failures().filter(appointment=appointment).select_related("appointment__person").first()


def _standing_failures() -> QuerySet[ContactOutcome]:
    # As "none that replaces it": as an outer join without a match, PostgreSQL takes it that next to none stand.
    replaced = ContactOutcome.objects.filter(replaces=OuterRef("pk"))
    return ContactOutcome.objects.filter(~Exists(replaced), code__in=FAILURES)


def _orders(people: Iterable[int], failures: Iterable[Failure], on: date) -> list[OrderLedger]:
    by_order: dict[int, list[Failure]] = defaultdict(list)
    for failure in failures:
        for order in failure.orders:
            by_order[order].append(failure)
    sentences = (
        Sentence.objects.filter(person__in=people)
        .prefetch_related(Prefetch("requirements", Requirement.objects.order_by("pk")), "returns")
        .order_by("-sentence_date", "-pk")
    )
    return [_order(sentence, by_order[sentence.pk], on) for sentence in sentences]


def _order(order: Sentence, failures: list[Failure], on: date) -> OrderLedger:
    ended = _ended(order, on)
    calls = reckon([failure.occurrence() for failure in failures], ended=ended)
    lately = [failure for failure in failures if within_rolling_months(failure.on, on)]
    entries = [Entry(failure, order, calls[failure.appointment]) for failure in reversed(lately)]
    warnings = [
        action for failure in reversed(failures) for action in failure.holding
        if action.kind == EnforcementAction.Kind.WARN and calls[failure.appointment].settled != "accepted"
        and within_rolling_months(civil_date(action.recorded_at), on)
    ]  # fmt: skip
    return OrderLedger(order, tuple(entries), len(failures) - len(lately), ended, tuple(warnings))


def _ended(order: Sentence, on: date) -> bool:
    """Whether nothing of the order is left to be kept: it has run out, or every requirement has ended."""
    if order.end_date and order.end_date <= on:
        return True
    requirements = list(order.requirements.all())
    return bool(requirements) and all(each.ended_on and each.ended_on <= on for each in requirements)


def _actions() -> QuerySet[EnforcementAction]:
    rows = EnforcementAction.objects.select_related("recorded_by", "withdrawn_by", "outcome")
    return rows.prefetch_related("letters")


def _evidence() -> QuerySet[Evidence]:
    return Evidence.objects.select_related("recorded_by", "withdrawn_by", "outcome")


def _by_appointment(rows: QuerySet) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.appointment_id].append(row)
    return found
