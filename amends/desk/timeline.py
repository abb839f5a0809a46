"""A person's timeline: what every room offers, as one list.

One query finds which rows are shown, whatever their room; each room that has some on the page is asked for them once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.utils.timezone import get_current_timezone

from amends.cases.models import Person
from amends.cases.queries import case_timeline as cases
from amends.cases.queries import court_timeline as courts
from amends.cases.queries import managing_timeline as managing
from amends.cases.queries import records_timeline as records
from amends.cases.timeline import Entry, Source, day_at
from amends.contacts.queries import case_timeline as contacts
from amends.enforcement.queries import case_timeline as enforcement
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.unpaid_work.queries import case_timeline as unpaid_work

_DAY = timedelta(days=1)
Key = tuple[datetime, int, int]  # the instant of an entry, the number of its source, the key of its row
ROOMS = (cases, managing, courts, records, contacts, unpaid_work, enforcement)


@dataclass(frozen=True)
class Happened:
    """An entry of the timeline, when it was, and of what kind. `timed`: the hour is known, not the day alone."""

    at: datetime
    timed: bool
    label: str
    entry: Entry


@dataclass(frozen=True)
class Sought:
    """What the reader asks to see: a kind (empty: all), words that all stand in it, from a day to a day."""

    kind: str = ""
    words: str = ""
    from_date: date | None = None
    last_day: date | None = None


def sources(person: Person, reader: User) -> list[Source]:
    """What the reader may see of the person, by source."""
    return [each for room in ROOMS for each in room.SOURCES if reaches(reader, each.permission, person.team)]


def kinds(person: Person, reader: User) -> list[tuple[str, Any]]:
    """The kinds that the reader may choose from."""
    return list({each.kind: (each.kind, each.label) for each in sources(person, reader)}.values())


class Timeline:
    """The entries of a person's timeline, the latest first. It counts, and answers a slice, as a paginator asks."""

    def __init__(self, person: Person, reader: User, sought: Sought) -> None:
        self.person, self.reader, self.sought = person, reader, sought
        self.sources = [each for each in sources(person, reader) if sought.kind in ("", each.kind)]
        self.found = [each.rows(person, reader) for each in self.sources]

    @cached_property
    def keys(self) -> list[Key]:
        """Every entry, the latest first. One query: asked for a page alone, it would be asked again to count."""
        arms = [self._keys(number) for number in range(len(self.sources))]
        rows = arms[0].union(*arms[1:], all=True) if arms else ()
        return sorted(rows, key=lambda row: (row[0], -row[1], row[2]), reverse=True)

    def count(self) -> int:
        """How many entries there are."""
        return len(self.keys)

    def __getitem__(self, wanted: slice) -> list[Happened]:
        """The entries of one page."""
        keys = self.keys[wanted]
        of_source: dict[int, list[int]] = defaultdict(list)
        for _at, number, key in keys:
            of_source[number].append(key)
        alike: dict[Any, list[QuerySet]] = defaultdict(list)  # sources that say it in the same words are asked together
        for number, pks in of_source.items():
            alike[self.sources[number].entry].append(self.found[number].rows.filter(pk__in=pks).order_by())
        rows = {(entry, row.pk): row for entry, found in alike.items() for row in found[0].union(*found[1:], all=True)}
        shown = [(at, self.sources[number], key) for at, number, key in keys]
        return [
            Happened(at, source.timed, str(source.label), source.entry(row, self.person, self.reader))
            for at, source, key in shown if (row := rows.get((source.entry, key))) is not None
        ]  # fmt: skip

    def _keys(self, number: int) -> QuerySet:
        """The keys of a source's rows that are sought."""
        source, found = self.sources[number], self.found[number]
        at = F(found.at) if source.timed else day_at(found.at)
        rows = found.rows.order_by().filter(_between(found.at, source.timed, self.sought))
        if words := self.sought.words.split():
            rows = rows.alias(words=found.words()).filter(*(Q(words__icontains=word) for word in words))
        return rows.values_list(at, Value(number, IntegerField()), "pk")


def _between(field: str, timed: bool, sought: Sought) -> Q:
    """The rows of the days that are sought, by the field of their instant or day."""
    within = Q()
    if sought.from_date:
        within &= Q(**{f"{field}__gte": _midnight(sought.from_date) if timed else sought.from_date})
    if sought.last_day:
        within &= Q(**{f"{field}__lt": _midnight(sought.last_day + _DAY) if timed else sought.last_day + _DAY})
    return within


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
