"""Whether what a person's sentences ask fits the time that is left of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement, Sentence, SentenceCondition, ServiceSession
from amends.cases.operations.conditions import condition_scheme
from amends.policy.codes import choices
from amends.policy.decision import Decision
from amends.policy.order_fit import Ask, Fit, order_fit

_COUNTED = ("sessions", "days", "hours")


@dataclass(frozen=True)
class SentenceFit:
    """What one sentence still asks, beside its time: `decision` tells each thing by itself."""

    sentence: Sentence
    decision: Decision[Fit]


def with_attended(conditions: QuerySet[SentenceCondition]) -> QuerySet[SentenceCondition]:
    """Conditions with `attended`: the sessions of services, attended, that count towards each."""
    sessions = ServiceSession.objects.filter(service__condition=OuterRef("pk"), attended=True).order_by()
    counted = sessions.values("service__condition").annotate(number=Count("pk")).values("number")
    return conditions.annotate(attended=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def sentences_of(person: Person, conditions: QuerySet[Any] | None = None) -> list[Sentence]:
    """The person's sentences, latest first, with what each asks; of hours what the court made of them by now.

    `conditions`: those of `with_attended`, with whatever else a room above reads with them.
    """
    requirements = Requirement.objects.annotate(changed=Sum("changes__minutes", default=0)).order_by("id")
    asked = with_attended(SentenceCondition.objects.all()) if conditions is None else conditions
    prefetched = (Prefetch("requirements", requirements), Prefetch("conditions", asked), "returns")
    return list(person.sentences.prefetch_related(*prefetched))


def sentence_fit(
    sentence: Sentence, minutes_left: Mapping[int, int], days_done: Mapping[int, int], on: date
) -> Decision[Fit] | None:
    """Whether what one of `sentences_of` asks fits its last day; None where nothing is counted, or no last day is set.

    `minutes_left` of unpaid work by requirement: one that it does not name is not looked at. `days_done` of activity by
    condition: of one that it does not name none are.
    """
    if sentence.end_date is None or sentence.end_date <= on:
        return None
    asked = [
        Ask(_("Unpaid work"), minutes_left[each.pk] / 60, "hours")
        for each in sentence.requirements.all() if each.ended_on is None and each.pk in minutes_left
    ]  # fmt: skip
    asked += [
        Ask(_(dict(choices(condition_scheme(sentence))).get(each.kind, each.kind)), _left(each, days_done), each.unit)
        for each in sentence.conditions.all()
        if each.amount and each.unit in _COUNTED and (each.to_date is None or each.to_date > on)
    ]
    return order_fit(asked, sentence.end_date - timedelta(days=1), on=on) if asked else None


def _left(condition: Any, days_done: Mapping[int, int]) -> int:
    """What is left of a condition of `with_attended`, in its own unit."""
    done = {"sessions": condition.attended, "days": days_done.get(condition.pk, 0)}.get(condition.unit, 0)
    return max(0, condition.amount - done)


def fits(
    person: Person, minutes_left: Mapping[int, int], days_done: Mapping[int, int], on: date
) -> list[SentenceFit]:  # fmt: skip
    """Every sentence of which something is counted, as `sentence_fit`; hours nobody named count as ordered, in full."""
    found = []
    for sentence in sentences_of(person):
        ordered = {each.pk: each.ordered_minutes + each.changed for each in sentence.requirements.all()}
        decision = sentence_fit(sentence, {**ordered, **minutes_left}, days_done, on)
        if decision is not None:
            found.append(SentenceFit(sentence, decision))
    return found
