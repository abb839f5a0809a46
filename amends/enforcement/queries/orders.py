"""Which orders a failure belongs to, and which orders have ended: of many people, from two queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from amends.cases.models import Requirement, Sentence
from amends.cases.outstanding import concurrent_groups
from amends.organisation.among import among


class _Order(NamedTuple):
    pk: int
    first: date
    end: date | None


class _Work(NamedTuple):
    """A requirement of an order."""

    pk: int
    order: _Order
    ended_on: date | None

    def works(self, on: date) -> bool:
        """Whether work of the day counts for it: made, and neither it nor its order ended."""
        return self.order.first <= on and all(on < day for day in (self.ended_on, self.order.end) if day)


@dataclass(frozen=True)
class Orders:
    """The orders of people by person, the requirements of each order, and those that run beside each requirement."""

    of_person: dict[int, list[_Order]]
    works: dict[int, list[_Work]]
    beside: dict[int, list[_Work]]

    @classmethod
    def of(cls, people: Iterable[int]) -> Self:
        """Those of the people, by id."""
        people = list(people)
        sentences = Sentence.objects.filter(person__in=among(people)).order_by("pk")
        orders: dict[int, _Order] = {}
        of_person: dict[int, list[_Order]] = defaultdict(list)
        for pk, person, first, end in sentences.values_list("pk", "person_id", "sentence_date", "end_date"):
            orders[pk] = _Order(pk, first, end)
            of_person[person].append(orders[pk])
        works: dict[int, list[_Work]] = defaultdict(list)
        by_person: dict[int, list[tuple[_Work, str]]] = defaultdict(list)
        requirements = Requirement.objects.filter(sentence__person__in=among(people))
        rows = requirements.order_by("sentence__sentence_date", "pk").values_list(
            "pk", "sentence_id", "sentence__person_id", "ended_on", "runs"
        )
        for pk, order, person, ended_on, runs in rows:
            work = _Work(pk, orders[order], ended_on)
            works[order].append(work)
            by_person[person].append((work, runs))
        beside: dict[int, list[_Work]] = {}
        for own in by_person.values():
            groups: dict[str, list[_Work]] = defaultdict(list)
            for (work, _runs), group in zip(own, concurrent_groups(runs for _work, runs in own), strict=True):
                groups[group].append(work)
                beside[work.pk] = groups[group]
        return cls(of_person, works, beside)

    def failed(self, person: int, requirement: int | None, on: date) -> tuple[int, ...]:
        """The orders that a failure of the day belongs to.

        Of a session booked on a requirement: those it would credit, that of the requirement and those of the
        requirements that run beside it and are in force: what was to be worked for both was failed for both. Where it
        was for no one requirement: every order of the person in force.
        """
        if requirement is None:
            own = self.of_person.get(person, ())
            return tuple(each.pk for each in own if each.first <= on and (each.end is None or on < each.end))
        found = [work.order.pk for work in self.beside[requirement] if work.pk == requirement or work.works(on)]
        return tuple(dict.fromkeys(found))

    def ended(self, person: int, on: date) -> set[int]:
        """The person's orders of which nothing is left to be kept: run out, or with every requirement ended."""
        return {
            order.pk
            for order in self.of_person.get(person, ())
            if (order.end and order.end <= on)
            or ((works := self.works.get(order.pk)) and all(work.ended_on and work.ended_on <= on for work in works))
        }
