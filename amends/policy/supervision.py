"""By when the supervision plan of an order is made, and how often its practitioner is in contact."""

from datetime import date, timedelta

from amends.policy.contact_modes import contact_modes
from amends.policy.dated_tables import table
from amends.policy.decision import Decision
from amends.policy.working_days import add_working_days

_WAYS = {"in_person": (), "video": ("video",), "telephone": ("telephone", "video")}


def supervision_plan_due(allocated_on: date, *, on: date) -> Decision[date]:
    """The last day to make the supervision plan, in working days after the allocation. Raises Faults without a rule."""
    row = table("supervision", "limit").row(on, limit="plan_working_days")
    steps = (f"{row['amount']} working days after {allocated_on.isoformat()}",)
    due = add_working_days(allocated_on, row.whole("amount"))
    return Decision(due, "supervision_plan_due", row.cited, row.confidence, steps)


def most_contact_weeks(*, on: date) -> Decision[int]:
    """The most weeks from one contact of the practitioner to the next. Raises Faults without a rule."""
    row = table("supervision", "limit").row(on, limit="contact_weeks")
    return Decision(row.whole("amount"), "most_contact_weeks", row.cited, row.confidence)


def modes_as_planned(way: str) -> frozenset[str]:
    """The modes of contact that keep to the way a supervision plan says: that way, or one nearer to the person.

    Raises KeyError for a way that a plan cannot say.
    """
    counting = [each for each in contact_modes() if each.counts]
    return frozenset(each.mode for each in counting if not each.remote or each.mode in _WAYS[way])


def practitioner_contact_due(
    last: date, *, planned_weeks: int | None = None, as_planned: date | None = None, on: date
) -> Decision[date]:
    """The last day for the practitioner's next contact, from the last, or from the first session where there was none.

    `planned_weeks` is what the supervision plan says, and `as_planned` the last contact in the way that it says (the
    last of any where none is given): it may ask for contact more often than the rule, never less.
    """
    most = most_contact_weeks(on=on)
    due = last + timedelta(weeks=most.value)
    steps = [f"at most {most.value} weeks from one contact to the next"]
    if planned_weeks:
        by_plan = (as_planned or last) + timedelta(weeks=planned_weeks)
        if by_plan < due:
            due = by_plan
            steps.append(f"the supervision plan says {planned_weeks}, in the way that it says")
    return Decision(due, "practitioner_contact_due", most.source, most.confidence, tuple(steps))
