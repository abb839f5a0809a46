"""Which places are of one town, from where they are: what keeps people away from one keeps them away from the others.

Places are taken in order; each joins the first town whose first place is near enough, or begins one. So a town is never
wider than twice the distance, and the same places give the same towns.
"""

import numpy as np
import numpy.typing as npt

from amends.methods.planning.travel import kilometres

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TOWN_KM = 8.0  # assumed: about how far a town and its edge reach from its middle


def towns(lat: Floats, lon: Floats, within_km: float = TOWN_KM) -> Ints:
    """The number of each place's town, from 0. Positions in degrees."""
    found = np.full(len(lat), -1, np.int64)
    for town in range(len(lat)):
        left = np.flatnonzero(found < 0)
        if not len(left):
            break
        away = kilometres(lat[left[0]], lon[left[0]], lat[left], lon[left])
        found[left[away <= within_km]] = town
    return found
