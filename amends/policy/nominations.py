"""How long the particulars of members of the public who nominate work are kept."""

from datetime import date

from amends.policy.civil_time import last_day_within
from amends.policy.dated_tables import table
from amends.policy.decision import Decision


def nominator_kept_until(decided_on: date) -> Decision[date]:
    """The last day on which a nominator's name and contact details are kept, after a decision on their nomination."""
    row = table("nominator_kept").row(decided_on)
    months = row.whole("months")
    steps = (f"{months} months begin on {decided_on.isoformat()}",)
    return Decision(last_day_within(decided_on, months), "nominator_kept_until", row.cited, row.confidence, steps)
