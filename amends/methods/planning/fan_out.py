"""Many problems at once: each is independent of the others and planned in a process of its own, some at a time.

What comes of one is told as soon as it is there. A process that fails, or is killed, harms no other: its job is tried
once more when the others are done, by itself, for what it lacked may have been memory; then its failure is told.
"""

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, TypeVar

from amends.methods.planning.files.plan_folder import peak_mib

Found = TypeVar("Found")

_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Found]):
    """What came of a job: its `result`, or None and the `failure` in words.

    `attempts` made (1 or 2), `seconds` of the last one, and the most memory that its process held, `peak_mib` (None
    where it was killed before it could tell).
    """

    name: str
    result: Found | None
    failure: str | None
    attempts: int
    seconds: float
    peak_mib: float | None


@dataclass(frozen=True, slots=True)
class _Running(Generic[Found]):
    name: str
    job: Callable[[], Found]
    attempt: int
    process: SpawnProcess
    began: float


def fan_out(jobs: Mapping[str, Callable[[], Found]], *, workers: int) -> Iterator[Outcome[Found]]:
    """Run every job in a process of its own, `workers` at a time, and yield each outcome as soon as it is there.

    A job is called without arguments and must be picklable, as its result must: a function of a module, or a partial of
    one. Closing the iterator ends what still runs. Raises ValueError where `workers` is less than 1.
    """
    if workers < 1:
        raise ValueError("workers must be 1 or more")
    waiting = deque(jobs.items())
    again: deque[tuple[str, Callable[[], Found]]] = deque()
    running: dict[Connection, _Running[Found]] = {}
    try:
        while waiting or again or running:
            while waiting and len(running) < workers:
                _start(running, *waiting.popleft(), 1)
            if again and not waiting and not running:
                _start(running, *again.popleft(), _ATTEMPTS)
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                one = running.pop(ready)
                outcome = _end(one, ready)
                if outcome.failure is not None and one.attempt < _ATTEMPTS:
                    again.append((one.name, one.job))
                else:
                    yield outcome
    finally:
        for one in running.values():
            one.process.terminate()
            one.process.join()


def _start(running: dict[Connection, _Running[Found]], name: str, job: Callable[[], Found], attempt: int) -> None:
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, job), name=f"plan {name}")
    process.start()
    sending.close()  # so that the end of the process is the end of what can be received
    running[receiving] = _Running(name, job, attempt, process, time.monotonic())


def _end(one: _Running[Found], receiving: Connection) -> Outcome[Found]:
    result, failure, most = None, None, None
    try:
        result, failure, most = receiving.recv()
    except (EOFError, OSError):  # before it sent anything, or in the midst of it
        one.process.join()
        failure = f"the process ended with {one.process.exitcode}"
    receiving.close()
    one.process.join()
    return Outcome(one.name, result, failure, one.attempt, time.monotonic() - one.began, most)


def _work(sending: Connection, job: Callable[[], Found]) -> None:
    """The job in its own process: sends the result, the failure in words, and the most memory held."""
    try:
        answer: tuple[Found | None, str | None] = (job(), None)
    except Exception as failure:  # whatever it is, it is told, and it is this job's alone
        answer = (None, f"{type(failure).__name__}: {failure}")
    sending.send((*answer, peak_mib()))
    sending.close()
