"""What a plan comes to when attendance has its way: replayed 1,000 times beside the plan of a careful human.

    python -m bench.planning_replay                        200 people, 4 weeks, attendance 0.25 to 0.98
    python -m bench.planning_replay --only 2000/110/80/1   people/projects/supervisors/weeks
    python -m bench.planning_replay --seconds 60           to plan for

Both plans are replayed with the same draws: attendance independent, and going together by day and town as much as is
assumed where nothing is known. The exit code is 1 where the plan breaks its promise on turning people away although
people come independently of each other.
"""

import argparse
import sys
import time

from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.replay import MEASURES, Replay, promise, replay
from amends.methods.planning.solve import solve
from amends.methods.planning.stop import MaxSeconds
from amends.methods.planning.turnout import ASSUMED, INDEPENDENT
from bench.planning_made import Size, region

WORDS = {
    "minutes_worked": "hours worked",
    "offers_met": "weekly offers met",
    "turned_away": "people turned away",
    "sessions_over": "sessions that turned somebody away",
    "travel_minutes": "hours of travel, one way",
}


def main() -> int:
    """Replay and print; 1 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="200/16/12/4", help="people/projects/supervisors/weeks")
    parser.add_argument("--seconds", type=float, default=15.0, help="to plan for")
    asked = parser.parse_args()
    solve(region(Size(30, 4, 3, 1), mixed=True, two_lengths=True), stop=MaxSeconds(60), seed=0)  # compiles
    problem = region(Size(*map(int, asked.only.split("/"))), mixed=True, two_lengths=True)
    plans = {
        "plan": solve(problem, stop=MaxSeconds(asked.seconds), seed=0).plan,
        "careful human": careful(problem),
    }
    began = time.process_time()
    ways = {
        name: replay(problem, plans, together=together)
        for name, together in (("independent", INDEPENDENT), ("together", ASSUMED))
    }
    print(f"{asked.only}, {time.process_time() - began:.1f} s of processor time to replay\n")
    print("| | " + " | ".join(f"{plan}, {way}" for way in ways for plan in plans) + " | plan less careful human |")
    print("|---" * (2 * len(plans) + 2) + "|")
    for measure in MEASURES:
        cells = [_mean(found[plan], measure) for found in ways.values() for plan in plans]
        print(f"| {WORDS[measure]} | {' | '.join(cells)} | {_less(ways['independent'], measure)} |")
    kept = {way: promise(found["plan"], problem.overbook_risk) for way, found in ways.items()}
    for way, one in kept.items():
        worst = f"{one.worst_share.share:.3f}" if one.worst_share else "none"
        print(
            f"\n{way}: the promise of {one.risk} is broken at {one.broken} of {one.sessions} sessions; the worst"
            f" {worst}; {one.turned_away.mean:.2f} people turned away, {one.expected:.2f} expected if independent"
        )
    return 0 if kept["independent"].holds else 1


def careful(problem) -> Plan:
    """The plan that a careful human makes: session by session, whatever helps most."""
    from amends.methods.planning.greedy import fill_weeks
    from amends.methods.planning.model import build
    from amends.methods.planning.promises import keep_fixed, keep_standing
    from amends.methods.planning.state import State

    state = State(build(problem))
    keep_fixed(state)
    keep_standing(state)
    fill_weeks(state, lambda: False, lambda share: None)
    sessions, bookings = [], []
    for session in {*state.rolls, *state.leader}:
        project, day = state.project_day(session)
        code, on, leader = problem.projects[project].project_id, problem.dates[day], state.leader.get(session)
        sessions.append(Session(on, code, None if leader is None else problem.supervisors[leader].supervisor_id))
        bookings += [Booking(on, code, problem.people[person].person_id) for person in state.rolls.get(session, ())]
    return Plan(tuple(sessions), tuple(sorted(bookings)))


def _mean(found: Replay, measure: str) -> str:
    mean = found.mean(measure)
    scale = 60 if measure in ("minutes_worked", "travel_minutes") else 1
    return f"{mean.mean / scale:,.1f} ± {1.96 * mean.error / scale:,.1f}"


def _less(found: dict[str, Replay], measure: str) -> str:
    less = found["plan"].less(found["careful human"], measure)
    scale = 60 if measure in ("minutes_worked", "travel_minutes") else 1
    return f"{less.mean / scale:+,.1f} ± {1.96 * less.error / scale:,.1f}"


if __name__ == "__main__":
    sys.exit(main())
