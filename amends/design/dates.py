"""Dates in three boxes, minutes as hours and minutes in two, and times as people type them."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from amends.design import words
from amends.design.fields import Shown


class BoxesInput(forms.Widget):
    """Several text boxes for one value. Posted as `<name>_<box>` each; its raw value is a dict of what was typed."""

    use_fieldset = True
    boxes: ClassVar[tuple[str, ...]] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str] | None:
        typed = {box: str(data.get(f"{name}_{box}") or "").strip() for box in self.boxes}
        return typed if any(typed.values()) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return all(f"{name}_{box}" not in data for box in self.boxes)

    def typed(self, value: Any) -> dict[str, str]:
        """What stands in the boxes for a raw or a clean value."""
        if isinstance(value, dict):
            return value
        return self.split(value) if value is not None else {}

    def split(self, value: Any) -> dict[str, str]:
        """A clean value as the text of each box."""
        raise NotImplementedError


class DateInput(BoxesInput):
    """Day, month and year."""

    boxes = ("day", "month", "year")

    def split(self, value: date) -> dict[str, str]:
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}


class HoursInput(BoxesInput):
    """Hours and minutes of a length of time in minutes."""

    boxes = ("hours", "minutes")

    def split(self, value: int) -> dict[str, str]:
        return {"hours": str(value // 60), "minutes": str(value % 60)}


class BoxesField(Shown, forms.Field):
    """A field whose value stands in several boxes."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _refuse(self, code: str, *boxes: str, **params: Any) -> ValidationError:
        subject = str(self.subject)
        subject = capfirst(subject) if subject and not subject.endswith("?") else gettext("Answer")
        return ValidationError(
            self.error_messages[code], code=code, params={"subject": subject, "boxes": boxes, **params}
        )


class DateField(BoxesField):
    """A civil date. Each error names what is missing or wrong. `earliest` and `latest` are allowed themselves.

    Without a hint of its own it gives an example, as every date of GOV.UK does.
    """

    widget = DateInput
    default_error_messages = {
        "no_day": _("%(subject)s must include a day"),
        "no_month": _("%(subject)s must include a month"),
        "no_year": _("%(subject)s must include a year"),
        "no_day_month": _("%(subject)s must include a day and month"),
        "no_day_year": _("%(subject)s must include a day and year"),
        "no_month_year": _("%(subject)s must include a month and year"),
        "year_length": _("Year must include 4 numbers"),
        "unreal": _("%(subject)s must be a real date"),
        "too_early": _("%(subject)s must be on or after %(limit)s"),
        "too_late": _("%(subject)s must be on or before %(limit)s"),
    }

    def __init__(self, *args: Any, earliest: date | None = None, latest: date | None = None, **options: Any) -> None:
        super().__init__(*args, **{"hint": _("For example, 27 3 2026")} | options)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        missing = [box for box in DateInput.boxes if not value.get(box)]
        if missing:
            raise self._refuse("_".join(["no", *missing]), *missing)
        if not re.fullmatch(r"[0-9]{4}", value["year"]):
            code = "year_length" if re.fullmatch(r"[0-9]+", value["year"]) else "unreal"
            raise self._refuse(code, "year")
        day, month = value["day"], _month(value["month"])
        if not re.fullmatch(r"[0-9]{1,2}", day) or not 1 <= int(day) <= 31:
            raise self._refuse("unreal", "day")
        if month is None:
            raise self._refuse("unreal", "month")
        try:
            return date(int(value["year"]), month, int(day))
        except ValueError:
            raise self._refuse("unreal", *DateInput.boxes) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise self._refuse("too_early", *DateInput.boxes, limit=words.day(self.earliest))
        if self.latest and value > self.latest:
            raise self._refuse("too_late", *DateInput.boxes, limit=words.day(self.latest))


def _month(typed: str) -> int | None:
    """The number of a month typed as a number or by its name, in English or the reader's language."""
    if re.fullmatch(r"[0-9]{1,2}", typed):
        return int(typed) if 1 <= int(typed) <= 12 else None
    wanted = typed.lower().rstrip(".")
    for number in range(1, 13):
        names = {str(MONTHS[number]).lower(), str(MONTHS_3[number]).lower()}
        with override("en"):
            names |= {str(MONTHS[number]).lower(), str(MONTHS_3[number]).lower()}
        if wanted in names:
            return number
    return None


class MinutesField(BoxesField):
    """A length of time in whole minutes, typed as hours and minutes. `minimum` and `maximum` are allowed themselves."""

    widget = HoursInput
    default_error_messages = {
        "hours": _("Hours must be a whole number, like 7"),
        "minutes": _("Minutes must be a whole number from 0 to 59"),
        "too_few": _("%(subject)s must be %(limit)s or more"),
        "too_many": _("%(subject)s must be %(limit)s or less"),
    }

    def __init__(self, *args: Any, minimum: int = 0, maximum: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.minimum = minimum
        self.maximum = maximum

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        typed_hours, typed_minutes = value.get("hours") or "0", value.get("minutes") or "0"
        if not re.fullmatch(r"[0-9]{1,5}", typed_hours):
            raise self._refuse("hours", "hours")
        if not re.fullmatch(r"[0-9]{1,2}", typed_minutes) or int(typed_minutes) > 59:
            raise self._refuse("minutes", "minutes")
        return int(typed_hours) * 60 + int(typed_minutes)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.minimum:
            raise self._refuse("too_few", *HoursInput.boxes, limit=words.hours_spoken(self.minimum))
        if self.maximum is not None and value > self.maximum:
            raise self._refuse("too_many", *HoursInput.boxes, limit=words.hours_spoken(self.maximum))


class TimeField(Shown, forms.Field):
    """A time of day in Europe/London, typed as people write it: 9:30, 09.30, 9:30am, 2pm, midday."""

    widget = forms.TextInput
    defaults = {"width": 5}
    default_error_messages = {"invalid": _("Enter a time, like 9:30am or 14:15")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        typed = str(value).strip().lower()
        if typed in ("midday", "noon", gettext("midday")):
            return time(12)
        if typed in ("midnight", gettext("midnight")):
            return time(0)
        found = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?\s*(?:([ap])\.?m\.?)?", typed)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if not half and found[2] is None:  # "9" alone may be morning or evening
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half and not 1 <= hour <= 12:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return words.clock_time(value) if isinstance(value, time) else value
