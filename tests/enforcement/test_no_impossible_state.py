"""Whatever is tried with a breach or recall, in whatever order and by whatever hand, its record holds together."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction

from amends.enforcement.models import EnforcementAction, Notice, Pack, Proceeding, Result, Step
from amends.enforcement.operations import notices, proceedings, recalls, results
from amends.enforcement.operations.corrections import correct_failure
from amends.enforcement.operations.withdrawals import withdraw_action, withdraw_proceeding
from amends.organisation.operations.refusal import Refused
from amends.policy.proceedings import FINAL, MOVES
from tests.enforcement.failing import failed, noon
from tests.enforcement.proceeding_records import STARTED, failed_supervision, in_breach, on_licence, proposed
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
ALLOWED = {(move.kind, move.name, move.before, move.after) for move in MOVES}
TRIES = 14


@pytest.fixture
def team():
    return make_team("sentence_management")


def everything(made: Proceeding, random: Random) -> list[Callable[..., object]]:
    """Everything that could be tried with it, in its turn or out of it."""
    outcomes = list(Result.Outcome.values)
    action = EnforcementAction.objects.filter(rests_on__proceeding=made).order_by("pk").last()

    def at_once(operation, **given):
        return lambda **hand: operation(proceeding=made, **given, **hand)

    def on_result(by, at):
        draft = results.ResultDraft(random.choice(outcomes), at.date())
        return results.record_result(proceeding=made, draft=draft, by=by, at=at)

    def on_failure(by, at):
        return correct_failure(outcome=action.outcome, code="AAME", reason="Was ill", by=by, at=at)

    tried = [
        at_once(proceedings.suspend_breach, reason="x"), at_once(proceedings.resume_breach, reason="x"),
        at_once(proceedings.send_pack), at_once(recalls.sign_recall), at_once(notices.issue_notice),
        at_once(recalls.decline_recall, reason="x"), at_once(withdraw_proceeding, reason="x"), on_result, on_result,
        lambda by, at: proceedings.list_hearing(proceeding=made, hearing_on=at.date(), reason="x", by=by, at=at),
        lambda by, at: recalls.record_return(proceeding=made, on=at.date(), by=by, at=at),
    ]  # fmt: skip
    if action is not None:
        tried += [lambda by, at: withdraw_action(action=action, reason="x", by=by, at=at), on_failure]
    return tried


def holds_together(made: Proceeding) -> None:
    made = Proceeding.objects.get(pk=made.pk)
    steps = list(Step.objects.filter(proceeding=made).order_by("number"))
    assert [step.number for step in steps] == list(range(1, made.steps + 1))
    assert [step.before for step in steps] == ["", *(step.after for step in steps[:-1])]
    assert all((made.kind, step.name, step.before, step.after) in ALLOWED for step in steps)
    assert (steps[-1].after, steps[-1].counts_from) == (made.state, made.counts_from)
    names = [step.name for step in steps]
    assert Pack.objects.filter(proceeding=made).exists() == ("lay" in names or "request" in names)
    assert Result.objects.filter(proceeding=made).exists() == (made.state == "decided")
    assert Notice.objects.filter(proceeding=made).exists() == ("notify" in names)
    standing = EnforcementAction.objects.filter(rests_on__proceeding=made, withdrawn_at=None).exists()
    if made.state in ("withdrawn", "declined", "notice_owed"):
        assert not standing
    if made.kind == "breach" and made.state not in FINAL and made.state != "notice_owed":
        assert standing


@pytest.mark.parametrize("seed", range(12))
def test_no_sequence_leads_to_a_record_that_cannot_be(team, seed):
    random = Random(seed)
    hands = [make_user("practitioner", team), make_user("senior", team), make_user("senior", team)]
    if seed % 2:
        licence = on_licence(team)
        failed_supervision(licence.person, STARTED.date() - timedelta(days=5), hands[0])
        made = proposed(licence, random.choice(hands[:2]), STARTED)
    else:
        requirement, made = in_breach(team, hands[0])
        failed(requirement, date(2026, 4, 8), hands[0])
    at, done = STARTED, 0
    for _try in range(TRIES):
        at += timedelta(days=1)
        try:
            with transaction.atomic():
                random.choice(everything(made, random))(by=random.choice(hands), at=at)
            done += 1
        except Refused:
            pass
        holds_together(made)
    assert done, "something was done"
    assert noon(at.date()) >= STARTED
