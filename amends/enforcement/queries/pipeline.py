"""The pipeline: every failure not settled and every breach or recall not over, each at its step, with its owner and
its last day.
"""

from collections import Counter
from collections.abc import Container, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from amends.cases.models import CaseAllocation, Person, full_name
from amends.enforcement.models import EnforcementAction, Evidence, Proceeding
from amends.enforcement.queries.calls import Called
from amends.enforcement.queries.due import DueRow, due_rows
from amends.enforcement.queries.proceedings import Standing, not_over
from amends.organisation.among import among
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
    "due": lambda row: (row.due, row.family_name, row.crn),
    "since": lambda row: (row.since, row.family_name, row.crn),
    "person": lambda row: (row.family_name, row.given_names, row.crn, row.due),
    "step": lambda row: (list(STEPS).index(row.step), row.due, row.crn),
}


class Place(NamedTuple):
    """Somebody's place in the pipeline: a failure (`failed`), or a breach or recall, at a step."""

    step: str
    crn: str
    given_names: str
    family_name: str
    team: str
    practitioner: str
    since: date
    due: date
    late: bool
    owner: str = "practitioner"
    suspended: bool = False
    failed: Called | None = None
    proceeding: Proceeding | None = None

    @property
    def name(self) -> str:
        return full_name(self.given_names, self.family_name)


def pipeline(people: QuerySet[Person], on: date) -> list[Place]:
    """Everything in the pipeline of these people (the reader may see them), the first due first.

    A constant number of queries.
    """
    failures, standing = due_rows(people, on), not_over(people, on)
    waits = _with_evidence(row.called.appointment for row in failures if row.called.call.letter_on is not None)
    held = CaseAllocation.objects.filter(
        current(on), person__in=among({each.proceeding.sentence.person_id for each in standing})
    )
    holders = dict(held.order_by().values_list("person_id", "practitioner__name"))
    places = [_of_failure(row, waits, on) for row in failures]
    places += [_of_proceeding(each, holders) for each in standing]
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


def _with_evidence(failures: Iterable[int]) -> set[tuple[int, str]]:
    """Of these failures (their appointments), with the outcome it rests on: those with evidence not decided on."""
    decided = EnforcementAction.objects.filter(
        evidence=OuterRef("pk"), withdrawn_at=None, outcome__code=OuterRef("outcome__code")
    )
    waits = Evidence.objects.filter(~Exists(decided), appointment__in=among(failures), withdrawn_at=None)
    return set(waits.order_by().values_list("appointment_id", "outcome__code"))


def _of_failure(row: DueRow, waits: Container[tuple[int, str]], on: date) -> Place:
    """An open failure: no letter yet, evidence that waits for a decision, or the decision itself."""
    called = row.called
    if called.call.letter_on is None:
        step, due = LETTER, called.call.clocks.letter_due
    else:
        step, due = EVIDENCE if (called.appointment, called.code) in waits else DECISION, row.due
    return Place(
        step, row.crn, row.given_names, row.family_name, row.team, row.practitioner, called.on, due, on > due,
        failed=called,
    )  # fmt: skip


def _of_proceeding(each: Standing, holders: dict[int, str]) -> Place:
    proceeding, person = each.proceeding, each.proceeding.person
    assert each.turn is not None and proceeding.counts_from is not None
    return Place(
        proceeding.state, person.crn, person.given_names, person.family_name, person.team.name,
        holders.get(person.pk, ""), proceeding.counts_from, each.turn.value.due, each.late, each.turn.value.owner,
        each.suspended, proceeding=proceeding,
    )  # fmt: skip
