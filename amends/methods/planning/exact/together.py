"""The seats of a few hundred people in one week, chosen all at once by the solver, while everybody else stays.

Chains move one booking of each person; to change one long session for two short ones, and make room for both, many must
move at the same time. Whose homes are near each other want the same seats, so people are taken neighbourhood by
neighbourhood. See docs/rules/choosing_together.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from amends.methods.planning.exact.programme import Answer, Programme, as_lp
from amends.methods.planning.exact.rules import Rows, grouped, stacked
from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.choices import worth
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, sit, take_back, unbook
from amends.methods.planning.priced.side_by_side import SideBySide
from amends.methods.planning.problem import DAYS_A_WEEK

_MOST_PEOPLE = 160  # in a neighbourhood
_FAR = 40.0  # points, at the prices, by which a session may be worse than the best as long on its day
_NEAR, _MOST_NODES = 1e-5, 10  # of the points; cases looked at one by one
_ENOUGH = 1e-5  # of all points: a round that gains less is the last
_MOST_ROUNDS = 4
_SLIGHT = 1e-6
_HALF = 0.5
_AT_ONCE = 2  # neighbourhoods, whatever the number of cores: the same plan everywhere


@dataclass(frozen=True)
class Options:
    """Sessions that people of a neighbourhood could choose in a week; pairs are in the order of people."""

    people: Ints
    person: Ints
    day: Ints
    project: Ints
    points: Floats
    minutes: Ints
    chosen: Floats


def choose_together(
    ground: Ground,
    seating: Seating,
    price: Floats,
    homes: Floats,
    side_by_side: SideBySide,
    *,
    ended: Callable[[], bool],
    seconds_left: Callable[[], float],
    seed: int,
) -> None:
    """Let neighbourhoods choose anew, week by week, until a round gains next to nothing or `ended()`.

    `homes` [P, 2] are where people live. The line-up stays. Only where all come as often: then places are a count.
    """
    if not seating.equal:
        return

    def solve(lp: Any, point: Floats) -> Answer:
        programme = Programme(lp, seed=seed, ended=ended)
        programme.start_from(point)
        return programme.run(near=_NEAR, most_nodes=_MOST_NODES, seconds=seconds_left())

    weeks = range(seating.booked.shape[1])
    for number in range(_MOST_ROUNDS):
        before = float(seating.score[0])
        parts = neighbourhoods(np.arange(len(homes)), homes, number % 2)
        apart = -(-len(parts) // _AT_ONCE)  # those at the same time live far from each other
        for week, first in product(weeks, range(apart)):
            if ended():
                return
            options = [options_of(ground, seating, price, people, week) for people in parts[first::apart]]
            options = [one for one in options if one.person.size]
            asked = [partial(solve, *_programme(ground, seating, one, week)) for one in options]
            for one, answer in zip(options, side_by_side.all(asked), strict=True):
                if answer.point is not None:
                    _change(ground, seating, one, answer.point[: one.person.size] > _HALF)
        if seating.score[0] - before < _ENOUGH * abs(before):
            return


def neighbourhoods(people: Ints, homes: Floats, axis: int) -> list[Ints]:
    """People who live near each other: halved along the one axis and the other until there are few enough."""
    if people.size <= _MOST_PEOPLE:
        return [people]
    order = people[np.argsort(homes[people, axis], kind="stable")]
    half = people.size // 2
    return [*neighbourhoods(order[:half], homes, 1 - axis), *neighbourhoods(order[half:], homes, 1 - axis)]


def options_of(ground: Ground, seating: Seating, price: Floats, people: Ints, week: int) -> Options:
    """What the people could choose; without those who are kept apart from others, or whose promises or hours bind."""
    days = np.arange(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)
    free = (np.diff(seating.foe_first)[people] == 0) & ~seating.fixed[people][:, days].any(axis=1)
    people = np.sort(people[free])
    people = people[seating.booked[people, week] <= most_minutes(ground, seating, people, week)]
    count = ground.first[people + 1] - ground.first[people]
    person = np.repeat(people, count)
    before = np.concatenate(([0], np.cumsum(count)))[:-1]
    entry = np.repeat(ground.first[people] - before, count) + np.arange(person.size)
    project = ground.project[entry]
    points = ground.linear[entry].reshape(-1, 1) + ground.open_points[days][:, project].T
    points += ground.linear_pd[person][:, days]
    open_to = ground.workable[person][:, days] & seating.open[days][:, project].T
    for one in people.tolist():
        for extra in range(ground.extra_first[one], ground.extra_first[one + 1]):
            if days[0] <= ground.extra_day[extra] <= days[-1]:
                row = (person == one) & (project == ground.extra_project[extra])
                points[row, ground.extra_day[extra] - days[0]] += ground.extra_points[extra]
    chosen = seating.at[person][:, days] == project.reshape(-1, 1)
    weight = ground.weight[ground.seat_class[days][:, project], person].T
    paid = np.where(open_to, points - weight * price[days][:, project].T, -np.inf)
    alike = person * ground.lengths.size + ground.length[project]  # sessions as long, for one person
    best = np.full((len(ground.linear_pd) * ground.lengths.size, DAYS_A_WEEK), -np.inf)
    np.maximum.at(best, alike, paid)
    wanted = open_to & np.isfinite(points) & ((paid >= best[alike] - _FAR) | chosen)
    row, offset = np.nonzero(wanted)
    return Options(
        people=people,
        person=person[row],
        day=days[offset],
        project=project[row],
        points=points[row, offset],
        minutes=ground.lengths[ground.length[project[row]]],
        chosen=chosen[row, offset].astype(np.float64),
    )


def most_minutes(ground: Ground, seating: Seating, people: Ints, week: int) -> Ints:
    """Minutes that the hours left allow each person in the week, whatever its last booking: at times a session less."""
    days = seating.at.shape[1]
    beside = seating.total[people] - seating.booked[people, week]
    later = seating.at[people][:, (week + 1) * DAYS_A_WEEK :]
    last = np.full(people.size, int(ground.lengths.min(initial=0)))
    for offset in range(later.shape[1] if days else 0):
        held = later[:, offset] != NOBODY
        last[held] = ground.lengths[ground.length[later[held, offset]]]
    most: Ints = np.minimum(ground.offer_max[people], ground.minutes_left[people] - 1 - beside + last)
    return most


def _programme(ground: Ground, seating: Seating, options: Options, week: int) -> tuple[Any, Floats]:
    """Bookings, and the stretches of each person's curve of worth between the sums that sessions come to.

    With it the point at which everybody stays where they are.
    """
    unit = int(np.gcd.reduce(ground.lengths))
    place = np.searchsorted(options.people, options.person) if options.people.size else options.person
    most = most_minutes(ground, seating, options.people, week)
    owner, width, slope = [], [], []
    for row, one in enumerate(options.people.tolist()):
        least, pace, urgency = ground.least[one, week], ground.pace[one, week], ground.urgency[one]
        sums = ground.sums[ground.sums <= most[row]]
        worths = [worth(least, pace, urgency, float(total)) for total in sums.tolist()]
        owner += [row] * (sums.size - 1)
        width += (np.diff(sums) / unit).tolist()
        slope += (np.diff(worths) * unit / np.diff(sums)).tolist()
    rows = _rules(ground, seating, options, place, np.array(owner, dtype=np.int64), unit)
    point = np.concatenate((options.chosen, _filled(seating.booked[options.people, week] / unit, owner, width)))
    return as_lp(options.points, np.zeros(place.size), np.array(slope), np.array(width), rows), point


def _filled(minutes: Floats, owner: list[int], width: list[float]) -> list[float]:
    """How far each stretch is filled by what people have now: those of a person one after the other."""
    left, filled = minutes.tolist(), []
    for row, most in zip(owner, width, strict=True):
        filled.append(min(left[row], most))
        left[row] -= filled[-1]
    return filled


def _rules(ground: Ground, seating: Seating, options: Options, place: Ints, owner: Ints, unit: int) -> Rows:
    """One session a day; a week's minutes; ETE; and for each session the seats that the others leave, and its least."""
    size = options.person.size
    own, one = np.arange(size), np.ones(size)
    parts = [grouped(place * seating.at.shape[1] + options.day, own, one, 0.0, 1.0, alone=False)]
    key = np.concatenate((place, owner))
    value = np.concatenate((options.minutes / unit, -np.ones(owner.size)))
    parts.append(grouped(key, np.arange(key.size), value, 0.0, 0.0))
    ete = np.flatnonzero(ground.is_ete[options.project])
    now = options.minutes * options.chosen * ground.is_ete[options.project]
    held = np.bincount(options.person, weights=now, minlength=seating.ete.size)
    rows = grouped(place[ete], ete, options.minutes[ete].astype(np.float64), 0.0, 0.0)
    who = options.people[np.unique(place[ete])]
    parts.append(rows._replace(high=(ground.ete_left - seating.ete + held)[who].astype(np.float64)))
    session = options.day * ground.length.size + options.project
    keys = np.unique(session)
    day, project = np.divmod(keys, ground.length.size)
    others = seating.taken[day, project] - np.bincount(np.searchsorted(keys, session), weights=options.chosen)
    rows = grouped(session, own, one, 0.0, 0.0)
    parts.append(
        rows._replace(low=np.maximum(0.0, seating.fewest[project] - others), high=seating.limit[day, project] - others)
    )
    return stacked(parts)


def _change(ground: Ground, seating: Seating, options: Options, wanted: Bools) -> None:
    """Make the changes; all are taken back where a rule does not allow one, or nothing is gained."""
    before = float(seating.score[0])
    seating.journal[0, 0] = 0
    bookings = list(zip(options.person.tolist(), options.day.tolist(), options.project.tolist(), strict=True))
    for number in np.flatnonzero((options.chosen > 0) & ~wanted).tolist():
        unbook(ground, seating, *bookings[number][:2])
    for number in np.flatnonzero((options.chosen == 0) & wanted).tolist():
        if not sit(ground, seating, *bookings[number]):
            take_back(ground, seating, before, 0)
            return
    if seating.score[0] <= before + _SLIGHT:
        take_back(ground, seating, before, 0)
