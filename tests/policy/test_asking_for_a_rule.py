"""How `amends rule` is called, and how it refuses."""

import json
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.policy.calling import call, decide, refused

RULES = [
    "order_hours",
    "completion_date",
    "weekly_offer",
    "ete_cap",
    "session_credit",
    "stand_down_credit",
    "group_size",
    "earned_reduction",
    "enforcement_step",
    "minimum_contact",
    "case_tier",
    "workload_capacity",
]


def test_without_a_name_the_rules_are_listed_with_their_inputs():
    answer = call("rule")
    assert answer.code == 0
    names = [line.partition(":")[0] for line in answer.out.splitlines() if not line.startswith(" ")]
    assert [name for name in names if name in RULES] == RULES
    for name in ("ordered_minutes", "penalty_minutes", "credited_at_later_failure", "warnings", "region_tier"):
        assert f"    {name} (" in answer.out


def test_a_decision_says_what_it_rests_on():
    decision = decide("ete_cap", ordered_minutes=6000)
    assert list(decision) == ["value", "rule", "source", "confidence", "steps"]
    assert decision["rule"] == "ete_cap"
    assert decision["source"]
    assert decision["steps"]


def test_the_rule_named_is_the_rule_asked_for():
    inputs = {"start": "2026-04-07T09:00Z", "end": "2026-04-07T16:00Z", "outcome": "AASD"}
    assert decide("session_credit", **inputs)["rule"] == "session_credit"


def test_options_and_inputs_may_stand_in_any_order():
    orders = [
        ["rule", "ete_cap", "--on", "2020-07-05", "ordered_minutes=6000"],
        ["rule", "ete_cap", "ordered_minutes=6000", "--on", "2020-07-05"],
        ["rule", "--on", "2020-07-05", "ete_cap", "ordered_minutes=6000"],
        ["rule", "--on=2020-07-05", "ete_cap", "ordered_minutes=6000"],
    ]
    assert [json.loads(call(*order).out)["value"] for order in orders] == [1200] * 4


def test_inputs_may_come_as_a_json_object_from_a_file_or_standard_input(tmp_path):
    file = tmp_path / "inputs.json"
    file.write_bytes(b"\xef\xbb\xbf" + json.dumps({"ordered_minutes": 6000}).encode())
    assert decide("ete_cap", "--json", file)["value"] == 1800
    answer = call("rule", "ete_cap", "--on", "2026-06-01", "--json", "-", stdin='{"ordered_minutes": 6000}')
    assert json.loads(answer.out)["value"] == 1800


def test_without_a_date_the_rule_of_today_answers(monkeypatch):
    from amends.policy import catalogue

    monkeypatch.setattr(catalogue, "today", lambda: datetime(2020, 7, 5, tzinfo=ZoneInfo("Europe/London")).date())
    assert json.loads(call("rule", "ete_cap", "ordered_minutes=6000").out)["value"] == 1200


def test_offsets_may_be_written_in_each_iso_form():
    for offset in ("Z", "+00:00", "+0000", "+00", "-00:00"):
        end = {"end": f"2026-04-07T10:00{offset}", "start": "2026-04-07T09:00:00.000Z"}
        assert decide("session_credit", outcome="ATTC", **end)["value"] == 60
    for offset in ("z", "+24:00", "+1", "BST", " +00:00"):
        refused("session_credit", start="2026-04-06T09:00Z", end=f"2026-04-07T10:00{offset}", outcome="ATTC")


def test_every_fault_is_told_on_a_line_of_its_own():
    faults = refused("session_credit", start="yesterday", outcome="XXXX", penalty_minutes="-1", colour="red")
    assert sorted(fault.partition(":")[0] for fault in faults) == [
        "colour",
        "end",
        "outcome",
        "penalty_minutes",
        "start",
    ]


@pytest.mark.parametrize(
    ("name", "words", "field"),
    [
        ("ete_cap", [], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=-1"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=60.0"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=6_0"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=+60"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes= 60"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=\u0661"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=nan"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes="], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=true"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=" + "9" * 5000], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=60", "ordered_minutes=60"], "ordered_minutes"),
        ("ete_cap", ["ordered_minutes=60", "on=2020-01-01"], "on"),
        ("ete_cap", ["ordered_minutes"], '"ordered_minutes"'),
        ("ete_cap", ["=60"], '"=60"'),
        ("weekly_offer", ["intensive=yes"], "intensive"),
        ("weekly_offer", ["intensive=1"], "intensive"),
        ("weekly_offer", ["intensive=null"], "intensive"),
        ("group_size", ["region_tier=4"], "region_tier"),
        ("group_size", ["region_tier="], "region_tier"),
        ("stand_down_credit", ["notice=later"], "notice"),
        ("completion_date", ["sentence_date=2027-02-29"], "sentence_date"),
        ("completion_date", ["sentence_date=20270228"], "sentence_date"),
        ("completion_date", ["sentence_date=2027-W01-1"], "sentence_date"),
        ("completion_date", ["sentence_date=9999-12-31"], "sentence_date"),
        ("enforcement_step", ["failures=[]"], "failures"),
        ("earned_reduction", ["ordered_minutes=6000"], "credited_minutes"),
    ],
)
def test_a_wrong_input_is_refused(name, words, field):
    (fault,) = refused(name, *words)
    assert fault.startswith(f"{field}: ")


@pytest.mark.parametrize(
    "text",
    [
        '{"ordered_minutes": true}',
        '{"ordered_minutes": "6000"}',
        '{"ordered_minutes": 60.5}',
        '{"ordered_minutes": null}',
        '{"ordered_minutes": NaN}',
        '{"ordered_minutes": Infinity}',
        '{"ordered_minutes": 1e400}',
        '{"ordered_minutes": 1' + "0" * 400 + "}",
        '{"ordered_minutes": -1}',
        '{"ordered_minutes": [60]}',
        '{"ordered_minutes": 60, "ordered_minutes": 61}',
        '{"ordered_minutes": 60, "on": "2020-01-01"}',
        '{"ordered_minutes": 60, "new\\nline": 1}',
        "{}",
        "[6000]",
        "6000",
        "",
        "{",
        "[" * 100_000,
    ],
)
def test_wrong_json_is_refused_on_one_line(text):
    assert len(refused("ete_cap", "--json", "-", stdin=text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '{"failures": []}',
        '{"failures": {}}',
        '{"failures": [{"on": "2026-01-10"}]}',
        '{"failures": [{"on": "2026-01-10", "acceptable": 0}]}',
        '{"failures": [{"on": "2026-02-30", "acceptable": false}]}',
        '{"failures": [{"on": "2026-01-10", "acceptable": false, "why": "ill"}]}',
        '{"failures": [{"on": "2026-01-10", "acceptable": false}], "warnings": ["soon"]}',
        '{"failures": [{"on": "2026-01-10", "acceptable": false}], "warnings": null}',
        '{"warnings": []}',
    ],
)
def test_a_wrong_list_of_failures_is_refused(text):
    assert len(refused("enforcement_step", "--json", "-", stdin=text)) == 1


def test_an_input_given_twice_in_two_ways_is_refused():
    faults = refused("ete_cap", "--json", "-", "ordered_minutes=60", stdin='{"ordered_minutes": 60}')
    assert len(faults) == 1


def test_a_tier_may_be_a_number_in_json_but_not_a_truth():
    answer = call("rule", "group_size", "--on", "2020-11-01", "--json", "-", stdin='{"region_tier": 3}')
    assert json.loads(answer.out)["value"] == 4
    refused("group_size", "--json", "-", on="2020-11-01", stdin='{"region_tier": true}')


@pytest.mark.parametrize("on", ["tomorrow", "2026-02-30", "20260201", "", "2026-2-1"])
def test_a_wrong_date_is_refused(on):
    (fault,) = refused("ete_cap", "ordered_minutes=60", on=on)
    assert fault.startswith("--on: ")


def test_an_unknown_rule_is_refused_with_the_names():
    (fault,) = refused("ete_share")
    assert "ete_cap" in fault


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for place in (tmp_path / "none.json", tmp_path):
        (fault,) = refused("ete_cap", "--json", place)
        assert str(place) in fault
    latin = tmp_path / "latin.json"
    latin.write_bytes(b'{"ordered_minutes": "\xe9"}')
    assert "latin.json" in refused("ete_cap", "--json", latin)[0]


def test_a_stray_option_is_refused():
    assert call("rule", "ete_cap", "--colour", "red").code == 2


def test_the_console_script_starts_without_what_it_does_not_need():
    code = (
        "import sys; from amends.cli import main; done = main(['rule', 'ete_cap', 'ordered_minutes=6000']);"
        "print(done, [name for name in ('django', 'holidays', 'numpy') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "0 []"
    assert json.loads(done.stdout)["value"] == 1800


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ((), "COMMAND"),
        (("nonsense",), "nonsense"),
        (("hours",), "FILE"),
        (("rule", "ete_cap", "--on"), "--on"),
        (("rule", "ete_cap", "--wrong"), "--wrong"),
        (("plan", "week"), "--out"),
        (("check", "week", "plan", "more"), "more"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(words, names):
    answer = call(*words)
    assert (answer.code, answer.out) == (2, "")
    (fault,) = answer.faults
    assert names in fault


@pytest.mark.parametrize("words", [(), ("audit",), ("audit", "verify"), ("rule",), ("hours",), ("plan",), ("check",)])
def test_help_shows_an_example(words):
    answer = call(*words, "--help")
    assert answer.code == 0
    assert "Example: amends " in answer.out
