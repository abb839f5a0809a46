"""Small numbers: which rows of a table may not be shown, because a few people could be known by them.

Inside the service a number of people from 1 to 4 is not shown; in what is published, from 1 to 9. One hidden row beside
a shown total is no secret, so where just one is hidden the smallest of the others is hidden with it.
"""

from collections.abc import Sequence

INSIDE = 5  # the least number of people that is shown inside the service
PUBLISHED = 10  # and in what is published


def hidden(counts: Sequence[int], least: int = INSIDE) -> tuple[bool, ...]:
    """Which of these counts, that add up to a total shown beside them, are hidden. A count of 0 is nobody's, and shown.

    Raises ValueError where a count is negative.
    """
    if any(count < 0 for count in counts):
        raise ValueError("a count is 0 or more")
    found = [0 < count < least for count in counts]
    if sum(found) == 1:
        others = [place for place, count in enumerate(counts) if count and not found[place]]
        if others:
            found[min(others, key=lambda place: counts[place])] = True
    return tuple(found)


def may_be_shared_out(part: int, whole: int, least: int = INSIDE) -> bool:
    """Whether `part` of `whole` people may be told: neither they nor the rest are few, unless they are nobody."""
    return all(count == 0 or count >= least for count in (part, whole - part))
