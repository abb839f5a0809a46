"""`amends hours FILE`: what is earned by working without failure, where a service has turned that on."""

import pytest

from tests.policy.stating import adjustment, credits, earned, ete, session, stated


def test_half_an_hour_is_earned_for_each_hour_beyond_a_quarter():
    events = [
        session("2026-02-02", 600),
        session("2026-02-03", 300),
        ete("2026-02-04", 61),
        adjustment("2026-02-05", 9),
    ]
    statement = stated(events, ordered=2400, earned_reduction=True)
    assert earned(statement) == [0, 150, 30, 0]
    assert statement["earned_reduction"] == 180
    assert statement["remaining"] == 2400 - 961 - 9 - 180
    assert "earned" not in statement["lines"][0]


def test_odd_minutes_are_kept_for_the_next_line():
    events = [session("2026-02-02", 601), session("2026-02-03", 1), session("2026-02-04", 1), session("2026-02-05", 1)]
    assert earned(stated(events, ordered=2400, earned_reduction=True)) == [0, 1, 0, 1]


def test_a_quarter_is_exact():
    events = [session("2026-02-02", 600), session("2026-02-03", 2), session("2026-02-04", 1), session("2026-02-05", 1)]
    assert earned(stated(events, ordered=2403, earned_reduction=True)) == [0, 0, 1, 0]


def test_the_quarter_is_of_the_hours_with_all_changes():
    changes = [{"on": "2026-12-01", "minutes": 400, "reason": "court"}]
    events = [session("2026-02-02", 600), session("2026-02-03", 200)]
    assert earned(stated(events, ordered=2400, changes=changes, earned_reduction=True)) == [0, 50]


def test_a_failure_is_in_the_first_quarter_of_the_hours_with_all_changes():
    changes = [{"on": "2026-12-01", "minutes": 400, "reason": "court"}]
    events = [session("2026-02-02", 650), session("2026-02-03", 60, "UACP"), session("2026-02-04", 200)]
    assert earned(stated(events, ordered=2400, changes=changes, earned_reduction=True)) == [0, 0, 0]
    assert earned(stated(events, ordered=2400, earned_reduction=True)) == [25, 0, 100]


def test_what_is_earned_is_cut_to_what_then_remains():
    statement = stated([session("2026-02-02", 600), session("2026-02-03", 400)], ordered=1200, earned_reduction=True)
    assert earned(statement) == [150, 50]
    assert statement["remaining"] == 0
    statement = stated(
        [session("2026-02-02", 600), session("2026-02-03", 600)], ordered=1300, earned_reduction=True, code=1
    )
    assert earned(statement) == [137, 0]
    assert credits(statement) == [(600, 0), (563, 37)]


def test_nothing_is_earned_unless_switched_on():
    events = [session("2026-02-02", 600), session("2026-02-03", 600)]
    assert earned(stated(events, ordered=2400)) == [0, 0]
    assert earned(stated(events, ordered=2400, later_failure_ends_earning=True)) == [0, 0]


def test_the_switch_decides_whatever_the_dates():
    events = [session("2020-02-03", 600), session("2020-02-04", 600)]
    assert earned(stated(events, ordered=2400, sentenced="2020-01-06", earned_reduction=True)) == [0, 300]


@pytest.mark.parametrize("outcome", ["AFTC", "ATSH", "UACP", "ATFI"])
def test_a_failure_in_the_first_quarter_ends_earning_before_it_began(outcome):
    events = [
        session("2026-02-02", 599),
        session("2026-02-03", 420, outcome),
        session("2026-02-04", 420),
        session("2026-02-05", 420),
    ]
    assert earned(stated(events, ordered=2400, earned_reduction=True)) == [0, 0, 0, 0]


@pytest.mark.parametrize("outcome", ["ATSS", "AASD", "AAME", "RSSR", "RSOF", "ATCH"])
def test_what_is_no_failure_ends_nothing(outcome):
    events = [session("2026-02-02", 60, outcome), session("2026-02-03", 600), session("2026-02-04", 420)]
    assert sum(earned(stated(events, ordered=2400, earned_reduction=True, later_failure_ends_earning=True))) > 0


def test_a_failure_later_ends_earning_only_with_the_second_switch():
    events = [
        session("2026-02-02", 600),
        session("2026-02-03", 100),
        session("2026-02-04", 100, "UACP"),
        session("2026-02-05", 100),
    ]
    assert earned(stated(events, ordered=2400, earned_reduction=True)) == [0, 50, 0, 50]
    frozen = stated(events, ordered=2400, earned_reduction=True, later_failure_ends_earning=True)
    assert earned(frozen) == [0, 50, 0, 0]
    assert frozen["earned_reduction"] == 50


def test_a_failure_when_the_quarter_is_just_done_is_a_later_one():
    events = [session("2026-02-02", 600), session("2026-02-03", 100, "UACP"), session("2026-02-04", 100)]
    assert earned(stated(events, ordered=2400, earned_reduction=True)) == [0, 0, 50]
