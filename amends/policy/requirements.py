"""Which of several unpaid work requirements a session credits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class OpenRequirement:
    """A requirement with minutes still to work. `concurrent_group`: requirements the court made concurrent share it."""

    reference: str
    sentence_date: date
    minutes_left: int
    concurrent_group: str = ""


def credited_by_one_session(requirements: Sequence[OpenRequirement]) -> tuple[str, ...]:
    """The references of the requirements that one session credits.

    Consecutive: the earliest alone (ties as given). Concurrent: every one of that requirement's group. One with nothing
    left is passed over.
    """
    waiting = sorted((r for r in requirements if r.minutes_left > 0), key=lambda r: r.sentence_date)
    if not waiting:
        return ()
    first = waiting[0]
    if not first.concurrent_group:
        return (first.reference,)
    return tuple(r.reference for r in waiting if r.concurrent_group == first.concurrent_group)


def outstanding_minutes(requirements: Sequence[OpenRequirement]) -> int:
    """Minutes outstanding over all requirements; those of one concurrent group count once, at the longest."""
    alone = sum(r.minutes_left for r in requirements if not r.concurrent_group)
    groups: dict[str, int] = {}
    for r in requirements:
        if r.concurrent_group:
            groups[r.concurrent_group] = max(r.minutes_left, groups.get(r.concurrent_group, 0))
    return alone + sum(groups.values())
