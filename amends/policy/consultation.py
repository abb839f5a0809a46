"""Who is to be consulted each calendar year about what work is done."""

from dataclasses import dataclass
from datetime import date

from amends.policy.dated_tables import table
from amends.policy.decision import Decision


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


def consultation_due(year: int) -> Decision[date] | None:
    """The day of a calendar year by which all parties are to have been heard; None before the duty began."""
    row = next((row for row in table("consultation_due").rows if row.holds(date(year, 12, 31))), None)
    if row is None:
        return None
    return Decision(date(year, row.whole("month"), row.whole("day")), "consultation_due", row.cited, row.confidence)
