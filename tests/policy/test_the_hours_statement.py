"""`amends hours FILE`: what is credited, what is left, and why."""

import json
from copy import deepcopy

import pytest

from tests.policy.calling import call

EXAMPLE = {
    "ordered_minutes": 6000,
    "sentence_date": "2026-03-02",
    "changes": [{"on": "2026-05-01", "minutes": 600, "reason": "court"}],
    "events": [
        {
            "kind": "session",
            "start": "2026-03-29T00:30:00+00:00",
            "end": "2026-03-29T02:30:00+00:00",
            "outcome": "ATTC",
            "penalty_minutes": 0,
        },
        {
            "kind": "session",
            "start": "2026-04-07T09:00:00+01:00",
            "end": "2026-04-07T16:00:00+01:00",
            "outcome": "AASD",
        },
        {"kind": "ete", "on": "2026-04-10", "minutes": 120},
        {"kind": "adjustment", "on": "2026-04-12", "minutes": 60, "reason": "travel"},
    ],
    "policy": {"earned_reduction": True, "later_failure_ends_earning": False},
}
ANSWER = {
    "ordered": 6600,
    "credited_sessions": 180,
    "credited_ete": 120,
    "adjustments": 60,
    "earned_reduction": 0,
    "remaining": 6240,
    "ete": {"allowed": 1980, "used": 120, "left": 1860},
    "status": "working",
    "lines": [
        {"event": 0, "credited": 120, "rule": "session_credit", "note": ""},
        {"event": 1, "credited": 60, "rule": "stand_down_credit", "note": ""},
        {"event": 2, "credited": 120, "rule": "ete_cap", "note": ""},
        {"event": 3, "credited": 60, "rule": "adjustment", "note": ""},
    ],
}


def session(day, minutes, outcome="ATTC", at="09:00", **more):
    """A session of so many minutes, at most 14 hours, on a day without a clock change."""
    hour, minute = (int(part) for part in at.split(":"))
    until = hour * 60 + minute + minutes
    end = f"{day}T{until // 60:02}:{until % 60:02}"
    return {"kind": "session", "start": f"{day}T{at}", "end": end, "outcome": outcome, **more}


def ete(day, minutes):
    return {"kind": "ete", "on": day, "minutes": minutes}


def adjustment(day, minutes, reason="other"):
    return {"kind": "adjustment", "on": day, "minutes": minutes, "reason": reason}


def ask(record):
    return call("hours", "-", stdin=json.dumps(record))


def stated(events, ordered=6000, sentenced="2026-01-05", changes=None, code=0, **policy):
    record = {"ordered_minutes": ordered, "sentence_date": sentenced, "events": events}
    if changes is not None:
        record["changes"] = changes
    if policy:
        record["policy"] = policy
    answer = ask(record)
    assert answer.code == code, answer.faults
    return json.loads(answer.out)


def credits(statement):
    return [(line["credited"], line.get("surplus", 0)) for line in statement["lines"]]


def earned(statement):
    return [line.get("earned", 0) for line in statement["lines"]]


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


def faults(change):
    record = deepcopy(EXAMPLE)
    change(record)
    answer = ask(record)
    assert (answer.code, answer.out) == (2, "")
    return answer.faults


def with_event(event):
    return lambda record: record["events"].insert(2, event)


@pytest.mark.parametrize(
    ("event", "field"),
    [
        (ete("2026-03-01", 60), "on"),
        (session("2026-03-01", 60), "start"),
        ({"kind": "session", "start": "2026-03-01T23:59Z", "end": "2026-03-02T08:00Z", "outcome": "UACP"}, "start"),
        ({"kind": "session", "start": "2026-04-08T09:00", "end": "2026-04-08T09:00", "outcome": "ATTC"}, "end"),
        ({"kind": "session", "start": "2026-04-08T09:00", "end": "2026-04-08T08:00", "outcome": "UACP"}, "end"),
        ({"kind": "session", "start": "2026-04-08T09:00+01:00", "end": "2026-04-08T08:30Z", "outcome": "X"}, "outcome"),
        (session("2026-04-08", 60, penalty_minutes=61), "penalty_minutes"),
        (session("2026-04-08", 60, penalty_minutes=-1), "penalty_minutes"),
        (session("2026-04-08", 60, penalty_minutes=1.5), "penalty_minutes"),
        (session("2026-04-08", 60, penalty_minutes=True), "penalty_minutes"),
        (session("2026-04-08", 60, "attc"), "outcome"),
        (session("2026-04-08", 60, ""), "outcome"),
        (session("2026-04-08", 60, None), "outcome"),
        (session("2026-04-08", 60, notice="soon"), "notice"),
        ({"kind": "session", "start": "2026-03-29T01:30", "end": "2026-03-29T05:00", "outcome": "UACP"}, "start"),
        ({"kind": "session", "start": "2026-10-25T00:30", "end": "2026-10-25T01:00", "outcome": "UACP"}, "end"),
        ({"kind": "session", "start": "2026-04-08", "end": "2026-04-08T10:00", "outcome": "UACP"}, "start"),
        ({"kind": "session", "end": "2026-04-08T10:00", "outcome": "UACP"}, "start"),
        ({"kind": "session", "start": "2026-03-29T02:30Z", "end": "2026-03-29T02:30:20Z", "outcome": "ATTC"}, "end"),
        ({"kind": "session", "start": "2026-03-29T02:29Z", "end": "2026-03-29T02:31Z", "outcome": "ATSH"}, "start"),
        ({"kind": "lunch", "on": "2026-04-08"}, "kind"),
        ({"on": "2026-04-08", "minutes": 60}, "kind"),
        ({"kind": ["ete"]}, "kind"),
        (ete("2026-04-08", 60.5), "minutes"),
        (ete("2026-04-08", "60"), "minutes"),
        (ete("2026-04-08", -60), "minutes"),
        (ete("2026-04-31", 60), "on"),
        ({"kind": "ete", "on": "2026-04-08"}, "minutes"),
        (ete("2026-04-08", 60) | {"penalty": 1}, '"penalty"'),
        (adjustment("2026-04-08", 60, "kindness"), "reason"),
        ({"kind": "adjustment", "on": "2026-04-08", "minutes": 60}, "reason"),
        (adjustment("2026-04-08", 181, "travel"), "minutes"),
        (adjustment("2026-04-08", -181, "travel"), "minutes"),
        (adjustment("2026-04-08", 0.5, "correction"), "minutes"),
        (adjustment("2026-03-01", 60, "correction"), "on"),
    ],
)
def test_a_faulty_event_is_told_by_its_index(event, field):
    (fault,) = faults(with_event(event))
    assert fault.startswith(f"- event 2: {field}: ")


def test_every_fault_of_one_event_is_told():
    event = session("2026-04-08", 60, "GONE", notice="never") | {"start": "2026-03-29T01:30", "penalty_minutes": "5"}
    fields = [fault.removeprefix("- event 2: ").partition(":")[0] for fault in faults(with_event(event))]
    assert sorted(fields) == ["notice", "outcome", "penalty_minutes", "start"]


def test_an_event_that_is_no_object_is_told():
    assert faults(with_event("ETE"))[0].startswith("- event 2: ")


@pytest.mark.parametrize(
    ("minutes", "reason"), [(180, "travel"), (0, "travel"), (-60, "travel"), (181, "other"), (-60, "other")]
)
def test_an_adjustment_within_bounds_is_taken(minutes, reason):
    assert stated([adjustment("2026-02-02", minutes, reason)])["adjustments"] == minutes


def test_sessions_that_touch_do_not_overlap_and_those_not_attended_may():
    events = [
        session("2026-02-02", 60, at="10:00"),
        session("2026-02-02", 60, at="09:00"),
        session("2026-02-02", 300, "AASD"),
        session("2026-02-02", 300, "UACP"),
    ]
    assert [credited for credited, _ in credits(stated(events))] == [60, 60, 60, 0]


def test_a_short_session_within_a_long_one_and_the_next_are_both_told():
    record = {
        "ordered_minutes": 6000,
        "sentence_date": "2026-01-05",
        "events": [
            session("2026-02-02", 400),
            session("2026-02-02", 10, at="10:00"),
            session("2026-02-02", 10, at="11:00"),
        ],
    }
    answer = ask(record)
    assert answer.code == 2
    assert [line.split(":")[0] for line in answer.faults] == ["- event 1", "- event 2"]


def test_all_faults_of_a_file_are_told_at_once_with_the_name_of_the_file(tmp_path):
    record = deepcopy(EXAMPLE)
    record["events"][0]["end"] = record["events"][0]["start"]
    record["events"][1]["outcome"] = "NONE"
    record["events"][2]["minutes"] = 0.5
    record["colour"] = "red"
    record["policy"]["earned_reduction"] = 1
    file = tmp_path / "requirement.json"
    file.write_text(json.dumps(record))
    answer = call("hours", file)
    assert answer.code == 2
    assert len(answer.faults) == 5
    assert all(line.startswith(str(file)) for line in answer.faults)
    for place in ("event 0: end", "event 1: outcome", "event 2: minutes", '"colour"', "policy: earned_reduction"):
        assert sum(place in line for line in answer.faults) == 1


def set_to(key, value):
    return lambda record: record.__setitem__(key, value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (set_to("ordered_minutes", 6000.5), "ordered_minutes"),
        (set_to("ordered_minutes", True), "ordered_minutes"),
        (set_to("ordered_minutes", -1), "ordered_minutes"),
        (set_to("sentence_date", "2026-3-2"), "sentence_date"),
        (set_to("events", {}), "events"),
        (set_to("changes", None), "changes"),
        (set_to("policy", []), "policy"),
        (lambda record: record.pop("ordered_minutes"), "ordered_minutes"),
        (lambda record: record.pop("sentence_date"), "sentence_date"),
        (lambda record: record["changes"][0].update(minutes=1.5), "minutes"),
        (lambda record: record["changes"][0].update(minutes=-6001), "minutes"),
        (lambda record: record["changes"][0].update(on="2026-03-01"), "on"),
        (lambda record: record["changes"][0].pop("on"), "on"),
        (lambda record: record["policy"].update(earned=True), '"earned"'),
    ],
)
def test_a_faulty_requirement_is_told(change, field):
    (fault,) = faults(change)
    assert f"{field}: " in fault


def test_policy_and_changes_may_be_left_out():
    record = deepcopy(EXAMPLE)
    del record["policy"], record["changes"]
    assert json.loads(ask(record).out)["ordered"] == 6000


def test_a_requirement_before_there_was_a_rule_for_ete_is_refused():
    for events in ([], [session("2005-04-03", 60)], [ete("2005-04-03", 60)]):
        answer = ask({"ordered_minutes": 6000, "sentence_date": "2005-01-04", "events": events})
        assert answer.code == 2
        assert "no rule" in answer.faults[0]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"events": [], "events": []}', '{"ordered_minutes": NaN}', "\ud800"])
def test_what_is_not_one_json_object_is_refused(text, tmp_path):
    file = tmp_path / "requirement.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    answer = call("hours", file)
    assert (answer.code, answer.out, len(answer.faults)) == (2, "", 1)


def test_a_missing_file_is_told(tmp_path):
    answer = call("hours", tmp_path / "none.json")
    assert (answer.code, len(answer.faults)) == (2, 1)
