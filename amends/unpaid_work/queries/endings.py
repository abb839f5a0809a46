"""What is out at court, and what has been written about a person's requirements."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from amends.cases.models import Person, Requirement
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.completion import completion_date
from amends.unpaid_work.models import CourtReturn, HoursAdjustment, OrderDocument, RequirementOutcome
from amends.unpaid_work.queries.person import standing
from amends.unpaid_work.queries.statement import account_of


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


def owed_of(requirement: Requirement) -> int:
    """Minutes that the record of the requirement replaced by this one credits beside what was carried over.

    Below nought where more was carried over than it credits by now; 0 where this one replaced none, or where that one's
    record cannot be stated.
    """
    replaced = requirement.replaces
    if replaced is None:
        return 0
    stands = standing(account_of(replaced), replaced.ended_on)
    if stands.account.statement is None:
        return 0
    carried = HoursAdjustment.objects.filter(Q(carried_from=replaced) | Q(reverses__carried_from=replaced))
    return stands.credited - carried.aggregate(sum=Sum("minutes", default=0))["sum"]
