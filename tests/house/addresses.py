"""Every address of the service, walked from its URL configuration."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """A route: its full name, what it asks of its reader, and the module of its view."""

    name: str
    route: str
    permission: object
    module: str

    @property
    def ours(self) -> bool:
        """Whether it is a view of Amends, not of a library."""
        return self.module.startswith("amends.")


def addresses() -> list[Address]:
    """Every address, ours and the libraries'."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns, route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            yield Address(f"{namespace}{pattern.name}", here, getattr(view, "permission", None), view.__module__)
        elif isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
