"""Steps and clocks of breach and recall; the type of a recall by the rules of its day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.faults import Faults
from amends.policy.proceedings import FINAL, MOVES, after, moves_from, states_of, suspended_on, turn
from amends.policy.recall_type import recall_type, recall_type_questions

STEPS = sorted({move.name for move in MOVES})
ANSWER = some.sampled_from([True, False, None])
DAYS = [date(2020, 6, 1), date(2024, 4, 2), date(2026, 6, 1)]


@pytest.mark.parametrize(
    ("kind", "state", "counts_from", "owner", "due"),
    [
        ("breach", "started", date(2026, 4, 2), "practitioner", date(2026, 4, 13)),  # over Easter
        ("breach", "laid", date(2026, 12, 18), "court_officer", date(2027, 1, 6)),  # over Christmas, 28 December too
        ("breach", "listed", date(2026, 4, 2), "court_officer", date(2026, 4, 7)),
        ("breach", "suspended", date(2026, 4, 30), "manager", date(2026, 6, 1)),  # 4 and 25 May
        ("breach", "notice_owed", date(2026, 8, 28), "practitioner", date(2026, 9, 1)),  # 31 August
        ("recall", "proposed", date(2026, 4, 2), "manager", date(2026, 4, 7)),
        ("recall", "requested", date(2026, 5, 1), "practitioner", date(2026, 5, 11)),
    ],
)
def test_whose_turn_and_by_when(kind, state, counts_from, owner, due):
    decided = turn(kind, state, counts_from)
    assert (decided.value.owner, decided.value.due) == (owner, due)


def test_every_state_that_is_not_over_has_a_clock_and_a_way_on():
    for kind in ("breach", "recall"):
        for state in states_of(kind):
            clock = turn(kind, state, date(2026, 6, 1))
            assert (clock is None) == (state in FINAL)
            assert bool(moves_from(kind, state)) == (state not in FINAL)


@given(some.sampled_from(["breach", "recall"]), some.lists(some.sampled_from(STEPS), max_size=9))
def test_no_sequence_of_steps_leaves_the_states_or_comes_back_from_the_end(kind, names):
    state = ""
    for name in names:
        allowed = {move.name for move in moves_from(kind, state)}
        if name not in allowed:
            with pytest.raises(Faults):
                after(kind, state, name)
            continue
        assert state not in FINAL
        state = after(kind, state, name)
        assert state in states_of(kind)


def test_a_share_is_of_what_is_logged_and_not_over():
    histories = [
        [(date(2020, 8, 3), "started"), (date(2020, 8, 5), "suspended"), (date(2020, 11, 2), "started")],
        [(date(2020, 8, 4), "started")],
        [(date(2020, 8, 4), "started"), (date(2020, 10, 1), "withdrawn")],
        [(date(2020, 9, 1), "started")],
    ]
    assert suspended_on(histories, date(2020, 8, 31)) == (1, 3)
    assert suspended_on(histories, date(2020, 11, 30)) == (0, 3)


YOUNG = {"adult": True, "mappa_2_or_3": False, "charged_serious": False}


@pytest.mark.parametrize(
    ("answers", "on", "kind", "days"),
    [
        ({"no_serious_harm": True, "under_12_months": True}, date(2014, 6, 1), "fixed_term", 28),
        ({"no_serious_harm": True, "under_12_months": True}, date(2020, 6, 1), "fixed_term", 14),
        ({"no_serious_harm": True, "under_12_months": False}, date(2020, 6, 1), "fixed_term", 28),
        ({"no_serious_harm": False, "under_12_months": True}, date(2020, 6, 1), "standard", None),
        ({"no_serious_harm": True}, date(2020, 6, 1), "unanswered", None),
        ({"under_12_months": True}, date(2020, 6, 1), "unanswered", None),
        ({**YOUNG, "under_12_months": True}, date(2024, 4, 2), "fixed_term", 14),
        ({**YOUNG, "under_12_months": True}, date(2024, 4, 1), "refused", None),
        ({**YOUNG, "under_12_months": False}, date(2024, 4, 2), "unanswered", None),
        ({**YOUNG, "under_12_months": False, "no_serious_harm": False}, date(2024, 4, 2), "standard", None),
        ({"adult": True, "mappa_2_or_3": True, "no_serious_harm": False}, date(2024, 4, 2), "standard", None),
    ],
)
def test_fixed_term_or_standard_by_the_rules_of_the_day(answers, on, kind, days):
    if kind == "refused":
        with pytest.raises(Faults):
            recall_type(answers, "determinate", on=on)
        return
    decided = recall_type(answers, "determinate", on=on).value
    assert (decided.kind, decided.days) == (kind, days)


@given(some.sampled_from(DAYS), some.data())
def test_an_answer_given_later_never_turns_the_type_round(on, data):
    names = [question.criterion for question in recall_type_questions(on=on)]
    answers = {name: data.draw(ANSWER) for name in names}
    before = recall_type(answers, "determinate", on=on).value
    later = {name: data.draw(some.booleans()) if answer is None else answer for name, answer in answers.items()}
    settled = recall_type(later, "determinate", on=on).value
    assert settled.kind != "unanswered"
    assert before.kind == "unanswered" or before == settled


def test_an_indeterminate_sentence_has_no_term_and_no_rule_is_no_answer():
    assert recall_type({}, "indeterminate", on=date(2026, 6, 1)).value.kind == "standard"
    with pytest.raises(Faults):
        recall_type({}, "determinate", on=date(2012, 12, 2))
