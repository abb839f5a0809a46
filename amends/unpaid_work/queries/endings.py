"""What is out at court, and what has been written about a person's requirements."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amends.cases.models import Person, Requirement
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.completion import completion_date
from amends.unpaid_work.models import CourtReturn, OrderDocument, RequirementOutcome


@dataclass(frozen=True)
class OutAtCourt:
    """An application that the court has yet to decide. `days` it has been out; `last_day` for working the hours."""

    court_return: CourtReturn
    days: int
    last_day: date | None
    on: date

    @property
    def person(self) -> Person:
        return self.court_return.requirement.sentence.person

    @property
    def past(self) -> bool:
        """Whether the last day for the hours has passed while the court has not decided."""
        return self.last_day is not None and self.last_day < self.on


def court_returns() -> QuerySet[CourtReturn]:
    """Applications with their person, the latest first."""
    return CourtReturn.objects.select_related("requirement__sentence__person__team__pdu").order_by("-applied_at", "-pk")


def out_at_court(user, on: date) -> list[OutAtCourt]:
    """The applications out that the user may see, those whose last day comes first before others."""
    rows = access.visible(court_returns().filter(result=""), user, Permission.COURT_RETURN)
    found = [
        OutAtCourt(row, (on - civil_date(row.applied_at)).days, last_day_of(row.requirement, on), on) for row in rows
    ]
    return sorted(found, key=lambda each: (each.last_day or date.max, each.court_return.applied_at))


def last_day_of(requirement: Requirement, on: date) -> date | None:
    """The last day for working the hours, as the court moved it; None: no limit applies."""
    return requirement.limit_date or completion_date(requirement.sentence.sentence_date, on=on).value


def documents_of(person: Person) -> QuerySet[OrderDocument]:
    """What was issued about the person's orders, the latest first; a pack belongs to its transfer."""
    found = OrderDocument.objects.filter(person=person).exclude(template=OrderDocument.Template.TRANSFER)
    return found.select_related("requirement").order_by("-issued_at", "-pk")


def documents() -> QuerySet[OrderDocument]:
    """Letters and reports about orders with their person; packs are opened by their transfers."""
    return OrderDocument.objects.exclude(template=OrderDocument.Template.TRANSFER).select_related("person")


def outcome_of(requirement: Requirement) -> RequirementOutcome:
    """What is recorded to have come of an order; nothing known, and not kept, where nobody has said."""
    return RequirementOutcome.objects.filter(requirement=requirement).first() or RequirementOutcome()
