"""The people whose cases a practitioner holds, and the practitioners whose caseloads a reader may look at."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from amends.cases.models import CaseAllocation, Person
from amends.contacts.queries.due import ContactDue, contact_due
from amends.organisation import access
from amends.organisation.models import Absence, Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission


@dataclass(frozen=True)
class Caseload:
    """A practitioner's people as they stand, and whether the practitioner can see anyone face to face today."""

    practitioner: Staff
    people: list[ContactDue]
    shielding: bool

    def needing_cover(self) -> list[ContactDue]:
        """People owed face to face contact by a practitioner who is shielding."""
        if not self.shielding:
            return []
        return [each for each in self.people if each.owed and each.owed.value.owed_mode == "face_to_face"]


def practitioners(user, on: date) -> QuerySet[Staff]:
    """Those who hold a case today of people whom the user may see."""
    held = access.visible(CaseAllocation.objects.filter(current(on)), user, Permission.CONTACT_VIEW)
    return Staff.objects.filter(pk__in=held.values("practitioner")).select_related("team").order_by("name")


def caseload(user, practitioner: Staff, on: date, at: datetime) -> Caseload:
    """The practitioner's people whom the user may see, the longest overdue first; those owed nothing last."""
    held = Person.objects.filter(
        current(on, "allocations__"), allocations__practitioner=practitioner, merged_into__isnull=True
    )
    people = access.visible(held, user, Permission.CONTACT_VIEW).order_by("family_name", "given_names", "crn")
    due = sorted(contact_due(people, on=on, at=at), key=lambda each: (each.due_on is None, each.due_on or on))
    shielding = Absence.objects.filter(current(on), staff=practitioner, kind=Absence.Kind.SHIELDING).exists()
    return Caseload(practitioner, due, shielding)


def chosen(found: Caseload, show: str) -> list[ContactDue]:
    """Those of the people that a filter shows."""
    tests = {
        "overdue": lambda each: each.overdue,
        "unplanned": lambda each: each.unplanned,
        "no_contact": lambda each: each.no_contact,
        "untold": lambda each: each.state in ("risk_unknown", "no_rule"),
    }
    return [each for each in found.people if show not in tests or tests[show](each)]
