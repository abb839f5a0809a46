"""Finding people by CRN, name and date of birth from one box, and people who may be one person recorded twice."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Func, Q, QuerySet, Value

from amends.cases.models import CaseAllocation, CaseCover, NotSamePerson, Person
from amends.cases.models.person import NameWords
from amends.cases.names import fold, same_name, similar_name
from amends.organisation import access
from amends.organisation.models import User
from amends.organisation.ranges import current
from amends.organisation.roles import Permission

_CRN = re.compile(r"[A-Za-z][0-9]{6}")
_FIGURES = re.compile(r"\b(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_IN_WORDS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d_]{3,})\s+(\d{4})\b", re.IGNORECASE)
_MONTHS = {
    **{name: number for number, names in enumerate(
        ("jan ion", "feb chw", "mar maw", "apr ebr", "may mai", "jun meh", "jul gor", "aug aws", "sep med", "oct hyd",
         "nov tac", "dec rha"), start=1) for name in names.split()},
}  # fmt: skip  # by the first three letters, English and Welsh


@dataclass(frozen=True)
class Sought:
    """What was typed into the box, understood. A person matches who fits all of it."""

    crns: tuple[str, ...] = ()
    born: tuple[date, ...] = ()
    words: tuple[str, ...] = ()


def understood(text: str) -> Sought:
    """The CRNs, dates of birth and words of a name in the text, in whatever order. Days stand before months."""
    born: list[date] = []

    def day(year: str, month: int, number: str) -> str:
        with suppress(ValueError):
            born.append(date(int(year), month, int(number)))
            return " "
        return f" {number} {month} {year} "

    text = _YEAR_FIRST.sub(lambda found: day(found[1], int(found[2]), found[3]), text)
    text = _FIGURES.sub(lambda found: day(found[3], int(found[2]), found[1]), text)
    text = _IN_WORDS.sub(
        lambda found: day(found[3], month, found[1]) if (month := _MONTHS.get(fold(found[2])[:3])) else found[0], text
    )
    crns = [word.upper() for word in text.split() if _CRN.fullmatch(word)]
    rest = " ".join(word for word in text.split() if not _CRN.fullmatch(word))
    words = fold(rest).split() or ([] if crns or born else ["".join(rest.lower().split())] if rest else [])
    return Sought(tuple(crns), tuple(born), tuple(words))


def people() -> QuerySet[Person]:
    """Every record that was not merged into another."""
    return Person.objects.filter(merged_into__isnull=True)


def find_people(user: User, words: str) -> QuerySet[Person]:
    """The people whom the user may see and who fit all that was typed; everyone visible where nothing was.

    A record merged into another is found by what stood on it, and answers with the record that was kept, whose limits
    on access hold for both.
    """
    seen = access.visible(people(), user, Permission.PERSON_VIEW)
    sought = understood(words)
    if sought == Sought():
        return seen.none() if words.strip() else seen
    fitting = Person.objects.filter(_fits(sought))
    kept = fitting.filter(merged_into__isnull=False)
    return seen.filter(
        Q(pk__in=fitting.values("pk"))
        | Q(pk__in=kept.values("merged_into"))
        | Q(pk__in=kept.values("merged_into__merged_into"))
    )


def _fits(sought: Sought) -> Q:
    fits = Q()
    if sought.crns:
        fits &= Q(crn__in=sought.crns)
    if sought.born:
        fits &= Q(date_of_birth__in=sought.born)
    if sought.words:
        beginnings = " & ".join("'" + _escaped(word) + "':*" for word in sought.words)
        fits &= Q(_has_words(beginnings))
    return fits


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''").replace("\x00", "")


def _has_words(query: str) -> Any:
    return Func(
        NameWords(), Value(query), template="(%(expressions)s::tsquery)", arg_joiner=" @@ ", output_field=BooleanField()
    )


def looked_after_by(staff: int | None, on: date) -> Q:
    """People whose case the member of staff, by id, holds or covers on the day; nobody where it is no id."""
    if staff is None:
        return Q(pk__in=[])
    holds = CaseAllocation.objects.filter(current(on), practitioner=staff)
    covers = CaseCover.objects.filter(current(on), staff=staff)
    return Q(pk__in=holds.values("person").union(covers.values("person"), all=True))


def possible_duplicates(
    user: User, *, given_names: str, family_name: str, date_of_birth: date, besides: Person | None = None
) -> list[Person]:
    """People who may be the one described: a similar name and the same date of birth, or with day and month exchanged.

    Only among those the user may see. Someone whom the user may not see is neither shown nor counted, nor is creating
    refused: either would tell that such a record exists. The second record is then made, and whoever may see both is
    shown the pair on either page. `besides`: a person on record, who with those told apart from them is left out.
    """
    name = fold(f"{given_names} {family_name}")
    births = {date_of_birth} | _exchanged(date_of_birth)
    seen = access.visible(people(), user, Permission.PERSON_VIEW)
    near = seen.filter(date_of_birth__in=births).values_list("pk", "search_name", "date_of_birth")
    merged = Person.objects.filter(date_of_birth__in=births, merged_into__in=seen.values("pk"))
    rows = [*near, *merged.values_list("merged_into", "search_name", "date_of_birth")]
    alike = {
        pk
        for pk, other, born in rows
        if (similar_name(name, other) if born == date_of_birth else same_name(name, other))
    }
    if besides:
        alike -= {besides.pk}
        alike -= _told_apart(besides) if alike else set()
    return list(seen.filter(pk__in=alike).select_related("team").order_by("family_name", "given_names", "crn"))


def _exchanged(born: date) -> set[date]:
    with suppress(ValueError):
        return {born.replace(day=born.month, month=born.day)}
    return set()


def _told_apart(person: Person) -> set[int]:
    return {
        *NotSamePerson.objects.filter(person=person).values_list("other_id", flat=True),
        *NotSamePerson.objects.filter(other=person).values_list("person_id", flat=True),
    }
