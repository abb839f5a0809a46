"""People who failed to comply, recorded through the operations."""

from datetime import UTC, date, datetime, time, timedelta

from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, correct_outcome
from amends.enforcement.queries.ledger import ledger_of
from tests.factories import make_person, make_project, make_requirement
from tests.unpaid_work.hours_records import worked

SENTENCED = date(2025, 1, 6)


def noon(day: date) -> datetime:
    """Midday UTC of a day, when whoever decides is at work."""
    return datetime.combine(day, time(12), UTC)


def sentenced(team, **person):
    """A person with an order of one requirement."""
    made = make_person(team, **person)
    return made, make_requirement(made, SENTENCED, ordered_minutes=18_000)


def failed(requirement, day: date, by, code: str = "UACP", project=None) -> ContactOutcome:
    """A session on the day that the person failed: the outcome that stands."""
    project = project or make_project(requirement.sentence.person.team, days="1234567", open_on_bank_holidays=True)
    booking = worked(project, requirement, day, by, outcome=code)
    return booking.appointment.outcomes.get()


def corrected(outcome: ContactOutcome, code: str, by, at: datetime) -> ContactOutcome:
    """The outcome put right by another code."""
    appointment = outcome.appointment
    times = {}
    if code in ("ATTC", "AFTC", "ATSH"):
        times = {"started_at": appointment.starts_at, "finished_at": appointment.ends_at}
    draft = OutcomeDraft(appointment, code, **times)
    return correct_outcome(outcome=outcome, draft=draft, reason="Put right", by=by, at=at)


def standing(person, on: date) -> dict[date, tuple[str, str]]:
    """What each failure of the person calls for, and what settles it, by its day."""
    return {
        entry.failure.on: (entry.call.step.value, entry.call.settled)
        for order in ledger_of(person, on).orders
        for entry in order.entries
    }


def days_after(day: date, days: int) -> date:
    return day + timedelta(days=days)
