"""What is due about failures: for the cases a user holds, a team, or everything within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amends.cases.models import CaseAllocation, Person
from amends.cases.queries.finding import looked_after_by
from amends.enforcement.queries.ledger import Entry, entries_of
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.working_days import add_working_days

VIEW = Permission.ENFORCEMENT_VIEW
MINE, ALL = "mine", "all"
SOON_WORKING_DAYS = 2
SORTS = {
    "due": lambda row: (row.due, row.person.family_name, row.person.crn),
    "failed": lambda row: (row.entry.failure.on, row.person.family_name, row.person.crn),
    "person": lambda row: (row.person.family_name, row.person.given_names, row.person.crn, row.due),
    "practitioner": lambda row: (row.practitioner, row.due, row.person.crn),
}


@dataclass(frozen=True)
class DueRow:
    """An open failure: whose, what it calls for, and who holds the case."""

    entry: Entry
    person: Person
    practitioner: str
    late: bool

    @property
    def due(self) -> date:
        """The last day for the step."""
        assert self.entry.call.due is not None
        return self.entry.call.due

    @property
    def step(self) -> str:
        """warn or breach."""
        return self.entry.call.step.value


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


def due_rows(user, whose: str, on: date) -> list[DueRow]:
    """Every open failure of these people, by the last day. A constant number of queries."""
    open_entries = [each for each in entries_of(people_of(user, whose, on).values("pk"), on) if each.call.open]
    people = Person.objects.select_related("team").in_bulk({entry.failure.person for entry in open_entries})
    holders = dict(
        CaseAllocation.objects.filter(current(on), person__in=people).values_list("person_id", "practitioner__name")
    )
    rows = [
        DueRow(entry, people[entry.failure.person], holders.get(entry.failure.person, ""), entry.call.late(on))
        for entry in open_entries
    ]
    return sorted(rows, key=SORTS["due"])


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
        letters_late=sum((by := row.entry.call.letter_due) is not None and on > by for row in rows),
    )
