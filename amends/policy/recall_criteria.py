"""Whether the criteria for recall to custody are met. One that nobody answered is never read as "no"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from amends.faults import Fault, Faults
from amends.policy.dated_tables import Row, table
from amends.policy.decision import Decision

LicenceSentence = Literal["determinate", "indeterminate"]
Met = Literal["met", "not_met", "unanswered"]


@dataclass(frozen=True)
class Criterion:
    """One criterion, with the words shown for it."""

    criterion: str
    description: str


def recall_criteria(sentence: LicenceSentence, *, on: date) -> tuple[Criterion, ...]:
    """The criteria that hold on a date for a sentence. Raises Faults where there are none."""
    return tuple(Criterion(row["criterion"], row["description"]) for row in _rows(sentence, on))


def criteria_met(answers: Mapping[str, bool | None], sentence: LicenceSentence, *, on: date) -> Decision[Met]:
    """Whether the answers meet the criteria for recall.

    A determinate sentence needs both of its criteria; an extended or indeterminate one needs any. `unanswered` where
    what was not asked or not known (None, or absent) could still decide. Raises Faults for a criterion that there is
    not, and for a date without criteria.
    """
    rows = _rows(sentence, on)
    known = {row["criterion"]: row for row in rows}
    unknown = [name for name in answers if name not in known]
    if unknown:
        right = "one of " + ", ".join(known)
        raise Faults([Fault("", None, "answers", f"unknown criterion {name[:40]!r}", right) for name in unknown])
    given = [answers.get(name) for name in known]
    steps = tuple(f"{name}: {_WORDS[answer]}" for name, answer in zip(known, given, strict=True))
    decisive, otherwise = (False, True) if sentence == "determinate" else (True, False)
    outcome: Met
    if decisive in given:
        outcome = "met" if decisive else "not_met"
    elif None in given:
        outcome = "unanswered"
    else:
        outcome = "met" if otherwise else "not_met"
    return Decision(outcome, "recall_criteria", rows[0].cited, rows[0].confidence, steps)


_WORDS = {True: "yes", False: "no", None: "not answered"}


def _rows(sentence: LicenceSentence, on: date) -> list[Row]:
    rows = [
        row
        for row in table("recall_criteria", "sentence", "criterion").rows
        if row["sentence"] == sentence and row.holds(on)
    ]
    if not rows:
        wrong = f"no criteria for {sentence} on {on.isoformat()}"
        raise Faults([Fault("", None, "on", wrong, "a date and a kind of sentence with criteria")])
    return rows
