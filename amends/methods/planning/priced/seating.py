"""Who sits where: a plan in compiled arrays, changed a booking at a time, with what the rules allow and what it gains.

Sessions are (day, project). Every change is written to a journal, so that a trial can be taken back.
"""

from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model
from amends.methods.planning.priced.choices import worth
from amends.methods.planning.priced.compiled import compiled
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.problem import SHARED_KINDS

NOBODY = -1
_DAYS = 7
_ROUNDING = 1e-12  # as in `overbooking.py`
_JOURNAL = 65536


class Seating(NamedTuple):
    """The plan so far.

    `at` [P, D] is the project of each person's day, `at_points` its points but those of minutes; `booked` [P, W],
    `total` [P], `ete` [P] are minutes. `roll` [D, J, most] and `taken` [D, J] are the people of each session; `limit`
    [D, J] how many it takes at most whatever the chances, and `places` those who may turn up. `open` [D, J]: people may
    be booked. `leader` [D, J], `leading` [S, D], `led` [S, W]: supervisors. `fixed` [P, D] and `fixed_leader` [D, J]
    stay. `score` is one number, `journal` what was done: its length is in row 0. `elsewhere` [P, D] is what a holder of
    a seat would gain, at the prices, by leaving it: at most that; not a number where it has to be found anew.
    """

    at: Ints
    at_points: Floats
    booked: Ints
    total: Ints
    ete: Ints
    roll: Ints
    taken: Ints
    places: Ints
    limit: Ints
    shared: Bools
    fewest: Ints
    attendance: Floats
    risk: float
    equal: bool
    foe_first: Ints
    foe: Ints
    open: Bools
    leader: Ints
    leading: Ints
    led: Ints
    fixed: Bools
    fixed_leader: Bools
    score: Floats
    journal: Ints
    elsewhere: Floats


def empty_seating(model: Model, ground: Ground) -> Seating:
    """Nobody booked, nobody leading."""
    problem = model.problem
    days, projects = ground.open_points.shape
    people, weeks, supervisors = len(problem.people), problem.weeks, len(problem.supervisors)
    attendance = np.array([person.attendance for person in problem.people], dtype=np.float64)
    shared = np.array([project.kind in SHARED_KINDS for project in problem.projects], dtype=bool)
    light = np.maximum(ground.weight.min(axis=1), 1e-12) if people else np.ones(len(ground.weight))
    suited = model.suits.sum(axis=0)
    limit = np.minimum(np.floor(ground.capacity / light[ground.seat_class] + 1e-6), suited).astype(np.int64)
    foes = [(one, other) for one in sorted(model.foes) for other in sorted(model.foes[one])]
    table = np.array(foes, dtype=np.int64).reshape(-1, 2)
    runs = ~np.isneginf(ground.open_points)
    return Seating(
        at=np.full((people, days), NOBODY, dtype=np.int64),
        at_points=np.zeros((people, days)),
        booked=np.zeros((people, weeks), dtype=np.int64),
        total=np.zeros(people, dtype=np.int64),
        ete=np.zeros(people, dtype=np.int64),
        roll=np.full((days, projects, int(limit.max(initial=0)) + 1), NOBODY, dtype=np.int32).astype(np.int64),
        taken=np.zeros((days, projects), dtype=np.int64),
        places=model.places.T.copy(),
        limit=limit,
        shared=shared,
        fewest=np.array([max(1, one.least) if one.supervised else 0 for one in problem.projects], dtype=np.int64),
        attendance=attendance,
        risk=problem.overbook_risk * (1 + _ROUNDING),
        equal=bool(people and attendance.min() == attendance.max()),
        foe_first=np.searchsorted(table[:, 0], np.arange(people + 1)).astype(np.int64),
        foe=table[:, 1].copy(),
        open=runs & ~ground.supervised,
        leader=np.full((days, projects), NOBODY, dtype=np.int64),
        leading=np.full((supervisors, days), NOBODY, dtype=np.int64),
        led=np.zeros((supervisors, weeks), dtype=np.int64),
        fixed=np.zeros((people, days), dtype=bool),
        fixed_leader=np.zeros((days, projects), dtype=bool),
        score=np.zeros(1),
        journal=np.zeros((_JOURNAL, 4), dtype=np.int64),
        elsewhere=np.full((people, days), np.nan),
    )


# --- what a booking is worth ---


@compiled
def points_at(ground: Ground, person: int, day: int, project: int) -> float:
    """Points of a booking but those of its minutes; minus infinity where the person and the session do not suit."""
    start, end = ground.first[person], ground.first[person + 1]
    place = start + np.searchsorted(ground.project[start:end], project)
    if place == end or ground.project[place] != project or not ground.workable[person, day]:
        return -np.inf
    return float(ground.linear[place] + points_beside(ground, person, day, project))


@compiled
def points_beside(ground: Ground, person: int, day: int, project: int) -> float:
    """The points of a booking that depend on its day."""
    points = ground.open_points[day, project] + ground.linear_pd[person, day]
    for extra in range(ground.extra_first[person], ground.extra_first[person + 1]):  # by project, then day
        if ground.extra_project[extra] > project:
            break
        if ground.extra_day[extra] == day and ground.extra_project[extra] == project:
            points += ground.extra_points[extra]
    return float(points)


@compiled
def worth_of_change(ground: Ground, seating: Seating, person: int, week: int, change: int) -> float:
    """Points of so many more (or fewer) minutes in the person's week."""
    least, pace, urgency = ground.least[person, week], ground.pace[person, week], ground.urgency[person]
    before = seating.booked[person, week]
    return worth(least, pace, urgency, float(before + change)) - worth(least, pace, urgency, float(before))


# --- what the rules allow ---


@compiled
def has_room(seating: Seating, day: int, project: int, newcomer: int, leaver: int) -> bool:
    """Whether rules 4 and 6 let the newcomer in when the leaver (-1: nobody) has gone."""
    count = seating.taken[day, project] + 1 - (leaver != NOBODY)
    if count > seating.limit[day, project]:
        return False
    roll = seating.roll[day, project]
    for entry in range(seating.foe_first[newcomer], seating.foe_first[newcomer + 1]):
        for place in range(seating.taken[day, project]):
            if roll[place] == seating.foe[entry] and roll[place] != leaver:
                return False
    places = seating.places[day, project]
    if count <= places or seating.equal:
        return True
    if not seating.shared[project]:
        return False
    spare = count - places  # more than `places` come where fewer than this many stay away
    away = np.zeros(spare)
    away[0] = 1.0
    for place in range(-1, seating.taken[day, project]):
        person = newcomer if place < 0 else roll[place]
        if person == leaver:
            continue
        come = seating.attendance[person]
        for number in range(spare - 1, 0, -1):
            away[number] = away[number] * come + away[number - 1] * (1 - come)
        away[0] *= come
    return bool(away.sum() <= seating.risk)


@compiled
def hours_allow(ground: Ground, seating: Seating, person: int, leave: int, take: int, project: int) -> bool:
    """Whether rule 2 lets the person take a session of `project` on the day `take`, giving up the day `leave`.

    A day of -1 is none; both lie in one week where both are given.
    """
    minutes = ground.lengths[ground.length[project]] if take != NOBODY else 0
    given, given_ete = 0, 0
    if leave != NOBODY and seating.at[person, leave] != NOBODY:
        before = seating.at[person, leave]
        given = ground.lengths[ground.length[before]]
        given_ete = given if ground.is_ete[before] else 0
    week = (take if take != NOBODY else leave) // _DAYS
    if seating.booked[person, week] + minutes - given > ground.offer_max[person]:
        return False
    if (
        take != NOBODY
        and ground.is_ete[project]
        and (seating.ete[person] + minutes - given_ete > ground.ete_left[person])
    ):
        return False
    if not ground.tight[person]:
        return True
    total = seating.total[person] + minutes - given
    for day in range(seating.at.shape[1] - 1, -1, -1):
        last = project if day == take else (NOBODY if day == leave else seating.at[person, day])
        if last != NOBODY:
            return bool(total - ground.lengths[ground.length[last]] < ground.minutes_left[person])
    return True


@compiled
def may_leave(seating: Seating, person: int, day: int) -> bool:
    """Whether the booking may go without another in its place: not fixed, and the session keeps its least."""
    project = seating.at[person, day]
    return not seating.fixed[person, day] and seating.taken[day, project] > seating.fewest[project]


# --- changes ---


@compiled
def book(ground: Ground, seating: Seating, person: int, day: int, project: int, points: float) -> None:
    """Book a person; the caller has made sure that the rules allow it."""
    minutes, week = ground.lengths[ground.length[project]], day // _DAYS
    seating.score[0] += points + worth_of_change(ground, seating, person, week, minutes)
    _put(ground, seating, person, day, project, points, minutes)
    _write(seating, 0, person, day, project)


@compiled
def sit(ground: Ground, seating: Seating, person: int, day: int, project: int) -> bool:
    """Book a person who is free that day, where the rules allow it; whether they do."""
    points = points_at(ground, person, day, project)
    if (
        points == -np.inf
        or seating.at[person, day] != NOBODY
        or not has_room(seating, day, project, person, NOBODY)
        or not hours_allow(ground, seating, person, NOBODY, day, project)
    ):
        return False
    book(ground, seating, person, day, project, points)
    return True


@compiled
def unbook(ground: Ground, seating: Seating, person: int, day: int) -> None:
    """Take a booking out."""
    project = seating.at[person, day]
    minutes, week = ground.lengths[ground.length[project]], day // _DAYS
    seating.score[0] += worth_of_change(ground, seating, person, week, -minutes) - seating.at_points[person, day]
    _take(ground, seating, person, day, minutes)
    _write(seating, 1, person, day, project)


@compiled
def lead(ground: Ground, seating: Seating, supervisor: int, day: int, project: int) -> None:
    """Give a session its supervisor."""
    seating.score[0] += lead_points(ground, supervisor, project)
    seating.leader[day, project] = supervisor
    seating.leading[supervisor, day] = project
    seating.led[supervisor, day // _DAYS] += 1
    seating.open[day, project] = True
    _write(seating, 2, supervisor, day, project)


@compiled
def unlead(ground: Ground, seating: Seating, day: int, project: int) -> None:
    """Take the supervisor off a session; nobody must be booked there when all is done."""
    supervisor = seating.leader[day, project]
    seating.score[0] -= lead_points(ground, supervisor, project)
    seating.leader[day, project] = NOBODY
    seating.leading[supervisor, day] = NOBODY
    seating.led[supervisor, day // _DAYS] -= 1
    seating.open[day, project] = False
    _write(seating, 3, supervisor, day, project)


@compiled
def lead_points(ground: Ground, supervisor: int, project: int) -> float:
    """Points of the supervisor at the project; minus infinity where they may not lead it."""
    start, end = ground.lead_first[supervisor], ground.lead_first[supervisor + 1]
    place = start + np.searchsorted(ground.lead_project[start:end], project)
    if place == end or ground.lead_project[place] != project:
        return -np.inf
    return float(ground.lead_points[place])


@compiled
def begin(seating: Seating) -> None:
    """Begin a trial: what is done from here on can be taken back."""
    seating.journal[0, 0] = 0


@compiled
def whole(seating: Seating) -> bool:
    """Whether the journal still holds all of the trial."""
    return bool(seating.journal[0, 0] < seating.journal.shape[0] - 1)


@compiled
def take_back(ground: Ground, seating: Seating, score: float, mark: int) -> None:
    """Undo all steps since the journal was `mark` long; the score is set to what it was."""
    length = seating.journal[0, 0]
    for row in range(length, mark, -1):
        kind, who, day, project = seating.journal[row]
        if kind == 0:
            unbook(ground, seating, who, day)
        elif kind == 1:
            book(ground, seating, who, day, project, points_at(ground, who, day, project))
        elif kind == 2:
            unlead(ground, seating, day, project)
        else:
            lead(ground, seating, who, day, project)
    seating.journal[0, 0] = mark
    seating.score[0] = score


@compiled
def do_likewise(ground: Ground, seating: Seating, other: Seating) -> None:
    """Do what the other's journal holds, in a seating that is as the other was before."""
    for row in range(1, other.journal[0, 0] + 1):
        kind, who, day, project = other.journal[row]
        if kind == 0:
            book(ground, seating, who, day, project, points_at(ground, who, day, project))
        elif kind == 1:
            unbook(ground, seating, who, day)
        elif kind == 2:
            lead(ground, seating, who, day, project)
        else:
            unlead(ground, seating, day, project)
    seating.score[0] = other.score[0]
    seating.journal[0, 0] = 0


@compiled
def _write(seating: Seating, kind: int, who: int, day: int, project: int) -> None:
    length = seating.journal[0, 0]
    if length < seating.journal.shape[0] - 1:
        length += 1
        seating.journal[length, 0] = kind
        seating.journal[length, 1] = who
        seating.journal[length, 2] = day
        seating.journal[length, 3] = project
        seating.journal[0, 0] = length


@compiled
def _put(ground: Ground, seating: Seating, person: int, day: int, project: int, points: float, minutes: int) -> None:
    seating.at[person, day] = project
    seating.at_points[person, day] = points
    seating.roll[day, project, seating.taken[day, project]] = person
    seating.taken[day, project] += 1
    seating.booked[person, day // _DAYS] += minutes
    seating.total[person] += minutes
    if ground.is_ete[project]:
        seating.ete[person] += minutes
    _forget(seating, person, day)


@compiled
def _forget(seating: Seating, person: int, day: int) -> None:
    monday = day - day % _DAYS
    for other in range(monday, monday + _DAYS):
        seating.elsewhere[person, other] = np.nan


@compiled
def _take(ground: Ground, seating: Seating, person: int, day: int, minutes: int) -> None:
    project = seating.at[person, day]
    roll = seating.roll[day, project]
    last = seating.taken[day, project] - 1
    for place in range(last + 1):
        if roll[place] == person:
            roll[place] = roll[last]
            break
    seating.taken[day, project] = last
    seating.at[person, day] = NOBODY
    seating.at_points[person, day] = 0.0
    seating.booked[person, day // _DAYS] -= minutes
    seating.total[person] -= minutes
    if ground.is_ete[project]:
        seating.ete[person] -= minutes
    _forget(seating, person, day)
