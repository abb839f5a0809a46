"""What happened, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from amends.design import words
from amends.design.components.base import Component, Link, Tag

_ITEM = """<div class="moj-timeline__item">
<div class="moj-timeline__header"><h{} class="moj-timeline__title">{}</h{}>{}{}</div>
<p class="moj-timeline__date"><time datetime="{}">{}</time></p>
{}
</div>
"""
_BYLINE = ' <p class="moj-timeline__byline">{}</p>'


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

    def items(self) -> SafeString:
        """Every event. Put together here: a template takes longer for fifty of them than finding them takes."""
        return format_html_join("", _ITEM, (self._item(event) for event in self.events))

    def _item(self, event: Event) -> tuple[Any, ...]:
        tag = format_html(" {}", event.tag) if event.tag else ""
        by = format_html(_BYLINE, gettext("by %(name)s") % {"name": event.by}) if event.by else ""
        told = format_html_join(
            "", '<p class="govuk-body">{}</p>', ((part,) for part in (event.text, event.link) if part)
        )
        described = format_html('<div class="moj-timeline__description">{}</div>', told) if told else ""
        level = self.heading_level
        return level, event.title, level, tag, by, event.machine(), event.when(), described
