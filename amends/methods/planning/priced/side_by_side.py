"""Work in parts, as many at a time as there are processors for it; what comes of it is the same for any number.

The compiled loops let go of the interpreter, so that threads are enough. How work is parted never depends on how many
threads there are, nor does the order in which what comes of it is added up.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

Found = TypeVar("Found")

_BETWEEN_LOOKS = 0.1  # seconds


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # where a process cannot be kept to some of them
        return os.cpu_count() or 1


class SideBySide:
    """So many threads for parts of work, the caller's among them; without a number as many as there are processors.

    While the caller waits for the others, it does `meanwhile` now and then. Raises ValueError where `threads` is less
    than 1.
    """

    def __init__(self, threads: int | None = None, meanwhile: Callable[[], object] = lambda: None) -> None:
        if threads is not None and threads < 1:
            raise ValueError("threads must be 1 or more")
        others = (threads or processors()) - 1
        self._pool = ThreadPoolExecutor(others, "plan") if others else None
        self._meanwhile = meanwhile

    def all(self, parts: Sequence[Callable[[], Found]]) -> list[Found]:
        """What each part answers, in their order; every one is done before this returns."""
        if self._pool is None or len(parts) < 2:
            return [part() for part in parts]
        begun = [self.beside(part) for part in parts]
        return [answer() for answer in begun]

    def beside(self, part: Callable[[], Found]) -> Callable[[], Found]:
        """Begin a part while the caller goes on; calling what this returns waits for its answer.

        Where no thread has begun it by then, the caller does it: parts may have parts of their own.
        """
        if self._pool is None:
            return part
        begun = self._pool.submit(part)
        return lambda: part() if begun.cancel() else self._wait_for(begun)

    def _wait_for(self, begun: Future[Found]) -> Found:
        while wait((begun,), _BETWEEN_LOOKS).not_done:
            self._meanwhile()
        return begun.result()
