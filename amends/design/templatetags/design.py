"""Tags and filters of the look."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from amends.design import bilingual, form_markup, words
from amends.design import govuk as components

register = template.Library()


@register.simple_tag(name="govuk")
def govuk(component: str, params: Mapping[str, Any] | None = None, **named: Any) -> SafeString:
    """A GOV.UK component: `{% govuk "button" text=_("Save") %}`."""
    return components.render(component, params, **named)


@register.simple_block_tag(name="govukblock")
def govukblock(content: str, component: str, params: Mapping[str, Any] | None = None, **named: Any) -> SafeString:
    """A GOV.UK component around the content of the block."""
    return components.render(component, params, **{**named, "html": content})


@register.simple_tag
def form_field(bound: BoundField) -> SafeString:
    """One field of a form."""
    return form_markup.field_markup(bound)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Every visible field of a form."""
    return mark_safe("\n".join(form_markup.field_markup(bound) for bound in form_markup.shown_fields(form)))  # noqa: S308


@register.simple_tag(takes_context=True)
def frame_words(context: template.Context) -> dict[str, str]:
    """The words around a page, in the language that the page is in: English where it does not say (`page_language`)."""
    return bilingual.words("frame", context.get("page_language", bilingual.ENGLISH))


@register.simple_tag
def error_summary(*forms: Any) -> SafeString | str:
    """The errors of the forms given, at the top of a page; nothing where there are none."""
    return form_markup.error_summary(*forms)


@register.simple_tag
def notifications(messages: Iterable[Message] = ()) -> SafeString:
    """The messages of the request in at most two banners: what succeeded, announced, and all the rest."""
    told: dict[bool, list[str]] = {}
    for message in messages:
        told.setdefault(message.level_tag == "success", []).append(message.message)
    line = '<p class="govuk-notification-banner__heading">{}</p>'
    banners = [
        components.render(
            "notification-banner",
            html=format_html_join("", line, ((text,) for text in texts)),
            type="success" if good else None,
            title_text=gettext("Success") if good else gettext("Important"),
            title_id=f"govuk-notification-banner-title-{'success' if good else 'important'}",
        )
        for good, texts in told.items()
    ]
    return mark_safe("".join(banners))  # noqa: S308 - the components escape


@register.simple_tag
def print_button(text: str = "") -> SafeString:
    """A button that prints the page. Without scripts it is not shown: the browser's own command prints."""
    return format_html(
        '<button type="button" class="govuk-button govuk-button--secondary amends-print"'
        " data-amends-print hidden>{}</button>",
        text or gettext("Print this page"),
    )


@register.simple_tag
def csv_link(href: str, text: str = "") -> SafeString:
    """A link to the figures of a page as a CSV file."""
    return format_html(
        '<a class="govuk-link amends-download" href="{}" download>{}</a>', href, text or gettext("Download as CSV")
    )


@register.simple_tag
def progress_refresh(seconds: int = 10) -> SafeString:
    """For the head of a page that shows progress: without scripts the page asks again by itself."""
    return format_html('<noscript><meta http-equiv="refresh" content="{}"></noscript>', int(seconds))


@register.filter(is_safe=True)
def as_sentence(text: str) -> str:
    """A heading in Title Case as a sentence: "Change Password" becomes "Change password"."""
    return text.strip()[:1].upper() + text.strip()[1:].lower()


@register.filter
def time_spoken(length: timedelta) -> str:
    """A length of time in whole minutes: "15 minutes"."""
    return words.hours_spoken(int(length.total_seconds()) // 60)


register.filter("hours", words.hours)
register.filter("percent", words.percent_text)
register.filter("share", words.share_text)
register.filter("long_date", words.long_date)
register.filter("day", words.day)
register.filter("short_date", words.short_date)
register.filter("clock_time", words.clock_time)
register.filter("date_and_time", words.date_and_time)
register.filter("written_out", words.written_out)
register.filter("steps_told", words.steps_told)
