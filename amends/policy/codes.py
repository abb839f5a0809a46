"""Code lists: of unpaid work, and of casework: registrations, agency checks, requirements, licence conditions."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from amends.policy.dated_tables import table

Scheme = Literal[
    "stand_down_cause",
    "stand_down_notice",
    "project_type",
    "requirement_status",
    "session_quality",
    "session_behaviour",
    "need",
    "registration",
    "agency",
    "check_outcome",
    "order_requirement",
    "licence_condition",
    "pre_placement",
    "recall_alternative",
]


@dataclass(frozen=True)
class Code:
    """One code of a scheme, with the words shown for it."""

    code: str
    description: str
    source: str
    confidence: str


@cache
def codes(scheme: Scheme) -> tuple[Code, ...]:
    """The codes of a scheme, in the order they are shown."""
    return tuple(
        Code(row["code"], row["description"], row.cited, row.confidence)
        for row in table("codes", "scheme", "code").rows
        if row["scheme"] == scheme
    )


def choices(scheme: Scheme) -> list[tuple[str, str]]:
    """Pairs of code and description, for a form or a field."""
    return [(code.code, code.description) for code in codes(scheme)]
