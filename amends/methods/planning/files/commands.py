"""The commands `amends plan` and `amends check`."""

import argparse
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from amends.faults import Fault, Faults
from amends.methods.planning.check import check
from amends.methods.planning.files.plan_folder import check_writable, read_plan, write_plan
from amends.methods.planning.files.problem_folder import read_problem
from amends.methods.planning.solve import Progress, solve
from amends.methods.planning.stop import AnyOf, Cancelled, MaxSeconds

_SEED_MOST = 2**63 - 1


def plan_command(arguments: argparse.Namespace) -> int:
    """Plan the problem in `arguments.problem` into `arguments.out`, within about `seconds`, with `seed`.

    Returns 0; an interrupt stops the search and what was found is written. Raises Faults.
    """
    started = time.perf_counter()
    out = Path(arguments.out)
    seconds, seed = _call(str(arguments.seconds), str(arguments.seed))
    check_writable(out)
    limit = MaxSeconds(seconds)
    try:
        problem = read_problem(Path(arguments.problem))
        with _interrupts() as interrupted:
            stop = AnyOf(limit, Cancelled(lambda: bool(interrupted)))
            result = solve(problem, stop=stop, seed=seed, progress=_bar() if sys.stderr.isatty() else None)
            write_plan(out, problem, result, seconds=time.perf_counter() - started)
    except MemoryError:
        raise Faults(
            [Fault(arguments.problem, None, "", "does not fit into memory", "fewer people or weeks")]
        ) from None
    gap = "" if result.gap is None else f", gap {result.gap:.3%}"
    print(
        f"{result.status}: {len(result.plan.bookings)} bookings in {len(result.plan.sessions)} sessions, "
        f"{len(result.plan.unmet)} unmet weeks; score {result.score:.2f}, bound {result.bound:.2f}{gap}",
        file=sys.stderr,
    )
    return 0


def check_command(arguments: argparse.Namespace) -> int:
    """Verify the plan in `arguments.plan` against `arguments.problem`, a line per breach.

    Returns 0, or 1 where there is one. Raises Faults.
    """
    problem = read_problem(Path(arguments.problem))
    plan, report = read_plan(Path(arguments.plan), problem)
    breaches = check(problem, plan, report)
    for breach in breaches:
        print(breach)
    if not breaches:
        print(f"every rule is kept; score {report['score']}", file=sys.stderr)
    return 1 if breaches else 0


def _call(seconds: str, seed: str) -> tuple[float, int]:
    faults = []
    limit = _as_seconds(seconds)
    if limit is None:
        faults.append(Fault("", None, "--seconds", repr(seconds), "a number of seconds, 0 or more"))
    if not re.fullmatch("[0-9]{1,19}", seed) or int(seed) > _SEED_MOST:
        faults.append(Fault("", None, "--seed", repr(seed), f"a whole number from 0 to {_SEED_MOST}"))
    if faults or limit is None:
        raise Faults(faults)
    return limit, int(seed)


def _as_seconds(said: str) -> float | None:
    try:
        seconds = float(said)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


@contextmanager
def _interrupts() -> Iterator[list[int]]:
    """Collects interrupts instead of letting them end the process, so that the plan so far can be written."""
    caught: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        caught.append(number)

    try:
        before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    except ValueError:  # signals belong to the main thread
        yield caught
        return
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _bar() -> Progress:
    width = 30

    def show(score: float, bound: float, share: float) -> None:
        done = round(share * width)
        line = f"\r[{'#' * done}{'.' * (width - done)}] score {score:,.0f}  bound {bound:,.0f}"
        print(line, end="\n" if share >= 1 else "", file=sys.stderr, flush=True)

    return show
