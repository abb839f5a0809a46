"""The chance that more people turn up to a session than it has places (Poisson-binomial, exact).

Every step adds and multiplies numbers between 0 and 1, so the error stays within a few units in the last place for each
person booked. See docs/rules/overbooking.md.
"""

from collections.abc import Iterable, Sequence
from math import fsum, inf

import numpy as np

# Relative: a limit met exactly must not be missed by the last bit, and a limit of 0 stays 0.
_ROUNDING = 1e-12
_SHORT = 40  # up to this length a plain list is faster than an array


def chance_turned_away(attendances: Iterable[float], places: int) -> float:
    """The chance that more than `places` of people with these attendances turn up, each independently of the others.

    Raises ValueError where an attendance is not above 0 and at most 1, or `places` is negative.
    """
    chances = list(attendances)
    if places < 0:
        raise ValueError("places must be 0 or more")
    if not all(0 < chance <= 1 for chance in chances):
        raise ValueError("an attendance must be above 0 and at most 1")
    return _tail_and_brim(chances, places)[0]


def highest_admitted(attendances: Sequence[float], places: int, risk: float) -> float:
    """The highest attendance that one more person may have without the chance rule being broken.

    Infinite while every booked person has a place; -1 where nobody more is admitted. The chance that too many come
    grows in proportion to the newcomer's attendance, so one number decides for everybody.
    """
    if len(attendances) < places:
        return inf
    tail, brim = _tail_and_brim(attendances, places)
    room = risk * (1 + _ROUNDING) - tail
    if room < 0:
        return -1.0
    return inf if brim <= room else room / brim


def _tail_and_brim(chances: Sequence[float], places: int) -> tuple[float, float]:
    """The chance of more than `places`, and of exactly `places`.

    More than `places` of n come when fewer than n - places stay away: usually a short list, so those are counted.
    """
    spare = len(chances) - places
    if spare < 0:
        return 0.0, 0.0
    if spare <= places:
        away = _lowest_counts([1 - chance for chance in chances], spare)
        return fsum(away[:spare]), away[spare]
    come = _lowest_counts(chances, places)
    return max(0.0, 1 - fsum(come)), come[places]


def _lowest_counts(chances: Sequence[float], most: int) -> list[float]:
    """The chance of exactly 0, 1, ... `most` successes."""
    if most > _SHORT:
        return _lowest_counts_of_many(chances, most)
    counts = [1.0] + [0.0] * most
    for chance in chances:
        other = 1 - chance
        for count in range(most, 0, -1):
            counts[count] = counts[count] * other + counts[count - 1] * chance
        counts[0] *= other
    return counts


def _lowest_counts_of_many(chances: Sequence[float], most: int) -> list[float]:
    """The same for a long list, a whole list at a time."""
    counts = np.zeros(most + 1)
    counts[0] = 1.0
    for chance in chances:
        joined = counts[:-1] * chance
        counts *= 1 - chance
        counts[1:] += joined
    return [float(count) for count in counts]
