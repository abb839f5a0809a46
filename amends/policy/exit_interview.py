"""What an answer of an exit interview comes to: well, or so poor that the project is looked at again."""

from collections.abc import Mapping
from datetime import date

from amends.policy.dated_tables import table
from amends.policy.decision import Decision

QUESTIONS = ("learned", "fair", "useful")


def well_from(question: str, *, on: date) -> int:
    """The least score, of 1 to 5, that counts as answered well. Raises Faults without a rule."""
    return table("exit_interview", "question").row(on, question=question).whole("well_at_least")


def poor_answers(scores: Mapping[str, int], *, on: date) -> Decision[tuple[str, ...]]:
    """The questions answered so poorly that the project's quality is to be checked again. Raises Faults."""
    rows = {question: table("exit_interview", "question").row(on, question=question) for question in QUESTIONS}
    poor = tuple(question for question in QUESTIONS if scores[question] <= rows[question].whole("poor_at_most"))
    steps = tuple(f"{question}: {scores[question]}, poor up to {rows[question]['poor_at_most']}" for question in poor)
    first = rows[QUESTIONS[0]]
    return Decision(poor, "poor_answers", first.cited, first.confidence, steps)
