"""Who is to be consulted each calendar year about what work is done."""

from dataclasses import dataclass
from datetime import date

from amends.policy.dated_tables import table


@dataclass(frozen=True)
class Consultee:
    """A party that must be consulted."""

    party: str
    description: str
    source: str
    confidence: str


def consultees(*, on: date) -> tuple[Consultee, ...]:
    """The parties to consult in the calendar year of a date; none before the duty began."""
    return tuple(
        Consultee(row["party"], row["description"], row.cited, row.confidence)
        for row in table("public_consultation", "party").rows
        if row.holds(on)
    )
