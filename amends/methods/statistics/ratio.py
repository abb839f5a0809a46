"""A mean of what people have more than one of, with a 95% interval that takes people, not their rows, as what is drawn.

Two sessions of one person say less than two sessions of two people. So rows are added up by person first; the mean is a
ratio of two sums over people, and its error comes from how people's sums scatter about it (linearisation; see
W. G. Cochran, Sampling Techniques, 1977, chapter 6). With few people the normal point is replaced by Student's.
"""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Student's two-sided 95% points for 1 to 30 degrees of freedom; beyond, the expansion below is right to 0.001.
_STUDENT = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
    2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
    2.0452, 2.0423,
)  # fmt: skip
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, its standard error, the ends of its interval, and how many people it rests on."""

    mean: float
    error: float
    low: float
    high: float
    people: int


def student95(freedom: int) -> float:
    """Student's two-sided 95% point; infinite without a degree of freedom."""
    if freedom < 1:
        return inf
    if freedom <= len(_STUDENT):
        return _STUDENT[freedom - 1]
    return _Z95 + (_Z95**3 + _Z95) / (4 * freedom)


def ratio(amounts: Floats, counts: Floats) -> Mean:
    """The amount for each one counted: `amounts` and `counts` are sums by person, a person without any left out before.

    With one person the interval is without end: nothing says how others would scatter. Raises ValueError where the
    arrays differ in length, or nothing is counted.
    """
    if amounts.shape != counts.shape:
        raise ValueError("amounts and counts are of the same people")
    people, counted = len(counts), float(counts.sum())
    if counted <= 0:
        raise ValueError("nothing is counted")
    mean = float(amounts.sum()) / counted
    if people < 2:
        return Mean(mean, inf, -inf, inf, people)
    scatter = float(np.square(amounts - mean * counts).sum())
    error = sqrt(scatter * people / (people - 1)) / counted
    half = student95(people - 1) * error
    return Mean(mean, error, mean - half, mean + half, people)


def mean(values: Floats) -> Mean:
    """The plain mean of one value for each person."""
    return ratio(values, np.ones(len(values)))
