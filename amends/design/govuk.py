"""GOV.UK components from Django templates: the macros of govuk-frontend-jinja, called with Django's values.

The macros live in an environment of their own, compiled once a process. Autoescaping is on; beside it, every value
given as HTML is escaped here unless it is marked safe, so that no page passes what a person typed as markup by mistake.
"""

import pickle
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, TemplateNotFound

# Those that recur from page to page and hold no free text: they are drawn once for the same parameters.
_RECURRING = frozenset({
    "button", "checkboxes", "date-input", "radios", "select", "service-navigation", "skip-link", "tag",
})  # fmt: skip
_REMEMBERED = 1_024  # of those, by each process
# Parameters that the macros take as {"text": ...}, and page authors like to write as plain text.
_WORDED = frozenset({"label", "hint", "errorMessage", "legend"})


@cache
def _environment() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    environment = Environment(
        loader=loader, autoescape=True, undefined=ChainableUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # Indentation would change what stands inside a textarea, and costs bytes.
    environment.filters["indent"] = lambda text, *args, **kwargs: text
    return environment


@cache
def _macro(component: str) -> Callable[[Mapping[str, Any]], str]:
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    try:
        template = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    except TemplateNotFound:
        raise LookupError(f"there is no GOV.UK component named {component!r}") from None
    macro: Callable[[Mapping[str, Any]], str] = getattr(template.module, name)
    return macro


def render(component: str, params: Mapping[str, Any] | None = None, /, **named: Any) -> SafeString:
    """The markup of a GOV.UK component, such as "button" or "date-input".

    Parameters may be in snake_case, nested ones too. Those beginning `data_` or `aria_` become attributes. Raises
    LookupError for a component that does not exist and TypeError for attributes that are not a mapping.
    """
    attributes = {}
    for key in [key for key in named if key.startswith(("data_", "aria_"))]:
        attributes[key.replace("_", "-")] = named.pop(key)
    given = _parameters({**(params or {}), **named})
    if attributes:
        given["attributes"] = {**given.get("attributes", {}), **attributes}
    if component in _RECURRING:
        return _remembered(component, pickle.dumps(given))
    return _drawn(component, given)


@lru_cache(maxsize=_REMEMBERED)
def _remembered(component: str, given: bytes) -> SafeString:
    """Drawn once. Pickled, parameters tell text that is safe as markup from text that is not."""
    return _drawn(component, pickle.loads(given))  # noqa: S301 - written a moment ago, here


def _drawn(component: str, given: Mapping[str, Any]) -> SafeString:
    return mark_safe(_macro(component)(given).strip())  # noqa: S308 - the macros escape


@cache
def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda found: found.group(1).upper(), name)


def _parameters(params: Mapping[str, Any], worded: frozenset[str] = _WORDED) -> dict[str, Any]:
    return {(camel := _camel(key)): _value(camel, value, worded) for key, value in params.items()}


def _value(key: str, value: Any, worded: frozenset[str] = _WORDED) -> Any:
    if isinstance(value, Promise):
        value = str(value)
    if key == "attributes":
        if not isinstance(value, Mapping):
            raise TypeError("attributes are given as a mapping of names to values")
        return {name: str(each) if isinstance(each, Promise) else each for name, each in value.items()}
    if key == "html" or key.endswith("Html"):
        return conditional_escape(value) if value else ""
    if key in worded and isinstance(value, str):
        return {"html": value} if isinstance(value, SafeString) else {"text": value}
    if isinstance(value, Mapping):
        return _parameters(value)
    if isinstance(value, (list, tuple)):
        # The label of an item is plain text: only a control's own label is a component.
        entries = _WORDED - {"label"}
        return [_parameters(entry, entries) if isinstance(entry, Mapping) else _value("", entry) for entry in value]
    return value
