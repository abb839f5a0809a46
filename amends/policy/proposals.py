"""What a report to a court may propose, and how far the court did what was proposed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from amends.policy.dated_tables import Row, table
from amends.policy.decision import DEFAULT, Decision, weakest

Concordance = Literal["as_proposed", "same_sentence", "other_sentence"]
ORDERS = ("community", "suspended")  # sentences that have a length and requirements to propose
UNPAID_WORK = "unpaid_work"


@dataclass(frozen=True)
class Asked:
    """One thing proposed: its kind, and how much of what where it is counted (`unit` empty: it is not)."""

    kind: str
    amount: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class OutOfLimits:
    """What is wrong with one thing proposed, and the limits in its own unit. `most` None: no most is set."""

    kind: str
    unit: str
    least: int
    most: int | None
    source: str


def proposal_limits(asked: Sequence[Asked], *, on: date) -> Decision[tuple[OutOfLimits, ...]]:
    """Which of these are outside the limits of the day, in the order given; an order's length is one of them.

    What is counted in another unit than the limit's is outside it only where that unit is a shorter time for the same
    kind of limit; where nothing is counted, nothing is. Raises Faults for a kind without limits.
    """
    found, confidences, steps = [], [DEFAULT] if not asked else [], []
    source = "no requirement proposed"
    for each in asked:
        row = table("proposal_limits", "kind").row(on, kind=each.kind)
        confidences.append(row.confidence)
        source = row.cited
        most = row.whole("most") if row["most"] else None
        within = _within(each, row, most)
        told = f"{each.amount} {each.unit}" if each.amount is not None else "not counted"
        steps.append(f"{each.kind}, {told}: {'within' if within else 'outside'} {_span(row)}")
        if not within:
            found.append(OutOfLimits(each.kind, row["unit"], row.whole("least"), most, row.cited))
    return Decision(tuple(found), "proposal_limits", source, weakest(*confidences), tuple(steps))


_DAYS = {"days": 1, "months": 28}  # the shortest month: a limit in months is never made longer by counting in days


def _within(each: Asked, row: Row, most: int | None) -> bool:
    if each.amount is None:
        return True
    if each.amount < 1:
        return False
    if each.unit == row["unit"] or not row["unit"]:
        return each.amount >= row.whole("least") and (most is None or each.amount <= most)
    if each.unit in _DAYS and row["unit"] in _DAYS:
        return most is None or each.amount * _DAYS[each.unit] <= most * _DAYS[row["unit"]]
    return most is None  # counted in what its limit is not


def _span(row: Row) -> str:
    return f"{row['least']} to {row['most'] or 'any'} {row['unit']}"


def needs_checks(kinds: Collection[str], *, on: date) -> Decision[bool]:
    """Whether any of these may be proposed only once police and children's services have answered.

    They keep a person at home, where others may be at risk of them.
    """
    rows = [table("proposal_limits", "kind").row(on, kind=kind) for kind in sorted(kinds)]
    needing = [row for row in rows if row.flag("checks")]
    steps = tuple(f"{row['kind']}: only with the answers of both agencies" for row in needing)
    source = needing[0].cited if needing else "no requirement that keeps a person at home"
    return Decision(bool(needing), "needs_checks", source, weakest(*(row.confidence for row in rows)), steps)


def concordance(
    proposed: str, proposed_kinds: Collection[str], passed: str, passed_kinds: Collection[str]
) -> Decision[Concordance]:
    """How far the sentence passed is the one proposed: the kind of sentence, and the kinds of its requirements.

    How much of each is the court's to set, and does not count. See docs/rules/concordance.md.
    """
    value: Concordance
    if proposed != passed:
        value = "other_sentence"
    else:
        value = "as_proposed" if set(proposed_kinds) == set(passed_kinds) else "same_sentence"
    added, dropped = sorted(set(passed_kinds) - set(proposed_kinds)), sorted(set(proposed_kinds) - set(passed_kinds))
    steps = (
        f"proposed {proposed}, passed {passed}",
        f"added by the court: {', '.join(added) or 'nothing'}; left out: {', '.join(dropped) or 'nothing'}",
    )
    return Decision(value, "concordance", "docs/rules/concordance.md, what counts as concordant", DEFAULT, steps)
