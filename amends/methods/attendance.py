"""The chance that a person turns up, from what they did before and what their team does on the whole.

With few sessions behind them a person is reckoned much like their team; with many, as they have shown themselves
(shrinkage by a Beta prior centred on the team's rate). See docs/rules/attendance.md.
"""

from dataclasses import dataclass
from math import sqrt

PRIOR_SESSIONS = 8.0  # sessions at the team's rate that every person is credited with before their own are counted
LOWEST = 0.01  # nobody is reckoned never to come: they may be told to
_Z = 1.959963984540054  # two-sided 95%


@dataclass(frozen=True, slots=True)
class Estimate:
    """A chance with its 95% interval, and the number of own sessions it rests on."""

    chance: float
    low: float
    high: float
    seen: int


def team_rate(attended: int, expected: int) -> float:
    """The share who turned up; 1 where nothing is known, so that nobody is turned away on a guess."""
    _check(attended, expected)
    return attended / expected if expected else 1.0


def turning_up(attended: int, expected: int, rate: float) -> Estimate:
    """The chance that a person who attended so many of the sessions expected of them comes to the next one.

    `rate` is their team's (0 to 1). The interval is Wilson's, the sessions of the prior counted as seen.
    Raises ValueError where the counts or the rate are impossible.
    """
    _check(attended, expected)
    if not 0 <= rate <= 1:
        raise ValueError("a rate is from 0 to 1")
    weight = expected + PRIOR_SESSIONS
    chance = (attended + PRIOR_SESSIONS * rate) / weight
    share = _Z * _Z / weight
    middle = (chance + share / 2) / (1 + share)
    half = _Z / (1 + share) * sqrt(chance * (1 - chance) / weight + share / (4 * weight))
    chance = min(1.0, max(LOWEST, chance))
    return Estimate(chance, max(0.0, min(chance, middle - half)), min(1.0, max(chance, middle + half)), expected)


def _check(attended: int, expected: int) -> None:
    if not 0 <= attended <= expected:
        raise ValueError("attended must be from 0 to the number expected")
