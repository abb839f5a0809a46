"""Which sessions of a week a team's supervisors can lead, so that together they are worth the most.

A set of sessions can be led when, for every set of days, no more sessions fall on those days than the supervisors
can work on them: each supervisor the days they may work in the week, or those among these days on which they are free,
if that is fewer (P. Hall, On representatives of subsets, 1935). Such sets are those of a matroid, so taking the most
valuable session that still fits, one after another, gives the most there is (J. Edmonds, Matroids and the greedy
algorithm, 1971).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DAYS = 7
_EVERY = range(1, 1 << DAYS)


@dataclass(frozen=True, slots=True)
class Free:
    """A supervisor's week: the days free, from 0 (Monday) to 6, and the most of them that may be worked."""

    days: frozenset[int]
    most: int


def most_led(days: Sequence[int], values: Sequence[float], supervisors: Sequence[Free]) -> tuple[bool, ...]:
    """Which sessions to lead, each with its day and value, one supervisor a session and one session a supervisor's day.

    Of sessions worth the same the earlier in the list is taken. Raises ValueError where the lengths differ.
    """
    if len(days) != len(values):
        raise ValueError("each session has a day and a value")
    alike = Counter((sum(1 << day for day in one.days), one.most) for one in supervisors)
    room = {
        subset: sum(many * min(most, (mask & subset).bit_count()) for (mask, most), many in alike.items())
        for subset in _EVERY
    }
    taken = [False] * len(days)
    for place in sorted(range(len(days)), key=lambda place: -values[place]):
        touched = [subset for subset in _EVERY if subset >> days[place] & 1]
        if values[place] > 0 and all(room[subset] > 0 for subset in touched):
            taken[place] = True
            for subset in touched:
                room[subset] -= 1
    return tuple(taken)
