"""What each rule answers, from the figures in its sources."""

import json

import pytest

from tests.policy.calling import call, decide, refused


@pytest.mark.parametrize(
    ("on", "minutes", "value"),
    [
        ("1990-01-01", 2399, {"allowed": False, "least": 2400, "most": 14400}),
        ("1990-01-01", 2400, {"allowed": True, "least": 2400, "most": 14400}),
        ("2005-04-03", 14401, {"allowed": False, "least": 2400, "most": 14400}),
        ("2005-04-04", 14401, {"allowed": True, "least": 2400, "most": 18000}),
        ("2026-06-01", 18000, {"allowed": True, "least": 2400, "most": 18000}),
        ("2026-06-01", 18001, {"allowed": False, "least": 2400, "most": 18000}),
        ("2026-06-01", 0, {"allowed": False, "least": 2400, "most": 18000}),
    ],
)
def test_order_hours_are_bounded_by_the_law_of_the_day(on, minutes, value):
    decision = decide("order_hours", on=on, minutes=minutes)
    assert decision["value"] == value
    assert decision["confidence"] == "F"


def test_order_hours_tell_of_the_lower_bound_on_breach():
    assert any("1200" in step and "breach" in step for step in decide("order_hours", minutes=2400)["steps"])


@pytest.mark.parametrize(
    ("sentenced", "last"),
    [
        ("2020-03-10", "2021-03-09"),
        ("2028-02-29", "2029-02-28"),
        ("2027-02-28", "2028-02-27"),
        ("2027-03-01", "2028-02-29"),
        ("2026-01-01", "2026-12-31"),
        ("2025-12-31", "2026-12-30"),
    ],
)
def test_twelve_months_begin_with_the_sentence_date(sentenced, last):
    decision = decide("completion_date", sentence_date=sentenced)
    assert decision["value"] == last
    assert any("s.36" in step for step in decision["steps"])


@pytest.mark.parametrize(
    ("on", "intensive", "minutes", "confidence"),
    [
        ("2005-04-04", "false", 360, "F"),
        ("2014-12-31", "false", 360, "F"),
        ("2015-01-01", "false", 420, "default"),
        ("2026-06-01", "true", 1680, "default"),
    ],
)
def test_weekly_offer(on, intensive, minutes, confidence):
    decision = decide("weekly_offer", on=on, intensive=intensive)
    assert (decision["value"], decision["confidence"]) == (minutes, confidence)


def test_weekly_offer_is_ordinary_unless_told():
    assert decide("weekly_offer")["value"] == 420


@pytest.mark.parametrize(
    ("on", "ordered", "minutes"),
    [
        ("2005-04-04", 6000, 1200),
        ("2020-07-05", 6000, 1200),
        ("2020-07-06", 6000, 1800),
        ("2020-07-05", 2404, 480),
        ("2020-07-06", 2401, 720),
        ("2020-07-06", 3, 0),
        ("2020-07-06", 10, 3),
    ],
)
def test_ete_cap_rounds_down_to_the_minute(on, ordered, minutes):
    assert decide("ete_cap", on=on, ordered_minutes=ordered)["value"] == minutes


@pytest.mark.parametrize(("notice", "minutes"), [("on_site", 60), ("before_travel", 60), ("before_day", 0)])
def test_stand_down_credit(notice, minutes):
    decision = decide("stand_down_credit", notice=notice)
    assert (decision["value"], decision["confidence"]) == (minutes, "F")


def test_stand_down_is_on_site_unless_told():
    assert decide("stand_down_credit")["value"] == 60


@pytest.mark.parametrize(
    ("tier", "on", "people", "confidence"),
    [
        ("open", "2005-04-04", 8, "default"),
        ("open", "2020-07-05", 8, "default"),
        ("open", "2020-07-06", 6, "F"),
        ("open", "2022-03-31", 6, "F"),
        ("open", "2022-04-01", 8, "default"),
        ("1", "2020-10-14", 6, "F"),
        ("2", "2020-10-14", 6, "F"),
        ("3", "2020-10-14", 4, "F"),
        ("lockdown", "2020-03-24", 0, "default"),
        ("lockdown", "2020-11-04", 0, "default"),
        ("lockdown", "2020-11-05", 6, "F"),
        ("lockdown", "2021-01-03", 6, "F"),
        ("lockdown", "2021-01-04", 0, "default"),
    ],
)
def test_group_size(tier, on, people, confidence):
    decision = decide("group_size", on=on, region_tier=tier)
    assert (decision["value"], decision["confidence"]) == (people, confidence)


@pytest.mark.parametrize(
    ("name", "on", "inputs"),
    [
        ("order_hours", "1972-12-31", {"minutes": 2400}),
        ("completion_date", "1972-12-31", {"sentence_date": "2020-01-01"}),
        ("completion_date", "2020-01-01", {"sentence_date": "1972-12-31"}),
        ("weekly_offer", "2005-04-03", {}),
        ("weekly_offer", "2005-04-03", {"intensive": "true"}),
        ("ete_cap", "2005-04-03", {"ordered_minutes": 6000}),
        ("group_size", "2005-04-03", {"region_tier": "open"}),
        ("group_size", "2020-10-13", {"region_tier": "1"}),
        ("group_size", "2020-10-13", {"region_tier": "3"}),
        ("group_size", "2020-03-23", {"region_tier": "lockdown"}),
    ],
)
def test_a_date_without_a_rule_is_refused(name, on, inputs):
    (fault,) = refused(name, on=on, **inputs)
    assert "no rule" in fault
    assert "1972-12-31" in fault or on in fault


def session(start, end, outcome="ATTC", **inputs):
    return decide("session_credit", start=start, end=end, outcome=outcome, **inputs)["value"]


def test_a_session_credits_elapsed_time_less_its_penalty():
    assert session("2026-04-07T09:00", "2026-04-07T16:00") == 420
    assert session("2026-04-07T09:00", "2026-04-07T16:00", penalty_minutes=35) == 385
    assert session("2026-04-07T09:00", "2026-04-07T10:00", penalty_minutes=60) == 0


def test_a_clock_change_alters_no_work():
    assert session("2026-03-29T00:30", "2026-03-29T02:30") == 60
    assert session("2026-10-25T00:30", "2026-10-25T02:30") == 180
    assert session("2026-03-29T00:30:00+00:00", "2026-03-29T02:30:00+00:00") == 120
    assert session("2026-10-25T01:30+01:00", "2026-10-25T01:30+00:00") == 60


@pytest.mark.parametrize("outcome", ["ATTC", "AFTC", "ATSH", "ATCH"])
def test_attended_sessions_are_credited(outcome):
    assert session("2026-04-07T09:00Z", "2026-04-07T09:10Z", outcome) == 10


@pytest.mark.parametrize("outcome", ["UACP", "ATFI", "AAME", "AAEM", "AAFC", "AACL", "AARC", "RSSR", "RSOF"])
def test_a_session_that_was_not_attended_credits_nothing(outcome):
    assert session("2026-04-07T09:00Z", "2026-04-07T16:00Z", outcome) == 0


def test_those_stood_down_or_sent_home_by_the_service_get_the_stand_down_credit():
    assert session("2026-04-07T09:00Z", "2026-04-07T16:00Z", "AASD") == 60
    assert session("2026-04-07T09:00Z", "2026-04-07T09:20Z", "ATSS") == 60
    assert session("2026-04-07T09:00Z", "2026-04-07T11:20Z", "ATSS", penalty_minutes=140) == 140


@pytest.mark.parametrize(
    ("start", "end", "extra", "field"),
    [
        ("2026-04-07T09:00", "2026-04-07T09:00", {}, "end"),
        ("2026-04-07T09:00", "2026-04-07T08:00", {}, "end"),
        ("2026-10-25T01:30+00:00", "2026-10-25T01:30+01:00", {}, "end"),
        ("2026-04-07T09:00", "2026-04-07T10:00", {"penalty_minutes": 61}, "penalty_minutes"),
        ("2026-04-07T09:00", "2026-04-07T10:00:30", {}, "end"),
        ("2026-03-29T01:30", "2026-03-29T03:30", {}, "start"),
        ("2026-10-24T22:30", "2026-10-25T01:00", {}, "end"),
        ("2026-04-07", "2026-04-07T10:00", {}, "start"),
        ("2026-04-31T09:00", "2026-05-01T10:00", {}, "start"),
        ("2026-04-07T24:30", "2026-04-08T10:00", {}, "start"),
        ("2026-04-07T09:00", "2026-04-07T10:00", {"outcome": "attc"}, "outcome"),
    ],
)
def test_a_session_that_cannot_be_is_refused(start, end, extra, field):
    (fault,) = refused("session_credit", **{"start": start, "end": end, "outcome": "ATTC", **extra})
    assert fault.startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("inputs", "earned"),
    [
        ({"credited_minutes": 1500}, 0),
        ({"credited_minutes": 1501}, 0),
        ({"credited_minutes": 1502}, 1),
        ({"credited_minutes": 3000}, 750),
        ({"credited_minutes": 0}, 0),
        ({"credited_minutes": 3000, "failed_in_first_quarter": "true"}, 0),
        ({"credited_minutes": 3000, "credited_at_later_failure": 2500}, 500),
        ({"credited_minutes": 3000, "credited_at_later_failure": 1500}, 0),
        ({"credited_minutes": 3000, "credited_at_later_failure": "null"}, 750),
    ],
)
def test_half_of_what_is_worked_beyond_a_quarter_is_earned(inputs, earned):
    decision = decide("earned_reduction", ordered_minutes=6000, **inputs)
    assert (decision["value"], decision["confidence"]) == (earned, "default")


@pytest.mark.parametrize(("credited", "earned"), [(1503, 0), (1504, 1), (1505, 1), (1506, 2)])
def test_a_quarter_is_exact_where_it_is_no_whole_minute(credited, earned):
    assert decide("earned_reduction", ordered_minutes=6007, credited_minutes=credited)["value"] == earned


def step(failures, warnings=()):
    given = [{"on": on, "acceptable": acceptable} for on, acceptable in failures]
    answer = call(
        "rule",
        "enforcement_step",
        "--on",
        "2026-06-01",
        "--json",
        "-",
        stdin=json.dumps({"failures": given, "warnings": list(warnings)}),
    )
    assert answer.code == 0, answer.faults
    return json.loads(answer.out)["value"]


@pytest.mark.parametrize(
    ("failures", "warnings", "due"),
    [
        ([("2026-01-10", True)], [], "none"),
        ([("2026-01-10", True)], ["2026-01-01"], "none"),
        ([("2026-01-10", False)], [], "warn"),
        ([("2026-01-10", False)], ["2025-01-11"], "breach"),
        ([("2026-01-10", False)], ["2025-01-10"], "warn"),
        ([("2026-01-10", False)], ["2026-01-10"], "warn"),
        ([("2026-01-10", False)], ["2026-01-11"], "warn"),
        ([("2026-01-10", False), ("2025-01-11", False)], [], "breach"),
        ([("2026-01-10", False), ("2025-01-10", False)], [], "warn"),
        ([("2026-01-10", False), ("2025-06-10", True)], [], "warn"),
        ([("2026-01-10", False), ("2026-01-10", False)], [], "breach"),
        ([("2026-01-10", False), ("2026-02-10", True)], [], "none"),
        ([("2029-02-28", False)], ["2028-02-29"], "breach"),
        ([("2029-03-01", False)], ["2028-02-29"], "warn"),
        ([("2026-01-10", False), ("2024-01-01", False), ("2024-02-01", False)], ["2024-02-01"], "warn"),
    ],
)
def test_the_step_due_after_a_failure(failures, warnings, due):
    assert step(failures, warnings) == due
