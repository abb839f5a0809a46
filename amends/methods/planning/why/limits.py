"""Which limits stand between a person and each project, one by one: what a scheduler might have relaxed.

Only limits that somebody can decide anew are told apart (how far the person travels, a tag, a skill, a kind, a wish);
what no scheduler relaxes (whom the project is for, the hours left, the longest week) counts as shut.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model
from amends.methods.planning.problem import TOLERANCE
from amends.methods.planning.travel import journey_minutes

_SHUT = 2  # more than a single limit


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a person: `over` [J] is true for the projects that it keeps them from."""

    name: str
    what: str
    over: Bools


@dataclass(frozen=True, slots=True)
class Distance:
    """How a person stands to every project: how many limits are in the way [J], which, and the minutes of the way.

    `never`: projects and days that a wish forbids them by name.
    """

    count: Ints
    limits: tuple[Limit, ...]
    travel: Floats
    never: tuple[tuple[int, int], ...]


class Limits:
    """The projects of a model, laid out by what may stand in the way."""

    def __init__(self, model: Model) -> None:
        problem = model.problem
        projects = problem.projects
        self._model = model
        self._kinds = {kind: _true(one.kind == kind for one in projects) for kind in {one.kind for one in projects}}
        tags = sorted(set().union(*(one.tags for one in projects)))
        self._tags = {tag: _true(tag in one.tags for one in projects) for tag in tags}
        skills = sorted(set().union(*(one.needs for one in projects)))
        self._skills = {skill: _true(skill in one.needs for one in projects) for skill in skills}
        self._women = _true(one.audience == "women" for one in projects)
        self._men = _true(one.audience == "men" for one in projects)
        self._mixed = ~self._women & ~_true(one.kind in ("individual", "home") for one in projects)
        self._ete = _true(one.kind == "ete" for one in projects)
        self._home = _true(one.kind == "home" for one in projects)
        self._lat = np.array([one.lat for one in projects], dtype=np.float64)
        self._lon = np.array([one.lon for one in projects], dtype=np.float64)
        never = {key[:2] for key in problem.forbidden if key[2] is None}
        self._never = {
            who: np.flatnonzero(_true((who, one.project_id) in never for one in projects) | ((who, None) in never))
            for who in {who for who, _ in never}
        }
        self._never_on: dict[int, list[tuple[int, int]]] = {}
        for row, project, day in sorted(model.forbidden):
            self._never_on.setdefault(row, []).append((project, day))

    def of(self, row: int) -> Distance:
        """How the person of this row stands to every project."""
        model = self._model
        person = model.problem.people[row]
        journey = model.problem.drive if person.drives else model.problem.travel
        home = np.array([person.lat]), np.array([person.lon])
        travel = np.where(self._home, 0.0, journey_minutes(journey, *home, self._lat, self._lon))
        limits = [Limit("travel", "", travel > person.max_travel + TOLERANCE)]
        limits += [Limit("kind", kind, of) for kind, of in sorted(self._kinds.items()) if kind not in person.kinds]
        limits += [Limit("tag", tag, self._tags[tag]) for tag in sorted(person.excludes & self._tags.keys())]
        limits += [Limit("skill", skill, of) for skill, of in self._skills.items() if skill not in person.skills]
        never = np.zeros(len(travel), dtype=bool)
        for who in (None, person.person_id):
            never[self._never.get(who, np.empty(0, dtype=np.int64))] = True
        limits.append(Limit("wish", "", never))
        limits = [limit for limit in limits if limit.over.any()]
        count = np.zeros(len(travel), dtype=np.int64)
        for limit in limits:
            count += limit.over
        shut = model.minutes > person.offer_max
        shut |= self._ete & (model.minutes > person.ete_left)
        if person.minutes_left <= 0:
            shut[:] = True
        if person.sex != "f":
            shut |= self._women
        if person.sex != "m":
            shut |= self._men
        if person.women_only:
            shut |= self._mixed
        return Distance(count + _SHUT * shut, tuple(limits), travel, tuple(self._never_on.get(row, ())))


def _true(values: Iterable[bool]) -> Bools:
    return np.array(list(values), dtype=bool)
