"""How long people wait for something, from those who had it and those who still wait.

Those who still wait have waited at least so long: left out, the wait would look shorter the worse it gets. The share
still waiting after each day is E. L. Kaplan's and P. Meier's (JASA 53, 1958), its variance M. Greenwood's (1926). The
interval of a quantile holds the days at which that share, on the scale log(-log), is not told apart from the
quantile's (R. Brookmeyer and J. Crowley, Biometrics 38, 1982).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log

from amends.methods.statistics.share import Z95


@dataclass(frozen=True, slots=True)
class Wait:
    """The days within which a share of people had it; None: not reached by anybody yet. `low`, `high`: its interval."""

    days: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class _Step:
    """After `day`, the share still waiting, and Greenwood's sum."""

    day: int
    waiting: float
    doubt: float


def waits(days: Sequence[int], had: Sequence[bool], shares: Sequence[float] = (0.5,)) -> tuple[Wait, ...]:
    """The days by which each of the shares of people had it; `days` waited by each, and whether they `had` it then.

    Raises ValueError where the lengths differ, days are negative, or a share is not between 0 and 1.
    """
    if len(days) != len(had):
        raise ValueError("each wait has its days and whether it ended")
    if any(day < 0 for day in days):
        raise ValueError("nobody waits less than 0 days")
    if not all(0 < share < 1 for share in shares):
        raise ValueError("a share is between 0 and 1")
    steps = _steps(days, had)
    return tuple(_quantile(steps, share) for share in shares)


def _steps(days: Sequence[int], had: Sequence[bool]) -> list[_Step]:
    waiting, doubt, found = 1.0, 0.0, []
    for day in sorted({day for day, ended in zip(days, had, strict=True) if ended}):
        left = sum(each >= day for each in days)
        ended = sum(each == day and done for each, done in zip(days, had, strict=True))
        waiting *= 1 - ended / left
        doubt += ended / (left * (left - ended)) if left > ended else inf
        found.append(_Step(day, waiting, doubt))
    return found


def _quantile(steps: Sequence[_Step], share: float) -> Wait:
    rest = 1 - share
    reached = next((step.day for step in steps if step.waiting <= rest + 1e-12), None)
    like = [step.day for step in steps if abs(_apart(step, rest)) <= Z95]
    below = [step.day for step in steps if _apart(step, rest) < -Z95]
    low = min(like, default=reached)
    if reached is not None and low is not None:
        low = min(low, reached)
    return Wait(reached, low, min(below, default=None))


def _apart(step: _Step, rest: float) -> float:
    """How many deviations the share still waiting is from `rest`, below nought where it is less."""
    if step.waiting <= 0:
        return -inf
    if step.waiting >= 1:
        return inf
    deviation: float = step.doubt**0.5 / abs(log(step.waiting))
    return (log(-log(rest)) - log(-log(step.waiting))) / deviation
