"""Records that were opened urgently: who has to look at it, and what a person's own page tells of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.models import BreakGlass, User
from amends.organisation.roles import Permission


@dataclass(frozen=True)
class Opening:
    """A record that was opened urgently, with its person as the reader may see them."""

    use: BreakGlass
    person: Person | None

    def late(self, on: date) -> bool:
        """Whether nobody has looked at it in time."""
        return not self.use.reviewed_at and self.use.review_due_date < on


def openings() -> QuerySet[BreakGlass]:
    """Every use that opened a record."""
    return BreakGlass.objects.filter(team__isnull=False).select_related("user", "reviewed_by", "team")


def to_review(user: User) -> QuerySet[BreakGlass]:
    """Those that the user may review: the records of their place, those that wait first, the oldest of them first."""
    found = access.visible(openings(), user, Permission.BREAK_GLASS_REVIEW)
    return found.order_by(F("reviewed_at").desc(nulls_first=True), "review_due_date", "pk")


def waiting(user: User) -> QuerySet[BreakGlass]:
    """Those that wait for a manager to look at them, besides what the user opened."""
    return access.visible(openings(), user, Permission.BREAK_GLASS_REVIEW).filter(reviewed_at=None).exclude(user=user)


def with_people(user: User, uses: list[BreakGlass]) -> list[Opening]:
    """The uses with their people, in two queries."""
    people = access.visible(Person.objects.all(), user, Permission.PERSON_VIEW)
    found = {person.crn: person for person in people.filter(crn__in=[use.crn for use in uses])}
    return [Opening(use, found.get(use.crn)) for use in uses]


def openings_of(person: Person) -> list[BreakGlass]:
    """When the record of a person whom the reader may see was opened urgently, the latest first."""
    return list(openings().filter(crn=person.crn))
