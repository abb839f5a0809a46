"""Keys and values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, html_safe
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from amends.design import govuk
from amends.design.components.base import Link


@dataclass(frozen=True)
class Row:
    """A line of a summary list. The value may be text, markup or a component."""

    key: str
    value: Any
    actions: Sequence[Link] = ()


@html_safe
@dataclass(frozen=True)
class SummaryList:
    """Keys and values, each with links to change it."""

    rows: Sequence[Row]
    card_title: str = ""
    borders: bool = True

    def __str__(self) -> SafeString:
        rows = []
        for row in self.rows:
            actions = [
                {"href": link.href, "text": link.text, "visually_hidden_text": link.hidden} for link in row.actions
            ]
            rows.append({"key": {"text": row.key}, "value": {"html": _shown(row.value)}, "actions": {"items": actions}})
        card = {"card": {"title": {"text": self.card_title}}} if self.card_title else {}
        classes = "" if self.borders else "govuk-summary-list--no-border"
        return govuk.render("summary-list", rows=rows, classes=classes, **card)


def _shown(value: Any) -> SafeString:
    if value in (None, ""):
        return format_html('<span class="amends-none">{}</span>', gettext("Not recorded"))
    return format_html("{}", value)
