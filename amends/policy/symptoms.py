"""Whether people are asked about symptoms before they are seen face to face, and how long what they said is kept."""

from datetime import date, datetime, timedelta

from amends.policy.dated_tables import table
from amends.policy.decision import Decision


def symptom_check(*, on: date, own: bool | None = None) -> Decision[bool]:
    """Whether people are asked before they are seen face to face on that date. Raises Faults where no rule holds.

    `own`: what a service's own delivery model says, where one is in force; None where none is.
    """
    row = table("symptom_check").row(on)
    if own is not None:
        step = f"the service's own model {'asks' if own else 'does not ask'}"
        return Decision(own, "symptom_check", "the service's own delivery model", row.confidence, (step,))
    asked = row.flag("asked")
    return Decision(asked, "symptom_check", row.cited, row.confidence, ("asked" if asked else "nobody is asked",))


def may_be_asked_from(starts_at: datetime, *, on: date) -> datetime:
    """From when on the person may be asked before an appointment: an answer of days ago tells nothing."""
    return starts_at - timedelta(hours=table("symptom_check").row(on).whole("hours_before"))


def forgotten_from(asked_on: date) -> date:
    """The first day on which an answer is no longer kept."""
    return asked_on + timedelta(days=table("symptom_check").row(asked_on).whole("kept_days"))
