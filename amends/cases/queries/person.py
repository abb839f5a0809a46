"""What one person's pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from amends.cases.models import (
    CaseAllocation,
    ContactDetail,
    KeepApart,
    Person,
    PersonMerge,
    Requirement,
    Sentence,
)
from amends.cases.operations.people import age_on
from amends.organisation import access
from amends.organisation.models import LimitedAccess, Staff, Team, User
from amends.organisation.ranges import current
from amends.organisation.roles import Permission


@dataclass(frozen=True)
class PersonHeader:
    """What stands at the head of every page about a person, so that nobody overlooks it."""

    person: Person
    practitioner: str
    age: int
    welsh: bool
    interpreter: str
    under_18: bool
    access_limited: bool


def person_header(person: Person, on: date) -> PersonHeader:
    """The head of a person's pages on a day, in two queries. The reader must be allowed to see the person."""
    held = CaseAllocation.objects.filter(current(on), person=person).select_related("practitioner").first()
    limits = LimitedAccess.objects.filter(crn=person.crn)
    age = age_on(person.date_of_birth, on)
    return PersonHeader(
        person=person,
        practitioner=held.practitioner.name if held else "",
        age=age,
        welsh=person.language == Person.Language.WELSH,
        interpreter=person.interpreter,
        under_18=age < 18,
        access_limited=limits.filter(Q(to_at__isnull=True) | Q(to_at__date__gte=on)).exists(),
    )


def listed_people(found: QuerySet[Person], on: date) -> QuerySet[Person]:
    """People with what a list shows of them: team, who holds the case, whether anyone's access is limited."""
    holding = CaseAllocation.objects.filter(current(on)).select_related("practitioner")
    holding = holding.only("person", "practitioner__name")
    limits = LimitedAccess.objects.filter(Q(to_at__isnull=True) | Q(to_at__date__gte=on), crn=OuterRef("crn"))
    return (
        found.select_related("team")
        .prefetch_related(Prefetch("allocations", queryset=holding, to_attr="held"))
        .annotate(access_limited=Exists(limits))
    )


def sentences(person: Person) -> list[Sentence]:
    """The person's sentences, latest first, with requirements, the court's changes and what else is asked."""
    requirements = Requirement.objects.prefetch_related("changes").order_by("id")
    return list(
        person.sentences.prefetch_related(Prefetch("requirements", queryset=requirements), "conditions", "returns")
    )


def contact_details() -> QuerySet[ContactDetail]:
    """The contact details of people whose record was not merged into another."""
    return ContactDetail.objects.filter(person__merged_into__isnull=True).select_related("person__team")


def requirements() -> QuerySet[Requirement]:
    """The requirements of people whose record was not merged into another."""
    found = Requirement.objects.filter(sentence__person__merged_into__isnull=True)
    return found.select_related("sentence__person__team")


def standing_merges() -> QuerySet[PersonMerge]:
    """The merges that could be undone: into a record that was not itself merged since."""
    found = PersonMerge.objects.filter(undone_at__isnull=True, kept__merged_into__isnull=True)
    return found.select_related("kept__team")


def total_minutes(requirement: Requirement) -> int:
    """The court's minutes by now: ordered, added and removed."""
    return requirement.ordered_minutes + sum(change.minutes for change in requirement.changes.all())


def kept_apart(person: Person, user: User) -> list[tuple[KeepApart, Person]]:
    """Who the person must not meet, with the row that says so, the latest first.

    One whom the user may not see is left out altogether, reason and all: that the rule exists would tell of them.
    The rule itself holds for bookings whoever makes them.
    """
    rows = KeepApart.objects.filter(Q(person=person) | Q(other=person)).order_by("-from_date")
    counterparts = {row: row.other_id if row.person_id == person.pk else row.person_id for row in rows}
    seen = access.visible(Person.objects, user, Permission.PERSON_VIEW).in_bulk(list(counterparts.values()))
    return [(row, seen[pk]) for row, pk in counterparts.items() if pk in seen]


def kept_apart_by(person: Person, user: User, pk: int) -> tuple[KeepApart, Person]:
    """One of those rows by its id. Raises NotVisible, alike where it is absent or its other person hidden."""
    for row, other in kept_apart(person, user):
        if row.pk == pk:
            return row, other
    raise access.NotVisible


def merges(person: Person, user: User) -> list[PersonMerge]:
    """The merges into this record that stand, the latest first, of records that the user may see."""
    found = PersonMerge.objects.filter(kept=person, undone_at__isnull=True).select_related("absorbed", "merged_by")
    rows = list(found.order_by("-merged_at"))
    seen = access.visible(Person.objects, user, Permission.PERSON_VIEW).in_bulk([row.absorbed_id for row in rows])
    return [row for row in rows if row.absorbed_id in seen]


def kept_for(person: Person) -> Person:
    """The record that stands for this one, along as many merges as there were."""
    while person.merged_into_id:
        person = person.merged_into
    return person


def teams_for(user: User, permission: Permission) -> QuerySet[Team]:
    """The teams over which the user has the permission."""
    return Team.objects.filter(access.scope(user, permission, "")).select_related("pdu").order_by("pdu__name", "name")


CASE_HOLDERS = (Staff.Grade.PO, Staff.Grade.PSO, Staff.Grade.TRAINEE, Staff.Grade.SPO)


def practitioners_for(user: User, permission: Permission, on: date) -> QuerySet[Staff]:
    """The members of staff who may hold a case, in post on the day, in teams over which the user has the permission."""
    return (
        Staff.objects.filter(current(on), access.scope(user, permission, "team"), grade__in=CASE_HOLDERS)
        .select_related("team")
        .order_by("name")
    )


def limits(crn: str) -> Sequence[LimitedAccess]:
    """The exclusions and restrictions of a person, ended ones too, those without an end first."""
    return list(LimitedAccess.objects.filter(crn=crn).order_by("-to_at", "kind", "username"))


def limit_of(person: Person, pk: int) -> LimitedAccess:
    """One exclusion or restriction of a person whom the reader may see. Raises NotVisible."""
    found = LimitedAccess.objects.filter(crn=person.crn, pk=pk).first()
    if found is None:
        raise access.NotVisible
    return found


def visible_people(user: User, crns: Iterable[str]) -> list[Person]:
    """Those of the people with these CRNs whom the user may see."""
    return list(access.visible(Person.objects, user, Permission.PERSON_VIEW).filter(crn__in=list(crns)))
