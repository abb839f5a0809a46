"""Several comparisons at once: Holm's adjustment, so that all together are wrong no more often than one would be.

S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
"""

from collections.abc import Sequence


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Each p-value as it counts among the others, in the order given. Raises ValueError outside 0 to 1."""
    if not all(0 <= chance <= 1 for chance in chances):
        raise ValueError("a p-value is from 0 to 1")
    adjusted = [0.0] * len(chances)
    highest = 0.0
    for place, number in enumerate(sorted(range(len(chances)), key=lambda number: chances[number])):
        highest = max(highest, min(1.0, chances[number] * (len(chances) - place)))
        adjusted[number] = highest
    return tuple(adjusted)
