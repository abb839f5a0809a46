"""Breaches and recalls as pages open them: where each stands, whose turn it is, and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amends.cases.models import Person
from amends.enforcement.models import Notice, Pack, Proceeding, Step
from amends.policy.decision import Decision
from amends.policy.proceedings import FINAL, SUSPENDED, Turn, suspended_on, turn


@dataclass(frozen=True)
class Standing:
    """A breach or recall, and whose turn it is on a day; no turn where it is over."""

    proceeding: Proceeding
    turn: Decision[Turn] | None
    on: date

    @property
    def due(self) -> date | None:
        """The last day for the next step."""
        return self.turn.value.due if self.turn else None

    @property
    def late(self) -> bool:
        """Whether that day has passed."""
        return self.due is not None and self.on > self.due

    @property
    def suspended(self) -> bool:
        """Logged, and not proceeded with."""
        return self.proceeding.state in SUSPENDED


def proceedings() -> QuerySet[Proceeding]:
    """Breaches and recalls of people whose record was not merged into another, with what their pages show."""
    found = Proceeding.objects.filter(sentence__person__merged_into__isnull=True)
    return found.select_related("sentence__person__team__pdu", "recall__recorded_by", "result", "pack", "notice")


def packs() -> QuerySet[Pack]:
    """Packs as frozen, with their person."""
    return Pack.objects.select_related("proceeding__sentence__person")


def notices() -> QuerySet[Notice]:
    """Notices as issued, with their person."""
    return Notice.objects.select_related("proceeding__sentence__person")


def standing(proceeding: Proceeding, on: date) -> Standing:
    """Where a breach or recall stands on a day."""
    since = proceeding.counts_from
    return Standing(proceeding, turn(proceeding.kind, proceeding.state, since) if since else None, on)


def not_over(people: QuerySet[Person], on: date) -> list[Standing]:
    """The breaches and recalls of these people that are not over, the first due first."""
    rows = proceedings().filter(sentence__person__in=people.values("pk")).exclude(state__in=FINAL)
    return sorted((standing(row, on) for row in rows), key=lambda row: (row.due or on, row.proceeding.pk))


def of_person(person: Person, on: date) -> list[Standing]:
    """Every breach and recall of a person, the latest first, those over too."""
    return [standing(row, on) for row in proceedings().filter(sentence__person=person).order_by("-pk")]


def taken(proceeding: Proceeding) -> list[Step]:
    """The steps taken, the first first."""
    return list(proceeding.taken.select_related("recorded_by").order_by("number"))


@dataclass(frozen=True)
class Month:
    """At the end of a month: breaches that stood suspended, of all logged by then and not over."""

    last: date
    suspended: int
    logged: int

    @property
    def share(self) -> float | None:
        """The share suspended; None where none was logged."""
        return self.suspended / self.logged if self.logged else None


def suspended_by_month(people: QuerySet[Person], ends: Iterable[date]) -> list[Month]:
    """The share of breaches suspended at the end of each of the days; one query."""
    histories: dict[int, list[tuple[date, str]]] = {}
    steps = Step.objects.filter(proceeding__kind="breach", proceeding__sentence__person__in=people.values("pk"))
    for pk, on, state in steps.order_by("proceeding", "number").values_list("proceeding", "on", "after"):
        histories.setdefault(pk, []).append((on, state))
    return [Month(end, *suspended_on(histories.values(), end)) for end in ends]
