"""Evidence, warnings, decisions and breach: what the rule allows, what is refused, and what the database refuses."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from amends.enforcement.models import EnforcementAction, Evidence, Letter
from amends.enforcement.operations.actions import (
    ask_for_reason,
    decide_not_to_enforce,
    issue_warning,
    start_breach,
)
from amends.enforcement.operations.evidence import decide_on_evidence, record_evidence
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.withdrawals import withdraw_action, withdraw_evidence
from tests.enforcement.failing import corrected, failed, noon, sentenced, standing
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2026, 3, 3), date(2026, 3, 10)
AT = noon(date(2026, 3, 12))


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def by(team):
    return make_user("practitioner", team)


@pytest.fixture
def manager(team):
    return make_user("senior", team, over="pdu")


@pytest.fixture
def case(team):
    return sentenced(team)


def row(outcome, by, kind="warn", **values):
    """An action written straight into the table."""
    given = {"appointment": outcome.appointment, "outcome": outcome, "kind": kind, "recorded_at": AT, "recorded_by": by}
    return EnforcementAction.objects.create(**(given | values))


def refused_by_the_database(act):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def test_one_failure_is_warned_about_once(case, by):
    first = failed(case[1], FIRST, by)
    issue_warning(outcome=first, by=by, at=AT)
    with pytest.raises(EnforcementRefused):
        issue_warning(outcome=first, by=by, at=AT)
    with pytest.raises(IntegrityError, match="action_once_for_a_failure"), transaction.atomic():
        row(first, by)
    assert EnforcementAction.objects.count() == Letter.objects.count() == 1


def test_a_withdrawn_warning_stays_on_record_and_another_may_be_given(case, by):
    person, requirement = case
    first = failed(requirement, FIRST, by)
    warning = issue_warning(outcome=first, by=by, at=AT)
    with pytest.raises(EnforcementRefused):
        withdraw_action(action=warning, reason=" ", by=by, at=AT)
    withdraw_action(action=warning, reason="Wrong date in it", by=by, at=AT)
    assert standing(person, date(2026, 3, 13)) == {FIRST: ("warn", "")}
    issue_warning(outcome=first, by=by, at=AT)
    assert standing(person, date(2026, 3, 13)) == {FIRST: ("warn", "warned")}
    warning.refresh_from_db()
    assert (warning.withdrawn_by, warning.withdrawn_reason) == (by, "Wrong date in it")
    assert [letter.template for letter in warning.letters.all()] == ["warn", "withdrawn"]
    with pytest.raises(EnforcementRefused):
        withdraw_action(action=warning, reason="Again", by=by, at=AT)


def test_a_second_failure_takes_breach_and_a_first_one_does_not(case, by, manager):
    _person, requirement = case
    first, second = failed(requirement, FIRST, by), failed(requirement, SECOND, by)
    with pytest.raises(EnforcementRefused):
        start_breach(outcome=first, by=by, at=AT)
    with pytest.raises(EnforcementRefused):
        issue_warning(outcome=second, by=by, at=AT)
    decide_not_to_enforce(outcome=second, reason="Lost the home that week", by=manager, at=AT)
    issue_warning(outcome=second, by=by, at=AT)
    with pytest.raises(EnforcementRefused):
        start_breach(outcome=second, by=by, at=AT)


def test_only_a_manager_of_the_team_decides_not_to_enforce_and_gives_a_reason(case, by, manager):
    first = failed(case[1], FIRST, by)
    elsewhere = make_user("senior", make_team())
    late = make_user("senior", case[0].team)
    late.grants.update(to_date=date(2026, 3, 12))
    for who in (by, elsewhere):
        with pytest.raises(EnforcementRefused):
            decide_not_to_enforce(outcome=first, reason="A reason", by=who, at=AT)
    with pytest.raises(EnforcementRefused):
        decide_not_to_enforce(outcome=first, reason="  ", by=manager, at=AT)
    for who in (by, elsewhere, late):
        told = refused_by_the_database(lambda who=who: row(first, who, "not_enforce", reason="A reason"))
        assert "only a manager" in told
    with pytest.raises(IntegrityError, match="action_with_a_reason"), transaction.atomic():
        row(first, manager, "not_enforce")
    assert row(first, manager, "not_enforce", reason="A reason").pk


def test_only_a_manager_takes_such_a_decision_back(case, by, manager):
    first = failed(case[1], FIRST, by)
    decided = decide_not_to_enforce(outcome=first, reason="A reason", by=manager, at=AT)
    with pytest.raises(EnforcementRefused):
        withdraw_action(action=decided, reason="No", by=by, at=AT)
    withdraw_action(action=decided, reason="Not so", by=manager, at=AT)
    assert standing(case[0], date(2026, 3, 13)) == {FIRST: ("warn", "")}


def test_a_warning_is_taken_back_only_by_who_could_give_one(case, by):
    warning = issue_warning(outcome=failed(case[1], FIRST, by), by=by, at=AT)
    for role in ("case_administrator", "head_of_pdu"):
        with pytest.raises(EnforcementRefused):
            withdraw_action(action=warning, reason="No", by=make_user(role, case[0].team), at=AT)
    assert Letter.objects.count() == 1


def test_evidence_is_decided_on_once_and_more_may_come(case, by):
    person, requirement = case
    first = failed(requirement, FIRST, by)
    text, note = (
        record_evidence(outcome=first, kind="medical", received_on=SECOND, description=words, by=by, at=AT)
        for words in ("A text message", "A doctor's note")
    )
    decide_on_evidence(evidence=text, accepted=False, reason="Does not say why", by=by, at=AT)
    assert standing(person, date(2026, 3, 13)) == {FIRST: ("warn", "")}
    with pytest.raises(EnforcementRefused):
        decide_on_evidence(evidence=text, accepted=True, reason="After all", by=by, at=AT)
    with pytest.raises(IntegrityError, match="evidence_decided_once"), transaction.atomic():
        row(first, by, "accept", evidence=text, reason="After all")
    with pytest.raises(EnforcementRefused):
        withdraw_evidence(evidence=text, reason="Mistake", by=by, at=AT)
    decide_on_evidence(evidence=note, accepted=True, reason="Says why", language="cy", by=by, at=AT)
    assert standing(person, date(2026, 3, 13)) == {FIRST: ("none", "accepted")}
    assert Letter.objects.get().language == "cy"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "weather"}, "kind"),
        ({"received_on": FIRST - timedelta(days=1)}, "received_on"),
        ({"received_on": date(2026, 3, 13)}, "received_on"),
        ({"description": "  "}, "description"),
    ],
)
def test_evidence_that_cannot_be_is_refused_by_field(case, by, values, field):
    first = failed(case[1], FIRST, by)
    given = {"kind": "work", "received_on": FIRST, "description": "Rota"} | values
    with pytest.raises(EnforcementRefused) as refused:
        record_evidence(outcome=first, **given, by=by, at=AT)
    assert refused.value.field == field
    assert not Evidence.objects.exists()


def test_withdrawn_evidence_is_not_decided_on(case, by):
    first = failed(case[1], FIRST, by)
    evidence = record_evidence(outcome=first, kind="work", received_on=FIRST, description="Rota", by=by, at=AT)
    withdraw_evidence(evidence=evidence, reason="Somebody else's", by=by, at=AT)
    with pytest.raises(EnforcementRefused):
        decide_on_evidence(evidence=evidence, accepted=True, reason="Says why", by=by, at=AT)
    told = refused_by_the_database(lambda: row(first, by, "accept", evidence=evidence, reason="Says why"))
    assert "withdrawn" in told


def test_what_was_seen_must_still_stand(case, by):
    first = failed(case[1], FIRST, by)
    corrected(first, "ATFI", by, noon(date(2026, 11, 2)))
    with pytest.raises(EnforcementRefused):
        issue_warning(outcome=first, by=by, at=noon(date(2026, 11, 3)))
    assert "rests on no failure" in refused_by_the_database(lambda: row(first, by))


def test_the_database_refuses_what_rests_on_no_failure_or_on_anothers(case, team, by):
    attended = failed(case[1], FIRST, by, "ATTC")
    other = failed(sentenced(team)[1], FIRST, by)
    mine = failed(case[1], SECOND, by)
    for act in (
        lambda: row(attended, by),
        lambda: row(other, by, appointment=mine.appointment),
        lambda: Evidence.objects.create(
            appointment=attended.appointment, outcome=attended, kind="work", received_on=FIRST, description="x",
            recorded_at=AT, recorded_by=by,
        ),
    ):  # fmt: skip
        assert "rests on no failure" in refused_by_the_database(act)
    evidence = record_evidence(outcome=other, kind="work", received_on=FIRST, description="Rota", by=by, at=AT)
    assert "not about this failure" in refused_by_the_database(
        lambda: row(mine, by, "accept", evidence=evidence, reason="x")
    )


def test_nothing_recorded_is_changed_or_deleted(case, by):
    first = failed(case[1], FIRST, by)
    warning = ask_for_reason(outcome=first, by=by, at=AT)
    evidence = record_evidence(outcome=first, kind="work", received_on=FIRST, description="Rota", by=by, at=AT)
    for held in (warning, evidence):
        rows = type(held).objects.filter(pk=held.pk)
        refused_by_the_database(held.delete)
        refused_by_the_database(lambda rows=rows: rows.update(recorded_at=noon(SECOND)))
    letter = Letter.objects.filter(action=warning)
    refused_by_the_database(lambda: letter.update(language="cy"))
    refused_by_the_database(letter.delete)
    withdraw_evidence(evidence=evidence, reason="Mistake", by=by, at=AT)
    refused_by_the_database(
        lambda: Evidence.objects.filter(pk=evidence.pk).update(
            withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""
        )
    )


def test_nothing_is_done_about_an_accepted_failure_or_an_order_that_has_ended(case, by, manager):
    _person, requirement = case
    first = failed(requirement, FIRST, by)
    evidence = record_evidence(outcome=first, kind="work", received_on=FIRST, description="Rota", by=by, at=AT)
    decide_on_evidence(evidence=evidence, accepted=True, reason="Says why", by=by, at=AT)
    _other_person, other = sentenced(case[0].team)
    ended = failed(other, FIRST, by)
    type(other).objects.filter(pk=other.pk).update(ended_on=SECOND, ended_as="completed")
    for outcome in (first, ended):
        for act in (issue_warning, start_breach, ask_for_reason):
            with pytest.raises(EnforcementRefused):
                act(outcome=outcome, by=by, at=AT)
        with pytest.raises(EnforcementRefused):
            decide_not_to_enforce(outcome=outcome, reason="x", by=manager, at=AT)
