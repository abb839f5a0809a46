"""Until when an assessment, of a person or of a place, may be relied on."""

from datetime import date, timedelta

from amends.policy.civil_time import last_day_within
from amends.policy.dated_tables import table
from amends.policy.decision import Decision


def assessment_valid_until(completed_on: date, *, on: date, superseded_on: date | None = None) -> Decision[date]:
    """The last day on which an assessment for unpaid work allows work.

    `superseded_on` is the day of the first new risk entry, or of a review that asks for a new assessment: from that day
    the old one allows nothing.
    """
    return _valid_until("assessment", completed_on, on, superseded_on)


def placement_health_and_safety_valid_until(
    assessed_on: date, *, on: date, incident_on: date | None = None
) -> Decision[date]:
    """The last day on which a placement may be used on this health and safety assessment; none from an incident on."""
    return _valid_until("placement_health_and_safety", assessed_on, on, incident_on)


def home_work_agreed_until(agreed_on: date, *, on: date) -> Decision[date]:
    """The last day on which a manager's agreement to work at home holds."""
    return _valid_until("home_work", agreed_on, on, None)


def _valid_until(subject: str, done_on: date, on: date, ended_on: date | None) -> Decision[date]:
    row = table("validity", "subject").row(on, subject=subject)
    last = last_day_within(done_on, row.whole("months"))
    steps = [f"{row['months']} months begin on {done_on.isoformat()}: to {last.isoformat()}"]
    if ended_on is not None and ended_on <= last:
        last = ended_on - timedelta(days=1)
        steps.append(f"not from {ended_on.isoformat()} on: to {last.isoformat()}")
    return Decision(last, f"{subject}_valid_until", row.cited, row.confidence, tuple(steps))
