"""Whose a provider's result is: points for what agrees, and when that is certain. See docs/rules/ete_matching.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.cases.names import fold, same_name, similar_name
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import EteResult

SAME_CRN, BORN_THEN, BORN_TURNED, SAME_NAME, SIMILAR_NAME = 50, 30, 15, 20, 10
CERTAIN = SAME_CRN + BORN_THEN + SIMILAR_NAME
LEAST = 30
MOST_SHOWN = 4


@dataclass(frozen=True)
class Told:
    """What a row says of its person."""

    name: str
    date_of_birth: date
    crn: str = ""


@dataclass(frozen=True)
class Points:
    """What agrees, out of 100: for the CRN, the date of birth and the name."""

    crn: int
    born: int
    name: int

    @property
    def total(self) -> int:
        return self.crn + self.born + self.name

    @property
    def certain(self) -> bool:
        """Whether CRN and date of birth are the same and the name could be."""
        return self.total >= CERTAIN

    @property
    def words(self) -> str:
        """What agrees, in words, with its points."""
        parts = [
            {SAME_CRN: _("same CRN"), 0: _("another CRN or none")}[self.crn],
            {BORN_THEN: _("same date of birth"), BORN_TURNED: _("day and month of birth exchanged"),
             0: _("another date of birth")}[self.born],
            {SAME_NAME: _("same name"), SIMILAR_NAME: _("similar name"), 0: _("another name")}[self.name],
        ]  # fmt: skip
        return "; ".join(f"{part}: {n}" for part, n in zip(parts, (self.crn, self.born, self.name), strict=True))


@dataclass(frozen=True)
class Candidate:
    """Somebody whose the row may be, with the requirement that it would be credited to, where one is in force."""

    person: Person
    points: Points
    requirement: Requirement | None


def points(told: Told, *, name: str, date_of_birth: date, crns: Iterable[str]) -> Points:
    """Of 100: how much of what a row says agrees with a record. `name` as written, `crns` with those merged into it."""
    one, other = fold(told.name), fold(name)
    turned = _turned(told.date_of_birth)
    return Points(
        crn=SAME_CRN if told.crn and told.crn in crns else 0,
        born=BORN_THEN if told.date_of_birth == date_of_birth else BORN_TURNED if turned == date_of_birth else 0,
        name=SAME_NAME if same_name(one, other) else SIMILAR_NAME if similar_name(one, other) else 0,
    )


def candidates(user, result: EteResult) -> list[Candidate]:
    """Those whom the user may see and whose the result may be, the likeliest first."""
    told = Told(result.name, result.date_of_birth, result.crn)
    rows = (
        access.visible(_alike([told]), user, Permission.HOURS_ADJUST).select_related("team").prefetch_related("merged")
    )
    found = [(person, points_of(told, person)) for person in rows]
    likely = sorted((one for one in found if one[1].total >= LEAST), key=lambda one: (-one[1].total, one[0].pk))
    chosen = likely[:MOST_SHOWN]
    held = requirements_on([person for person, _points in chosen])
    return [Candidate(person, given, requirement_for(held, person, result.on)) for person, given in chosen]


def points_of(told: Told, person: Person) -> Points:
    """The points of a record, its merged records' CRNs counted as its own."""
    crns = [person.crn, *(one.crn for one in person.merged.all())]
    return points(told, name=person.name, date_of_birth=person.date_of_birth, crns=crns)


def appears_to_be(told: Sequence[Told]) -> list[str | None]:
    """The CRN of whom each row appears to be about, whoever may see them; None where nobody is known by it.

    That is whoever has the CRN told, else the only one of the same name and date of birth.
    """
    people = list(_alike(told).prefetch_related("merged"))
    by_crn = {crn: person.crn for person in people for crn in (person.crn, *(one.crn for one in person.merged.all()))}
    by_name: dict[tuple[str, date], list[str]] = {}
    for person in people:
        by_name.setdefault((_sorted(person.name), person.date_of_birth), []).append(person.crn)
    found = []
    for row in told:
        named = by_name.get((_sorted(row.name), row.date_of_birth), [])
        found.append(by_crn.get(row.crn) or (named[0] if len(named) == 1 else None))
    return found


def certain_of(user, told: Sequence[Told]) -> list[Person | None]:
    """Whose each row certainly is, among those whom the user may see."""
    named = Person.objects.filter(crn__in=[row.crn for row in told if row.crn], merged_into=None)
    seen = access.visible(named, user, Permission.HOURS_ADJUST).prefetch_related("merged")
    by_crn = {person.crn: person for person in seen}
    found = [by_crn.get(row.crn) for row in told]
    return [
        person if person and points_of(row, person).certain else None for row, person in zip(told, found, strict=True)
    ]


def requirements_on(people: Iterable[Person]) -> dict[int, list[Requirement]]:
    """The unpaid work requirements of people, the earlier first, by the person's id."""
    found: dict[int, list[Requirement]] = {}
    rows = Requirement.objects.filter(
        kind=Requirement.Kind.UNPAID_WORK, sentence__person__in=[person.pk for person in people]
    ).select_related("sentence__person")
    for requirement in rows.order_by("sentence__sentence_date", "pk"):
        found.setdefault(requirement.sentence.person_id, []).append(requirement)
    return found


def requirement_for(held: dict[int, list[Requirement]], person: Person, on: date) -> Requirement | None:
    """The requirement, in force on the day, that was made first."""
    return next(
        (
            each
            for each in held.get(person.pk, [])
            if each.sentence.sentence_date <= on and (each.ended_on is None or on < each.ended_on)
        ),
        None,
    )


def _alike(told: Sequence[Told]) -> QuerySet[Person]:
    """Records, not merged into others, of a CRN told or born on a day told, or with day and month exchanged."""
    born = {row.date_of_birth for row in told} | {_turned(row.date_of_birth) for row in told}
    crns = [row.crn for row in told if row.crn]
    alike = Q(crn__in=crns) | Q(date_of_birth__in=born - {None})
    kept = Person.objects.filter(crn__in=crns, merged_into__isnull=False)
    return Person.objects.filter(alike | Q(pk__in=kept.values("merged_into")), merged_into=None)


def _turned(day: date) -> date | None:
    return date(day.year, day.day, day.month) if day.day <= 12 else None


def _sorted(name: str) -> str:
    return " ".join(sorted(fold(name).split()))
