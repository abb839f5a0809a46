"""When to stop: each is a callable asked with the best score so far; any of them leaves a legal, whole plan."""

import time
from collections.abc import Callable
from math import inf
from typing import Protocol


class Stop(Protocol):
    """Answers whether to stop, given the score of the best plan so far."""

    def __call__(self, score: float) -> bool: ...


class MaxSeconds:
    """Stops when `seconds` have gone by since it was made. `clock` counts seconds upward."""

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        if not seconds >= 0:
            raise ValueError("seconds must be 0 or more")
        self._clock = clock
        self._end = clock() + seconds

    def __call__(self, score: float) -> bool:
        return self._clock() >= self._end

    def seconds_left(self) -> float:
        """The seconds until it stops, at least 0."""
        return max(0.0, self._end - self._clock())


class Cancelled:
    """Stops when `asked()` answers True: a button, a signal, a lost lease."""

    def __init__(self, asked: Callable[[], bool]) -> None:
        self._asked = asked

    def __call__(self, score: float) -> bool:
        return self._asked()


class NoImprovement:
    """Stops after `rounds` askings in a row without a better score."""

    def __init__(self, rounds: int) -> None:
        if rounds < 1:
            raise ValueError("rounds must be 1 or more")
        self._rounds = rounds
        self._best = float("-inf")
        self._since = 0

    def __call__(self, score: float) -> bool:
        if score > self._best:
            self._best, self._since = score, 0
        else:
            self._since += 1
        return self._since >= self._rounds


class AnyOf:
    """Stops as soon as one of `stops` does; each is asked every time."""

    def __init__(self, *stops: Stop) -> None:
        self._stops = stops

    def __call__(self, score: float) -> bool:
        answers = [stop(score) for stop in self._stops]
        return any(answers)

    def seconds_left(self) -> float:
        """The seconds until the first of those stops that go by the clock."""
        return min((seconds_left(stop) for stop in self._stops), default=inf)


def seconds_left(stop: Stop) -> float:
    """The seconds until `stop` stops for sure; infinite where it does not go by the clock."""
    return stop.seconds_left() if isinstance(stop, MaxSeconds | AnyOf) else inf
