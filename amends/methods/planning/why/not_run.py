"""Why a session that could take place does not: nobody to lead it, too few people, or it would not pay.

See docs/rules/planning_why.md for the reasons and what their figures are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np

from amends.methods.planning.greedy import Proposal, propose
from amends.methods.planning.model import Bools, Ints
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import FREE, State

NOT_RUN_WORDS = {
    "forbidden": "a wish says never",
    "no_places": "a cap leaves no places",
    "no_supervisor": "nobody who may lead it works that day",
    "supervisors_elsewhere": "everybody who may lead it leads elsewhere, or works all their days",
    "too_few_people": "too few people whom it suits are free",
    "would_not_pay": "it would not add points",
    "not_found": "it would add points: the search ended without it",
}
_MOST_LEADERS = 3
_SLIGHT = 1e-7


@dataclass(frozen=True, slots=True)
class Leader:
    """One who could lead the session but leads `project_id` (None: has no day of the week left).

    `cost`: points lost if that session closes and all who are booked there stay at home; None where it must stay, or
    there is none.
    """

    supervisor_id: str
    project_id: str | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class NotRun:
    """A session that could take place and does not.

    `able` supervisors could lead it, were they free; of `suited` people whom it suits that day, `free` have no other
    session on it and hours for one. `worth`: the points of those it would take of them, without a supervisor's; None
    where they are fewer than the least. `points`: the change of the score if it ran with them, led by who can be had,
    or else by the first of `leaders` (the cheapest), whose session closes; None where that cannot be.
    """

    project_id: str
    date: date
    reason: str
    able: int
    suited: int
    free: int
    least: int
    worth: float | None
    points: float | None
    leaders: tuple[Leader, ...]

    @property
    def words(self) -> str:
        """The reason as a phrase to show."""
        return NOT_RUN_WORDS[self.reason]


def why_not_run(state: State, dates: Collection[date] | None = None) -> tuple[NotRun, ...]:
    """A row for each session that its project's days allow and the plan does not run, by date, then project.

    Only on `dates`, where given.
    """
    model = state.model
    days = [day for day, on in enumerate(model.problem.dates) if dates is None or on in dates]
    reachable, costs = could_be_led(state), _Costs(state)
    return tuple(
        _row(state, project, day, bool(reachable[project, day]), costs)
        for day in days
        for project in np.flatnonzero(model.runs[:, day]).tolist()
        if state.session(project, day) not in state.rolls and state.session(project, day) not in state.leader
    )


def could_be_led(state: State) -> Bools:
    """The sessions [J, D] that need no supervisor, have one, or would get one if others of the day changed sessions.

    Every chain of changes counts that ends with a supervisor who is free that day; no session closes for it.
    """
    model = state.model
    led: Bools = state.open.reshape(-1, state.days).copy()
    if not led.size:
        return led
    spare = np.repeat(state.led < state.days_a_week.reshape(-1, 1), DAYS_A_WEEK, axis=1)
    for day in range(state.days):
        leading = state.leading[:, day]
        tied = np.array([session in state.fixed_leader for session in leading.tolist()], dtype=bool)
        project = leading // state.days
        freeable = model.works[:, day] & spare[:, day] & (leading == FREE)
        while True:
            reached = model.leads[freeable].any(axis=0)
            more = (leading != FREE) & ~tied & reached[project] & ~freeable
            if not more.any():
                break
            freeable |= more
        led[:, day] |= reached
    return led


def _row(state: State, project: int, day: int, reachable: bool, costs: "_Costs") -> NotRun:
    model = state.model
    one, session = model.problem.projects[project], state.session(project, day)
    free, _ = state.allowed_people(session)
    able = state.able_leaders(session)
    proposal = as_if_led(state, session)
    worth = None if proposal is None else proposal.points
    points: float | None = None
    leaders: tuple[Leader, ...] = ()
    if not one.supervised:
        points = worth
    elif reachable:
        change = change_of_leaders(state, session)
        points = None if worth is None or change is None else worth + points_of_change(state, change)
    elif able.size:
        leaders = costs.leaders(able, project, day)
        first = leaders[0]
        if worth is not None and first.cost is not None:
            points = worth - first.cost + float(model.lead_points[model.supervisor_index[first.supervisor_id], project])
    if model.forbidden_jd[project, day]:
        reason = "forbidden"
    elif state.room[session] < state.attendance.min(initial=1.0):
        reason = "no_places"
    elif one.supervised and not able.size:
        reason = "no_supervisor"
    elif one.supervised and not reachable:
        reason = "supervisors_elsewhere"
    elif worth is None:
        reason = "too_few_people"
    else:
        reason = "would_not_pay" if points is None or points <= _SLIGHT else "not_found"
    return NotRun(
        one.project_id, model.problem.dates[day], reason, int(able.size), int(costs.suited[project, day]),
        int(free.size), state.least_of(session), worth, points, leaders,
    )  # fmt: skip


def as_if_led(state: State, session: int) -> Proposal | None:
    """Whom the session would take of those who are free, were it led; None where they are fewer than the least."""
    before = bool(state.open[session])
    state.open[session] = True
    proposal = propose(state, session)
    state.open[session] = before
    return proposal


def change_of_leaders(state: State, session: int) -> tuple[tuple[int, int], ...] | None:
    """The fewest changes (session, its supervisor then) after which the session is led and none has closed.

    The best supervisor who is free, where there is one; None where no chain of changes ends with one.
    """
    day = session % state.days
    via: dict[int, tuple[int, int]] = {}  # session -> the supervisor who leaves it, and for which session
    queue = [session]
    for asked in queue:
        free = state.free_leaders(asked)
        if free.size:
            change, supervisor = [(asked, int(free[0]))], -1
            while asked in via:
                supervisor, asked = via[asked]
                change.append((asked, supervisor))
            return tuple(change)
        for supervisor in state.able_leaders(asked).tolist():
            other = int(state.leading[supervisor, day])
            if other != FREE and other not in via and other != session and other not in state.fixed_leader:
                via[other] = supervisor, asked
                queue.append(other)
    return None


def points_of_change(state: State, change: Iterable[tuple[int, int]]) -> float:
    """Points that changes of supervisor add, from drives and usual projects."""
    lead_points = state.model.lead_points
    gained = 0.0
    for session, supervisor in change:
        project = session // state.days
        gained += float(lead_points[supervisor, project])
        if session in state.leader:
            gained -= float(lead_points[state.leader[session], project])
    return gained


class _Costs:
    """What closing sessions costs, counted once each; `suited` [J, D] counts whom a session suits."""

    def __init__(self, state: State) -> None:
        model = state.model
        self._state = state
        self._closing: dict[int, float | None] = {}
        workable = model.workable & ~model.forbidden_pd
        self.suited: Ints = (model.suits.T.astype(np.float32) @ workable.astype(np.float32)).astype(np.int64)
        for person, project, day in model.forbidden:
            self.suited[project, day] -= model.suits[person, project] and workable[person, day]

    def leaders(self, able: Ints, project: int, day: int) -> tuple[Leader, ...]:
        """Those of `able` who could come most cheaply."""
        state, model = self._state, self._state.model

        def dear(supervisor: int) -> float:
            session = int(state.leading[supervisor, day])
            cost = None if session == FREE else self.closing(session)
            return inf if cost is None else cost - float(model.lead_points[supervisor, project])

        cheapest = sorted(able.tolist(), key=lambda supervisor: (dear(supervisor), supervisor))[:_MOST_LEADERS]
        return tuple(self._leader(supervisor, day) for supervisor in cheapest)

    def closing(self, session: int) -> float | None:
        """Points lost if the session closes and all who are booked there stay at home; None where it must stay."""
        if session not in self._closing:
            self._closing[session] = closing_cost(self._state, session)
        return self._closing[session]

    def _leader(self, supervisor: int, day: int) -> Leader:
        problem = self._state.model.problem
        session = int(self._state.leading[supervisor, day])
        name = problem.supervisors[supervisor].supervisor_id
        if session == FREE:
            return Leader(name, None, None)
        return Leader(name, problem.projects[session // self._state.days].project_id, self.closing(session))


def closing_cost(state: State, session: int) -> float | None:
    """Points lost if the session closes and all who are booked there stay at home; None where something is fixed."""
    project, day = state.project_day(session)
    roll = state.rolls.get(session, ())
    if session in state.fixed_leader or any((person, session) in state.fixed for person in roll):
        return None
    minutes, week = int(state.model.minutes[project]), day // DAYS_A_WEEK
    lost = float(state.model.lead_points[state.leader[session], project]) if session in state.leader else 0.0
    for person in roll:
        booked = int(state.booked[person, week])
        lost += state.worth(person, week, booked) - state.worth(person, week, booked - minutes)
        lost += state.linear(person, session)
    return lost
