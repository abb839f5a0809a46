"""How much absences went together in the past: what days, and towns on a day, have in common beyond people's chances.

The estimate is by moments over pairs of people; see `shared_draws`. It is used by the replay of plans
(`planning/turnout.py` says what the shares mean there).
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from amends.methods.attendance.occasion import Bools, Floats, Ints
from amends.methods.planning.turnout import Together, points
from amends.methods.statistics.share import Z95

_NORMAL = NormalDist()
_MOST_SHARED = 0.9
_NOTHING = 1e-9  # rounding apart
_LEAST_DAYS = 20  # days without which nothing is estimated


@dataclass(frozen=True, slots=True)
class SharedDraws:
    """An estimate of what is shared, with 95% intervals (jackknife over days); `together` is it, made possible.

    `one_town`: nobody was expected in two towns on one day, so that what the day shares is counted as the town's.
    """

    day: float
    day_low: float
    day_high: float
    town: float
    town_low: float
    town_high: float
    days: int
    one_town: bool

    @property
    def together(self) -> Together:
        """The shares as replay takes them: none below 0, and something left to each person."""
        day, town = max(0.0, self.day), max(0.0, self.town)
        scale = min(1.0, _MOST_SHARED / (day + town)) if day + town else 1.0
        return Together(day * scale, town * scale, "estimated")


def shared_draws(chance: Floats, came: Bools, day: Ints, town: Ints) -> SharedDraws | None:
    """How much people shared in the past, from the chances they were told (in advance) and whether they came.

    Two people who share little come together more often than chance would have it by that share times the heights of
    the normal curve at their points. So the shares are sums over pairs of what was more than expected, over sums of
    what a whole share would have made: pairs in different towns on the same day give the day's, pairs in the same town
    that and the town's. In one town alone the two cannot be told apart, and all is the town's. None with fewer than 20
    days, or where on no two of them people were expected in one town.
    """
    _days, of_day = np.unique(day, return_inverse=True)
    count = int(of_day.max(initial=-1)) + 1
    if count < _LEAST_DAYS:
        return None
    surplus = came - chance
    height = np.array([_NORMAL.pdf(point) for point in points(chance)])
    _places, of_place = np.unique(np.stack([of_day, town]), axis=1, return_inverse=True)
    day_of_place = np.zeros(of_place.max() + 1, np.int64)
    day_of_place[of_place.ravel()] = of_day
    near = [_pairs(values, of_place.ravel(), day_of_place, count) for values in (surplus, height)]
    every = [_pairs(values, of_day, np.arange(count), count) for values in (surplus, height)]
    far = [every[0] - near[0], every[1] - near[1]]
    if not (near[1] > _NOTHING).sum() > 1:
        return None
    whole, leaving_out = _shares(near, far, np.zeros((1, count))), _shares(near, far, np.eye(count))
    error = np.sqrt((count - 1) / count * np.square(leaving_out - leaving_out.mean(axis=0)).sum(axis=0))
    low, high = whole[0] - Z95 * error, whole[0] + Z95 * error
    return SharedDraws(
        day=float(whole[0, 0]),
        day_low=float(low[0]),
        day_high=float(high[0]),
        town=float(whole[0, 1]),
        town_low=float(low[1]),
        town_high=float(high[1]),
        days=count,
        one_town=not (far[1] > _NOTHING).any(),
    )


def _pairs(values: Floats, group: Ints, day_of_group: Ints, days: int) -> Floats:
    """The sum over pairs of one group of the products of their values, added up by day."""
    total, squares = np.bincount(group, values), np.bincount(group, np.square(values))
    return np.bincount(day_of_group, (np.square(total) - squares) / 2, days).astype(np.float64)


def _shares(near: list[Floats], far: list[Floats], left_out: Floats) -> Floats:
    """The shares of day and town from sums by day: a row for each row of days left out."""
    near_surplus, near_height, far_surplus, far_height = (parts.sum() - left_out @ parts for parts in (*near, *far))
    both = near_surplus / near_height
    day = np.divide(far_surplus, far_height, out=np.zeros_like(both), where=far_height > _NOTHING)
    return np.stack([day, both - day], axis=1)
