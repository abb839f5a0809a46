"""By when a person is assessed, and by when the assessment is reviewed."""

from collections.abc import Sequence
from datetime import date

from amends.policy.civil_time import last_day_within
from amends.policy.dated_tables import table
from amends.policy.decision import Decision
from amends.policy.working_days import add_working_days


def initial_assessment_due(began_on: date, *, on: date) -> Decision[date]:
    """The last day to sign the initial assessment of one whose time in the community began on a day.

    Raises Faults without a rule.
    """
    row = table("assessment_due", "limit").row(on, limit="initial_working_days")
    due = add_working_days(began_on, row.whole("amount"))
    steps = (f"{row['amount']} working days after {began_on.isoformat()}",)
    return Decision(due, "initial_assessment_due", row.cited, row.confidence, steps)


def assessment_review_due(
    signed_on: date, risk: str | None, new_information: Sequence[date] = (), *, on: date
) -> Decision[date]:
    """The last day to review an assessment: by its age, or the day on which new information came, if that is earlier.

    `risk` is of serious harm; None, where it is not judged, counts as very high: what is not known is not low.
    `new_information` are the days on which police, safeguarding or risk information was recorded after the signature.
    Raises Faults without a rule.
    """
    row = table("assessment_due", "limit").row(on, limit=f"months_{risk or 'very_high'}")
    due = last_day_within(signed_on, row.whole("amount"))
    steps = [f"{row['amount']} months begin on {signed_on.isoformat()}: to {due.isoformat()}"]
    if risk is None:
        steps.insert(0, "risk is not judged: it counts as very high")
    if new_information and min(new_information) < due:
        due = min(new_information)
        steps.append(f"new information on {due.isoformat()}: due that day")
    return Decision(due, "assessment_review_due", row.cited, row.confidence, tuple(steps))
