"""A person's timeline: what every room offers, as one list.

One query finds which rows are shown, whatever their room; each room that has some on the page is asked for them once.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.utils.timezone import get_current_timezone

from amends.cases.models import Person
from amends.cases.queries import case_timeline as cases
from amends.cases.queries import court_timeline as courts
from amends.cases.queries import managing_timeline as managing
from amends.cases.queries import records_timeline as records
from amends.cases.timeline import Entry, Source
from amends.contacts.queries import case_timeline as contacts
from amends.enforcement.queries import case_timeline as enforcement
from amends.organisation.models import User
from amends.organisation.remit import reaches
from amends.unpaid_work.queries import case_timeline as unpaid_work

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
        self.person, self.reader = person, reader
        self.sources = [each for each in sources(person, reader) if sought.kind in ("", each.kind)]
        self.keys = _keys([self._found(each, sought) for each in self.sources])

    def count(self) -> int:
        """How many entries there are."""
        return self.keys.count() if self.keys is not None else 0

    def __getitem__(self, wanted: slice) -> list[Happened]:
        """The entries of one page."""
        keys = list(self.keys[wanted]) if self.keys is not None else []
        alike: dict[Any, list[QuerySet]] = defaultdict(list)  # sources that say it in the same words are asked together
        for number in {number for _at, number, _key in keys}:
            source, of_source = self.sources[number], [key for _at, each, key in keys if each == number]
            alike[source.entry].append(source.rows(self.person, self.reader).filter(pk__in=of_source).order_by())
        rows = {(entry, row.pk): row for entry, found in alike.items() for row in found[0].union(*found[1:], all=True)}
        shown = [(at, source, rows.get((source.entry, key))) for at, source, key in self._with_source(keys)]
        return [
            Happened(at, source.timed, str(source.label), source.entry(row, self.person, self.reader))
            for at, source, row in shown if row is not None
        ]  # fmt: skip

    def _with_source(self, keys: list[tuple[datetime, int, int]]) -> list[tuple[datetime, Source, int]]:
        return [(at, self.sources[number], key) for at, number, key in keys]

    def _found(self, source: Source, sought: Sought) -> QuerySet:
        within = Q()
        for word in sought.words.split():
            within &= Q(words__icontains=word)
        if sought.from_date:
            within &= Q(at__gte=_midnight(sought.from_date))
        if sought.last_day:
            within &= Q(at__lt=_midnight(sought.last_day + timedelta(days=1)))
        return source.rows(self.person, self.reader).filter(within)


def _keys(found: list[QuerySet]) -> QuerySet | None:
    """Of every row its instant, the number of its source and its key, the latest first."""
    arms = [
        rows.order_by().annotate(source=Value(number, IntegerField()), key=F("pk")).values_list("at", "source", "key")
        for number, rows in enumerate(found)
    ]
    if not arms:
        return None
    return arms[0].union(*arms[1:], all=True).order_by("-at", "source", "-key")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
