"""Form fields that render themselves as GOV.UK markup, and the form they stand in. Every other Django form, such as
those of the sign-in pages, gets the same look through `Renderer`.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from amends.design.dates import DateField, MinutesField, TimeField
from amends.design.fields import Shown, select, tick

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "Form",
    "IntegerField",
    "MinutesField",
    "ModelRadiosField",
    "ModelSelectField",
    "PasswordField",
    "PositionField",
    "RadiosField",
    "Renderer",
    "SearchField",
    "SelectField",
    "TelephoneField",
    "TextField",
    "TextareaField",
    "TimeField",
    "ValidationError",
    "YesNoField",
]

_WRITTEN = re.compile(r"\(?\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*[,; ]\s*(-?[0-9]{1,3}(?:\.[0-9]+)?)\s*\)?")
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.0, -9.0, 2.5  # the box that holds Great Britain


class Renderer(TemplatesSetting):
    """Django's door to the look of forms; named in settings as FORM_RENDERER."""

    form_template_name = "design/forms/form.html"
    field_template_name = "design/forms/field.html"


class Form(forms.Form):
    """A form whose fields render themselves. `{{ form }}` renders all of them, without the form element."""

    default_renderer = Renderer
    use_required_attribute = False
    mark_optional = True

    def error_summary(self) -> SafeString | str:
        """The box at the top of the page that names every error and leads to its field; empty without errors."""
        from amends.design.form_markup import error_summary

        return error_summary(self)


class TextField(Shown, forms.CharField):
    """One line of text."""


class PositionField(TextField):
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
        found = _WRITTEN.fullmatch(typed.replace("\N{MINUS SIGN}", "-"))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        lat, lon = float(found[1]), float(found[2])
        if not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
            bounds = {"south": _SOUTH, "north": _NORTH, "west": _WEST, "east": _EAST}
            raise ValidationError(self.error_messages["elsewhere"], code="elsewhere", params=bounds)
        return lat, lon

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple | list):
            return value
        return ", ".join(str(round(degrees, 6)) for degrees in value)

    def run_validators(self, value: Any) -> None:
        """The text's own validators have nothing to say about a pair of numbers."""


class TextareaField(Shown, forms.CharField):
    """Several lines of text; a `max_length` is counted down as the reader types."""

    widget = forms.Textarea


class EmailField(Shown, forms.EmailField):
    """An email address."""

    defaults = {"autocomplete": "email", "spellcheck": False}
    default_error_messages = {
        "invalid": _("Enter an email address in the correct format, like name@example.com"),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Django's validator has its own words for the same fault.
        self.validators = [forms.EmailField.default_validators[0].__class__(message=self.error_messages["invalid"])]


class TelephoneField(Shown, forms.CharField):
    """A telephone number, kept as typed."""

    defaults = {"autocomplete": "tel", "width": 20}
    widget = forms.TextInput(attrs={"type": "tel"})


class SearchField(Shown, forms.CharField):
    """Words to search for."""

    defaults = {"spellcheck": False}
    widget = forms.TextInput(attrs={"type": "search"})


class PasswordField(Shown, forms.CharField):
    """A password, with a button that shows it. What was typed is never sent back."""

    widget = forms.PasswordInput

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, strip=False, **options)


class IntegerField(Shown, forms.IntegerField):
    """A whole number; where nothing less is asked, as large as the database keeps in its smallest one."""

    defaults = {"inputmode": "numeric", "width": 5}
    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a whole number"),
        "min_value": _("Enter %(limit_value)s or more"),
        "max_value": _("Enter %(limit_value)s or less"),
    }

    def __init__(self, *args: Any, max_value: int = 32_767, **options: Any) -> None:
        super().__init__(*args, max_value=max_value, **options)


class DecimalField(Shown, forms.DecimalField):
    """A number that may have decimals."""

    defaults = {"inputmode": "decimal", "width": 5}
    widget = forms.TextInput


class RadiosField(Shown, forms.ChoiceField):
    """One of a few."""

    ask = staticmethod(select)
    widget = forms.RadioSelect


class YesNoField(Shown, forms.TypedChoiceField):
    """Yes or no; nothing is chosen beforehand. The value is True, False or, where optional, None."""

    ask = staticmethod(select)
    defaults = {"inline": True}
    widget = forms.RadioSelect

    def __init__(self, *args: Any, **options: Any) -> None:
        choices = options.pop("choices", [("yes", _("Yes")), ("no", _("No"))])
        super().__init__(*args, choices=choices, coerce=lambda value: value == "yes", empty_value=None, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class SelectField(Shown, forms.ChoiceField):
    """One of many. Give the empty choice yourself: ("", "Choose an office")."""

    ask = staticmethod(select)


class CheckboxesField(Shown, forms.MultipleChoiceField):
    """Any number of a few."""

    ask = staticmethod(select)
    widget = forms.CheckboxSelectMultiple


class CheckboxField(Shown, forms.BooleanField):
    """One box that states something; required means that it has to be ticked."""

    ask = staticmethod(tick)


class ModelSelectField(Shown, forms.ModelChoiceField):
    """One row of many."""

    ask = staticmethod(select)


class ModelRadiosField(Shown, forms.ModelChoiceField):
    """One row of a few."""

    ask = staticmethod(select)
    widget = forms.RadioSelect

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, empty_label=None, **options)


class FileField(Shown, forms.FileField):
    """A file to upload. `accept` lists endings (".csv,.pdf"); `max_bytes` is the largest that is taken."""

    ask = staticmethod(select)
    default_error_messages = {
        "too_large": _("The selected file must be smaller than %(limit)s"),
        "kind": _("The selected file must be one of: %(accept)s"),
        "empty": _("The selected file is empty"),
    }

    def __init__(self, *args: Any, accept: str = "", max_bytes: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.accept = accept
        self.max_bytes = max_bytes
        if accept:
            self.widget.attrs["accept"] = accept

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not data:
            return file
        endings = tuple(ending.strip().lower() for ending in self.accept.split(",") if ending.strip())
        if endings and not data.name.lower().endswith(endings):
            raise ValidationError(self.error_messages["kind"], code="kind", params={"accept": ", ".join(endings)})
        if self.max_bytes is not None and data.size > self.max_bytes:
            limit = filesizeformat(self.max_bytes)
            raise ValidationError(self.error_messages["too_large"], code="too_large", params={"limit": limit})
        return file
