"""`amends hours FILE`: what is told of a record that cannot be."""

import json
from copy import deepcopy

import pytest

from tests.policy.calling import call
from tests.policy.stating import EXAMPLE, adjustment, ask, credits, ete, session, stated


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
