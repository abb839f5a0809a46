"""A position in one box, as maps copy it."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from amends.design import forms

_WRITTEN = re.compile(r"\(?\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*[,; ]\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*\)?")
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.0, -9.0, 2.5  # the box that holds Great Britain


class PositionField(forms.TextField):
    """A latitude and a longitude in degrees, within Great Britain; the value is a pair of numbers."""

    defaults = {"width": 20, "spellcheck": False}
    default_error_messages = {
        "invalid": _("Enter a latitude and a longitude with a comma between them, like 52.6369, -1.1398"),
        "elsewhere": _(
            "The position must be in Great Britain: latitude %(south)d to %(north)d, longitude %(west)d to %(east)s"
        ),
    }

    def to_python(self, value: Any) -> tuple[float, float] | None:
        if isinstance(value, tuple | list):
            return float(value[0]), float(value[1])
        typed = super().to_python(value)
        if not typed:
            return None
        found = _WRITTEN.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        lat, lon = float(found[1]), float(found[2])
        if not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
            bounds = {"south": _SOUTH, "north": _NORTH, "west": _WEST, "east": _EAST}
            raise forms.ValidationError(self.error_messages["elsewhere"], code="elsewhere", params=bounds)
        return lat, lon

    def prepare_value(self, value: Any) -> Any:
        return f"{value[0]:g}, {value[1]:g}" if isinstance(value, tuple | list) else value

    def run_validators(self, value: Any) -> None:
        """The text's own validators have nothing to say about a pair of numbers."""
