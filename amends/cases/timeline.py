"""What a room offers of a person's timeline. The desk gathers all of them into one, in a handful of queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Cast

from amends.cases.models import Person
from amends.organisation.models import User
from amends.organisation.roles import Permission


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in words for this reader: what is kept from them is not in it."""

    title: str
    text: str = ""
    by: str = ""
    href: str = ""


@dataclass(frozen=True)
class Found:
    """The rows of one model that belong on a person's timeline, neither ordered nor cut.

    `at` is the field of their instant, or of their day. `words` makes the text that is searched, without what is kept
    from the reader; only a search asks for it, as making it takes longer than all else that the timeline asks.
    """

    rows: QuerySet
    at: str
    words: Callable[[], Any]


@dataclass(frozen=True)
class Source:
    """One kind of rows on a person's timeline, for those with the permission.

    `rows` answers them for a reader; `entry` puts one into words without a query. `timed`: false where the rows know
    the day alone.
    """

    kind: str
    label: Any
    permission: Permission
    rows: Callable[[Person, User], Found]
    entry: Callable[[Any, Person, User], Entry]
    timed: bool = True


def day_at(field: str) -> Cast:
    """The instant that stands for a day."""
    return Cast(F(field), DateTimeField())


def coded(field: str, words: Mapping[str, str]) -> Case:
    """The words of a code, so that they are found by a search."""
    whens = [When(**{field: code}, then=Value(str(said))) for code, said in words.items()]
    return Case(*whens, default=Value(""), output_field=CharField())
