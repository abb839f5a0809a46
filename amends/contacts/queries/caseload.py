"""The people whose cases a practitioner holds or covers, and the practitioners whose caseloads a reader may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from amends.cases.models import CaseAllocation, CaseCover, Person
from amends.cases.queries.finding import looked_after_by
from amends.contacts.queries import places
from amends.contacts.queries.due import ContactDue, contact_due
from amends.organisation import access
from amends.organisation.models import Absence, Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.workload import at_home


class Practitioner(NamedTuple):
    """Somebody who holds cases, as a list to choose from names them."""

    pk: int
    code: str
    name: str
    team: str


@dataclass(frozen=True)
class Caseload:
    """A practitioner's people as they stand, and whether the practitioner is at home and sees nobody today.

    `covers`: who holds the case, by the person's id, of those covered for another; `covered`: who covers it, of those
    held by the practitioner.
    """

    practitioner: Practitioner
    people: list[ContactDue]
    at_home: bool
    covers: Mapping[int, str]
    covered: Mapping[int, str]

    def needing_cover(self) -> list[ContactDue]:
        """People owed contact in person by a practitioner who sees nobody, and covered by nobody."""
        if not self.at_home:
            return []
        alone = [each for each in self.people if each.person.pk not in {*self.covers, *self.covered}]
        return [each for each in alone if each.in_person]


def practitioners(user, on: date) -> list[Practitioner]:
    """Those who hold or cover a case today of people whom the user may see."""
    held = access.visible(CaseAllocation.objects.filter(current(on)), user, Permission.CONTACT_VIEW)
    covered = access.visible(CaseCover.objects.filter(current(on)), user, Permission.CONTACT_VIEW)
    acting = Q(pk__in=held.values("practitioner")) | Q(pk__in=covered.values("staff"))
    found = Staff.objects.filter(acting).order_by("name")
    return [Practitioner(*told) for told in found.values_list("pk", "code", "name", "team__name")]


def caseload(user, practitioner: Practitioner, on: date, at: datetime) -> Caseload:
    """The people whom the user may see whose case the practitioner holds or covers, the longest overdue first.

    Those owed nothing stand last.
    """
    looked_after = Person.objects.filter(looked_after_by(practitioner.pk, on), merged_into__isnull=True)
    people = list(access.visible(looked_after, user, Permission.CONTACT_VIEW).order_by(
        "family_name", "given_names", "crn"))  # fmt: skip
    due = sorted(contact_due(people, on=on, at=at), key=lambda each: (each.due_on is None, each.due_on or on))
    absences = Absence.objects.filter(current(on), staff=practitioner.pk).values_list("kind", flat=True)
    held_by = places.holders([person.pk for person in people], on)
    own = {pk: holder for pk, holder in held_by.items() if holder.pk == practitioner.pk}
    covers = {person.pk: held_by[person.pk].name if person.pk in held_by else "" for person in people
              if person.pk not in own}  # fmt: skip
    covered = {pk: holder.cover for pk, holder in own.items() if holder.cover}
    home = any(at_home(kind, on=on) for kind in absences)
    return Caseload(practitioner, due, home, covers, covered)


def chosen(found: Caseload, show: str) -> list[ContactDue]:
    """Those of the people that a filter shows."""
    tests = {
        "overdue": lambda each: each.overdue,
        "unplanned": lambda each: each.unplanned,
        "no_contact": lambda each: each.no_contact,
        "untold": lambda each: each.state in ("risk_unknown", "no_rule"),
        "covers": lambda each: each.person.pk in found.covers,
    }
    return [each for each in found.people if show not in tests or tests[show](each)]
