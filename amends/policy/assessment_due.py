"""By when a person is assessed and a plan is made with them, by when each is reviewed, and what a plan must hold."""

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
    return _first_due("assessment", "initial_assessment_due", began_on, on)


def assessment_review_due(
    signed_on: date, risk: str | None, new_information: Sequence[date] = (), *, on: date
) -> Decision[date]:
    """The last day to review an assessment: by its age, or the day on which new information came, if that is earlier.

    `risk` is of serious harm; None, where it is not judged, counts as very high: what is not known is not low.
    `new_information` are the days on which police, safeguarding or risk information was recorded after the signature.
    Raises Faults without a rule.
    """
    return _review_due("assessment", "assessment_review_due", signed_on, risk, new_information, on)


def first_plan_due(began_on: date, *, on: date) -> Decision[date]:
    """The last day to sign the first plan with one whose time in the community began on a day.

    Raises Faults without a rule.
    """
    return _first_due("plan", "first_plan_due", began_on, on)


def plan_review_due(
    signed_on: date, risk: str | None, new_information: Sequence[date] = (), *, on: date
) -> Decision[date]:
    """The last day to review a plan, like that of an assessment.

    A later assessment is new information too. Raises Faults without a rule.
    """
    return _review_due("plan", "plan_review_due", signed_on, risk, new_information, on)


def contingency_needed(risk: str | None, registrations: int, *, on: date) -> Decision[bool]:
    """Whether a plan must say what is done when risk rises: at a high risk, or where anything is registered.

    `risk` is of serious harm, and None, where it is not judged, counts as very high. Raises Faults without a rule.
    """
    found = table("contingency", "risk").row(on, risk=risk or "very_high")
    at_risk = found.flag("needed")
    steps = [f"risk of serious harm {risk or 'not judged, which counts as very high'}: {_yes_or_no(at_risk)}"]
    if registrations:
        steps.append(f"registrations standing, {registrations}: yes")
    return Decision(at_risk or registrations > 0, "contingency_needed", found.cited, found.confidence, tuple(steps))


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _first_due(what: str, rule: str, began_on: date, on: date) -> Decision[date]:
    row = table("assessment_due", "what", "limit").row(on, what=what, limit="initial_working_days")
    due = add_working_days(began_on, row.whole("amount"))
    steps = (f"{row['amount']} working days after {began_on.isoformat()}",)
    return Decision(due, rule, row.cited, row.confidence, steps)


def _review_due(
    what: str, rule: str, signed_on: date, risk: str | None, new_information: Sequence[date], on: date
) -> Decision[date]:
    row = table("assessment_due", "what", "limit").row(on, what=what, limit=f"months_{risk or 'very_high'}")
    due = last_day_within(signed_on, row.whole("amount"))
    steps = [f"{row['amount']} months begin on {signed_on.isoformat()}: to {due.isoformat()}"]
    if risk is None:
        steps.insert(0, "risk is not judged: it counts as very high")
    if new_information and min(new_information) < due:
        due = min(new_information)
        steps.append(f"new information on {due.isoformat()}: due that day")
    return Decision(due, rule, row.cited, row.confidence, tuple(steps))
