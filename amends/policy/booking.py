"""What governs offers and bookings: weekly offer, limits of a day and a week, first session, overbooking."""

from datetime import date
from typing import TypedDict

from amends.policy.dated_tables import table
from amends.policy.decision import Decision


class BookingLimits(TypedDict):
    """The most minutes that may be booked in a day (None: no limit) and in a week."""

    day: int | None
    week: int


def _pattern(intensive: bool) -> str:
    return "intensive" if intensive else "ordinary"


def weekly_offer(*, intensive: bool = False, on: date) -> Decision[int]:
    """The least minutes of work to offer a person in a week. Raises Faults where no rule holds on the date."""
    row = table("weekly_offer", "pattern").row(on, pattern=_pattern(intensive))
    minutes = row.whole("minutes")
    steps = (f"{_pattern(intensive)} working on {on.isoformat()}: at least {minutes} minutes a week",)
    return Decision(minutes, "weekly_offer", row.cited, row.confidence, steps)


def day_and_week_limit(*, intensive: bool = False, on: date) -> Decision[BookingLimits]:
    """The most minutes that may be booked a day and a week. They govern booking, never credit."""
    row = table("booking_limits", "pattern").row(on, pattern=_pattern(intensive))
    day = row.whole("day_minutes") if row["day_minutes"] else None
    value = BookingLimits(day=day, week=row.whole("week_minutes"))
    return Decision(value, "day_and_week_limit", row.cited, row.confidence)


def overbooking_risk(*, on: date) -> Decision[float]:
    """The greatest chance (0-1) that anyone is turned away from a session for want of a place."""
    row = table("overbooking_risk").row(on)
    return Decision(float(row["risk"]), "overbooking_risk", row.cited, row.confidence)


def supervisors_a_session(*, on: date) -> Decision[int]:
    """How many supervisors a supervised session has. One supervisor cannot be at two sessions."""
    row = table("allocation", "limit").row(on, limit="supervisors_a_session")
    return Decision(row.whole("amount"), "supervisors_a_session", row.cited, row.confidence)


def first_session_due(allocated_on: date, *, on: date | None = None) -> Decision[date]:
    """The last day for the first session (induction) after an allocation; `on` is the date of the rule, else the
    allocation's."""
    from amends.policy.working_days import add_working_days

    row = table("allocation", "limit").row(on or allocated_on, limit="first_session_working_days")
    due = add_working_days(allocated_on, row.whole("amount"))
    steps = (f"{row['amount']} working days after {allocated_on.isoformat()}",)
    return Decision(due, "first_session_due", row.cited, row.confidence, steps)


def nomination_acknowledgement_due(received_on: date, *, on: date | None = None) -> Decision[date]:
    """The last day to acknowledge a project nominated by the public."""
    from amends.policy.working_days import add_working_days

    row = table("allocation", "limit").row(on or received_on, limit="nomination_acknowledged_working_days")
    due = add_working_days(received_on, row.whole("amount"))
    steps = (f"{row['amount']} working days after {received_on.isoformat()}",)
    return Decision(due, "nomination_acknowledgement_due", row.cited, row.confidence, steps)
