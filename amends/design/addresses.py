"""The query part of a page's address: changing one thing in it and keeping the rest."""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict


def with_query(query: QueryDict | None, **changes: Any) -> str:
    """The query string with some keys set (a list sets a key many times) or, given None, dropped."""
    changed = query.copy() if query is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        elif isinstance(value, (list, tuple)):
            changed.setlist(key, [str(entry) for entry in value])
        else:
            changed[key] = str(value)
    return "?" + changed.urlencode()


def chosen_sort(query: QueryDict, allowed: Collection[str], default: str, key: str = "sort") -> str:
    """The column a reader sorted by, "-" before it for descending; the default where the address asks for another."""
    wanted = query.get(key, "")
    return wanted if wanted.removeprefix("-") in allowed else default
