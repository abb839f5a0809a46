"""How long a journey to work is reckoned to take, by car or by public transport."""

from datetime import date
from typing import TypedDict

from amends.policy.dated_tables import table
from amends.policy.decision import Decision


class Pace(TypedDict):
    """Minutes of a journey: `base_minutes`, and `minutes_per_km` of great-circle distance."""

    base_minutes: float
    minutes_per_km: float


def journey_pace(*, drives: bool, on: date) -> Decision[Pace]:
    """The pace of a journey by car, or else by public transport. Raises Faults where no rule holds on the date."""
    way = "car" if drives else "public"
    row = table("journeys", "way").row(on, way=way)
    pace = Pace(base_minutes=float(row["base_minutes"]), minutes_per_km=float(row["minutes_per_km"]))
    return Decision(pace, "journey_pace", row.cited, row.confidence)
