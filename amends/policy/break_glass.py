"""Opening a record urgently: for how long, with how much said, how often, and by when a manager looks at it."""

from datetime import date

from amends.policy.dated_tables import table
from amends.policy.decision import Decision
from amends.policy.working_days import add_working_days


def break_glass_limit(limit: str, *, on: date) -> Decision[int]:
    """One of the limits: `minutes` open, `reason_characters` at least, `uses_a_day` at most. Raises Faults."""
    row = table("break_glass", "limit").row(on, limit=limit)
    return Decision(row.whole("amount"), f"break_glass_{limit}", row.cited, row.confidence)


def break_glass_review_due(opened_on: date, *, on: date) -> Decision[date]:
    """The last day for a manager to say whether it was justified, in working days. Raises Faults without a rule."""
    row = table("break_glass", "limit").row(on, limit="review_working_days")
    steps = (f"{row['amount']} working days after {opened_on.isoformat()}",)
    due = add_working_days(opened_on, row.whole("amount"))
    return Decision(due, "break_glass_review_due", row.cited, row.confidence, steps)
