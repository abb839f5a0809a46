"""What was done on the strength of outcomes that are, or would be, put right: what a correction undoes.

An action falls where the outcome it rests on is no failure any more, or another one; the start of breach also where,
without that failure, the rule would not have called for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from amends.cases.models import Person
from amends.enforcement.models import EnforcementAction, Evidence, Proceeding
from amends.enforcement.queries.ledger import Failure, failures_of, ledger_of
from amends.enforcement.queries.reckoning import reckon
from amends.policy.contact_outcomes import contact_outcome

# What was decided on by others, or has come to an end: it stands, and is told beside.
_STANDS = ("decided", "returned")


@dataclass(frozen=True)
class Undone:
    """What falls: actions with their letters, evidence, and the breaches or recalls that then rest on nothing.

    `owed`: those of them already before a court or asked for, so that a notice is owed. `standing`: actions that rest
    on nothing any more and yet stand, since the court has decided or the person is back in custody.
    """

    actions: tuple[EnforcementAction, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    withdrawn: tuple[Proceeding, ...] = ()
    owed: tuple[Proceeding, ...] = ()
    standing: tuple[EnforcementAction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.actions or self.evidence or self.standing)


def undone(person: Person, on: date, *, appointment: int | None = None, code: str = "") -> Undone:
    """What falls as the record stands on a day; or as it would if an appointment's outcome were the code."""
    failures = failures_of([person.pk], on=on)
    ledger = ledger_of(person, on)
    fallen, evidence = list(ledger.undone), list(ledger.evidence_undone)
    if appointment is not None:
        kept = [_as(failure, code) if failure.appointment == appointment else failure for failure in failures]
        for failure in failures:
            if failure.appointment == appointment and failure not in kept and not contact_outcome(code).enforceable:
                fallen += [row for row in failure.actions if row.withdrawn_at is None]
                evidence += [row for row in failure.evidence if row.withdrawn_at is None]
        failures = [failure for failure in kept if failure is not None]
    fallen += _fallen(failures)
    return _sorted_out(list({row.pk: row for row in fallen}.values()), evidence)


def _as(failure: Failure, code: str) -> Failure | None:
    """The failure with another outcome; None where that is no failure."""
    return replace(failure, code=code) if contact_outcome(code).enforceable else None


def _fallen(failures: Sequence[Failure]) -> list[EnforcementAction]:
    """Actions that rest on another outcome, and breaches that the rule does not call for."""
    found = [
        row for failure in failures for row in failure.actions if row.withdrawn_at is None and not failure.holds(row)
    ]
    by_order: dict[int, list[Failure]] = defaultdict(list)
    for failure in failures:
        for order in failure.orders:
            by_order[order].append(failure)
    called_for: set[int] = set()
    for own in by_order.values():
        calls = reckon([failure.occurrence() for failure in own], ended=False)
        called_for |= {key for key, call in calls.items() if call.step.value == "breach"}
    breach = EnforcementAction.Kind.BREACH
    found += [
        row for failure in failures for row in failure.holding
        if row.kind == breach and failure.appointment not in called_for
        and not any(other.kind == EnforcementAction.Kind.ACCEPT for other in failure.holding)
    ]  # fmt: skip
    return found


def _sorted_out(fallen: list[EnforcementAction], evidence: Iterable[Evidence]) -> Undone:
    """The fallen apart from those that stand, and the proceedings that then rest on nothing."""
    ids = {row.pk for row in fallen}
    resting = Proceeding.objects.filter(rests_on__action__in=ids).distinct().select_related("sentence__person")
    bases: dict[int, set[int]] = defaultdict(set)
    stands: set[int] = set()
    proceedings = list(resting.prefetch_related("rests_on__action"))
    for proceeding in proceedings:
        own = {each.action_id for each in proceeding.rests_on.all() if each.action.withdrawn_at is None}
        if proceeding.state in _STANDS:
            stands |= own & ids
        elif own <= ids:
            bases[proceeding.pk] = own
    resting_on_nothing = [each for each in proceedings if each.pk in bases]
    unsent = ("started", "suspended", "proposed", "signed")
    return Undone(
        actions=tuple(row for row in fallen if row.pk not in stands),
        evidence=tuple(evidence),
        withdrawn=tuple(each for each in resting_on_nothing if each.state in unsent),
        owed=tuple(each for each in resting_on_nothing if each.state not in unsent),
        standing=tuple(row for row in fallen if row.pk in stands),
    )
