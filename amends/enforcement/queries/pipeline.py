"""The pipeline: every failure not settled and every breach or recall not over, each at its step, with its owner and
its last day.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from amends.cases.models import CaseAllocation, Person
from amends.enforcement.models import Proceeding
from amends.enforcement.queries.ledger import Entry, entries_of
from amends.enforcement.queries.proceedings import Standing, not_over
from amends.organisation.ranges import current
from amends.policy.proceedings import FINAL

LETTER, EVIDENCE, DECISION = "letter", "evidence", "decision"
STEPS = {
    LETTER: _("Letter to be issued"),
    EVIDENCE: _("Evidence to be decided on"),
    DECISION: _("Warning or breach to be decided on"),
    **{state: words for state, words in Proceeding.State.choices if state not in FINAL},
}
OWNERS = {
    "practitioner": _("Practitioner"),
    "manager": _("Manager"),
    "court_officer": _("Court officer"),
}
SORTS = {
    "due": lambda row: (row.due, row.person.family_name, row.person.crn),
    "since": lambda row: (row.since, row.person.family_name, row.person.crn),
    "person": lambda row: (row.person.family_name, row.person.given_names, row.person.crn, row.due),
    "step": lambda row: (list(STEPS).index(row.step), row.due, row.person.crn),
}


@dataclass(frozen=True)
class Place:
    """Somebody's place in the pipeline: a failure, or a breach or recall, at a step."""

    step: str
    person: Person
    since: date
    due: date
    late: bool
    owner: str
    practitioner: str
    suspended: bool = False
    entry: Entry | None = None
    proceeding: Proceeding | None = None


def pipeline(people: QuerySet[Person], on: date) -> list[Place]:
    """Everything in the pipeline of these people (the reader may see them), the first due first.

    A constant number of queries.
    """
    entries = [entry for entry in entries_of(people.values("pk"), on) if entry.call.open]
    standing = not_over(people, on)
    ids = {entry.failure.person for entry in entries} | {each.proceeding.sentence.person_id for each in standing}
    known = Person.objects.select_related("team").in_bulk(ids)
    rows = CaseAllocation.objects.filter(current(on), person__in=ids).values_list("person_id", "practitioner__name")
    holders = dict(rows)
    places = [_of_failure(entry, known[entry.failure.person], holders, on) for entry in entries]
    places += [_of_proceeding(each, holders, on) for each in standing]
    return sorted(places, key=SORTS["due"])


def narrowed(
    places: Iterable[Place], *, step: str = "", late: bool = False, suspended: bool = False, sort: str = "due"
) -> list[Place]:
    """Those at a step, late, or suspended, in order."""
    kept = [
        place for place in places
        if (not step or place.step == step) and (not late or place.late) and (not suspended or place.suspended)
    ]  # fmt: skip
    return sorted(kept, key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))


def counted(places: Iterable[Place]) -> dict[str, int]:
    """How many stand at each step, in the order of the steps."""
    found = Counter(place.step for place in places)
    return {step: found[step] for step in STEPS if found[step]}


def step_of(entry: Entry) -> str:
    """Where an open failure stands: no letter yet, evidence that waits for a decision, or the decision itself."""
    if entry.call.letter_on is None:
        return LETTER
    decided = {action.evidence_id for action in entry.failure.holding}
    waits = [row for row in entry.failure.evidence if entry.failure.holds(row) and row.pk not in decided]
    return EVIDENCE if waits else DECISION


def _of_failure(entry: Entry, person: Person, holders: dict[int, str], on: date) -> Place:
    step, call = step_of(entry), entry.call
    due = call.clocks.letter_due if step == LETTER else call.due
    assert due is not None
    holder = holders.get(person.pk, "")
    return Place(step, person, entry.failure.on, due, on > due, "practitioner", holder, entry=entry)


def _of_proceeding(each: Standing, holders: dict[int, str], on: date) -> Place:
    proceeding, person = each.proceeding, each.proceeding.person
    assert each.turn is not None and proceeding.counts_from is not None
    return Place(
        proceeding.state, person, proceeding.counts_from, each.turn.value.due, each.late, each.turn.value.owner,
        holders.get(person.pk, ""), each.suspended, proceeding=proceeding,
    )  # fmt: skip
