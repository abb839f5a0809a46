"""What is already promised comes first: fixed rows as far as the rules allow, then the other standing rows.

Fixed rows are taken in the order given. A row is dropped only where a rule stands against it, or where its session can
have no supervisor or too few people even when others are asked to join.
"""

from dataclasses import dataclass

from amends.methods.planning.greedy import carry_out, find_leaders, propose
from amends.methods.planning.model import Model
from amends.methods.planning.problem import Standing
from amends.methods.planning.state import State


def keep_fixed(state: State) -> None:
    """Book every fixed row that the rules still allow; what is kept is marked in the state and stays."""
    rows = _rows(state.model, fixed=True)
    given_up: set[int] = set()
    while True:
        with state.attempt() as undo:
            sessions = _take(state, [row for row in rows if row.session not in given_up])
            failed = {session for session in sessions if not _complete(state, session)}
            if failed:
                undo()
                state.fixed.clear()
                state.fixed_leader.clear()
        if not failed:
            break
        given_up |= failed
    for session in sorted(given_up):
        with state.attempt() as undo:
            before = set(state.fixed), set(state.fixed_leader)
            _take(state, [row for row in rows if row.session == session])
            if not _complete(state, session):
                undo()
                state.fixed, state.fixed_leader = before


def keep_standing(state: State) -> None:
    """Keep the standing rows that are not fixed, session by session, where keeping them is worth it."""
    by_session: dict[int, list[_Row]] = {}
    for row in _rows(state.model, fixed=False):
        if row.person is not None:
            by_session.setdefault(row.session, []).append(row)
    for session in sorted(by_session, key=lambda one: (one % state.days, one)):
        with state.attempt() as undo:
            before = state.points
            for row in by_session[session]:
                _lead(state, row)
            if not state.open[session]:
                _find_leader(state, session)
            for row in by_session[session]:
                if row.person is not None and state.open[session] and state.allows(row.person, session):
                    state.book(row.person, session)
            if not _complete(state, session) or state.points < before:
                undo()


@dataclass(frozen=True, slots=True)
class _Row:
    session: int
    person: int | None
    supervisor: int | None


def _rows(model: Model, *, fixed: bool) -> list[_Row]:
    def row(promise: Standing) -> _Row:
        day = (promise.date - model.problem.first_day).days
        return _Row(
            model.project_index[promise.project_id] * model.problem.day_count + day,
            None if promise.person_id is None else model.person_index[promise.person_id],
            None if promise.supervisor_id is None else model.supervisor_index[promise.supervisor_id],
        )

    return [row(promise) for promise in model.problem.standing if promise.fixed == fixed]


def _take(state: State, rows: list[_Row]) -> list[int]:
    """Take over fixed rows one by one; answers the sessions that they need, in order."""
    for row in rows:
        if row.person is not None and state.allows(row.person, row.session):
            state.book(row.person, row.session)
            state.fixed.add((row.person, row.session))
    for row in rows:  # a row whose person cannot come is given up whole: it promises no supervisor either
        if (row.person is None or (row.person, row.session) in state.fixed) and _lead(state, row):
            state.fixed_leader.add(row.session)
    needed = {row.session: None for row in rows if row.session in state.rolls or row.session in state.fixed_leader}
    return list(needed)


def _lead(state: State, row: _Row) -> bool:
    """Give the session the supervisor that was promised, if it needs one, has none and the rules allow this one."""
    project, day = state.project_day(row.session)
    wanted = (
        row.supervisor is not None
        and bool(state.model.runs[project, day])
        and not state.open[row.session]
        and row.supervisor in state.free_leaders(row.session)
    )
    if wanted and row.supervisor is not None:
        state.lead(row.supervisor, row.session)
    return wanted


def _find_leader(state: State, session: int) -> None:
    found = find_leaders(state, session)
    if found is None:
        return
    for changed, _ in found[0]:
        if changed in state.leader:
            state.unlead(changed)
    for changed, supervisor in found[0]:
        state.lead(supervisor, changed)


def _complete(state: State, session: int) -> bool:
    """See to it that the session has its supervisor and its least number of people; False where that cannot be."""
    if not state.open[session]:
        _find_leader(state, session)
    if not state.open[session]:
        return False
    if len(state.rolls.get(session, ())) < max(1, state.least_of(session)):
        proposal = propose(state, session)
        if proposal is None:
            return False
        carry_out(state, proposal)
    return True
