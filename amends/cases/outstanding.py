"""Hours outstanding over all of a person's requirements, and which of them run side by side."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from django.db.models import Sum

from amends.cases.models import Requirement
from amends.policy.requirements import OpenRequirement, outstanding_minutes


class Drafted(Protocol):
    """A requirement about to be recorded."""

    @property
    def ordered_minutes(self) -> int: ...
    @property
    def runs(self) -> str: ...


def concurrent_groups(runs: Iterable[str]) -> list[str]:
    """The group of each requirement of one person, given how each runs, in order of sentence.

    One that runs beside earlier ones joins the group of the one before it; any other begins a group of its own.
    """
    groups: list[str] = []
    number = 0
    for each in runs:
        if each != Requirement.Runs.CONCURRENT or not number:
            number += 1
        groups.append(str(number))
    return groups


def open_requirements(person_ids: Iterable[int]) -> Sequence[Requirement]:
    """The requirements that have not ended, in order of sentence, with `total_minutes`: the court's hours by now."""
    found = (
        Requirement.objects.filter(sentence__person__in=list(person_ids), ended_on__isnull=True)
        .annotate(changed=Sum("changes__minutes", default=0))
        .select_related("sentence")
        .order_by("sentence__sentence_date", "id")
    )
    requirements = list(found)
    for requirement in requirements:
        requirement.total_minutes = requirement.ordered_minutes + requirement.changed
    return requirements


def outstanding_after(
    drafted: Mapping[int, Sequence[tuple[date, Drafted]]], minutes_left: Mapping[int, int]
) -> dict[int, int]:
    """By person id, the minutes outstanding once the drafts (each with its date of sentence) are recorded.

    A requirement that `minutes_left` does not name counts in full; one that it does, at no more than that.
    """
    lines: dict[int, list[tuple[date, int, str]]] = {pk: [] for pk in drafted}
    for requirement in open_requirements(drafted):
        line = (requirement.sentence.sentence_date, _left(requirement, minutes_left), requirement.runs)
        lines[requirement.sentence.person_id].append(line)
    for pk, drafts in drafted.items():
        lines[pk] += [(sentenced, _total(draft), draft.runs) for sentenced, draft in drafts]
    return {pk: _outstanding(sorted(each, key=lambda line: line[0])) for pk, each in lines.items()}


def outstanding_now(person_id: int, minutes_left: Mapping[int, int], added: Mapping[int, int]) -> int:
    """The minutes outstanding over a person's requirements once `added` (by requirement id) is added to them."""
    lines = []
    for requirement in open_requirements([person_id]):
        left = _left(requirement, minutes_left) + added.get(requirement.pk, 0)
        lines.append((requirement.sentence.sentence_date, left, requirement.runs))
    return _outstanding(lines)


def _left(requirement: Requirement, minutes_left: Mapping[int, int]) -> int:
    return max(0, min(requirement.total_minutes, minutes_left.get(requirement.pk, requirement.total_minutes)))


def _total(draft: Drafted) -> int:
    return draft.ordered_minutes + sum(change.minutes for change in getattr(draft, "changes", ()))


def _outstanding(lines: Sequence[tuple[date, int, str]]) -> int:
    groups = concurrent_groups(runs for _sentenced, _left, runs in lines)
    return outstanding_minutes(
        [
            OpenRequirement(reference=str(place), sentence_date=sentenced, minutes_left=left, concurrent_group=group)
            for place, ((sentenced, left, _runs), group) in enumerate(zip(lines, groups, strict=True))
        ]
    )
