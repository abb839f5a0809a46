"""What is due about failures: for the cases a user holds, a team, or everything within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from amends.cases.models import CaseAllocation, Person, Sentence, full_name
from amends.cases.queries.finding import looked_after_by
from amends.enforcement.queries.calls import Called, lately_called
from amends.organisation import access
from amends.organisation.among import among
from amends.organisation.models import Team
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.working_days import add_working_days

VIEW = Permission.ENFORCEMENT_VIEW
MINE, ALL = "mine", "all"
SOON_WORKING_DAYS = 2
SORTS = {
    "due": lambda row: (row.due, row.family_name, row.crn),
    "failed": lambda row: (row.called.on, row.family_name, row.crn),
    "person": lambda row: (row.family_name, row.given_names, row.crn, row.due),
    "practitioner": lambda row: (row.practitioner, row.due, row.crn),
}


class DueRow(NamedTuple):
    """An open failure: whose, the step that it calls for (warn or breach), by when, and who holds the case.

    `due` is the last day for the step, `letter_due` that for a letter; None where one was issued.
    """

    called: Called
    step: str
    due: date
    letter_due: date | None
    late: bool
    practitioner: str
    crn: str
    given_names: str
    family_name: str
    team: str

    @property
    def name(self) -> str:
        return full_name(self.given_names, self.family_name)


@dataclass(frozen=True)
class DueCounts:
    """How many failures are open, how many of them past the last day, and by step."""

    open: int
    late: int
    warn: int
    breach: int
    letters_late: int


def teams_of(user) -> list[Team]:
    """The teams that hold cases and whose failures the user may see, by name."""
    within = access.scope(user, VIEW, "")
    return list(Team.objects.filter(within, people__isnull=False).distinct().order_by("name"))


def people_of(user, whose: str, on: date) -> QuerySet[Person]:
    """The people whose failures are asked for: `whose` is mine, all, or a team's code."""
    people = access.visible(Person.objects.filter(merged_into=None), user, VIEW)
    if whose == MINE:
        return people.filter(looked_after_by(user.staff_id, on))
    return people if whose == ALL else people.filter(team__code=whose)


def due_rows(people: QuerySet[Person], on: date) -> list[DueRow]:
    """Every open failure of these people (the reader may see them), by the last day. A constant number of queries."""
    called = [each for each in lately_called(people, on) if each.call.open]
    ids = among({each.person for each in called})
    held = CaseAllocation.objects.filter(current(on), person__in=ids).order_by()
    holders = dict(held.values_list("person_id", "practitioner__name"))
    told = Person.objects.filter(pk__in=ids).order_by()
    people = {pk: rest for pk, *rest in told.values_list("pk", "crn", "given_names", "family_name", "team__name")}
    rows = []
    for each in called:
        call, due = each.call, each.call.due
        assert due is not None
        practitioner = holders.get(each.person, "")
        rows.append(DueRow(each, call.step.value, due, call.letter_due, on > due, practitioner, *people[each.person]))
    return sorted(rows, key=SORTS["due"])


def orders_of(rows: Iterable[DueRow]) -> dict[int, Sentence]:
    """The orders of the rows, by their id. Two queries."""
    return Sentence.objects.prefetch_related("returns").in_bulk({row.called.order for row in rows})


def references_of(orders: Iterable[int]) -> dict[int, str]:
    """The references of thousands of orders, by their ids. One query."""
    sentences = Sentence.objects.filter(pk__in=among(set(orders))).order_by()
    return dict(sentences.values_list("pk", "reference"))


def narrowed(rows: Iterable[DueRow], *, step: str = "", state: str = "", sort: str = "due", on: date) -> list[DueRow]:
    """The rows that call for the step and are late, or due within two working days (`soon`), in order."""
    until = add_working_days(on, SOON_WORKING_DAYS)
    kept = [
        row for row in rows
        if (not step or row.step == step)
        and (not state or (row.late if state == "late" else not row.late and row.due <= until))
    ]  # fmt: skip
    return sorted(kept, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def counts(rows: Iterable[DueRow], on: date) -> DueCounts:
    """The rows counted."""
    rows = list(rows)
    return DueCounts(
        open=len(rows),
        late=sum(row.late for row in rows),
        warn=sum(row.step == "warn" for row in rows),
        breach=sum(row.step == "breach" for row in rows),
        letters_late=sum(row.letter_due is not None and on > row.letter_due for row in rows),
    )
