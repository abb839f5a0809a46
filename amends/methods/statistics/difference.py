"""The difference of two shares of two groups of people, with Newcombe's hybrid 95% interval.

R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
(1998), method 10: each side of the interval is as far off as the Wilson intervals of the two shares say together.
"""

from dataclasses import dataclass
from math import hypot

from amends.methods.statistics.share import Z95, wilson


@dataclass(frozen=True, slots=True)
class Difference:
    """How much larger the first is than the second (-1 to 1 for shares), with the ends of its interval."""

    difference: float
    low: float
    high: float

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out no difference at all."""
        return self.low > 0 or self.high < 0


def newcombe(part: float, whole: float, other_part: float, other_whole: float, z: float = Z95) -> Difference:
    """The first share less the second. Raises ValueError where a part is not from 0 to its whole, or a whole is 0."""
    one, other = wilson(part, whole, z), wilson(other_part, other_whole, z)
    difference = one.share - other.share
    return Difference(
        difference,
        difference - hypot(one.share - one.low, other.high - other.share),
        difference + hypot(one.high - one.share, other.share - other.low),
    )
