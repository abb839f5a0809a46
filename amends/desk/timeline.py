"""A person's timeline: what every room offers, as one list.

One query finds which rows are shown, whatever their room; each room that has some on the page is asked for them once.
"""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from amends.cases.models import Person
from amends.cases.queries import case_timeline as cases
from amends.cases.queries import court_timeline as courts
from amends.cases.queries import managing_timeline as managing
from amends.cases.queries import planning_timeline as planning
from amends.cases.queries import records_timeline as records
from amends.cases.timeline import Entry, Found, Source
from amends.contacts.queries import case_timeline as contacts
from amends.enforcement.queries import case_timeline as enforcement
from amends.organisation.models import User
from amends.organisation.remit import reads
from amends.unpaid_work.queries import case_timeline as unpaid_work

A_PAGE = 50
_DAY = timedelta(days=1)
Key = tuple[datetime, int, int]  # the instant of an entry, the number of its source, the key of its row
_ANYBODY = Person(pk=-(2**40), crn="@anybody")
ROOMS = (cases, planning, managing, courts, records, contacts, unpaid_work, enforcement)


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
    found = [each for room in ROOMS for each in room.SOURCES]
    return [each for each in found if reads(reader, each.permission, person.team, person.crn)]


def kinds(person: Person, reader: User) -> list[tuple[str, Any]]:
    """The kinds that the reader may choose from."""
    return list({each.kind: (each.kind, each.label) for each in sources(person, reader)}.values())


class Timeline:
    """The entries of a person's timeline, the latest first. It counts, and answers a slice, as a paginator asks."""

    def __init__(self, person: Person, reader: User, sought: Sought) -> None:
        self.person, self.reader, self.sought = person, reader, sought
        self.sources = [each for each in sources(person, reader) if sought.kind in ("", each.kind)]

    @cached_property
    def _first(self) -> tuple[int, list[Key]]:
        """How many entries there are, and the first page of them: most readers see no other."""
        return self.read(0, A_PAGE)

    def count(self) -> int:
        """How many entries there are."""
        return self._first[0]

    def __getitem__(self, wanted: slice) -> list[Happened]:
        """The entries of one page."""
        count, keys = self._first
        first, end, _step = wanted.indices(count)
        if end > len(keys):
            _count, keys = self.read(first, end - first)
        else:
            keys = keys[first:end]
        of_source: dict[int, list[int]] = defaultdict(list)
        for _at, number, key in keys:
            of_source[number].append(key)
        alike: dict[Any, list[QuerySet]] = defaultdict(list)  # sources that say it in the same words are asked together
        for number, pks in of_source.items():
            source = self.sources[number]
            alike[source.entry].append(source.rows(self.person, self.reader).rows.filter(pk__in=pks).order_by())
        rows = {(entry, row.pk): row for entry, found in alike.items() for row in found[0].union(*found[1:], all=True)}
        shown = [(at, self.sources[number], key) for at, number, key in keys]
        return [
            Happened(at, source.timed, str(source.label), source.entry(row, self.person, self.reader))
            for at, source, key in shown if (row := rows.get((source.entry, key))) is not None
        ]  # fmt: skip

    def read(self, first: int, most: int) -> tuple[int, list[Key]]:
        """How many entries there are, and `most` of them from the `first` on, the latest first. One query.

        Each source's SQL is Django's; put together here, it is counted, ordered and cut at once.
        """
        arms, values = [], []
        for number in range(len(self.sources)):
            with suppress(EmptyResultSet):
                sql, given = self.keys_of(number)
                arms.append(f"SELECT told.at, {number}, told.key FROM ({sql}) AS told (at, key)")  # noqa: S608 - Django's
                values += given
        if not arms:
            return 0, []
        found = " UNION ALL ".join(arms)
        sql = f"""
            SELECT at::timestamptz, source, key, count(*) OVER () FROM ({found}) AS found (at, source, key)
            ORDER BY 1 DESC, source, key DESC LIMIT %s OFFSET %s
        """  # noqa: S608 - Django's, and numbers
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, most, first])
            rows = cursor.fetchall()
        return (rows[0][3] if rows else 0), [row[:3] for row in rows]

    def keys_of(self, number: int) -> tuple[str, list[Any]]:
        """The SQL of when, and of the key, of a source's rows that are sought."""
        source, sought = self.sources[number], self.sought
        if not (sought.words or sought.from_date or sought.last_day):
            sql, given = sql_of_anybody(source.rows)
            return sql, [_meant(value, self.person) for value in given]
        found = source.rows(self.person, self.reader)
        rows = found.rows.order_by().filter(_between(found.at, source.timed, sought))
        if words := sought.words.split():
            rows = rows.alias(words=found.words()).filter(*(Q(words__icontains=word) for word in words))
        sql, given = rows.values_list(found.at, "pk").query.sql_with_params()
        return sql, list(given)


@cache
def sql_of_anybody(rows: Callable[[Person, User], Found]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of all that a source has of a person, made once: it takes longer than answering it.

    Rows hang on nothing but who the person is; in their place stands one who is nobody.
    """
    found = rows(_ANYBODY, User())
    return found.rows.order_by().values_list(found.at, "pk").query.sql_with_params()


def _meant(value: Any, person: Person) -> Any:
    """What stands for anybody, as that of the person, of the kind that the database takes."""
    if value == _ANYBODY.pk:
        return type(value)(person.pk)
    return person.crn if value == _ANYBODY.crn else value


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
