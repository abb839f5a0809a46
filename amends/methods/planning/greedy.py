"""What a careful human does: the session that helps most first, with those whom it helps most, until nothing helps.

A session's help is counted exactly: the points of the people it would take, best first, as the chance rule allows, and
of the supervisor who would lead it. It only shrinks as people are placed elsewhere, so a value counted earlier is an
upper estimate, and a session is looked at again only when it reaches the top.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import FREE, State

_LEADER_SWAPS = 3  # how many supervisors in a row may change sessions to free one


@dataclass(frozen=True, slots=True)
class Proposal:
    """People to book into a session and supervisors to move, with the points that it would add."""

    session: int
    people: tuple[int, ...]
    leaders: tuple[tuple[int, int], ...]
    points: float


def propose(state: State, session: int) -> Proposal | None:
    """The best use of a session's free places now; None where it cannot run or nobody is to be added."""
    leaders: tuple[tuple[int, int], ...] = ()
    points = 0.0
    if not state.open[session]:
        found = find_leaders(state, session)
        if found is None:
            return None
        leaders, points = found
    people, gains = state.allowed_people(session)
    if not people.size:
        return None
    booked = list(state.rolls.get(session, ()))
    wanted = state.least_of(session) - len(booked)
    room = float(state.room[session])
    chosen: list[int] = []
    order = np.argsort(-gains, kind="stable")
    order = order[state.attendance[people[order]] <= room]
    for person, gain in zip(people[order].tolist(), gains[order].tolist(), strict=True):
        if gain <= 0 and len(chosen) >= wanted:
            break
        if state.attendance[person] > room:
            if room < 0:
                break
            continue
        foes = state.model.foes.get(person)
        if foes is not None and not (foes.isdisjoint(booked) and foes.isdisjoint(chosen)):
            continue
        chosen.append(person)
        points += gain
        room = state.room_after(session, booked + chosen)
    if not chosen or len(chosen) < wanted:
        return None
    return Proposal(session, tuple(chosen), leaders, points)


def find_leaders(state: State, session: int) -> tuple[tuple[tuple[int, int], ...], float] | None:
    """The changes of (session, supervisor) that give the session one, and their points; None where nobody can be freed.

    A free supervisor is taken where there is one; else one of the day who can hand their session to another.
    """
    free = state.free_leaders(session)
    project = session // state.days
    points = state.model.lead_points
    if free.size:
        supervisor = int(free[0])
        return ((session, supervisor),), float(points[supervisor, project])
    chain = _chain(state, session, {session}, _LEADER_SWAPS)
    if chain is None:
        return None
    gain = 0.0
    for changed, supervisor in chain:
        column = changed // state.days
        before = state.leader.get(changed)
        gain += float(points[supervisor, column]) - (float(points[before, column]) if before is not None else 0.0)
    return chain, gain


def _chain(state: State, session: int, seen: set[int], depth: int) -> tuple[tuple[int, int], ...] | None:
    free = state.free_leaders(session)
    if free.size:
        return ((session, int(free[0])),)
    if depth == 0:
        return None
    day = session % state.days
    for supervisor in state.able_leaders(session).tolist():
        other = int(state.leading[supervisor, day])
        if other == FREE or other in seen or other in state.fixed_leader:
            continue
        seen.add(other)
        rest = _chain(state, other, seen, depth - 1)
        if rest is not None:
            return (*rest, (session, supervisor))
    return None


def carry_out(state: State, proposal: Proposal) -> None:
    """Make the bookings and the changes of supervisor."""
    for session, _ in proposal.leaders:
        if session in state.leader:
            state.unlead(session)
    for session, supervisor in proposal.leaders:
        state.lead(supervisor, session)
    for person in proposal.people:
        state.book(person, proposal.session)


def fill(state: State, sessions: list[int], ended: Callable[[], bool]) -> None:
    """Run and fill sessions, the most helpful first, until none of these helps any more."""
    heap = []
    for session in sessions:
        proposal = propose(state, session)
        if proposal is not None and proposal.points > 0:
            heap.append((-proposal.points, session))
    heapq.heapify(heap)
    while heap and not ended():
        _, session = heapq.heappop(heap)
        proposal = propose(state, session)
        if proposal is None or proposal.points <= 0:
            continue
        if heap and proposal.points < -heap[0][0]:
            heapq.heappush(heap, (-proposal.points, session))
            continue
        carry_out(state, proposal)


def sessions_of_days(state: State, days: range) -> list[int]:
    """Every session that may take place on these days."""
    model = state.model
    return [
        state.session(project, day)
        for day in days
        for project in np.flatnonzero(model.runs[:, day] & ~model.forbidden_jd[:, day]).tolist()
    ]


def fill_weeks(state: State, ended: Callable[[], bool], progress: Callable[[float], None]) -> None:
    """Fill week after week; `progress` is told the share that is done."""
    weeks = state.model.problem.weeks
    for week in range(weeks):
        fill(state, sessions_of_days(state, range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)), ended)
        progress((week + 1) / weeks)
        if ended():
            return
