"""How soon a plan is mended when something happens, and what that is worth beside doing nothing or starting anew.

    python -m bench.planning_replan FOLDER                        8,000 people, 4 weeks
    python -m bench.planning_replan FOLDER --only 2000/110/80/4   people/projects/supervisors/weeks
    python -m bench.planning_replan FOLDER --seconds 60           to make the plan that stands
    python -m bench.planning_replan FOLDER --full 120             and to plan anew with what stands, to compare with
    python -m bench.planning_replan FOLDER --event "one absence"  these events alone

The plan that stands is kept in FOLDER and made where it is not there yet. Each repair begins with the problem and the
plan as they are read from files: nothing is kept ready between calls but the compiled code. Every answer is verified
by `amends.methods.planning.check`. The exit code is 1 where one absence takes more than two seconds, or an answer
breaks a rule or scores less than what is left of the plan.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from amends.methods.planning.check import check
from amends.methods.planning.files.plan_folder import read_plan, write_plan
from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Cap, Problem
from amends.methods.planning.replanning import (
    Event,
    NewPeople,
    PlacesCapped,
    Replanned,
    SiteClosed,
    SupervisorAbsent,
    replan,
)
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import MaxSeconds
from bench.planning_made import Size, region

MOST_SECONDS = 2.0  # for one absence
LONG_ENOUGH = 120.0  # seconds for any repair
LOWER_TIER = 4
NEW_ORDERS = 10
_FIRST_PLAN = 2.0  # seconds: it needs only to be a plan


def main() -> int:
    """Repair after each event and print; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the plan that stands is kept")
    parser.add_argument("--only", default="8000/350/260/4", help="people/projects/supervisors/weeks")
    parser.add_argument("--seconds", type=float, default=60.0, help="to make the plan that stands")
    parser.add_argument("--full", type=float, default=0.0, help="seconds to plan anew with what stands; 0: not done")
    parser.add_argument("--event", default="", help="only events with this in their name")
    asked = parser.parse_args()
    _get_ready()
    problem = region(Size(*map(int, asked.only.split("/"))), mixed=True, two_lengths=True)
    plan = _standing(problem, asked.folder / asked.only.replace("/", "-"), asked.seconds)
    print("| event | seconds | processor | of it building | score less remainder | full solve less remainder "
          "| promises broken | dropped | moved | added | other supervisor | people to ring |")  # fmt: skip
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    missed = False
    for name, events in _events(problem, plan).items():
        if asked.event not in name:
            continue
        began, busy = time.perf_counter(), time.process_time()
        found = replan(problem, plan, events, on=problem.first_day, stop=MaxSeconds(LONG_ENOUGH), seed=0)
        seconds, processor = time.perf_counter() - began, time.process_time() - busy
        full = solve(found.problem, stop=MaxSeconds(asked.full), seed=0).score if asked.full else None
        print(_line(name, seconds, processor, found, full), flush=True)
        missed |= name.startswith("one absence") and seconds > MOST_SECONDS
        missed |= bool(check(found.problem, found.plan)) or found.score < found.remainder - 1e-6
    return int(missed)


def _get_ready() -> None:
    """Load the compiled code, or compile it, with a small region that is planned for a moment."""
    small = region(Size(100, 8, 6, 2), mixed=True, two_lengths=True)
    plan = solve(small, stop=MaxSeconds(_FIRST_PLAN), seed=0).plan
    for events in _events(small, plan).values():
        replan(small, plan, events, on=small.first_day, stop=MaxSeconds(LONG_ENOUGH), seed=0)


def _standing(problem: Problem, folder: Path, seconds: float) -> Plan:
    """The plan kept in the folder; made, kept and told of where there is none."""
    if not folder.is_dir():
        began = time.perf_counter()
        result = solve(problem, stop=MaxSeconds(seconds), seed=0)
        took = time.perf_counter() - began
        write_plan(folder, problem, result, seconds=took)
    plan, report = read_plan(folder, problem)
    print(f"The plan that stands: gap {report['gap']:.3%}, made in {report['seconds']:.0f} s, {report['status']}\n")
    return plan


def _events(problem: Problem, plan: Plan) -> dict[str, list[Event]]:
    """One of each: on the first day, or in the first week."""
    today = problem.first_day
    week = frozenset(today + timedelta(days=day) for day in range(7))
    size = Counter((one.project_id, one.date) for one in plan.bookings)
    led = [one for one in plan.sessions if one.date == today and one.supervisor_id]
    led.sort(key=lambda one: (size[one.project_id, one.date], one.project_id))
    usual, largest = led[len(led) // 2], led[-1]
    orders = tuple(replace(one, person_id=f"{one.person_id}N") for one in problem.people[:NEW_ORDERS])
    return {
        "one absence today": [SupervisorAbsent(usual.supervisor_id or "", frozenset({today}))],
        "one absence today, of the largest group": [SupervisorAbsent(largest.supervisor_id or "", frozenset({today}))],
        "a week's absence": [SupervisorAbsent(usual.supervisor_id or "", week)],
        "a site closed for a week": [SiteClosed(largest.project_id, week)],
        f"{NEW_ORDERS} new orders": [NewPeople(orders)],
        f"at most {LOWER_TIER} places for a week": [PlacesCapped((Cap(None, today, max(week), LOWER_TIER),))],
    }


def _line(name: str, seconds: float, processor: float, found: Replanned, full: float | None) -> str:
    kinds = Counter(change.kind for change in found.changes.people)
    broken = kinds["dropped"] + kinds["moved"]
    cells = [
        name, f"{seconds:.2f}", f"{processor:.2f}", f"{found.build_seconds:.2f}",
        f"{found.score - found.remainder:,.0f}", "" if full is None else f"{full - found.remainder:,.0f}",
        str(broken), str(kinds["dropped"]), str(kinds["moved"]), str(kinds["added"]), str(kinds["supervised"]),
        str(len({one.person_id for one in found.changes.people if one.kind != "supervised"})),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
