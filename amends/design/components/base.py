"""What components have in common, and the two smallest: a link and a status."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, html_safe
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import template_localtime

COLOURS = ("", "grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow")


def anchor(kind: str, name: str) -> str:
    """The id of a component that was given none: two of a kind on a page have different names."""
    return f"{kind}-{slugify(str(name)) or 'unnamed'}"


def printed(value: Any) -> SafeString:
    """A value as a template prints it: in the place's time and numbers, escaped unless it is markup."""
    shown = value if isinstance(value, str) else localize(template_localtime(value))
    return conditional_escape(shown if isinstance(shown, str) else str(shown))


class Component:
    """A value with a template: renders itself where a template prints it."""

    template: ClassVar[str]

    def __str__(self) -> SafeString:
        return render_to_string(self.template, {"it": self})

    def __html__(self) -> SafeString:
        return self.__str__()


@html_safe
@dataclass(frozen=True)
class Link:
    """A link; `hidden` are words for screen readers that make it clear out of its context ("for A Person")."""

    text: str
    href: str
    hidden: str = ""
    classes: str = ""

    def __str__(self) -> SafeString:
        hidden = format_html('<span class="govuk-visually-hidden"> {}</span>', self.hidden) if self.hidden else ""
        classes = f"govuk-link {self.classes}".strip()
        return format_html('<a class="{}" href="{}">{}{}</a>', classes, self.href, self.text, hidden)


@html_safe
@dataclass(frozen=True)
class Tag:
    """A status. The words carry it; the colour helps."""

    text: str
    colour: str = ""

    def __post_init__(self) -> None:
        if self.colour not in COLOURS:
            raise ValueError(f"a tag's colour is one of {', '.join(COLOURS[1:])}, not {self.colour!r}")

    def __str__(self) -> SafeString:
        colour = f" govuk-tag--{self.colour}" if self.colour else ""
        return format_html('<strong class="govuk-tag{}">{}</strong>', colour, self.text)
