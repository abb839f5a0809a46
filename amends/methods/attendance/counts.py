"""The plainer method, version 1: a person's own count of attendances, drawn towards their team's rate.

It was what plans used before; it stays as what the model is measured against (`backtest.py`).
"""

from amends.methods.attendance.estimate import Estimate
from amends.methods.statistics.share import wilson

PRIOR_SESSIONS = 8.0  # sessions at the team's rate that every person is credited with before their own are counted
LOWEST = 0.01  # nobody is reckoned never to come: they may be told to


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
    found = wilson(attended + PRIOR_SESSIONS * rate, expected + PRIOR_SESSIONS)
    chance = max(LOWEST, found.share)
    return Estimate(chance, min(chance, found.low), max(chance, found.high), expected)


def _check(attended: int, expected: int) -> None:
    if not 0 <= attended <= expected:
        raise ValueError("attended must be from 0 to the number expected")
