"""The ledger of failures: every requirement of an order, the step due, by when; and what a correction undoes."""

from datetime import date, timedelta

import pytest

from amends.enforcement.operations.actions import (
    decide_not_to_enforce,
    issue_warning,
    start_breach,
)
from amends.enforcement.operations.evidence import decide_on_evidence, record_evidence
from amends.enforcement.queries.ledger import ledger_of
from amends.organisation.models import AuditEvent
from tests.enforcement.failing import corrected, failed, noon, sentenced, standing
from tests.factories import make_requirement, make_team, make_user

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 3)
SECOND = date(2026, 3, 10)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("senior", team)


@pytest.fixture
def case(team):
    return sentenced(team)


def accept(outcome, by, on):
    evidence = record_evidence(
        outcome=outcome, kind="medical", received_on=on, description="Doctor's note", by=by, at=noon(on)
    )
    return decide_on_evidence(evidence=evidence, accepted=True, reason="Was ill", by=by, at=noon(on))


def test_a_first_failure_calls_for_a_warning_in_two_working_days(case, by):
    person, requirement = case
    failed(requirement, date(2026, 4, 2), by)  # the Thursday before Easter
    (order,) = ledger_of(person, date(2026, 4, 3)).orders
    (entry,) = order.entries
    assert (entry.call.step.value, entry.call.due) == ("warn", date(2026, 4, 8))
    assert entry.call.clocks.evidence_due == date(2026, 4, 13)
    assert not entry.call.late(date(2026, 4, 8))
    assert entry.call.late(date(2026, 4, 9))


def test_failures_of_two_requirements_of_one_order_count_together_and_of_two_orders_do_not(case, by):
    person, requirement = case
    beside = type(requirement).objects.create(
        sentence=requirement.sentence, reference="RQ-beside", ordered_minutes=2400, runs="concurrent"
    )
    other_order = make_requirement(person, FIRST - timedelta(days=60))
    failed(requirement, FIRST, by)
    failed(beside, SECOND, by)
    failed(other_order, SECOND + timedelta(days=7), by)
    assert standing(person, date(2026, 4, 1)) == {
        FIRST: ("warn", ""), SECOND: ("breach", ""), SECOND + timedelta(days=7): ("warn", "")
    }  # fmt: skip


def test_a_session_for_two_orders_side_by_side_is_failed_for_both(case, by):
    person, requirement = case
    beside = make_requirement(person, FIRST - timedelta(days=30), runs="concurrent")
    failed(requirement, FIRST - timedelta(days=60), by)  # before the second order was made
    failed(requirement, FIRST, by)
    failed(beside, SECOND, by)
    type(beside).objects.filter(pk=beside.pk).update(ended_on=date(2026, 3, 20), ended_as="expired")
    failed(requirement, date(2026, 3, 24), by)  # after it ended
    found = {
        order.order.pk: [entry.failure.on for entry in order.entries]
        for order in ledger_of(person, date(2026, 4, 1)).orders
    }
    assert found[beside.sentence_id] == [SECOND, FIRST]
    assert found[requirement.sentence_id] == [date(2026, 3, 24), SECOND, FIRST, FIRST - timedelta(days=60)]


def test_a_session_for_an_order_worked_after_another_is_failed_for_its_own_alone(case, by):
    person, requirement = case
    later = make_requirement(person, FIRST - timedelta(days=30))
    failed(requirement, FIRST, by)
    failed(later, SECOND, by)
    assert [len(order.entries) for order in ledger_of(person, date(2026, 4, 1)).orders] == [1, 1]


def test_a_failure_leaves_the_ledger_on_its_anniversary(case, by):
    person, requirement = case
    failed(requirement, FIRST, by)
    assert FIRST in standing(person, date(2027, 3, 2))
    assert standing(person, date(2027, 3, 3)) == {}
    assert ledger_of(person, date(2027, 3, 3)).orders[0].older == 1


def test_a_failure_of_the_day_before_the_anniversary_counts_and_on_it_does_not(case, by):
    person, requirement = case
    failed(requirement, date(2025, 3, 3), by)
    failed(requirement, date(2026, 3, 2), by)
    assert standing(person, date(2026, 3, 4))[date(2026, 3, 2)] == ("breach", "")
    other, theirs = sentenced(person.team)
    failed(theirs, date(2025, 3, 3), by)
    failed(theirs, date(2026, 3, 3), by)
    assert standing(other, date(2026, 3, 4))[date(2026, 3, 3)] == ("warn", "")


def test_an_accepted_reason_settles_it_and_counts_no_more(case, by):
    person, requirement = case
    first = failed(requirement, FIRST, by)
    failed(requirement, SECOND, by)
    accept(first, by, date(2026, 3, 12))
    assert standing(person, date(2026, 3, 13)) == {FIRST: ("none", "accepted"), SECOND: ("warn", "")}


def test_a_warning_counts_until_its_own_reason_is_accepted(case, by):
    person, requirement = case
    first = failed(requirement, FIRST, by)
    issue_warning(outcome=first, by=by, at=noon(date(2026, 3, 5)))
    failed(requirement, SECOND, by)
    assert standing(person, date(2026, 3, 11)) == {FIRST: ("warn", "warned"), SECOND: ("breach", "")}
    assert len(ledger_of(person, date(2026, 3, 11)).orders[0].warnings) == 1
    accept(first, by, date(2026, 3, 12))
    assert standing(person, date(2026, 3, 13)) == {FIRST: ("none", "accepted"), SECOND: ("warn", "")}
    assert ledger_of(person, date(2026, 3, 13)).orders[0].warnings == ()


def test_a_correction_changes_the_ledger_at_once_and_shows_what_it_undoes(case, by):
    person, requirement = case
    first = failed(requirement, FIRST, by)
    warning = issue_warning(outcome=first, by=by, at=noon(date(2026, 3, 5)))
    failed(requirement, SECOND, by)
    corrected(first, "AAME", by, noon(date(2026, 11, 2)))
    ledger = ledger_of(person, date(2026, 11, 3))
    assert standing(person, date(2026, 11, 3)) == {SECOND: ("warn", "")}
    assert ledger.undone == (warning,)
    assert ledger.orders[0].warnings == ()


def test_a_correction_to_another_failure_reopens_what_was_decided(case, by):
    person, requirement = case
    first = failed(requirement, FIRST, by)
    decide_not_to_enforce(outcome=first, reason="New in the country", by=by, at=noon(date(2026, 3, 5)))
    assert standing(person, date(2026, 3, 6)) == {FIRST: ("warn", "not_enforced")}
    second = corrected(first, "ATFI", by, noon(date(2026, 11, 2)))
    assert standing(person, date(2026, 11, 3)) == {FIRST: ("warn", "")}
    corrected(second, "UACP", by, noon(date(2026, 11, 4)))
    assert standing(person, date(2026, 11, 5)) == {FIRST: ("warn", "not_enforced")}


def test_breach_settles_the_failures_before_it_and_none_after(case, by):
    person, requirement = case
    failed(requirement, FIRST, by)
    second = failed(requirement, SECOND, by)
    start_breach(outcome=second, by=by, at=noon(date(2026, 3, 16)))
    later = date(2026, 3, 24)
    failed(requirement, later, by)
    found = standing(person, date(2026, 3, 25))
    assert found == {FIRST: ("warn", "breach"), SECOND: ("breach", "breach"), later: ("breach", "")}


def test_nothing_is_due_on_an_order_that_has_ended(case, by):
    person, requirement = case
    failed(requirement, FIRST, by)
    type(requirement).objects.filter(pk=requirement.pk).update(ended_on=date(2026, 3, 20), ended_as="completed")
    assert standing(person, date(2026, 3, 19)) == {FIRST: ("warn", "")}
    assert standing(person, date(2026, 3, 20)) == {FIRST: ("warn", "ended")}


def test_attended_or_acceptable_is_no_failure(case, by):
    person, requirement = case
    for place, code in enumerate(["ATTC", "AAME", "AASD", "RSOF", "ATSS"]):
        failed(requirement, FIRST + timedelta(days=place), by, code)
    assert standing(person, date(2026, 4, 1)) == {}
    for place, code in enumerate(["AFTC", "ATSH", "ATFI"], start=10):
        failed(requirement, FIRST + timedelta(days=place), by, code)
    assert len(standing(person, date(2026, 4, 1))) == 3


def test_what_is_recorded_is_in_the_audit_trail_of_the_person(case, by):
    person, requirement = case
    accept(failed(requirement, FIRST, by), by, SECOND)
    told = AuditEvent.objects.filter(crn=person.crn, username=by.username).values_list("action", flat=True)
    assert {"record evidence", "decide on evidence"} <= set(told)
