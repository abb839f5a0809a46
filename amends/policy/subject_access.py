"""By when a person who asks for what is held on them is answered."""

from datetime import date, timedelta

from amends.policy.civil_time import months_after
from amends.policy.dated_tables import table
from amends.policy.decision import Decision
from amends.policy.working_days import is_working_day


def subject_access_due(received_on: date, *, extended: bool = False) -> Decision[date]:
    """The last day to answer a request received on a day; `extended` where the person was told of the further months.

    The same day of the later month, or its last where it has no such day; the next working day after a day off.
    Raises Faults without a rule.
    """
    rows = table("subject_access", "limit")
    row = rows.row(received_on, limit="months")
    months = row.whole("amount")
    steps = [f"{months} month from {received_on.isoformat()}"]
    if extended:
        further = rows.row(received_on, limit="further_months").whole("amount")
        months += further
        steps.append(f"{further} further months")
    due = months_after(received_on, months)
    if due.day != received_on.day:
        due -= timedelta(days=1)
        steps.append(f"that month has no such day: its last, {due.isoformat()}")
    if not is_working_day(due):
        steps.append(f"{due.isoformat()} is no working day: the next")
    while not is_working_day(due):
        due += timedelta(days=1)
    return Decision(due, "subject_access_due", row.cited, row.confidence, tuple(steps))
