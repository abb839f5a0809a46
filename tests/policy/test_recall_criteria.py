"""Criteria for recall: what was not answered is never read as "no"."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amends.faults import Faults
from amends.policy.recall_criteria import criteria_met, recall_criteria

ON = date(2026, 6, 1)
ANSWER = some.sampled_from([True, False, None])


@pytest.mark.parametrize(
    ("breached", "unmanageable", "outcome"),
    [
        (True, True, "met"),
        (True, False, "not_met"),
        (False, None, "not_met"),
        (True, None, "unanswered"),
        (None, True, "unanswered"),
        (None, None, "unanswered"),
    ],
)
def test_a_determinate_sentence_needs_both(breached, unmanageable, outcome):
    answers = {"licence_breached": breached, "not_manageable": unmanageable}
    assert criteria_met(answers, "determinate", on=ON).value == outcome


def test_an_indeterminate_sentence_needs_any():
    names = [each.criterion for each in recall_criteria("indeterminate", on=ON)]
    assert len(names) == 4
    for name in names:
        assert criteria_met({name: True}, "indeterminate", on=ON).value == "met"
    assert criteria_met(dict.fromkeys(names, False), "indeterminate", on=ON).value == "not_met"
    assert criteria_met(dict.fromkeys(names[1:], False), "indeterminate", on=ON).value == "unanswered"


@given(some.sampled_from(["determinate", "indeterminate"]), some.data())
def test_an_answer_given_later_never_turns_a_decision_round(sentence, data):
    names = [each.criterion for each in recall_criteria(sentence, on=ON)]
    answers = {name: data.draw(ANSWER) for name in names}
    before = criteria_met(answers, sentence, on=ON).value
    later = {name: data.draw(some.booleans()) if answer is None else answer for name, answer in answers.items()}
    after = criteria_met(later, sentence, on=ON).value
    assert after != "unanswered"
    assert before in ("unanswered", after)


def test_an_absent_answer_and_one_not_known_are_told_alike():
    absent = criteria_met({"licence_breached": True}, "determinate", on=ON)
    unknown = criteria_met({"licence_breached": True, "not_manageable": None}, "determinate", on=ON)
    assert absent == unknown
    assert "not_manageable: not answered" in absent.steps


def test_dates_and_criteria_that_there_are_not():
    with pytest.raises(Faults):
        recall_criteria("determinate", on=date(2019, 3, 31))
    assert recall_criteria("determinate", on=date(2019, 4, 1))
    with pytest.raises(Faults):
        criteria_met({"hunch": True}, "determinate", on=ON)
