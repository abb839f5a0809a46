"""Records of hours and what `amends hours` states of them."""

import json

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
