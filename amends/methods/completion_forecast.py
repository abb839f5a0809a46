"""When the hours of a requirement will be worked off, at the pace of its person's last weeks: an estimate with a range.

A person's weeks since the first session are taken to be alike and independent of each other: each credits minutes with
the same mean and spread, whichever requirement they are booked on. The mean is not known but estimated, from their own
weeks and from those of the group, the more from the group the fewer weeks there are of their own (an empirical Bayes
mean). After n weeks the minutes credited are then distributed about n times that mean, nearly normally, with the spread
of the weeks and the doubt about the mean; the forecast is the week by which they come to what is left with a chance of
one in two, and its range the weeks with the chances at its ends. docs/rules/completion_forecast.md holds the formulas
and an example.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

RANGE = 0.8
KNOWN_WEEKS = 12
MOST_WEEKS = 520
MOST_ALIKE, LEAST_ALIKE = 26.0, 1.0  # weeks of the group that may weigh as much as so many of the person's own

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pace:
    """Minutes credited in a week: the mean, the doubt about it and the spread of weeks about it (deviations)."""

    mean: float
    doubt: float
    spread: float


@dataclass(frozen=True)
class Forecast:
    """Whole weeks until what is left is worked off; None: not within ten years at this pace.

    `low` and `high` are the ends of the range that holds the true number with the chance RANGE.
    """

    weeks: int | None
    low: int | None
    high: int | None


def weeks_known(first: date | None, on: date) -> int:
    """The whole weeks before a day of which a pace is known, the latest KNOWN_WEEKS: those that began after the day of
    the first session, which is always one of work. None without one: the wait for it is no part of the pace."""
    return 0 if first is None else max(0, min(KNOWN_WEEKS, ((on - first).days - 1) // 7))


def work_until_done(own: int, earlier: Iterable[Iterable[int]], left: Mapping[int, int]) -> int:
    """Minutes to be worked until a requirement with `own` minutes left is done.

    `earlier` are the requirements (by whatever `left` knows them) worked before it, in groups: a session credits all of
    a group at once, so that the one with most left decides.
    """
    return own + sum(max(left[key] for key in group) for group in earlier)


def paces(weeks: Sequence[int], totals: Sequence[float], squares: Sequence[float]) -> list[Pace]:
    """The pace of each person of a group, from how many weeks are known of each, and the sums of their minutes and of
    their squares. Without any week at all nobody has a pace."""
    count, total, square = (np.array(values, dtype=np.float64) for values in (weeks, totals, squares))
    known = count.sum()
    if not known:
        return [Pace(0.0, 0.0, 0.0)] * len(count)
    group = total.sum() / known
    own = np.divide(total, count, out=np.full_like(total, group), where=count > 0)
    within = max((square.sum() - (count * own**2).sum()) / max(known - (count > 0).sum(), 1.0), 1.0)
    alike = _alike(count, own, group, within)
    mean = (total + alike * group) / (count + alike)
    doubt = np.sqrt(within / (count + alike))
    return [Pace(float(m), float(d), math.sqrt(within)) for m, d in zip(mean, doubt, strict=True)]


def _alike(count: Floats, own: Floats, group: float, within: float) -> float:
    """As many of their own weeks as the group's mean is worth: the spread of weeks over that of people."""
    seen = count > 0
    people = float(seen.sum())
    between = float((count[seen] * (own[seen] - group) ** 2).sum()) - (people - 1) * within
    between /= max(float(count.sum()) - float((count**2).sum()) / float(count.sum()), 1.0)
    return min(MOST_ALIKE, max(LEAST_ALIKE, within / between)) if between > 0 else MOST_ALIKE


def forecast(minutes_left: int, pace: Pace, share: float = RANGE) -> Forecast:
    """By how many weeks from now what is left is worked off at the pace."""
    return forecasts([minutes_left], [pace], share)[0]


def forecasts(minutes_left: Sequence[int], at_paces: Sequence[Pace], share: float = RANGE) -> list[Forecast]:
    """The forecast for each of what is left, at the pace beside it."""
    left = np.array(minutes_left, dtype=np.float64)
    mean, doubt, spread = np.array([(p.mean, p.doubt, p.spread) for p in at_paces], dtype=np.float64).reshape(-1, 3).T
    chances = (0.5, (1 - share) / 2, (1 + share) / 2)
    ends = [_weeks(left, mean, doubt, spread, NormalDist().inv_cdf(chance)) for chance in chances]
    return [
        Forecast(*(None if math.isnan(weeks) else int(weeks) for weeks in row)) for row in np.array(ends).T.tolist()
    ]


def _weeks(left: Floats, mean: Floats, doubt: Floats, spread: Floats, z: float) -> Floats:
    """The first whole week by which it is done with the chance whose deviate is z; not a number where there is none.

    After n weeks the chance is that of a normal deviate below (n mean - left) / sqrt(n spread^2 + n^2 doubt^2): set to
    the deviate of the chance and squared, an equation of the second degree in n.
    """
    square = mean**2 - (z * doubt) ** 2
    middle = 2 * left * mean + (z * spread) ** 2
    root = np.sqrt(np.maximum(middle**2 - 4 * square * left**2, 0.0))
    # The larger root where it must be surely done, the smaller where it may be: the latter in the stable form.
    ends = (left > 0) & (mean > 0) & ((square > 0) | (z <= 0))
    over, under = (middle + root, 2 * square) if z > 0 else (2 * left**2, middle + root)
    found = np.divide(over, under, out=np.full_like(left, np.nan), where=ends)
    weeks = np.maximum(1, np.ceil(found - 1e-9))
    weeks = np.where(weeks > MOST_WEEKS, np.nan, weeks)
    return np.where(left <= 0, 0.0, weeks)
