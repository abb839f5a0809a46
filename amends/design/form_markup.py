"""Bound form fields as GOV.UK markup, and the error summary of a page."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from amends.design import govuk
from amends.design.dates import BoxesInput, HoursInput
from amends.design.fields import Look, Shown, enter

_PLAIN = Look()


def field_markup(bound: BoundField) -> SafeString:
    """One field with its label, hint, error and control."""
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    widget = bound.field.widget
    for kind, markup in _MARKUPS:
        if isinstance(widget, kind):
            return markup(bound)
    return _text(bound)


def shown_fields(form: forms.BaseForm) -> list[BoundField]:
    """The fields of a form in order, without those that another field reveals."""
    revealed = _revealed(form)
    return [bound for bound in form if not bound.is_hidden and bound.name not in revealed]


def error_summary(*given: Any) -> SafeString | str:
    """The error summary of the bound forms given; empty where none of them has errors."""
    errors = [
        error for form in given if isinstance(form, forms.BaseForm) and form.is_bound for error in _summary_items(form)
    ]
    if not errors:
        return ""
    title = _said(given, "problem") or gettext("There is a problem")
    return govuk.render("error-summary", title_text=title, error_list=errors)


def _said(forms_given: Sequence[Any], word: str) -> str:
    """A word of the first form that brings its own, in the language it is in (`said`)."""
    return next((form.said[word] for form in forms_given if hasattr(form, "said")), "")


def _summary_items(form: forms.BaseForm) -> Iterator[dict[str, Any]]:
    for message in form.non_field_errors():
        yield {"text": message}
    for bound in form:
        for message in _messages(bound):
            text = f"{bound.label}: {message}" if bound.is_hidden else message
            yield {"text": text} if bound.is_hidden else {"text": text, "href": f"#{_first_control(bound)}"}


def _messages(bound: BoundField) -> list[str]:
    """The errors of a field; those of other packages' fields say what is missing too."""
    told: list[str] = []
    for error in bound.errors.as_data():
        missing = error.code == "required" and not isinstance(bound.field, Shown)
        told += [str(enter(bound.label))] if missing else error.messages
    return told


def _first_control(bound: BoundField) -> str:
    if isinstance(bound.field.widget, BoxesInput):
        return f"{bound.auto_id}_{_faulty_boxes(bound)[0]}"
    return str(bound.auto_id)


def _faulty_boxes(bound: BoundField) -> tuple[str, ...]:
    for error in bound.form.errors.as_data().get(bound.name, []):
        boxes = (error.params or {}).get("boxes")
        if boxes:
            return tuple(boxes)
    return tuple(bound.field.widget.boxes)


def _revealed(form: forms.BaseForm) -> set[str]:
    return {name for field in form.fields.values() for name in _look(field).conditional.values()}


def _look(field: forms.Field) -> Look:
    return getattr(field, "look", _PLAIN)


def _label_text(bound: BoundField) -> str:
    optional = not bound.field.required and getattr(bound.form, "mark_optional", True)
    if optional and bound.name not in _revealed(bound.form):
        return gettext("%(label)s (optional)") % {"label": bound.label}
    return str(bound.label)


def _size(look: Look) -> str:
    return look.label_size or ("l" if look.page_heading else "s")


def _described(bound: BoundField) -> dict[str, Any]:
    """The hint and the error message, which every control has alike."""
    params: dict[str, Any] = {}
    hint = bound.help_text
    if hint:
        params["hint"] = {"html": hint} if isinstance(hint, SafeString) else {"text": str(hint)}
    if bound.errors:
        lines = [conditional_escape(message) for message in _messages(bound)]
        params["error_message"] = {"html": mark_safe("<br>".join(lines))}  # noqa: S308 - escaped above
        params["error_message"]["visually_hidden_text"] = _said([bound.form], "error") or gettext("Error")
    return params


def _labelled(bound: BoundField) -> dict[str, Any]:
    look = _look(bound.field)
    label = {
        "text": _label_text(bound),
        "classes": f"govuk-label--{_size(look)}",
        "is_page_heading": look.page_heading,
        "for": bound.auto_id,
    }
    return {"id": bound.auto_id, "name": bound.html_name, "label": label, **_described(bound)}


def _grouped(bound: BoundField) -> dict[str, Any]:
    look = _look(bound.field)
    legend = {
        "text": _label_text(bound),
        "classes": f"govuk-fieldset__legend--{_size(look)}",
        "is_page_heading": look.page_heading,
    }
    return {"fieldset": {"legend": legend}, **_described(bound)}


def _typed(bound: BoundField) -> dict[str, Any]:
    """What controls that are typed into have in common."""
    look, attrs = _look(bound.field), bound.field.widget.attrs
    params: dict[str, Any] = {
        "value": bound.field.widget.format_value(bound.value()) or "",
        "disabled": bound.field.disabled,
        "autocomplete": look.autocomplete or attrs.get("autocomplete", ""),
        "classes": _width(look.width),
    }
    if look.spellcheck is not None:
        params["spellcheck"] = look.spellcheck
    if attrs.get("readonly"):
        params["attributes"] = {"readonly": "readonly"}
    return params


def _width(width: int | str) -> str:
    if not width:
        return ""
    return f"govuk-input--width-{width}" if isinstance(width, int) else f"govuk-!-width-{width}"


def _text(bound: BoundField) -> SafeString:
    look, widget = _look(bound.field), bound.field.widget
    params = {**_labelled(bound), **_typed(bound)}
    kind = widget.attrs.get("type") or getattr(widget, "input_type", "text")
    inputmode = look.inputmode or widget.attrs.get("inputmode", "")
    if kind == "number":  # spin buttons change numbers by accident
        kind, inputmode = "text", inputmode or "numeric"
    params["type"] = kind
    if inputmode:
        params["inputmode"] = inputmode
    if look.prefix:
        params["prefix"] = {"text": look.prefix}
    if look.suffix:
        params["suffix"] = {"text": look.suffix}
    return govuk.render("input", params)


def _password(bound: BoundField) -> SafeString:
    params = {**_labelled(bound), **_typed(bound), "value": ""}
    return govuk.render(
        "password-input",
        params,
        show_password_text=gettext("Show"),
        hide_password_text=gettext("Hide"),
        show_password_aria_label_text=gettext("Show password"),
        hide_password_aria_label_text=gettext("Hide password"),
        password_shown_announcement_text=gettext("Your password is visible"),
        password_hidden_announcement_text=gettext("Your password is hidden"),
    )


def _textarea(bound: BoundField) -> SafeString:
    params = {**_labelled(bound), **_typed(bound), "rows": _look(bound.field).rows}
    longest = getattr(bound.field, "max_length", None)
    if longest:
        return govuk.render("character-count", params, maxlength=longest)
    return govuk.render("textarea", params)


def _file(bound: BoundField) -> SafeString:
    params = _labelled(bound)
    accept = bound.field.widget.attrs.get("accept")
    if accept:
        params["attributes"] = {"accept": accept}
    return govuk.render("file-upload", params, disabled=bound.field.disabled)


def _boxes(bound: BoundField) -> SafeString:
    widget, typed = bound.field.widget, bound.field.widget.typed(bound.value())
    faulty = _faulty_boxes(bound) if bound.errors else ()
    names = {
        "day": gettext("Day"),
        "month": gettext("Month"),
        "year": gettext("Year"),
        "hours": gettext("Hours"),
        "minutes": gettext("Minutes"),
    }
    widths = {"year": 4, "hours": 4}
    items = []
    for box in widget.boxes:
        item = {
            "name": f"{bound.html_name}_{box}",
            "id": f"{bound.auto_id}_{box}",
            "label": names[box],
            "value": typed.get(box, ""),
            "classes": f"govuk-input--width-{widths.get(box, 2)}" + (" govuk-input--error" if box in faulty else ""),
            "inputmode": "numeric",
        }
        if bound.field.disabled:
            item["attributes"] = {"disabled": "disabled"}
        # A date of birth names its parts for the browser: bday-day, bday-month, bday-year.
        if _look(bound.field).autocomplete == "bday":
            item["autocomplete"] = f"bday-{box}"
        items.append(item)
    classes = "amends-hours-input" if isinstance(widget, HoursInput) else ""
    return govuk.render("date-input", _grouped(bound), id=bound.auto_id, items=items, classes=classes)


def _choices(bound: BoundField, chosen: str) -> Iterator[dict[str, Any]]:
    look, widget = _look(bound.field), bound.field.widget
    held = set(widget.format_value(bound.value()))
    for value, label in flat_choices(widget.choices):
        item: dict[str, Any] = {"value": value, "text": label, chosen: value in held}
        if value in look.choice_hints:
            item["hint"] = {"text": str(look.choice_hints[value])}
        if value in look.conditional:
            item["conditional"] = {"html": field_markup(bound.form[look.conditional[value]])}
        if bound.field.disabled:
            item["disabled"] = True
        yield item


def flat_choices(choices: Any) -> Iterator[tuple[str, str]]:
    """Choices as pairs of value and name, those of groups one after another."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from flat_choices(label)
        else:
            yield "" if value is None else str(value), str(label)


def _group_classes(bound: BoundField, component: str) -> str:
    look = _look(bound.field)
    inline = f"govuk-{component}--inline" if look.inline else ""
    return f"{inline} {f'govuk-{component}--small' if look.small else ''}".strip()


def _radios(bound: BoundField) -> SafeString:
    # An empty choice says "nothing chosen", which radios say by themselves.
    items = [item for item in _choices(bound, "checked") if item["value"] != "" or not bound.field.required]
    return _group(bound, "radios", items, _grouped(bound))


def _checkboxes(bound: BoundField) -> SafeString:
    return _group(bound, "checkboxes", list(_choices(bound, "checked")), _grouped(bound))


def _group(bound: BoundField, component: str, items: list[dict[str, Any]], described: dict[str, Any]) -> SafeString:
    markup = govuk.render(
        component,
        described,
        name=bound.html_name,
        id_prefix=bound.auto_id,
        items=items,
        classes=_group_classes(bound, component),
    )
    # The stylesheet reveals what belongs to a choice, with or without scripts. GOV.UK's script would do it by
    # aria-expanded, which ARIA does not allow on a radio button.
    markup = re.sub(r' data-aria-controls="[^"]*"', "", markup)
    return mark_safe(markup.replace(f" govuk-{component}__conditional--hidden", ""))  # noqa: S308


def _checkbox(bound: BoundField) -> SafeString:
    described = _described(bound)
    item = {
        "value": "on",
        "text": str(bound.label),
        "checked": bool(bound.value()),
        "disabled": bound.field.disabled,
        "hint": described.pop("hint", None),
    }
    reveals = _look(bound.field).conditional.get("on")
    if reveals:
        item["conditional"] = {"html": field_markup(bound.form[reveals])}
    return _group(bound, "checkboxes", [item], described)


def _select(bound: BoundField) -> SafeString:
    look = _look(bound.field)
    classes = _width(look.width)
    return govuk.render(
        "select",
        _labelled(bound),
        items=list(_choices(bound, "selected")),
        classes=classes,
        disabled=bound.field.disabled,
    )


# The first that fits: kinds stand before the kinds they extend.
_MARKUPS = (
    (BoxesInput, _boxes),
    (forms.PasswordInput, _password),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.CheckboxInput, _checkbox),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.SelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.Select, _select),
)
