"""One person, one week: the best of all sessions that have room, found exactly.

The worth of minutes is concave and there is one session a day, so a dynamic programme over the days and the minutes
booked so far finds the best set. Rules 1, 2, 4 and 6 are kept; bookings that must stay are left alone.
"""

from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.state import FREE, State

_SLIGHT = 1e-7  # a change worth less is rounding


def reseat(state: State, person: int, week: int) -> bool:
    """Give the person their best week among the places that are free; True where the points rose."""
    days = range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)
    with state.attempt() as undo:
        before = state.points
        leave(state, person, days)
        for session in _best(state, person, days):
            state.book(person, session)
        if state.points <= before + _SLIGHT:
            undo()
            return False
    return True


def leave(state: State, person: int, days: range) -> None:
    """Take the person off the sessions of these days that can do without them."""
    for session in state.at[person, days.start : days.stop].tolist():
        if session != FREE and _may_leave(state, person, session):
            state.unbook(person, session)


def _may_leave(state: State, person: int, session: int) -> bool:
    if (person, session) in state.fixed:
        return False
    return len(state.rolls[session]) > state.least_of(session)


def _best(state: State, person: int, days: range) -> list[int]:
    """The sessions to add this week, by day: the best set that the rules allow."""
    week = days.start // DAYS_A_WEEK
    booked, ete = int(state.booked[person, week]), int(state.ete[person])
    beside = int(state.total[person]) - booked
    left = int(state.minutes_left[person])
    later = int(state.last_day[person]) >= days.stop
    # With a later booking the whole week must stay below what is left; else all but the week's last booking must.
    ceiling = left - beside + (int(state.last_minutes[person]) if later else 0)
    kept = {
        day: int(state.model.minutes[int(state.at[person, day]) // state.days])
        for day in days
        if state.at[person, day] != FREE
    }
    # state of the programme: minutes booked on the days so far, and ETE minutes -> points, sessions
    frontier: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, ete): (0.0, ())}
    most = int(state.offer_max[person]) - sum(kept.values())
    for day in days:
        if day in kept:
            frontier = {
                (minutes + kept[day], used): found
                for (minutes, used), found in frontier.items()
                if minutes + (kept[day] if later else 0) < ceiling
            }
            continue
        options = _options(state, person, day)
        if not options:
            continue
        most_by_now = most + sum(minutes for earlier, minutes in kept.items() if earlier < day)
        grown = dict(frontier)
        for (minutes, used), (points, sessions) in frontier.items():
            for session, length, is_ete, linear in options:
                total, ete_total = minutes + length, used + (length if is_ete else 0)
                if total > most_by_now or (is_ete and ete_total > state.ete_left[person]):
                    continue
                if not (total < ceiling if later else minutes < ceiling):
                    continue
                known = grown.get((total, ete_total))
                if known is None or points + linear > known[0]:
                    grown[total, ete_total] = (points + linear, (*sessions, session))
        frontier = grown

    def points_of(ending: tuple[tuple[int, int], tuple[float, tuple[int, ...]]]) -> tuple[float, int]:
        (minutes, _), (points, _) = ending
        return points + state.worth(person, week, minutes), -minutes

    _, (_, sessions) = max(frontier.items(), key=points_of)
    return list(sessions)


def _options(state: State, person: int, day: int) -> list[tuple[int, int, bool, float]]:
    """The best session of the day for each length, with its minutes, whether it is ETE, and its linear points."""
    model = state.model
    if not model.workable[person, day] or model.forbidden_pd[person, day]:
        return []
    projects = state.projects_of(person)
    sessions = projects * state.days + day
    keep = state.open[sessions] & model.runs[projects, day] & (state.room[sessions] >= state.attendance[person])
    keep &= ~model.forbidden_jd[projects, day]
    best: dict[tuple[int, bool], tuple[int, float]] = {}
    for project, session in zip(projects[keep].tolist(), sessions[keep].tolist(), strict=True):
        if (person, project, day) in model.forbidden or state.foe_in(person, session):
            continue
        key = int(model.minutes[project]), bool(state.is_ete[project])
        points = state.linear(person, session)
        if key not in best or points > best[key][1]:
            best[key] = (session, points)
    return [(session, minutes, is_ete, points) for (minutes, is_ete), (session, points) in best.items()]
