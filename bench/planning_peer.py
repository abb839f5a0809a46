"""The same planning problem given to two well-known solvers, OR-Tools CP-SAT and Timefold, for as long as Amends.

    python -m pip install -r requirements/bench.in       both, once: Amends itself uses neither; Timefold needs Java 17
    python -m bench.planning_peer                        200 people for 4 weeks, 2,000 for 1 and for 4
    python -m bench.planning_peer --only 200/16/12/4 --seconds 15

CP-SAT gets the whole problem: every booking, session, supervisor and minute as an integer variable, every rule as a
linear row (the columns and rows of `amends.methods.planning.exact`), and points in steps of 0.00001. All attend
alike, for then the chance rule is a count and the rows are the whole rule. It is run without and with a hint, the plan
that a careful human would make (`greedy.py`); one thread, as Amends. Its bound is its own.

Timefold searches from nobody anywhere, and from the careful human's plan; it proves no bound. Its rules and points are
constraint streams (`planning_timefold.py`), its phases those that it chooses itself; handing the problem over to Java
is outside of its seconds. Every plan is verified by `amends.methods.planning.check`; each run has a process of its own.
"""

import argparse
import json
import subprocess
import sys
import time

from bench.planning_made import Size, region

SIZES = ((Size(200, 16, 12, 4), 15.0), (Size(2000, 110, 80, 1), 15.0), (Size(2000, 110, 80, 4), 60.0))
STEPS = 100_000  # a point is so many of the solver's
HINTED = " with a hint"
PLANNERS = ("Amends", "CP-SAT", "CP-SAT" + HINTED, "Timefold", "Timefold" + HINTED)


def main() -> int:
    """Run the comparison and print its figures; 1 where a plan breaks a rule or the peer's is nearer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="people/projects/supervisors/weeks; any size, beside those of the table")
    parser.add_argument("--lengths", choices=["one", "two", "both"], default="one")
    parser.add_argument("--seconds", type=float, help="instead of the table's own")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return _one(json.loads(asked.one))
    sizes = [(Size(*(int(part) for part in asked.only.split("/"))), 15.0)] if asked.only else list(SIZES)
    print("Gap: below the lowest bound of all. Bound: above the best plan of all.\n")
    print("| people/projects/supervisors/weeks | lengths | planner | gap | bound | seconds | build | MiB | breaches |")
    print("|---|---|---|--:|--:|--:|--:|--:|--:|")
    missed = 0
    for size, seconds in sizes:
        for two in {"one": [False], "two": [True], "both": [False, True]}[asked.lengths]:
            call = {"size": [size.people, size.projects, size.supervisors, size.weeks], "two": two}
            call["seconds"] = asked.seconds or dict(SIZES).get(size, seconds)
            runs = {who: _run({**call, "who": who}) for who in PLANNERS}
            lowest = min(run["bound"] for run in runs.values() if run["bound"] is not None)
            highest = max(run["score"] for run in runs.values())
            for who, run in runs.items():
                print(_line(call, who, run, lowest, highest), flush=True)
                missed += run["breaches"] > 0 or run["score"] > runs["Amends"]["score"] * (1 + 1e-9)
    return int(missed > 0)


def _line(call: dict, who: str, run: dict, lowest: float, highest: float) -> str:
    cells = [
        "/".join(str(part) for part in call["size"]), "two" if call["two"] else "one", who,
        f"{(lowest - run['score']) / abs(lowest):.3%}",
        "" if run["bound"] is None else f"{(run['bound'] - highest) / abs(highest):.3%}",
        f"{run['seconds']:.1f}", f"{run['build']:.1f}", f"{run['mib']:.0f}", str(run["breaches"]),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _run(call: dict) -> dict:
    """The figures of one run, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.planning_peer", "--one", json.dumps(call)], stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def _one(call: dict) -> int:
    from amends.methods.planning.check import check
    from amends.methods.planning.files.plan_folder import peak_mib

    problem = region(Size(*call["size"]), mixed=False, two_lengths=call["two"])
    began = time.perf_counter()
    planner = {"A": _amends, "C": _cp_sat, "T": _timefold}[call["who"][0]]
    plan, figures = planner(problem, call)
    figures |= {"seconds": time.perf_counter() - began, "mib": peak_mib(), "breaches": len(check(problem, plan))}
    print(json.dumps(figures))
    return 0


def _amends(problem, call: dict):
    from amends.methods.planning.solve import solve
    from amends.methods.planning.stop import MaxSeconds

    result = solve(problem, stop=MaxSeconds(call["seconds"]), seed=0)
    return result.plan, {"score": result.score, "bound": result.bound, "build": result.build_seconds}


def _cp_sat(problem, call: dict):
    """CP-SAT's plan and figures; the seconds are for building and solving together, as Amends'.

    HiGHS must not be loaded in the same process: OR-Tools brings another version of it.
    """
    import numpy as np
    from ortools.sat.python import cp_model

    from amends.methods.planning.bound import upper_bound
    from amends.methods.planning.exact.columns import lay_out
    from amends.methods.planning.exact.points import point_of, state_of
    from amends.methods.planning.model import build
    from amends.methods.planning.score import score
    from amends.methods.planning.solve import plan_of
    from amends.methods.planning.state import State

    began = time.perf_counter()
    model = build(problem)
    columns = lay_out(model)
    programme, variables = _programme(columns)
    if call["who"].endswith(HINTED):
        state = _careful(model)
        for variable, value in zip(variables, point_of(columns, state).tolist(), strict=True):
            programme.add_hint(variable, round(value))
    built = time.perf_counter() - began
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_time_in_seconds = max(0.1, call["seconds"] - built)
    status = solver.solve(programme)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    state = State(model)
    if found:
        state = state_of(columns, np.array([float(solver.value(one)) for one in variables]), state)
    plan = plan_of(state)
    # coefficients are rounded to a step: half of one for each minute and each booking at most
    rounding = (columns.stretches.width.sum() + columns.first_stretch) / 2 / STEPS
    own = solver.best_objective_bound / STEPS + rounding - model.standing_cost
    bound = min(own, upper_bound(model)) if status != cp_model.UNKNOWN else upper_bound(model)
    return plan, {"score": score(plan, problem).score, "bound": float(bound), "build": built}


def _timefold(problem, call: dict):
    """Timefold's plan and figures; the seconds are its own, from when it has the problem."""
    import numpy as np

    from amends.methods.planning.exact.columns import lay_out
    from amends.methods.planning.exact.points import state_of
    from amends.methods.planning.model import build
    from amends.methods.planning.score import score
    from amends.methods.planning.solve import plan_of
    from amends.methods.planning.state import State
    from bench.planning_timefold import solved, values_of, whole_week

    began = time.perf_counter()
    model = build(problem)
    columns = lay_out(model)
    week = whole_week(columns, _careful(model) if call["who"].endswith(HINTED) else None)
    built = time.perf_counter() - began
    answer = solved(week, max(0.1, call["seconds"] - built))
    values = np.zeros(columns.count)
    values[: columns.first_stretch] = values_of(answer, columns)
    plan = plan_of(state_of(columns, values, State(model)))
    return plan, {"score": score(plan, problem).score, "bound": None, "build": built}


def _careful(model):
    """What a careful human would plan."""
    from amends.methods.planning.greedy import fill_weeks
    from amends.methods.planning.state import State

    state = State(model)
    fill_weeks(state, lambda: False, lambda share: None)
    return state


def _programme(columns):
    """The columns and rows as CP-SAT has them: whole numbers all."""
    import numpy as np
    from ortools.sat.python import cp_model

    from amends.methods.planning.exact.rules import all_rules, by_row
    from amends.methods.planning.priced.seats import seats_of

    programme = cp_model.CpModel()
    variables = [programme.new_bool_var("") for _ in range(columns.first_stretch)]
    variables += [programme.new_int_var(0, round(width), "") for width in columns.stretches.width.tolist()]
    rows = all_rules(columns, seats_of(columns.model))
    start, column, value = by_row(rows)
    if not np.all(value == np.round(value)):
        raise ValueError("the rows are whole numbers only where attendance is equal")
    whole, of_column = value.astype(np.int64).tolist(), column.tolist()
    limit = cp_model.INT32_MAX
    for row, (low, high) in enumerate(zip(rows.low.tolist(), rows.high.tolist(), strict=True)):
        here = slice(int(start[row]), int(start[row + 1]))
        total = cp_model.LinearExpr.weighted_sum([variables[one] for one in of_column[here]], whole[here])
        programme.add_linear_constraint(total, int(max(low, -limit)), int(min(high, limit)))
    points = np.concatenate(
        (columns.pairs.points, np.zeros(columns.sessions.project.size), columns.leads.points, columns.stretches.slope)
    )
    programme.maximize(cp_model.LinearExpr.weighted_sum(variables, np.round(points * STEPS).astype(np.int64).tolist()))
    return programme, variables


if __name__ == "__main__":
    sys.exit(main())
