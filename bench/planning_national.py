"""The whole country: regions are independent problems, planned in processes of their own by one worker and by two.

    python -m bench.planning_national                      12 regions of 2,000 people, one week, 1 and 2 workers
    python -m bench.planning_national --weeks 4 --seconds 60
    python -m bench.planning_national --regions 4 --size 500/30/22

Regions are made up (`planning_made.py`), with mixed attendance, each from its own seed, and each plan is verified by
`amends.methods.planning.check` where it was made. Every region gets the same seconds. The aim: with as many free cores
as workers, the time divides by the workers, and a worker holds no more memory than a region needs. Exit code 1 where
the time with two workers is above 0.6 of the time with one, a worker holds more than 1,536 MiB, or a rule is broken.
"""

import argparse
import sys
import time
from functools import partial

from amends.methods.planning.fan_out import fan_out
from bench.planning_made import Size

MOST_SHARE = 0.6
MOST_MIB = 1536


def plan_one(size: Size, seed: int, seconds: float) -> tuple[float | None, float, int]:
    """Plan a region: the gap, the processor's seconds, and the number of breaches."""
    from amends.methods.planning.check import check
    from amends.methods.planning.solve import solve
    from amends.methods.planning.stop import MaxSeconds
    from bench.planning_made import region

    problem = region(size, mixed=True, two_lengths=True, seed=seed)
    result = solve(problem, stop=MaxSeconds(seconds), seed=0, threads=1)
    return result.gap, time.process_time(), len(check(problem, result.plan))


def main() -> int:
    """Run the benchmark and print its figures; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--regions", type=int, default=12)
    parser.add_argument("--size", default="2000/110/80", help="people/projects/supervisors of a region")
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=15)
    asked = parser.parse_args()
    size = Size(*(int(part) for part in asked.size.split("/")), asked.weeks)
    for _ in fan_out({"before": partial(plan_one, Size(100, 8, 6, 2), 1, 5.0)}, workers=1):
        pass  # the inner loops are compiled now
    print("| workers | regions | seconds | of one worker's | processor | MiB a worker, most | widest gap | breaches |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    missed, alone = 0, None
    for workers in (1, 2):
        jobs = {f"region {n}": partial(plan_one, size, n, asked.seconds) for n in range(1, asked.regions + 1)}
        began = time.monotonic()
        outcomes = []
        for outcome in fan_out(jobs, workers=workers):
            outcomes.append(outcome)
            print(f"{outcome.name}: {outcome.failure or 'planned'} in {outcome.seconds:.1f} s", file=sys.stderr)
        seconds = time.monotonic() - began
        alone = alone or seconds
        planned = [one.result for one in outcomes if one.result is not None]
        most = max((one.peak_mib or 0.0 for one in outcomes), default=0.0)
        breaches = sum(found[2] for found in planned)
        cells = [
            str(workers), str(len(planned)), f"{seconds:.1f}", f"{seconds / alone:.2f}",
            f"{sum(found[1] for found in planned):.1f}", f"{most:.0f}",
            f"{max((found[0] or 0.0 for found in planned), default=0.0):.3%}", str(breaches),
        ]  # fmt: skip
        print("| " + " | ".join(cells) + " |", flush=True)
        late = workers > 1 and seconds / alone > MOST_SHARE
        missed += late or most > MOST_MIB or breaches > 0 or len(planned) < asked.regions
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
