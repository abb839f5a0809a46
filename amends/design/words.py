"""Numbers and dates as people read them. Minutes are whole numbers shown as hours; a share keeps its denominator."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]


def _whole_minutes(minutes: Any) -> int:
    if isinstance(minutes, bool) or not isinstance(minutes, int):
        raise TypeError(f"minutes are whole numbers, not {minutes!r}")
    return minutes


def hours_text(minutes: int | None) -> str:
    """Minutes as "12h 30m"; empty for None. Raises TypeError for anything but a whole number."""
    if minutes is None:
        return ""
    hours, rest = divmod(abs(_whole_minutes(minutes)), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else ""
    if not rest:
        return f"{sign}{hours:,}h"
    return f"{sign}{hours:,}h {rest}m" if hours else f"{sign}{rest}m"


def hours_spoken(minutes: int) -> str:
    """Minutes as "12 hours 30 minutes"."""
    hours, rest = divmod(abs(_whole_minutes(minutes)), 60)
    parts = []
    if hours or not rest:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": f"{hours:,}"})
    if rest:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    spoken = " ".join(parts)
    return gettext("minus %(hours)s") % {"hours": spoken} if minutes < 0 else spoken


def hours(minutes: int | None) -> SafeString | str:
    """Minutes for a page: "12h 30m" to the eye, "12 hours 30 minutes" to a screen reader."""
    if minutes is None:
        return ""
    return format_html(
        '<span class="amends-hours"><span aria-hidden="true">{}</span>'
        '<span class="govuk-visually-hidden">{}</span></span>',
        hours_text(minutes),
        hours_spoken(minutes),
    )


def percent_text(fraction: float | Decimal | None, digits: int = 0) -> str:
    """A fraction as a percentage, halves rounded up: 0.624 is "62%". Empty for None."""
    if fraction is None:
        return ""
    step = Decimal(1).scaleb(-digits)
    percent = (Decimal(str(fraction)) * 100).quantize(step, rounding=ROUND_HALF_UP)
    return f"{percent:f}%"


def signed_text(difference: float, digits: int = 0) -> str:
    """A difference with its sign: "+3", "-3" with a true minus; "0", without one, where it is rounded to nought."""
    rounded = Decimal(str(difference)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,f}"


def share_text(numerator: int, denominator: int) -> str:
    """A share with its denominator: "45 of 312 (14%)". Nothing divided by nothing is "0 of 0"."""
    plain = gettext("%(numerator)s of %(denominator)s") % {
        "numerator": f"{numerator:,}",
        "denominator": f"{denominator:,}",
    }
    if not denominator:
        return plain
    return f"{plain} ({percent_text(Decimal(numerator) / Decimal(denominator))})"


def _civil(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _dated(value: date | datetime | None, pattern: str) -> str:
    if not value:
        return ""
    civil = _civil(value)
    return _written(civil.date() if isinstance(civil, datetime) else civil, pattern, get_language())


@lru_cache(4096)
def _written(value: date, pattern: str, _language: str | None) -> str:
    """A day as the pattern has it, in the language in force: a page writes the same few days again and again."""
    return format_date(value, pattern)


def long_date(value: date | datetime | None) -> str:
    """ "Monday 2 March 2026"."""
    return _dated(value, "l j F Y")


def day(value: date | datetime | None) -> str:
    """ "2 March 2026"."""
    return _dated(value, "j F Y")


def month(value: date | datetime | None) -> str:
    """ "March 2026"."""
    return _dated(value, "F Y")


def short_date(value: date | datetime | None) -> str:
    """ "2 Mar 2026"."""
    return _dated(value, "j M Y")


def clock_time(value: datetime | time | None) -> str:
    """ "9:30am", in Europe/London for an instant; midnight and midday are named."""
    if value is None:
        return ""
    told = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    if (told.hour, told.minute) == (0, 0):
        return gettext("midnight")
    if (told.hour, told.minute) == (12, 0):
        return gettext("midday")
    minutes = f":{told.minute:02}" if told.minute else ""
    return f"{told.hour % 12 or 12}{minutes}{'am' if told.hour < 12 else 'pm'}"


def date_and_time(value: datetime | None) -> str:
    """ "2 March 2026 at 9:30am", in Europe/London."""
    if value is None:
        return ""
    return gettext("%(date)s at %(time)s") % {"date": day(value), "time": clock_time(value)}


def weekdays_text(days: str, short: bool = False) -> str:
    """Weekday digits in words: "Monday to Friday", "Tuesday and Thursday"; where `short`, of three letters each."""
    names = [str(words)[: 3 if short else None] for digit, words in WEEKDAYS if digit in days]
    if len(days) > 2 and days in "1234567":
        return gettext("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    if len(names) > 1:
        return gettext("%(others)s and %(last)s") % {"others": ", ".join(names[:-1]), "last": names[-1]}
    return "".join(names)


_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def written_out(step: str) -> str:
    """A step of a decision of policy as a page shows it: its days as people write them."""
    return _ISO_DAY.sub(lambda found: day(date.fromisoformat(found[0])), step)


def steps_told(steps: Iterable[str]) -> str:
    """The steps of a decision of policy, as one line of a page."""
    return "; ".join(written_out(step) for step in steps)
