"""What is told of a person's chance of turning up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A chance with its 95% interval, and the number of own sessions it rests on."""

    chance: float
    low: float
    high: float
    seen: int
