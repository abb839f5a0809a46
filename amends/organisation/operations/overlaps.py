"""Periods that may not overlap, told in words before the database refuses them."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from amends.organisation.operations.refusal import Refused

Period = tuple[Hashable, date, date | None]  # whose, first day, first day after (None: no end)


def refuse_overlaps(new: Sequence[Period], standing: Iterable[Period], words: str) -> None:
    """Raise Refused, with `words`, for the first of `new` that is out of order or overlaps another of the same."""
    spans: dict[Hashable, list[tuple[date, date, int]]] = {}
    for number, (whose, first, after) in enumerate(new, start=1):
        if after is not None and after <= first:
            raise Refused(_("The last day must be on or after the first"), number=number, field="to_date")
        spans.setdefault(whose, []).append((first, after or date.max, number))
    for whose, first, after in standing:
        if whose in spans:
            spans[whose].append((first, after or date.max, 0))
    for of_one in spans.values():
        for earlier, later in pairwise(sorted(of_one)):
            if later[0] < earlier[1]:
                raise Refused(words, number=later[2] or earlier[2], field="from_date")
