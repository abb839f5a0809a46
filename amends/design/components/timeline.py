"""What happened, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy

from amends.design import words
from amends.design.components.base import Component, Link, Tag


@dataclass(frozen=True)
class Event:
    """Something that happened: an instant or a date, by whom, and what there is to say."""

    title: str
    at: datetime | date
    by: str = ""
    text: Any = ""
    link: Link | None = None
    tag: Tag | None = None

    def when(self) -> str:
        """The moment in words."""
        return words.date_and_time(self.at) if isinstance(self.at, datetime) else words.day(self.at)

    def machine(self) -> str:
        """The moment as HTML's time element takes it."""
        return self.at.isoformat()


@dataclass(frozen=True)
class Timeline(Component):
    """Events, newest first as given."""

    events: Sequence[Event]
    heading_level: int = 2
    empty: str = gettext_lazy("Nothing is recorded yet.")
    template = "design/components/timeline.html"
