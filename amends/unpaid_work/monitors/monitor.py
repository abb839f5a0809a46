"""What a monitor is: a list of what waits for somebody to act, which empties as they do.

Each module beside this one is one monitor: who or what is listed, the reasons, the figures of a row, the words that
define it, and the action beside each row. Pages, counts, filters, sorting and files are the same for all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.cases.models import Person, Requirement, full_name
from amends.cases.queries.finding import looked_after_by
from amends.design.words import hours, short_date
from amends.organisation import access
from amends.organisation.models import PDU, Team
from amends.organisation.roles import Permission
from amends.unpaid_work.queries.completion_forecasts import Paced, paces_of
from amends.unpaid_work.queries.minutes_left import minutes_left

WHY, DUE, NAME, TEAM = "why", "due", "name", "team"


@dataclass(frozen=True)
class Asked:
    """By whom, and of when, a monitor is asked.

    `unit` or `team` narrow it to a place, `mine` to cases that the reader holds or covers; `monday` begins the week of
    a monitor that is about one.
    """

    user: Any
    on: date
    at: datetime
    monday: date
    unit: PDU | None = None
    team: Team | None = None
    mine: bool = False
    _left: dict[int, int] = field(default_factory=dict, compare=False, repr=False)
    _paced: dict[int, Paced] = field(default_factory=dict, compare=False, repr=False)
    _units: set[int] = field(default_factory=set, compare=False, repr=False)

    def left(self, requirements: Iterable[int]) -> Mapping[int, int]:
        """What is left of each requirement, in minutes; those asked for before are not reckoned again."""
        missing = [key for key in requirements if key not in self._left]
        if missing:
            self._left.update(minutes_left(missing, self.on))
        return self._left

    def paced(self, units: set[int]) -> Mapping[int, Paced]:
        """The pace of every open requirement of the units; those asked for before are not reckoned again."""
        missing = units - self._units
        if missing:
            self._paced.update(paces_of(missing, self.on))
            self._units.update(missing)
        return self._paced

    def within(self, queryset: QuerySet, permission: Permission) -> QuerySet:
        """The rows of a personal model that the reader may see and asked for."""
        path = queryset.model.access
        found = access.visible(queryset, self.user, permission)
        if self.unit:
            found = found.filter(**{f"{path.team}__pdu": self.unit})
        if self.team:
            found = found.filter(**{path.team: self.team})
        if self.mine and path.crn:
            own = Person.objects.filter(looked_after_by(self.user.staff_id, self.on))
            found = found.filter(**{f"{path.crn}__in": own.values("crn")})
        return found


class Row(NamedTuple):
    """One thing that waits. `key` is the record acted on, `due` the day it turns on, `figures` the monitor's own."""

    key: int
    name: str
    crn: str
    team: str
    why: str
    due: date | None = None
    figures: tuple[Any, ...] = ()


def _figure(place: int) -> Callable[[Row], Any]:
    return lambda row: row.figures[place]


@dataclass(frozen=True)
class Measure:
    """A figure of every row: its name in files and addresses, its heading, and how it is shown."""

    name: str
    text: str
    show: Callable[[Any], object] = str
    numeric: bool = True


@dataclass(frozen=True)
class Subject:
    """What the rows are about: what it is called, the address of its own page and what that asks of the reader.

    `people`: rows name a person.
    """

    text: str
    href: Callable[[Row], str]
    permission: Permission
    people: bool = False


@dataclass(frozen=True)
class Action:
    """What is done about a row: its words, the page where it is done, and what that asks of the reader."""

    text: str
    href: Callable[[Row], str]
    permission: Permission


@dataclass(frozen=True)
class Monitor:
    """One list. `whys` are the reasons, in the order in which they matter; `find` answers every row, in any order."""

    slug: str
    title: str
    definition: str
    source: str
    permission: Permission
    subject: Subject
    whys: Mapping[str, str]
    find: Callable[[Asked], list[Row]]
    action: Action
    empty: str
    due: str = ""
    measures: Sequence[Measure] = ()
    weekly: bool = False
    first_by: str = DUE

    @property
    def sorts(self) -> dict[str, Callable[[Row], Any]]:
        """What rows can be ordered by, by name."""
        places = {why: place for place, why in enumerate(self.whys)}
        found: dict[str, Callable[[Row], Any]] = {
            NAME: lambda row: row.name.casefold(),
            TEAM: lambda row: row.team,
            WHY: lambda row: places[row.why],
        }
        if self.due:
            found[DUE] = lambda row: row.due
        for place, measure in enumerate(self.measures):
            found[measure.name] = _figure(place)
        return found

    def sorted(self, rows: Sequence[Row], sort: str) -> list[Row]:
        """The rows in order, `sort` led by "-" for descending; what has no figure stands last either way."""
        by = self.sorts[sort.removeprefix("-")]
        has: list[Row] = []
        lacks: list[Row] = []
        for row in sorted(rows, key=lambda row: (row.name.casefold(), row.key)):
            (lacks if by(row) is None else has).append(row)
        return sorted(has, key=by, reverse=sort.startswith("-")) + lacks

    def counts(self, rows: Sequence[Row]) -> list[tuple[str, int]]:
        """How many rows there are for each reason, those without any left out."""
        found = Counter(row.why for row in rows)
        return [(why, found[why]) for why in self.whys if found[why]]


P = Permission
PERSON = Subject(_("Person"), lambda row: reverse("unpaid_work:person", args=[row.crn]), P.HOURS_VIEW, people=True)
PROJECT = Subject(_("Project"), lambda row: reverse("unpaid_work:project", args=[row.key]), P.PROJECT_VIEW)
SESSION = Subject(_("Session"), lambda row: reverse("unpaid_work:session", args=[row.key]), P.SESSION_VIEW)


def of_person(prefix: str = "") -> tuple[str, ...]:
    """The look-ups, for `values_list`, of what every row about a person tells: names, CRN and team."""
    return tuple(f"{prefix}{name}" for name in ("given_names", "family_name", "crn", "team__name"))


def person_row(key: int, told: Sequence[Any], why: str, due: date | None = None, figures: tuple = ()) -> Row:
    """The row of a person, from what `of_person` asked for."""
    given_names, family_name, crn, team = told
    return Row(key, full_name(given_names, family_name), crn, team, why, due, figures)


def shown_hours(minutes: int | None) -> object:
    """Minutes as hours, nothing where not known."""
    return "" if minutes is None else hours(minutes)


def shown_day(day: date | None) -> str:
    """A short date, nothing where there is none."""
    return short_date(day) if day else ""


def working(asked: Asked, permission: Permission) -> QuerySet[Requirement]:
    """The requirements for unpaid work that are open on the day, of people whom the reader sees and asked for."""
    open_ones = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=asked.on), kind=Requirement.Kind.UNPAID_WORK,
        sentence__sentence_date__lte=asked.on, sentence__person__merged_into=None,
    )  # fmt: skip
    return asked.within(open_ones, permission)
