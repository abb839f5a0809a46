"""How long journeys take, as policy reckons them."""

from datetime import date

import numpy as np

from amends.methods.planning.problem import Journey
from amends.methods.planning.travel import journey_minutes
from amends.policy.journeys import journey_pace


def minutes_between(start: tuple[float, float], end: tuple[float, float], *, drives: bool, on: date) -> float:
    """Minutes of a journey one way between two positions (latitude, longitude in degrees)."""
    pace = journey_pace(drives=drives, on=on).value
    lat_a, lon_a, lat_b, lon_b = (np.array([value]) for value in (*start, *end))
    return float(journey_minutes(Journey(**pace), lat_a, lon_a, lat_b, lon_b)[0])
