"""The ledger over histories made at random: the same as reckoned anew, line by line, from plain lists and dates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.cases.models import Person
from amends.enforcement.models import EnforcementAction
from amends.enforcement.operations.actions import (
    decide_not_to_enforce,
    issue_warning,
    start_breach,
)
from amends.enforcement.operations.evidence import decide_on_evidence, record_evidence
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.withdrawals import withdraw_action
from amends.enforcement.queries.calls import calls_of
from amends.enforcement.queries.ledger import ledger_of
from amends.enforcement.queries.reckoning import Done, Occurrence, reckon
from tests.enforcement.failing import corrected, failed, noon, sentenced
from tests.factories import make_project, make_requirement, make_team, make_user

FAILS = {"UACP", "ATFI", "AFTC", "ATSH"}
# Bank holidays of England and Wales on weekdays, 2025 and 2026, as the government publishes them.
BANK_HOLIDAYS = {
    date(2025, 1, 1), date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 5), date(2025, 5, 26), date(2025, 8, 25),
    date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4),
    date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25), date(2026, 12, 28),
}  # fmt: skip
FIRST = date(2025, 1, 7)


def a_year_later(day: date) -> date:
    return date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in BANK_HOLIDAYS:
            count -= 1
    return day


def plainly(history: list[dict], at: int) -> tuple[str, str, date | None]:
    """The step, what settles it and the last day for it, of the failure at a place of one order's history.

    Each entry: `on`, and the days on which it was accepted, warned about, let be, or breached (None: never).
    """
    this = history[at]
    if this["accept"]:
        return "none", "accepted", None
    step = "warn"
    for earlier in history[:at]:
        if not earlier["accept"] and this["on"] < a_year_later(earlier["on"]):
            step = "breach"
    for other in history:
        given = other["warn"]
        if given and not other["accept"] and given < this["on"] < a_year_later(given):
            step = "breach"
    if any(other["breach"] and not other["accept"] and other["breach"] >= this["on"] for other in history):
        return step, "breach", None
    if this["not_enforce"]:
        return step, "not_enforced", None
    if step == "warn" and this["warn"]:
        return step, "warned", None
    return step, "", working_days_after(this["on"], 2 if step == "warn" else 10)


@st.composite
def histories(draw):
    """Failures of one order within two years, on distinct days, and when each thing was done about them, if it was."""
    days = sorted(draw(st.sets(st.integers(0, 660), min_size=1, max_size=7)))
    history = []
    for offset in days:
        on = FIRST + timedelta(days=offset)
        done = {
            kind: on + timedelta(days=draw(st.integers(0, 40))) if draw(st.integers(0, 3)) == 0 else None
            for kind in ("accept", "warn", "not_enforce", "breach")
        }
        history.append({"on": on} | done)
    return history


@settings(max_examples=150, deadline=None)
@given(histories())
def test_each_failure_calls_for_what_plain_reckoning_says(history):
    occurrences = [
        Occurrence(place, each["on"], tuple(Done(kind, on) for kind, on in each.items() if kind != "on" and on))
        for place, each in enumerate(history)
    ]
    calls = reckon(occurrences, ended=False)
    found = [(call.step.value, call.settled, call.due) for call in (calls[place] for place in range(len(history)))]
    assert found == [plainly(history, place) for place in range(len(history))]


@dataclass
class Kept:
    """What the test itself wrote down about one appointment."""

    order: int
    on: date
    outcome: object
    code: str
    rows: list  # (kind, code it rests on, day, withdrawn)

    def day(self, kind: str) -> date | None:
        return min((day for what, code, day, gone in self.rows if what == kind and code == self.code and not gone),
                   default=None)  # fmt: skip


STEPS = st.lists(
    st.tuples(st.sampled_from(["fail", "fail", "correct", "accept", "warn", "spare", "breach", "withdraw"]),
              st.integers(0, 30), st.sampled_from(["UACP", "ATFI", "AAME"])),
    min_size=3, max_size=14,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_the_ledger_on_record_is_what_the_recorded_acts_come_to(steps):
    from django.db import transaction

    with transaction.atomic():
        _live(steps)
        transaction.set_rollback(True)


def _live(steps) -> None:
    team = make_team()
    by = make_user("senior", team)
    person, requirement = sentenced(team)
    requirements = [requirement, make_requirement(person, date(2025, 1, 6))]
    project = make_project(team, days="1234567", open_on_bank_holidays=True)
    kept: list[Kept] = []
    today = FIRST
    for what, number, code in steps:
        today += timedelta(days=1 + number)
        if what == "fail":
            outcome = failed(requirements[number % 2], today, by, "UACP", project)
            kept.append(Kept(number % 2, today, outcome, "UACP", []))
        elif kept:
            _act(what, kept[number % len(kept)], code, today, by)
    on = max(today, date(2026, 11, 2))  # corrections are recorded after what they correct
    _compare(person, requirements, kept, on)


def _act(what: str, one: Kept, code: str, today: date, by) -> None:
    at = noon(today)
    try:
        if what == "correct":
            if code != one.code:
                one.outcome = corrected(one.outcome, code, by, datetime(2026, 11, 1, 12, tzinfo=UTC))
                one.code = code
        elif what == "withdraw":
            rows = EnforcementAction.objects.filter(appointment=one.outcome.appointment, withdrawn_at=None)
            row = rows.exclude(kind="accept").first()
            if row:
                withdraw_action(action=row, reason="x", by=by, at=max(at, row.recorded_at))
                for place, (kind, rests, day, gone) in enumerate(one.rows):
                    if kind == row.kind and not gone:
                        one.rows[place] = (kind, rests, day, True)
        elif what == "accept":
            received = record_evidence(
                outcome=one.outcome, kind="work", received_on=today, description="x", by=by, at=at
            )
            decide_on_evidence(evidence=received, accepted=True, reason="x", by=by, at=at)
            one.rows.append(("accept", one.code, today, False))
        elif what == "warn":
            issue_warning(outcome=one.outcome, by=by, at=at)
            one.rows.append(("warn", one.code, today, False))
        elif what == "spare":
            decide_not_to_enforce(outcome=one.outcome, reason="x", by=by, at=at)
            one.rows.append(("not_enforce", one.code, today, False))
        else:
            start_breach(outcome=one.outcome, by=by, at=at)
            one.rows.append(("breach", one.code, today, False))
    except EnforcementRefused:
        return


def _compare(person, requirements, kept: list[Kept], on: date) -> None:
    ledger = ledger_of(person, on)
    counted: dict[date, tuple] = {}
    for number, requirement in enumerate(requirements):
        history = [
            {"on": one.on} | {kind: one.day(kind) for kind in ("accept", "warn", "not_enforce", "breach")}
            for one in kept if one.order == number and one.code in FAILS
        ]  # fmt: skip
        told = {each["on"]: plainly(history, place) for place, each in enumerate(history)}
        counted |= told
        expected = {day: each for day, each in told.items() if on < a_year_later(day)}
        (order,) = (each for each in ledger.orders if each.order.pk == requirement.sentence_id)
        found = {
            entry.failure.on: (entry.call.step.value, entry.call.settled, entry.call.due) for entry in order.entries
        }
        assert found == expected
    called = calls_of(Person.objects.filter(pk=person.pk), FIRST, on, on)
    assert {each.on: (each.call.step.value, each.call.settled, each.call.due) for each in called} == counted
    undone = {one.outcome.appointment_id for one in kept if one.code not in FAILS and any(
        not gone for _kind, _code, _day, gone in one.rows)}  # fmt: skip
    assert {row.appointment_id for row in ledger.undone} == undone
