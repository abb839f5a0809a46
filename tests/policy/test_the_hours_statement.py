"""`amends hours FILE`: what is credited, what is left, and why."""

import json

import pytest

from tests.policy.calling import call
from tests.policy.stating import ANSWER, EXAMPLE, adjustment, credits, ete, session, stated


def test_the_example_of_the_contract(tmp_path):
    file = tmp_path / "requirement.json"
    file.write_text(json.dumps(EXAMPLE))
    answer = call("hours", file)
    assert (answer.code, json.loads(answer.out), answer.faults) == (0, ANSWER, [])


def test_a_requirement_on_which_nothing_happened_has_not_started():
    statement = stated([], sentenced="2020-07-05")
    assert statement["status"] == "not_started"
    assert statement["remaining"] == 6000
    assert statement["ete"] == {"allowed": 1200, "used": 0, "left": 1200}
    assert statement["lines"] == []


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([session("2026-02-02", 420, "UACP")], "not_started"),
        ([adjustment("2026-02-02", 120)], "not_started"),
        ([session("2026-02-02", 420, "AASD")], "working"),
        ([session("2026-02-02", 420, "AASD", notice="before_day")], "not_started"),
        ([ete("2026-02-02", 1)], "working"),
        ([adjustment("2026-02-02", 6000)], "hours_completed"),
    ],
)
def test_the_status(events, status):
    assert stated(events)["status"] == status


def test_credit_stops_at_what_remains_and_the_surplus_is_told():
    statement = stated([session("2026-02-02", 420), session("2026-02-03", 420)], ordered=600, code=1)
    assert credits(statement) == [(420, 0), (180, 240)]
    assert statement["remaining"] == 0
    assert statement["status"] == "hours_completed"
    assert "surplus" not in statement["lines"][0]


def test_a_stand_down_and_an_adjustment_stop_there_too():
    statement = stated(
        [session("2026-02-02", 590), session("2026-02-03", 420, "AASD"), adjustment("2026-02-04", 30)],
        ordered=600,
        code=1,
    )
    assert credits(statement) == [(590, 0), (10, 50), (0, 30)]


def test_ete_stops_at_its_share_and_at_what_remains():
    statement = stated([ete("2026-02-02", 1700), ete("2026-02-03", 200)], code=1)
    assert credits(statement) == [(1700, 0), (100, 100)]
    assert statement["ete"] == {"allowed": 1800, "used": 1800, "left": 0}
    statement = stated([session("2026-02-02", 590), ete("2026-02-03", 30)], ordered=600, code=1)
    assert credits(statement) == [(590, 0), (10, 20)]


def test_each_ete_event_is_held_to_the_share_of_its_own_date():
    events = [ete("2020-07-05", 1300), ete("2020-07-06", 500), ete("2020-07-07", 200)]
    statement = stated(events, sentenced="2020-01-06", code=1)
    assert credits(statement) == [(1200, 100), (500, 0), (100, 100)]
    assert statement["ete"]["allowed"] == 1800


def test_the_share_allowed_is_that_of_the_latest_event_in_time_not_in_the_file():
    statement = stated([session("2020-07-06", 60), session("2020-06-01", 60)], sentenced="2020-01-06")
    assert statement["ete"]["allowed"] == 1800
    assert stated([session("2020-06-01", 60)], sentenced="2020-01-06")["ete"]["allowed"] == 1200


def test_the_share_is_of_all_the_hours_that_the_court_ordered_and_not_of_adjustments():
    statement = stated(
        [adjustment("2026-02-01", -600)], changes=[{"on": "2026-09-01", "minutes": 601, "reason": "court"}]
    )
    assert statement["ete"]["allowed"] == 1980
    assert statement["remaining"] == 7201


def test_a_date_alone_is_taken_at_its_end():
    statement = stated([ete("2026-02-02", 30), session("2026-02-02", 590)], ordered=600, code=1)
    assert credits(statement) == [(10, 20), (590, 0)]


def test_its_end_is_that_of_the_day_in_london():
    events = [
        ete("2026-07-01", 30),
        {"kind": "session", "start": "2026-07-01T22:30Z", "end": "2026-07-02T08:20Z", "outcome": "ATTC"},
    ]
    assert credits(stated(events, ordered=600, code=1)) == [(10, 20), (590, 0)]
    events[1] |= {"start": "2026-07-01T23:00Z", "end": "2026-07-02T08:50Z"}
    assert credits(stated(events, ordered=600, code=1)) == [(30, 0), (570, 20)]


def test_ties_are_taken_as_in_the_file():
    assert credits(stated([ete("2026-02-02", 30), adjustment("2026-02-02", 590)], ordered=600, code=1)) == [
        (30, 0),
        (570, 20),
    ]
    assert credits(stated([adjustment("2026-02-02", 590), ete("2026-02-02", 30)], ordered=600, code=1)) == [
        (590, 0),
        (10, 20),
    ]


def test_a_change_acts_on_what_remains_from_its_date_on():
    events = [session("2026-02-02", 590), session("2026-02-03", 60), session("2026-02-04", 60)]
    changes = [{"on": "2026-02-04", "minutes": 60, "reason": "court"}]
    statement = stated(events, ordered=600, changes=changes, code=1)
    assert credits(statement) == [(590, 0), (10, 50), (60, 0)]
    assert statement["ordered"] == 660
    assert statement["remaining"] == 0


def test_a_cut_below_what_is_credited_leaves_nothing():
    changes = [{"on": "2026-02-03", "minutes": -400, "reason": "court"}]
    statement = stated([session("2026-02-02", 420)], ordered=600, changes=changes)
    assert statement["ordered"] == 200
    assert statement["remaining"] == 0
    assert statement["status"] == "hours_completed"
    assert statement["ete"]["allowed"] == 60


def test_a_correction_may_take_back_and_opens_what_was_full():
    events = [session("2026-02-02", 600), adjustment("2026-02-03", -60, "correction"), session("2026-02-04", 100)]
    statement = stated(events, ordered=600, code=1)
    assert credits(statement) == [(600, 0), (-60, 0), (60, 40)]
    assert statement["adjustments"] == -60


def test_those_turned_away_and_sent_home_bear_no_penalty():
    events = [
        session("2026-02-02", 420, "AASD", penalty_minutes=60),
        session("2026-02-03", 420, "AASD", notice="before_travel"),
        session("2026-02-04", 420, "AASD", notice="before_day"),
        session("2026-02-05", 20, "ATSS", penalty_minutes=20),
        session("2026-02-06", 200, "ATSS", penalty_minutes=20),
    ]
    statement = stated(events)
    assert [credited for credited, _ in credits(statement)] == [60, 60, 0, 60, 200]
    assert [line["rule"] for line in statement["lines"]][:3] == ["stand_down_credit"] * 3


def test_other_outcomes():
    outcomes = ["ATTC", "AFTC", "ATSH", "ATCH", "UACP", "ATFI", "AAME", "AAEM", "AAFC", "AACL", "AARC", "RSSR", "RSOF"]
    events = [session(f"2026-02-{day:02}", 100, code, penalty_minutes=10) for day, code in enumerate(outcomes, start=1)]
    assert [credited for credited, _ in credits(stated(events))] == [90] * 4 + [0] * 9
