"""The exact chance rule as rows, added where a point breaks it: too many people who are too likely to come."""

import numpy as np

from amends.methods.planning.exact.columns import Columns
from amends.methods.planning.exact.rules import Rows, stacked, within_capacity
from amends.methods.planning.model import Floats
from amends.methods.planning.overbooking import highest_admitted
from amends.methods.planning.problem import SHARED_KINDS
from amends.methods.planning.state import State


def covers(columns: Columns, state: State, rolls: dict[int, list[int]]) -> Rows:
    """Rows that rule out these rolls, and others at least as likely to turn somebody away, in every session.

    Of the people of a roll some are left out while the others are still too many. Then no session with as many places
    may have as many people out of those others and all who come at least as often as the likeliest of them: one of
    these in exchange for one of the others only makes it likelier that too many come.
    """
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for session, roll in sorted(rolls.items()):
        places = int(columns.model.places[state.project_day(session)])
        rising = sorted(roll, key=lambda person: (state.attendance[person], person))
        for order in (rising, rising[::-1]):
            found[places, too_many(order, state.attendance, places, columns.model.problem.overbook_risk)] = None
    return stacked([_cover(columns, state.attendance, places, people) for places, people in found])


def too_many(roll: list[int], attendance: Floats, places: int, risk: float) -> tuple[int, ...]:
    """Those of a roll who are still too many when as many as can be are left out, the first of the roll first."""
    rest = list(roll)
    for person in roll:
        fewer = [one for one in rest if one != person]
        if highest_admitted(attendance[fewer].tolist(), places, risk) < 0:
            rest = fewer
    return tuple(sorted(rest))


def _cover(columns: Columns, attendance: Floats, places: int, people: tuple[int, ...]) -> Rows:
    model, pairs = columns.model, columns.pairs
    shared = np.array([project.kind in SHARED_KINDS for project in model.problem.projects], dtype=bool)
    members = attendance >= attendance[list(people)].max()
    members[list(people)] = True
    own = np.flatnonzero(
        members[pairs.person] & shared[pairs.project] & (model.places[pairs.project, pairs.day] == places)
    )
    return within_capacity(columns, own, np.ones(own.size), np.full(own.size, len(people) - 1.0))
