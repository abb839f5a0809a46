"""Whose records a report counts: the people its reader may see, by the unit that holds their case. Nobody is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.among import among
from amends.organisation.models import PDU
from amends.organisation.roles import Permission
from amends.policy.quarters import year_to

REPORT = Permission.OUTCOMES_REPORT


@dataclass(frozen=True)
class Year:
    """Twelve months, both days included."""

    first: date
    last: date

    @classmethod
    def to(cls, last: date) -> "Year":
        """The twelve months that end with the last day of a quarter."""
        return cls(year_to(last), last)


def units_of(user, permission: Permission = REPORT) -> list[PDU]:
    """The units with a team over which the user has the permission, by name."""
    within = access.scope(user, permission, "teams")
    return list(PDU.objects.filter(within).distinct().order_by("name", "code"))


def unit_name(name: str, code: str) -> str:
    """A unit as reports name it; two may have one name."""
    return f"{name} ({code})"


def counted(user) -> QuerySet[Person]:
    """The people a report counts; somebody whose record the user may not see is not counted."""
    return access.visible(Person.objects.filter(merged_into=None), user, REPORT)


def units_by_person(people: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The CRN and the unit of each person, by their id."""
    rows = Person.objects.filter(pk__in=among(people)).values_list("pk", "crn", "team__pdu__name", "team__pdu__code")
    return {pk: (crn, unit_name(name, code)) for pk, crn, name, code in rows}
