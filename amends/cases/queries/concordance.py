"""How often courts passed what was proposed: by court, kind, month and protected characteristic. Nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Prefetch

from amends.cases.models import CourtOutcome, Requirement, SentenceCondition
from amends.cases.queries.characteristics import CHARACTERISTICS, labels_of
from amends.design.words import month
from amends.methods.decisions import GroupDecisions, Measure, by_group, share_of
from amends.methods.statistics.share import Share
from amends.methods.statistics.suppression import INSIDE
from amends.organisation import access
from amends.organisation.models import Team, User
from amends.organisation.roles import Permission as P
from amends.policy.proposals import UNPAID_WORK, concordance

MEASURES = ("same_sentence", "as_proposed")


@dataclass(frozen=True)
class Report:
    """Outcomes of a period: the whole, and each group by what they are grouped by.

    `whole` is None of a measure where so few people have it, or have not, that they could be known.
    """

    people: int
    outcomes: int
    whole: dict[str, Share | None]
    groups: dict[str, tuple[GroupDecisions, ...]]
    characteristics: dict[str, tuple[GroupDecisions, ...]]


def concordance_of(user: User, teams: Sequence[Team], first: date, last: date, on: date) -> Report | None:
    """Of reports on which the court passed sentence from `first` to `last`; None where of fewer than five people.

    Somebody whose record the user may not see is not counted.
    """
    outcomes = list(_outcomes(user, teams, first, last))
    who = np.array([each.report.person_id for each in outcomes], np.int64)
    if len(np.unique(who)) < INSIDE:
        return None
    found = [_concordance(each) for each in outcomes]
    counted = np.ones(len(outcomes), bool)
    measures = {
        "same_sentence": Measure(counted, np.array([each != "other_sentence" for each in found])),
        "as_proposed": Measure(counted, np.array([each == "as_proposed" for each in found])),
    }
    by = {
        "court": [each.report.court for each in outcomes],
        "kind": [str(each.report.get_kind_display()) for each in outcomes],
        "month": [f"{each.passed_on:%Y-%m}" for each in outcomes],
    }
    crns = [each.report.person.crn for each in outcomes]
    labels = labels_of(crns, on)
    return Report(
        people=len(np.unique(who)),
        outcomes=len(outcomes),
        whole={name: share_of(measure, who) for name, measure in measures.items()},
        groups={name: by_group(measures, who, names) for name, names in by.items()},
        characteristics={
            name: by_group(measures, who, [labels[name][crn] for crn in crns]) for name in CHARACTERISTICS
        },
    )


def _outcomes(user: User, teams: Sequence[Team], first: date, last: date):
    conditions = SentenceCondition.objects.only("sentence", "kind", "from_date")
    work = Requirement.objects.only("sentence", "replaces")
    found = CourtOutcome.objects.filter(
        report__team__in=teams, passed_on__range=(first, last), report__person__merged_into__isnull=True
    )
    return (
        access.visible(found, user, P.COURT_WORK_REPORT)
        .select_related("report__person", "sentence")
        .prefetch_related(
            "report__requirements", Prefetch("sentence__conditions", conditions),
            Prefetch("sentence__requirements", work),
        )
        .order_by("passed_on", "pk")
    )  # fmt: skip


def _concordance(outcome: CourtOutcome) -> str:
    report, sentence = outcome.report, outcome.sentence
    proposed = {each.kind for each in report.requirements.all()}
    if report.proposed_minutes:
        proposed.add(UNPAID_WORK)
    passed = set()
    if sentence and sentence.kind != "custody":
        # What begins after the day of sentence was added or varied later: the court did not pass it then.
        passed = {each.kind for each in sentence.conditions.all() if each.from_date <= outcome.passed_on}
        if any(each.replaces_id is None for each in sentence.requirements.all()):
            passed.add(UNPAID_WORK)
    return concordance(report.proposed, proposed, outcome.passed, passed).value


def month_words(label: str) -> str:
    """A month's label in words."""
    return month(date.fromisoformat(f"{label}-01"))
