"""Whether a recall is for a fixed term or standard. A question that nobody answered is never read as "no"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from amends.faults import Fault, Faults
from amends.policy.dated_tables import Row, table
from amends.policy.decision import Decision, weakest
from amends.policy.recall_criteria import LicenceSentence

Kind = Literal["fixed_term", "standard", "unanswered"]
LENGTH = "under_12_months"
_ASKED_OF_LENGTH = "The sentence is under 12 months"


@dataclass(frozen=True)
class RecallType:
    """The type of a recall; `days` in custody from the return, where it is for a fixed term."""

    kind: Kind
    days: int | None = None


@dataclass(frozen=True)
class Question:
    """What is asked to decide on the type, with the words shown for it."""

    criterion: str
    description: str


def recall_type_questions(*, on: date) -> tuple[Question, ...]:
    """What is asked on a date of a determinate sentence. Raises Faults for a date without rules."""
    asked = {row["criterion"]: row["description"] for row in _rows(on)}
    asked.setdefault(LENGTH, _ASKED_OF_LENGTH)
    return tuple(Question(criterion, words) for criterion, words in asked.items())


def recall_type(answers: Mapping[str, bool | None], sentence: LicenceSentence, *, on: date) -> Decision[RecallType]:
    """The type of a recall on a date.

    An extended or indeterminate sentence is recalled without a term. A determinate one is recalled for a fixed term
    where every condition of the automatic route holds, or where the person is judged to present no risk of serious harm
    at its end. `unanswered` where an answer that is missing could still decide on the type, or on the days. Raises
    Faults for a question that there is not, and for a date without rules.
    """
    rows = _rows(on)
    asked = [question.criterion for question in recall_type_questions(on=on)]
    if unknown := [name for name in answers if name not in asked]:
        right = "one of " + ", ".join(asked)
        raise Faults([Fault("", None, "answers", f"unknown question {name[:40]!r}", right) for name in unknown])
    source, confidence = rows[-1].cited, weakest(*(row.confidence for row in rows))
    if sentence == "indeterminate":
        told = ("extended or indeterminate: recalled without a term",)
        return Decision(RecallType("standard"), "recall_type", source, confidence, told)
    steps = tuple(f"{name}: {_WORDS[answers.get(name)]}" for name in asked)
    suitable = _suitable(rows, answers)
    if suitable is False:
        return Decision(RecallType("standard"), "recall_type", source, confidence, steps)
    short = answers.get(LENGTH)
    if suitable is None or short is None:
        return Decision(RecallType("unanswered"), "recall_type", source, confidence, steps)
    term = table("recall_fixed_term", LENGTH).row(on, **{LENGTH: "true" if short else "false"})
    decided = RecallType("fixed_term", term.whole("days"))
    return Decision(decided, "recall_type", source, confidence, (*steps, f"{decided.days} days: {term.cited}"))


_WORDS = {True: "yes", False: "no", None: "not answered"}


def _suitable(rows: list[Row], answers: Mapping[str, bool | None]) -> bool | None:
    """Whether either route holds; None where what is not known could still decide."""
    routes = []
    for route in ("automatic", "judged"):
        conditions = [row for row in rows if row["route"] == route]
        if conditions:
            given = [_met(row, answers) for row in conditions]
            routes.append(False if False in given else None if None in given else True)
    return True if True in routes else None if None in routes else False


def _met(row: Row, answers: Mapping[str, bool | None]) -> bool | None:
    answer = answers.get(row["criterion"])
    return None if answer is None else answer == row.flag("needed")


def _rows(on: date) -> list[Row]:
    rows = [row for row in table("recall_type", "criterion").rows if row.holds(on)]
    if not rows:
        wrong = f"no rule for the type of a recall on {on.isoformat()}"
        raise Faults([Fault("", None, "on", wrong, "a date from 3 December 2012")])
    return rows
