"""What it would add if a session ran: tried on the plan itself, exactly, and undone again."""

from dataclasses import dataclass
from datetime import date

from amends.methods.planning.greedy import carry_out
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.reseat import reseat
from amends.methods.planning.state import FREE, State
from amends.methods.planning.why.not_run import as_if_led, change_of_leaders, closing_cost

_MOST_LEADERS = 6  # the cheapest of those who lead elsewhere


@dataclass(frozen=True, slots=True)
class Trial:
    """The best way found to run a session, with the exact change of the score; negative where it costs points.

    `supervisor_id` leads it, coming from `closed` where that session closes for it. `people` would be booked; those in
    `less` would have fewer minutes in the week than now, those in `more` more.
    """

    project_id: str
    date: date
    points: float
    supervisor_id: str | None
    closed: str | None
    people: tuple[str, ...]
    less: tuple[str, ...]
    more: tuple[str, ...]


def try_running(state: State, project_id: str, on: date) -> Trial | None:
    """Try to run a session that does not run, with people who are free and those who lose their session for it.

    Who loses one is given the best week among the places that are then free. None where the session cannot run: its
    project or a wish forbids it, nobody can lead it, or fewer than the least are free. Raises KeyError for an unknown
    project. The state is as it was when this returns.
    """
    model = state.model
    day = (on - model.problem.first_day).days
    if not 0 <= day < state.days:
        return None
    project = model.project_index[project_id]
    session = state.session(project, day)
    if session in state.rolls or session in state.leader:
        return None
    trials = [_tried(state, session, change, closing) for change, closing in _ways(state, session)]
    return max((trial for trial in trials if trial is not None), key=lambda trial: trial.points, default=None)


def _ways(state: State, session: int) -> list[tuple[tuple[tuple[int, int], ...], int | None]]:
    """The changes of supervisor that would run it, each with the session that closes for it."""
    project, day = state.project_day(session)
    if not state.supervised[project]:
        return [((), None)]
    change = change_of_leaders(state, session)
    if change is not None:
        return [(change, None)]
    ways = []
    for supervisor in state.able_leaders(session).tolist():
        closing = int(state.leading[supervisor, day])
        cost = None if closing == FREE else closing_cost(state, closing)
        if cost is not None:
            net = cost - float(state.model.lead_points[supervisor, project])
            ways.append((net, ((session, supervisor),), closing))
    return [(change, closing) for _, change, closing in sorted(ways)[:_MOST_LEADERS]]


def _tried(state: State, session: int, change: tuple[tuple[int, int], ...], closing: int | None) -> Trial | None:
    problem = state.model.problem
    project, day = state.project_day(session)
    week = day // DAYS_A_WEEK
    before, booked = state.points, state.booked[:, week].copy()
    with state.attempt() as undo:
        freed = [] if closing is None else state.empty(closing)
        for changed, _ in change:
            if changed in state.leader:
                state.unlead(changed)
        for changed, supervisor in change:
            state.lead(supervisor, changed)
        proposal = as_if_led(state, session)
        trial = None
        if proposal is not None:
            carry_out(state, proposal)
            for person in freed:
                reseat(state, person, week)
            after = state.booked[:, week]
            leader = state.leader.get(session)
            trial = Trial(
                problem.projects[project].project_id,
                problem.dates[day],
                state.points - before,
                None if leader is None else problem.supervisors[leader].supervisor_id,
                None if closing is None else problem.projects[closing // state.days].project_id,
                tuple(problem.people[person].person_id for person in sorted(state.rolls[session])),
                tuple(problem.people[row].person_id for row in (after < booked).nonzero()[0].tolist()),
                tuple(problem.people[row].person_id for row in (after > booked).nonzero()[0].tolist()),
            )
        undo()
    return trial
