"""How the walks over every address say which record each is about."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

Kwargs = dict[str, Callable[[Any], dict[str, Any]]]


def about(room: str, names: str, *, fixed: dict[str, str] | None = None, **records: str) -> Kwargs:
    """The routes of a room (`names` apart by spaces), each with the arguments read from a place: crn="person.crn"."""
    parts = {argument: attrgetter(path) for argument, path in records.items()}

    def arguments(place) -> dict[str, Any]:
        return {argument: part(place) for argument, part in parts.items()} | (fixed or {})

    return {f"{room}:{name}": arguments for name in names.split()}


def listed(room: str, names: str, *, files: str = "") -> set[str]:
    """Addresses of a room about no one record; those of `files` also as a CSV file."""
    return {f"{room}:{name}" for name in (names + " " + files).split()} | {
        f"{room}:{name}_csv" for name in files.split()
    }
