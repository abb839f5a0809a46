"""A share of a count, with Wilson's 95% interval: sound for few and for extreme shares, where p ± 2 errors is not.

E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
"""

from dataclasses import dataclass
from math import sqrt

Z95 = 1.959963984540054  # the two-sided 95% point of the normal distribution


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, as a share from 0 to 1 with the ends of its interval."""

    part: float
    whole: float
    share: float
    low: float
    high: float


def wilson(part: float, whole: float, z: float = Z95) -> Share:
    """The share and its interval; `z` is the normal point of the confidence wanted.

    Raises ValueError where nothing is counted, or `part` is not from 0 to `whole`.
    """
    if whole <= 0:
        raise ValueError("nothing is counted")
    if not 0 <= part <= whole:
        raise ValueError("a part is from 0 to the whole")
    share = part / whole
    pull = z * z / whole
    middle = (share + pull / 2) / (1 + pull)
    half = z / (1 + pull) * sqrt(share * (1 - share) / whole + pull / (4 * whole))
    # The share is inside the interval by algebra; rounding must not put it outside at 0 and 1.
    return Share(part, whole, share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))
