"""What a session credits: time worked, the stand-down credit, travel."""

from datetime import date, datetime, timedelta

from amends.faults import Fault, Faults
from amends.policy.civil_time import elapsed
from amends.policy.contact_outcomes import contact_outcome, is_outcome, unknown_outcome
from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest

NOTICES = ("on_site", "before_travel", "before_day")
STOOD_DOWN = "AASD"
SENT_HOME_BY_SERVICE = "ATSS"


def stand_down_credit(notice: str = "on_site", *, on: date) -> Decision[int]:
    """Minutes credited to a person turned away; 0 when told on an earlier day."""
    row = table("stand_down_credit", "notice").row(on, notice=notice)
    minutes = row.whole("minutes")
    return Decision(minutes, "stand_down_credit", row.cited, row.confidence, (f"told {notice}: {minutes} minutes",))


def most_stand_down_credit() -> int:
    """The most minutes that a stand-down can credit, whatever the notice and the day: a bound, for looking ahead."""
    return max(row.whole("minutes") for row in table("stand_down_credit", "notice").rows)


def travel_credit_limit(*, on: date) -> Decision[int]:
    """The most minutes of one adjustment for travel."""
    row = table("travel_credit").row(on)
    return Decision(row.whole("most_minutes"), "travel_credit_limit", row.cited, row.confidence)


def session_faults(
    start: datetime, end: datetime, outcome: str, penalty_minutes: int = 0, *, row: str | None = None
) -> list[Fault]:
    """What is wrong with a session's own figures; `row` names the session in each fault."""
    faults = []
    if not is_outcome(outcome):
        faults.append(unknown_outcome(outcome, row))
    length = elapsed(start, end)
    if length <= timedelta(0):
        return [*faults, Fault("", row, "end", "not after start", "an end after the start")]
    if length % timedelta(minutes=1):
        faults.append(Fault("", row, "end", "not a whole number of minutes after start", "whole minutes"))
    if penalty_minutes < 0:
        faults.append(Fault("", row, "penalty_minutes", f"{penalty_minutes} is below 0", "0 or more"))
    elif timedelta(minutes=min(penalty_minutes, 10**9)) > length:
        wrong = f"{penalty_minutes} is longer than the session"
        faults.append(Fault("", row, "penalty_minutes", wrong, f"at most {length // timedelta(minutes=1)}"))
    return faults


def session_credit(
    start: datetime,
    end: datetime,
    outcome: str,
    penalty_minutes: int = 0,
    *,
    notice: str = "on_site",
    on: date,
) -> Decision[int]:
    """Minutes a session credits: finish less start less penalty, elapsed, where it was attended.

    Not attended: nothing, but AASD the stand-down credit. ATSS: the time, at least the stand-down credit. Neither
    bears a penalty. `rule` names what decided. Raises Faults for a session that cannot be, or a date with no rule.
    """
    faults = session_faults(start, end, outcome, penalty_minutes)
    if faults:
        raise Faults(faults)
    row = table("session_credit").row(on)
    known = contact_outcome(outcome)
    worked = elapsed(start, end) // timedelta(minutes=1)
    if outcome == STOOD_DOWN:
        return stand_down_credit(notice, on=on)
    if outcome == SENT_HOME_BY_SERVICE:
        return _sent_home(worked, notice, on)
    if not known.attended:
        steps = (f"{outcome}, {known.description.lower()}: not attended, nothing is credited",)
        return Decision(0, "session_credit", row.cited, row.confidence, steps)
    credited = worked - penalty_minutes
    steps = (f"{worked} minutes elapsed less {penalty_minutes} of penalty: {credited}",)
    return Decision(credited, "session_credit", row.cited, row.confidence, steps)


def _sent_home(worked: int, notice: str, on: date) -> Decision[int]:
    row = table("sent_home_credit").row(on)
    least = stand_down_credit(notice, on=on)
    steps = (
        f"sent home for the service's reason: {worked} minutes elapsed, no penalty",
        f"at least the stand-down credit of {least.value} minutes",
    )
    confidence = weakest(row.confidence, least.confidence)
    if least.value > worked:
        return Decision(least.value, "stand_down_credit", least.source, confidence, steps)
    return Decision(worked, "session_credit", row.cited, confidence, steps)
