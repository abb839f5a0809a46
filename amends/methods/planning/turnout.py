"""Who turns up, drawn by chance: each person as likely as reckoned, but not always independently of the others.

Rain, a strike or a road that is closed keep many away at once. Behind each person's coming stands a normal draw made of
three parts: one that everybody shares on the day, one that those share who are in the same town on the day, and their
own. The person comes where the sum lies below the point that has their chance below it. So each person's own chance is
kept exactly, whatever is shared (a one-factor Gaussian copula; O. Vasicek, Loan portfolio value, Risk 15, 2002).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Together:
    """The share of the draws' variance that the day and the town on the day have (0 to 1, together below 1).

    `source`: `independent`, `assumed`, or `estimated`. Raises ValueError where the shares are not possible.
    """

    day: float
    town: float
    source: str

    def __post_init__(self) -> None:
        if min(self.day, self.town) < 0 or self.day + self.town >= 1:
            raise ValueError("shares are 0 or more, and together below 1")


INDEPENDENT = Together(0.0, 0.0, "independent")
ASSUMED = Together(0.03, 0.05, "assumed")  # where the past is too short to tell; no source gives a figure


def points(chances: Sequence[float] | Floats) -> Floats:
    """The point of the normal distribution below which each chance lies; chances are above 0 and at most 1."""
    return np.array([inf if chance >= 1 else _NORMAL.inv_cdf(float(chance)) for chance in chances], dtype=np.float64)


def latent(together: Together, day: Floats, town: Floats, own: Floats) -> Floats:
    """The sum of the three draws, weighed so that its variance is 1."""
    left = sqrt(1 - together.day - together.town)
    total: Floats = sqrt(together.day) * day + sqrt(together.town) * town + left * own
    return total
