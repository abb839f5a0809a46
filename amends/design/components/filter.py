"""The panel that narrows what a page shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from amends.design import form_markup, forms, words
from amends.design.addresses import with_query
from amends.design.components.base import Component


@dataclass(frozen=True)
class FilterPanel(Component):
    """A form that narrows what a page shows, by its address alone. `form` is bound to the query."""

    form: forms.Form
    query: QueryDict | None = None
    heading: str = gettext_lazy("Filter")
    submit_text: str = gettext_lazy("Apply filters")
    template = "design/components/filter.html"

    def __post_init__(self) -> None:
        self.form.mark_optional = False

    def clear_href(self) -> str:
        """The address without any of the filters."""
        return with_query(self.query, **dict.fromkeys([*self._keys(), "page"]))

    def kept(self) -> list[tuple[str, str]]:
        """What the address holds beside the filters, such as the sort order."""
        if self.query is None:
            return []
        own = {*self._keys(), "page"}
        return [(key, value) for key, values in self.query.lists() if key not in own for value in values]

    def selected(self) -> list[dict[str, Any]]:
        """The filters in force, each with the address that drops it."""
        found = []
        for bound in self.form:
            chips = self._chips(bound)
            if chips:
                found.append({"label": bound.label, "chips": chips})
        return found

    def _keys(self) -> list[str]:
        return [key for bound in self.form for key in _posted_keys(bound)]

    def _chips(self, bound: BoundField) -> list[dict[str, str]]:
        if not self.form.is_bound or bound.errors:
            return []
        value = self.form.cleaned_data.get(bound.name)
        if value in (None, "", False) or value == [] or bound.is_hidden:
            return []
        without = with_query(self.query, **dict.fromkeys([*_posted_keys(bound), "page"]))
        if isinstance(value, (list, tuple)):
            names = dict(form_markup.flat_choices(bound.field.widget.choices))
            return [
                {
                    "text": names.get(str(entry), str(entry)),
                    "href": with_query(self.query, page=None, **{bound.html_name: [v for v in value if v != entry]}),
                }
                for entry in value
            ]
        return [{"text": _filter_text(bound, value), "href": without}]


def _posted_keys(bound: BoundField) -> list[str]:
    boxes = getattr(bound.field.widget, "boxes", ())
    return [f"{bound.html_name}_{box}" for box in boxes] or [bound.html_name]


def _filter_text(bound: BoundField, value: Any) -> str:
    if value is True:
        return gettext("Yes")
    if isinstance(value, date):
        return words.day(value)
    names = dict(form_markup.flat_choices(getattr(bound.field.widget, "choices", ())))
    return names.get(str(bound.value()), str(value))
