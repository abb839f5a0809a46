"""Compile the inner loops ahead, so that no plan waits for it: a minute or two, once for each version of them.

python -m amends.methods.planning.priced
"""

import sys
from datetime import date, time, timedelta
from typing import Any

from amends.methods.planning.priced.kept import is_ready, note_ready
from amends.methods.planning.problem import Cap, Journey, Kind, Person, Problem, Project, Supervisor

_PEOPLE = 80  # more than fit, so that places are priced, exchanged and passed on
_MONDAY, _END = date(2026, 6, 1), date(2026, 7, 1)
_NONE: frozenset[Any] = frozenset()
_DAYS = frozenset({1, 3, 5})
_KINDS: tuple[Kind, ...] = ("group", "group", "ete", "individual")
_LONG_ENOUGH = 600.0  # seconds


def main() -> int:
    """Plan a small town, and again when much went wrong there, unless this version is compiled already."""
    if is_ready():
        return 0
    from amends.methods.planning.replanning import PlacesCapped, SiteClosed, SupervisorAbsent, replan
    from amends.methods.planning.solve import solve
    from amends.methods.planning.stop import MaxSeconds

    print("Compiling the planner (a minute or two, the first time)", file=sys.stderr)
    town, week = _town(), frozenset(_MONDAY + timedelta(days=day) for day in range(7))
    plan = solve(town, stop=MaxSeconds(_LONG_ENOUGH), seed=0).plan
    upsets = SupervisorAbsent("S0", week), SiteClosed("J1", week), PlacesCapped((Cap("J0", _MONDAY, _END, 4),))
    replan(town, plan, upsets, on=_MONDAY, stop=MaxSeconds(_LONG_ENOUGH), seed=0)
    note_ready()
    return 0


def _town() -> Problem:
    people = tuple(_person(number) for number in range(_PEOPLE))
    projects = tuple(_project(number, kind) for number, kind in enumerate(_KINDS))
    supervisors = tuple(
        Supervisor(f"S{number}", 52.0, -1.5, _DAYS, _NONE, 3, _NONE, _NONE, 60.0) for number in range(2)
    )
    return Problem(
        _MONDAY, 2, 0.05, Journey(12.0, 2.4), Journey(6.0, 1.2), people, projects, supervisors, apart=(("P0", "P1"),)
    )


def _person(number: int) -> Person:
    return Person(
        person_id=f"P{number}",
        eligible_from=_MONDAY,
        eligible_to=None,
        minutes_left=420 * (1 + number % 9),
        ete_left=420 * (number % 3),
        limit_date=_END if number % 5 == 0 else None,
        offer_min=420,
        offer_max=1_200,
        attendance=0.3 + 0.6 * number / _PEOPLE,
        lat=52.0 + number / 2_000,
        lon=-1.5,
        drives=number % 4 == 0,
        max_travel=60.0,
        days=frozenset({1, 3} if number % 2 else {1, 3, 5}),
        away=_NONE,
        kinds=frozenset({"group", "ete", "individual"}),
        excludes=_NONE,
        skills=_NONE,
        sex="m",
        women_only=False,
        last_project="J0" if number % 3 else None,
    )


def _project(number: int, kind: Kind) -> Project:
    return Project(
        project_id=f"J{number}",
        kind=kind,
        lat=52.0,
        lon=-1.5 + number / 100,
        days=_DAYS,
        start=time(9),
        end=time(16) if number % 2 else time(12, 30),
        open_from=_MONDAY,
        open_to=_END,
        closed=_NONE,
        places=8,
        least=2,
        tags=_NONE,
        needs=_NONE,
        audience="any",
        supervised=kind != "individual",
        qualifications=_NONE,
    )


if __name__ == "__main__":
    sys.exit(main())
