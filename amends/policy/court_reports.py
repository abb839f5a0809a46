"""By when a court report is allocated and delivered, how long the court is asked to allow, and what a report takes."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypedDict

from amends.faults import Fault, Faults
from amends.policy.dated_tables import table
from amends.policy.decision import Decision, weakest
from amends.policy.working_days import add_working_days, is_working_day
from amends.policy.workload import FULL_TIME_HOURS

ReportKind = Literal["oral", "fast", "standard"]
REPORT_KINDS: tuple[ReportKind, ...] = ("oral", "fast", "standard")


class ReportClock(TypedDict):
    """The days of one report. `short`: the court gave less time than policy asks for.

    A safeguarding check counts that was answered on `checks_since` or later.
    """

    allocate_by: date
    deliver_by: date
    earliest_hearing: date
    checks_since: date
    quality_check: bool
    short: bool


def report_clocks(kind: str, requested_on: date, hearing_date: date, *, on: date) -> Decision[ReportClock]:
    """The clocks of a report that a court asks for on one day for a hearing on another.

    Working days are those of England and Wales; a report is never due before the day it was asked for. Raises Faults
    for a hearing before the request, a kind that there is not, and a date without rules.
    """
    if hearing_date < requested_on:
        wrong = f"{hearing_date.isoformat()} is before the request"
        raise Faults([Fault("", None, "hearing_date", wrong, f"{requested_on.isoformat()} or later")])
    row = table("report_clocks", "kind").row(on, kind=kind)
    earliest = add_working_days(requested_on, row.whole("adjournment"))
    value = ReportClock(
        allocate_by=min(add_working_days(requested_on, row.whole("allocate_within")), hearing_date),
        deliver_by=max(requested_on, working_days_before(hearing_date, row.whole("deliver_before"))),
        earliest_hearing=earliest,
        checks_since=requested_on - timedelta(days=row.whole("checks_within")),
        quality_check=row.flag("quality_check"),
        short=hearing_date < earliest,
    )
    steps = (
        f"{kind}: {row['adjournment']} working days after {requested_on.isoformat()}: a hearing on "
        f"{earliest.isoformat()} or later",
        f"{row['deliver_before']} working days before {hearing_date.isoformat()}: delivered by "
        f"{value['deliver_by'].isoformat()}",
        f"{row['allocate_within']} working days after {requested_on.isoformat()}: allocated by "
        f"{value['allocate_by'].isoformat()}",
    )
    return Decision(value, "report_clocks", row.cited, row.confidence, steps)


def working_days_before(day: date, count: int) -> date:
    """The first of so many working days counted back from the day before; with 0 the day itself."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def report_minutes(kind: str, *, on: date) -> Decision[int]:
    """Minutes of an officer that a report takes: its points, as a share of those that full-time weeks make available.

    Raises Faults for a kind that there is not, and a date without rules.
    """
    times, points = table("report_time", "item"), table("workload_points", "kind", "item")
    oral = kind == "oral"
    row = times.row(on, item="oral_points") if oral else points.row(on, kind="report", item=kind)
    each = row.whole("value" if oral else "points")
    full, weeks = points.row(on, kind="available", item="full_time"), times.row(on, item="weeks_of_points")
    minutes = Decimal(each * weeks.whole("value") * FULL_TIME_HOURS * 60) / full.whole("points")
    whole = int(minutes.to_integral_value(ROUND_HALF_UP))
    steps = (
        f"{kind} report: {each} points",
        f"{full['points']} points for {weeks['value']} weeks of {FULL_TIME_HOURS} hours: {whole} minutes",
    )
    confidence = weakest(row.confidence, full.confidence, weeks.confidence)
    return Decision(whole, "report_minutes", row.cited, confidence, steps)
