"""A number on a page, and what it means: no figure stands without its definition, source and as-at date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from amends.design import words
from amends.design.components.base import Component


@dataclass(frozen=True)
class Figure(Component):
    """One number. `value` is text as read ("62%"); `denominator` says of what ("of 312 people")."""

    label: str
    value: str
    as_at: date | datetime
    definition: str
    source: str
    denominator: str = ""
    href: str = ""
    note: str = ""
    template = "design/components/figure.html"

    def as_at_text(self) -> str:
        """The moment the figure holds for, in words."""
        return words.date_and_time(self.as_at) if isinstance(self.as_at, datetime) else words.day(self.as_at)


@dataclass(frozen=True)
class Figures(Component):
    """Figures side by side."""

    figures: Sequence[Figure]
    template = "design/components/figures.html"
