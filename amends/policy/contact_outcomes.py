"""Contact outcomes: what each code says about attendance, enforcement and acceptability."""

from dataclasses import dataclass
from functools import cache

from amends.faults import Fault, Faults
from amends.policy.dated_tables import table


@dataclass(frozen=True)
class ContactOutcome:
    """One outcome. `attended`: the person was there; `enforceable`: a failure to comply; `acceptable`: an absence
    for an accepted reason. An outcome can be attended and enforceable (AFTC, ATSH)."""

    code: str
    description: str
    attended: bool
    enforceable: bool
    acceptable: bool
    source: str
    confidence: str


@cache
def contact_outcomes() -> tuple[ContactOutcome, ...]:
    """Every outcome, in the order of the table."""
    return tuple(
        ContactOutcome(
            code=row["code"],
            description=row["description"],
            attended=row.flag("attended"),
            enforceable=row.flag("enforceable"),
            acceptable=row.flag("acceptable"),
            source=row.cited,
            confidence=row.confidence,
        )
        for row in table("contact_outcomes", "code").rows
    )


@cache
def _by_code() -> dict[str, ContactOutcome]:
    return {outcome.code: outcome for outcome in contact_outcomes()}


def is_outcome(code: str) -> bool:
    """Whether the code is one of the table's (upper case, exact)."""
    return code in _by_code()


def contact_outcome(code: str) -> ContactOutcome:
    """The outcome with this code. Raises Faults if there is none."""
    if not is_outcome(code):
        raise Faults([unknown_outcome(code)])
    return _by_code()[code]


def unknown_outcome(code: str, row: str | None = None) -> Fault:
    """The fault that tells of a code outside the table."""
    return Fault("", row, "outcome", f"unknown outcome {code[:40]!r}", "one of " + ", ".join(_by_code()))


def choices() -> list[tuple[str, str]]:
    """Pairs of code and description, for a form."""
    return [(outcome.code, f"{outcome.code} {outcome.description}") for outcome in contact_outcomes()]
