"""What a person's own page shows: their hours and their next session. Nothing about anybody else, or about the case."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from amends.cases.models import Person
from amends.unpaid_work.models import Booking, OwnPageLink
from amends.unpaid_work.queries.person import Standing, coming, standings

LISTED = 20


@dataclass(frozen=True)
class Left:
    """Of one order: minutes ordered and minutes left, None while its record is being put right."""

    ordered: int
    left: int | None


@dataclass(frozen=True)
class OwnPage:
    """One person's page. `next` is the next session that they are booked on."""

    orders: tuple[Left, ...]
    next: Booking | None


def own_page(person: Person, at: datetime) -> OwnPage:
    """The page as it stands at an instant; orders that have ended are left out."""
    orders = tuple(
        Left(stated.ordered, stated.remaining) if stated else Left(one.requirement.ordered_minutes, None)
        for one in own_statements(person, at)
        for stated in [one.account.statement]
    )
    return OwnPage(orders, coming(person, at).first())


def own_statements(person: Person, at: datetime) -> list[Standing]:
    """How each order that has not ended stands, with every line of it, the latest first."""
    on = localdate(at)
    return [
        one for one in standings(person, on) if one.requirement.ended_on is None or one.requirement.ended_on > on
    ]  # fmt: skip


def links() -> QuerySet[OwnPageLink]:
    """Links with what the list and the page of one show."""
    return OwnPageLink.objects.select_related("person__team", "issued_by")


def links_of(person: Person) -> QuerySet[OwnPageLink]:
    """A person's newest links, the latest first."""
    return links().filter(person=person).order_by("-issued_at", "-pk")[:LISTED]
