"""What is decided: who goes where, what runs, who leads it, and how far up the curve of each week's worth one gets."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model
from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS
from amends.methods.planning.score import BEYOND_POINTS, LEAST_POINTS, TOWARDS_POINTS


class Pairs(NamedTuple):
    """Bookings that rules 1 to 3 do not rule out by themselves; `points` are without those of minutes."""

    person: Ints
    project: Ints
    day: Ints
    points: Floats


class Sessions(NamedTuple):
    """Supervised sessions that could run."""

    project: Ints
    day: Ints


class Leads(NamedTuple):
    """Who could lead what; `session` is a row of Sessions."""

    supervisor: Ints
    session: Ints
    points: Floats


class Stretches(NamedTuple):
    """Pieces of the curves of worth: a person's week from one sum of minutes that sessions come to, on to the next."""

    person: Ints
    week: Ints
    width: Floats
    slope: Floats


@dataclass(frozen=True)
class Columns:
    """The columns in the order in which the programme has them: pairs, sessions, leads, stretches."""

    model: Model
    pairs: Pairs
    sessions: Sessions
    leads: Leads
    stretches: Stretches

    @property
    def first_session(self) -> int:
        """The first column that opens a session."""
        return self.pairs.person.size

    @property
    def first_lead(self) -> int:
        """The first column that gives a session its supervisor."""
        return self.first_session + self.sessions.project.size

    @property
    def first_stretch(self) -> int:
        """The first column of minutes."""
        return self.first_lead + self.leads.session.size

    @property
    def count(self) -> int:
        """How many columns there are."""
        return self.first_stretch + self.stretches.width.size

    def opener(self, project: Ints, day: Ints) -> Ints:
        """The column that opens each session (project, day); -1 where it needs no supervisor."""
        table = np.full(self.model.runs.shape, -1, dtype=np.int64)
        table[self.sessions.project, self.sessions.day] = self.first_session + np.arange(self.sessions.project.size)
        return table[project, day]


def could_run(model: Model) -> tuple[Bools, Bools]:
    """Sessions [J, D] that rule 3 does not rule out, and projects [J] that need a supervisor."""
    supervised = np.array([project.supervised for project in model.problem.projects], dtype=bool)
    led = model.leads.T.astype(np.float64) @ model.works.astype(np.float64) > 0
    return model.runs & (led | ~supervised.reshape(-1, 1)), supervised


def lay_out(model: Model) -> Columns:
    """The columns of a model."""
    runs, supervised = could_run(model)
    pairs = _pairs(model, runs)
    project, day = np.nonzero(runs & supervised.reshape(-1, 1))
    sessions = Sessions(project, day)
    supervisor, session = np.nonzero(model.leads[:, project] & model.works[:, day])
    leads = Leads(supervisor, session, model.lead_points[supervisor, project[session]])
    return Columns(model, pairs, sessions, leads, _stretches(model, pairs))


def _pairs(model: Model, runs: Bools) -> Pairs:
    problem = model.problem
    attendance = np.array([person.attendance for person in problem.people], dtype=np.float64)
    shared = np.array([project.kind in SHARED_KINDS for project in problem.projects], dtype=bool)
    open_to_any = runs & ~model.forbidden_jd & (shared.reshape(-1, 1) | (model.places > 0))
    allowed = model.suits[:, :, None] & (model.workable & ~model.forbidden_pd)[:, None, :] & open_to_any
    allowed &= (model.places > 0) | (attendance <= problem.overbook_risk).reshape(-1, 1, 1)
    for booking in model.forbidden:
        allowed[booking] = False
    person, project, day = np.nonzero(allowed)
    points = model.linear[person, project] + model.linear_pd[person, day] + model.linear_jd[project, day]
    for (column, offset), people in model.extra.items():
        here = np.flatnonzero((project == column) & (day == offset))
        points[here] += [people.get(row, 0.0) for row in person[here].tolist()]
    return Pairs(person, project, day, points)


def _stretches(model: Model, pairs: Pairs) -> Stretches:
    """The worth of a week's minutes between the sums to which its sessions can come: nothing else is ever booked."""
    rows = []
    lengths_of: dict[tuple[int, int], dict[int, set[int]]] = {}
    for person, project, day in zip(pairs.person.tolist(), pairs.project.tolist(), pairs.day.tolist(), strict=True):
        of_week = lengths_of.setdefault((person, day // DAYS_A_WEEK), {})
        of_week.setdefault(day, set()).add(int(model.minutes[project]))
    for (person, week), days in sorted(lengths_of.items()):
        sums = reached(days, model.problem.people[person].offer_max)
        worth = [worth_of(model, person, week, minutes) for minutes in sums]
        for place in range(1, len(sums)):
            width = sums[place] - sums[place - 1]
            rows.append((person, week, width, (worth[place] - worth[place - 1]) / width))
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Stretches(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3])


def reached(days: dict[int, set[int]], most: int) -> list[int]:
    """The sums, in minutes up to `most`, to which one session or none a day can come; by day, the lengths there are."""
    sums = {0}
    for lengths in days.values():
        sums |= {before + length for before in sums for length in lengths if before + length <= most}
    return sorted(sums)


def worth_of(model: Model, person: int, week: int, minutes: float) -> float:
    """The points of so many minutes in a person's week."""
    least, pace = model.least[person, week], model.pace[person, week]
    towards = max(0.0, min(minutes, pace) - least)
    points = model.urgency[person] * (LEAST_POINTS * min(minutes, least) + TOWARDS_POINTS * towards)
    return float(points + BEYOND_POINTS * max(0.0, minutes - pace))
