"""Recall from licence: what must be answered, whose hands it takes, and by when each step is due."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from amends.cases.models import Sentence
from amends.cases.operations import release_again, return_to_custody
from amends.enforcement.models import EnforcementAction, Proceeding, RecallDecision, Step
from amends.enforcement.operations.actions import start_breach, why_not
from amends.enforcement.operations.notices import issue_notice
from amends.enforcement.operations.proceedings import send_pack
from amends.enforcement.operations.recalls import decline_recall, record_return, sign_recall
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.results import ResultDraft, record_result
from amends.enforcement.operations.withdrawals import withdraw_proceeding
from amends.enforcement.queries.ledger import ledger_of
from amends.enforcement.queries.pack import assembled
from amends.enforcement.queries.proceedings import standing
from tests.enforcement.failing import noon
from tests.enforcement.proceeding_records import failed_supervision, on_licence, proposed
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
FAILED = date(2026, 4, 2)  # the Thursday before Easter
PROPOSED = noon(date(2026, 4, 8))
LATER = noon(date(2026, 4, 9))


@pytest.fixture
def team():
    return make_team("sentence_management")


@pytest.fixture
def by(team):
    return make_user("practitioner", team)


@pytest.fixture
def manager(team):
    return make_user("senior", team)


def again(row):
    return Proceeding.objects.get(pk=row.pk)


def requested(team, by, manager):
    recall = proposed(on_licence(team), by, PROPOSED)
    sign_recall(proceeding=recall, by=manager, at=PROPOSED)
    send_pack(proceeding=recall, by=by, at=LATER)
    return again(recall)


def test_a_failure_on_licence_leads_to_recall_not_to_a_court(team, by):
    custody = on_licence(team)
    for day in (date(2026, 3, 10), FAILED):
        outcome = failed_supervision(custody.person, day, by)
    entry = ledger_of(custody.person, FAILED).entry(outcome.appointment_id)
    assert entry.call.step.value == "breach"
    assert why_not(entry, "breach") == "The person is on licence: decide whether to recall"
    with pytest.raises(EnforcementRefused):
        start_breach(outcome=outcome, by=by, at=PROPOSED)
    proposed(custody, by, PROPOSED)
    entry = ledger_of(custody.person, FAILED).entry(outcome.appointment_id)
    assert entry.call.settled == "breach"
    assert EnforcementAction.objects.filter(kind="recall").count() == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"alternatives": {}}, "Say what was tried"),
        ({"alternatives": {"warning": "  "}}, "Say what was tried"),
        ({"alternatives": {"magic": "x"}}, "Not an alternative"),
        ({"grounds": " "}, "Say why"),
        ({"answers": {"licence_breached": True}}, "Answer every criterion"),
        ({"answers": {"licence_breached": True, "not_manageable": None}}, "Answer every criterion"),
        ({"answers": {"licence_breached": True, "not_manageable": False}}, "not met"),
        ({"type_answers": {}}, "fixed term and a standard"),
    ],
)
def test_a_recall_is_refused_while_anything_that_could_decide_is_open(team, by, values, words):
    with pytest.raises(EnforcementRefused, match=words):
        proposed(on_licence(team), by, PROPOSED, **values)
    assert not Proceeding.objects.exists()


def test_only_somebody_on_licence_is_recalled(team, by):
    custody = on_licence(team)
    custody.release_date = date(2026, 5, 1)
    custody.save()
    with pytest.raises(EnforcementRefused, match="on licence"):
        proposed(custody, by, PROPOSED)


def test_another_must_sign_and_the_database_refuses_the_same(team, manager):
    recall = proposed(on_licence(team), manager, PROPOSED)
    with pytest.raises(EnforcementRefused, match="somebody else"):
        sign_recall(proceeding=recall, by=manager, at=PROPOSED)
    step = {
        "proceeding": recall, "number": 2, "name": "sign", "before": "proposed", "after": "signed",
        "on": PROPOSED.date(), "counts_from": PROPOSED.date(), "recorded_at": PROPOSED,
    }  # fmt: skip
    for hand in (manager, make_user("practitioner", team), make_user("senior", make_team())):
        with pytest.raises(IntegrityError, match="counter-signed by another"), transaction.atomic():
            Step.objects.create(recorded_by=hand, **step)
    sign_recall(proceeding=recall, by=make_user("senior", team), at=PROPOSED)
    assert again(recall).state == "signed"


def test_a_practitioner_does_not_sign(team, by):
    recall = proposed(on_licence(team), by, PROPOSED)
    with pytest.raises(EnforcementRefused, match="Only a manager"):
        sign_recall(proceeding=recall, by=make_user("practitioner", team), at=PROPOSED)


def test_declined_its_failures_are_open_again(team, by, manager):
    custody = on_licence(team)
    outcome = failed_supervision(custody.person, FAILED, by)
    recall = proposed(custody, by, PROPOSED)
    decline_recall(proceeding=recall, reason="A curfew first", by=manager, at=LATER)
    assert again(recall).state == "declined"
    assert ledger_of(custody.person, FAILED).entry(outcome.appointment_id).call.open
    assert proposed(custody, by, LATER).reference.endswith("-R2")


def test_the_clocks_of_a_recall_with_easter_in_them(team, by, manager):
    recall = proposed(on_licence(team), by, noon(FAILED))
    assert standing(recall, FAILED).due == date(2026, 4, 7)  # not Good Friday, not Easter Monday
    sign_recall(proceeding=recall, by=manager, at=PROPOSED)
    assert standing(again(recall), FAILED).due == date(2026, 4, 9)
    send_pack(proceeding=recall, by=by, at=LATER)
    record_return(proceeding=again(recall), on=date(2026, 4, 10), by=by, at=noon(date(2026, 4, 10)))
    recall = again(recall)
    assert recall.counts_from == date(2026, 5, 8)  # 28 days after the return
    assert standing(recall, FAILED).due == date(2026, 5, 11)


def test_a_standard_recall_is_looked_at_again(team, by, manager):
    recall = proposed(on_licence(team), by, PROPOSED, sentence_kind="indeterminate", answers={"out_of_touch": True})
    assert (recall.recall.type, recall.recall.fixed_days) == ("standard", None)
    sign_recall(proceeding=recall, by=manager, at=PROPOSED)
    send_pack(proceeding=recall, by=by, at=LATER)
    record_return(proceeding=again(recall), on=date(2026, 4, 10), by=by, at=noon(date(2026, 4, 10)))
    assert again(recall).counts_from == date(2026, 5, 11)  # 20 working days, 4 May a bank holiday
    with pytest.raises(EnforcementRefused):
        draft = ResultDraft("term_ended", date(2026, 5, 1))
        record_result(proceeding=recall, draft=draft, by=by, at=noon(date(2026, 5, 8)))
    draft = ResultDraft("released", date(2026, 5, 8))
    record_result(proceeding=recall, draft=draft, by=by, at=noon(date(2026, 5, 8)))
    assert again(recall).state == "decided"


def test_the_sentence_is_in_custody_from_the_return_until_the_result_says_released(team, by, manager):
    recall = requested(team, by, manager)
    back, out = date(2026, 4, 10), date(2026, 5, 8)
    record_return(proceeding=recall, on=back, by=by, at=noon(back))
    phases = [Sentence.objects.get(pk=recall.sentence_id).phase_on(day) for day in (LATER.date(), back, out)]
    assert phases == ["licence", "custody", "custody"]
    record_result(proceeding=again(recall), draft=ResultDraft("term_ended", out), by=by, at=noon(out))
    phases = [Sentence.objects.get(pk=recall.sentence_id).phase_on(day) for day in (LATER.date(), back, out)]
    assert phases == ["licence", "custody", "licence"]


def test_the_pack_tells_of_both_hands_and_what_was_tried(team, by, manager):
    told = requested(team, by, manager).pack.content
    for words in ("Warned twice", "Fixed term, 28 days", by.name, manager.name, "Out of touch for three weeks"):
        assert words in told


def test_the_pack_tells_every_release_and_recall_in_turn(team, by, manager):
    first = requested(team, by, manager)
    back, out = date(2026, 4, 10), date(2026, 5, 8)
    record_return(proceeding=first, on=back, by=by, at=noon(back))
    record_result(proceeding=again(first), draft=ResultDraft("term_ended", out), by=by, at=noon(out))
    custody = Sentence.objects.get(pk=first.sentence_id)
    sent_back, freed = date(2026, 5, 20), date(2026, 5, 27)
    return_to_custody(sentence=custody, on=sent_back, by=by, at=noon(sent_back))  # by a court, not by a recall
    release_again(sentence=custody, on=freed, by=by, at=noon(freed))
    told_at = noon(date(2026, 6, 2))
    second = proposed(custody, by, told_at)
    (turns,) = [each for each in assembled(second, told_at.date(), told_at).report.sections
                if each.heading == "Releases and recalls"]  # fmt: skip
    assert turns.table.rows == (
        ("5 January 2026", "Released"),
        ("10 April 2026", f"Recalled to custody: {first.reference}. Fixed term, 28 days"),
        ("8 May 2026", "Released again"),
        ("20 May 2026", "Returned to custody"),
        ("27 May 2026", "Released again"),
    )


def test_a_request_taken_back_owes_a_notice(team, by, manager):
    recall = requested(team, by, manager)
    withdraw_proceeding(proceeding=recall, reason="He rang in from hospital", by=by, at=LATER)
    assert again(recall).state == "notice_owed"
    notice = issue_notice(proceeding=recall, by=by, at=LATER)
    assert "rescinded" in notice.content
    assert again(recall).state == "withdrawn"


def test_a_decision_cannot_be_rewritten(team, by):
    recall = proposed(on_licence(team), by, PROPOSED)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        RecallDecision.objects.filter(proceeding=recall).update(grounds="Something else")


def test_back_before_it_was_asked_for_is_refused(team, by, manager):
    recall = requested(team, by, manager)
    for day in (date(2026, 4, 8), LATER.date() + timedelta(days=1)):
        with pytest.raises(EnforcementRefused, match="between the request"):
            record_return(proceeding=recall, on=day, by=by, at=LATER)
