"""What was decided about failures, by team and by protected characteristic. Nobody is named, and few are not shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from amends.cases.models import Person
from amends.cases.queries.characteristics import CHARACTERISTICS, labels_of
from amends.enforcement.queries.calls import calls_of
from amends.enforcement.queries.reckoning import Call
from amends.methods.decisions import GroupDecisions, Measure, by_group, share_of
from amends.methods.statistics.share import Share
from amends.methods.statistics.suppression import INSIDE
from amends.organisation import access
from amends.organisation.among import among
from amends.organisation.models import Team
from amends.organisation.roles import Permission

REPORT = Permission.ENFORCEMENT_REPORT
MEASURES = ("accepted", "enforced", "not_enforced", "undecided")


@dataclass(frozen=True)
class Report:
    """Decisions on the failures of a period: the whole, each team, and each group of each characteristic.

    `whole` is None of a measure with nothing to decide of, or where so few people could be known by it.
    """

    people: int
    failures: int
    whole: dict[str, Share | None]
    teams: tuple[GroupDecisions, ...]
    characteristics: dict[str, tuple[GroupDecisions, ...]]


def teams_of(user) -> list[Team]:
    """The teams that hold cases whose decisions the user may see counted, by name."""
    within = access.scope(user, REPORT, "")
    return list(Team.objects.filter(within, people__isnull=False).distinct().order_by("name"))


def report_of(user, teams: Iterable[Team], first: date, last: date, on: date) -> Report | None:
    """The report on failures from `first` to `last`, as they stand on the day; None where fewer than five failed.

    Somebody whose record the user may not see is not counted.
    """
    people = access.visible(Person.objects.filter(merged_into=None, team__in=list(teams)), user, REPORT)
    called = calls_of(people, first, last, on)
    who = np.array([each.person for each in called], np.int64)
    numbers = set(who.tolist())
    if len(numbers) < INSIDE:
        return None
    rows = Person.objects.filter(pk__in=among(numbers)).values_list("pk", "crn", "team__name", "team__code")
    known = {pk: (crn, f"{name} ({code})") for pk, crn, name, code in rows}
    measures = _measures([each.call for each in called])
    labels = labels_of([crn for crn, _team in known.values()], on)
    crns = [known[pk][0] for pk in who.tolist()]
    return Report(
        people=len(numbers),
        failures=len(called),
        whole={name: share_of(measure, who) for name, measure in measures.items()},
        teams=by_group(measures, who, [known[pk][1] for pk in who.tolist()]),
        characteristics={
            name: by_group(measures, who, [labels[name][crn] for crn in crns]) for name in CHARACTERISTICS
        },
    )


def _measures(calls: Sequence[Call]) -> dict[str, Measure]:
    """Each measure over the failures, in their order. See docs/rules/enforcement_decisions.md."""
    settled = np.array([call.settled for call in calls])
    due = np.array([call.step.value != "none" for call in calls], bool)
    everything = np.ones(len(calls), bool)
    return {
        "accepted": Measure(everything, settled == "accepted"),
        "enforced": Measure(due, np.isin(settled, ["warned", "breach"])),
        "not_enforced": Measure(due, settled == "not_enforced"),
        "undecided": Measure(due, np.isin(settled, ["", "ended"])),
    }
