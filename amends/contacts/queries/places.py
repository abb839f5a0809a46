"""The places a reader may ask about, their people, and who holds each case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amends.cases.models import CaseAllocation, CaseCover, Person
from amends.organisation import access
from amends.organisation.among import among
from amends.organisation.models import Staff, Team
from amends.organisation.ranges import current
from amends.organisation.roles import Permission


@dataclass(frozen=True)
class Holder:
    """Who holds a case, and who covers it on the day; empty where nobody does."""

    pk: int
    name: str
    cover: str = ""


def teams(user) -> list[Team]:
    """The teams whose people's contact the user may see, with units and regions, in the order of those."""
    within = Team.objects.filter(access.scope(user, Permission.CONTACT_VIEW, "")).select_related("pdu__region")
    return list(within.order_by("pdu__region__name", "pdu__name", "pdu_id", "name"))


def people(user, within: Collection[Team]) -> QuerySet[Person]:
    """The people of the teams whom the user may see, by name."""
    held = Person.objects.filter(team__in=within, merged_into__isnull=True)
    told = ("crn", "given_names", "family_name", "team_id")
    return access.visible(held, user, Permission.CONTACT_VIEW).only(*told).order_by("family_name", "given_names", "crn")


def holders(keys: Collection[int], on: date) -> dict[int, Holder]:
    """Who holds each of the people's cases on the day, by the person's id; three queries, however many."""
    asked = among(keys)
    held = CaseAllocation.objects.filter(current(on), person__in=asked).order_by()
    pairs = dict(held.values_list("person_id", "practitioner_id"))
    covers = CaseCover.objects.filter(current(on), person__in=asked).order_by()
    covered = dict(covers.values_list("person_id", "staff__name"))
    found = Staff.objects.filter(pk__in=set(pairs.values())).order_by()
    names = dict(found.values_list("pk", "name"))
    return {person: Holder(pk, names[pk], covered.get(person, "")) for person, pk in pairs.items()}
