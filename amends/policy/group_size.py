"""How many people a group may have, by the tier in force in the region."""

from datetime import date

from amends.policy.dated_tables import table
from amends.policy.decision import Decision

REGION_TIERS = ("open", "1", "2", "3", "lockdown")


def group_size(region_tier: str, *, on: date) -> Decision[int]:
    """The most people in a group; 0 where groups are suspended. Raises Faults where no rule holds on the date.

    A region's tier on a date is its own data. Home projects and ETE go on when groups are suspended.
    """
    row = table("group_size", "region_tier").row(on, region_tier=region_tier)
    people = row.whole("people")
    says = f"at most {people} people" if people else "groups are suspended"
    return Decision(people, "group_size", row.cited, row.confidence, (f"tier {region_tier}: {says}",))
