"""The rules as rows of the programme: a function for each family, over all columns at once."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from amends.methods.planning.exact.columns import Columns, reached
from amends.methods.planning.model import Floats, Ints
from amends.methods.planning.priced.seats import Seats
from amends.methods.planning.problem import DAYS_A_WEEK

Whole = npt.NDArray[np.int32]  # as the solver counts


class Rows(NamedTuple):
    """Rows `low` <= sum of `value` x column <= `high`; entry by entry, with the row that each belongs to."""

    row: Ints
    column: Ints
    value: Floats
    low: Floats
    high: Floats


def all_rules(columns: Columns, seats: Seats) -> Rows:
    """Every rule but the exact chance rule, of which `seats` is what no legal roll exceeds."""
    return stacked(
        [
            one_session_a_day(columns),
            minutes_of_weeks(columns),
            hours_left(columns),
            last_booking(columns),
            ete_left(columns),
            places(columns, seats),
            least_people(columns),
            one_supervisor(columns),
            supervisors_days(columns),
            supervisors_weeks(columns),
            kept_apart(columns),
        ]
    )


def stacked(parts: Iterable[Rows]) -> Rows:
    """Rows one below the other."""
    first, rows = 0, []
    for part in parts:
        rows.append(part._replace(row=part.row + first))
        first += part.low.size
    return Rows(*(np.concatenate(kind) for kind in zip(*rows, strict=True)))


def by_row(rows: Rows) -> tuple[Whole, Whole, Floats]:
    """Where each row starts among the entries, and the entries' columns and values, row after row."""
    order = np.argsort(rows.row, kind="stable")
    start = np.concatenate(([0], np.cumsum(np.bincount(rows.row, minlength=rows.low.size)))).astype(np.int32)
    return start, rows.column[order].astype(np.int32), rows.value[order].astype(np.float64)


def grouped(key: Ints, column: Ints, value: Floats, low: float, high: float, *, alone: bool = True) -> Rows:
    """A row for each key, all with the same limits; without `alone`, none for keys that have one entry."""
    if not alone:
        _, place, times = np.unique(key, return_inverse=True, return_counts=True)
        several = times[place] > 1
        key, column, value = key[several], column[several], value[several]
    keys, row = np.unique(key, return_inverse=True)
    return Rows(row, column, value, np.full(keys.size, low), np.full(keys.size, high))


def one_session_a_day(columns: Columns) -> Rows:
    """Rule 1: one session a day for each person."""
    pairs = columns.pairs
    key = pairs.person * columns.model.problem.day_count + pairs.day
    return grouped(key, np.arange(key.size), np.ones(key.size), 0.0, 1.0, alone=False)


def minutes_of_weeks(columns: Columns) -> Rows:
    """The minutes booked in a week are those of its stretches; these end where no more may be offered (rule 2)."""
    pairs, stretches = columns.pairs, columns.stretches
    weeks = columns.model.problem.weeks
    key = np.concatenate((pairs.person * weeks + pairs.day // DAYS_A_WEEK, stretches.person * weeks + stretches.week))
    column = np.concatenate((np.arange(pairs.person.size), columns.first_stretch + np.arange(stretches.width.size)))
    length = columns.model.minutes[pairs.project].astype(np.float64)
    value = np.concatenate((length, -np.ones(stretches.width.size)))
    return grouped(key, column, value, 0.0, 0.0)


def hours_left(columns: Columns) -> Rows:
    """Rule 2: the hours left are not passed by more than a session. The whole rule where all sessions are as long."""
    parts = []
    for person, own in _tight(columns):
        lengths = columns.model.minutes[columns.pairs.project[own]]
        left = columns.model.problem.people[person].minutes_left
        if np.all(lengths == lengths[0]):
            value, high = np.ones(own.size), float(-(-left // lengths[0]))
        else:
            value, high = lengths.astype(np.float64), float(left - 1 + lengths.max())
        parts.append(Rows(np.zeros(own.size, dtype=np.int64), own, value, np.zeros(1), np.full(1, high)))
    return stacked([_none(), *parts])


def last_booking(columns: Columns) -> Rows:
    """Rule 2 where sessions differ in length: whatever comes before a booking is less than what was left."""
    parts = []
    minutes = columns.model.minutes
    for person, own in _tight(columns):
        day, length = columns.pairs.day[own], minutes[columns.pairs.project[own]]
        if np.all(length == length[0]):
            continue
        most = columns.model.problem.people[person].minutes_left - 1
        days = np.unique(day)
        longest = np.array([length[day == one].max() for one in days.tolist()])
        for place, one in enumerate(days.tolist()):
            beyond = float(longest[:place].sum() - most)
            if beyond <= 0:
                continue
            before, on = day < one, day == one
            column = np.concatenate((own[before], own[on]))
            value = np.concatenate((length[before], np.full(on.sum(), beyond)))
            row = np.zeros(column.size, dtype=np.int64)
            parts.append(Rows(row, column, value, np.zeros(1), np.full(1, most + beyond)))
    return stacked([_none(), *parts])


def ete_left(columns: Columns) -> Rows:
    """Rule 2: ETE minutes within what is left of them, down to a sum to which sessions can come."""
    problem, pairs = columns.model.problem, columns.pairs
    is_ete = np.array([project.kind == "ete" for project in problem.projects], dtype=bool)
    parts = []
    ete = np.flatnonzero(is_ete[pairs.project])
    for person, own in _by_person(pairs.person, ete):
        lengths: dict[int, set[int]] = {}
        for day, length in zip(pairs.day[own], columns.model.minutes[pairs.project[own]], strict=True):
            lengths.setdefault(int(day), set()).add(int(length))
        high = reached(lengths, problem.people[person].ete_left)[-1]
        value = columns.model.minutes[pairs.project[own]].astype(np.float64)
        parts.append(Rows(np.zeros(own.size, dtype=np.int64), own, value, np.zeros(1), np.full(1, float(high))))
    return stacked([_none(), *parts])


def places(columns: Columns, seats: Seats) -> Rows:
    """Rule 4: what the people of a session weigh together, none where it does not run."""
    pairs = columns.pairs
    kind = seats.of_session[pairs.project, pairs.day]
    return within_capacity(
        columns, np.arange(pairs.person.size), seats.weight[kind, pairs.person], seats.capacity[kind]
    )


def within_capacity(columns: Columns, own: Ints, weight: Floats, capacity: Floats) -> Rows:
    """For each session, the weights of these pairs of it at most its capacity if it runs, which all its pairs share."""
    pairs, days = columns.pairs, columns.model.problem.day_count
    keys, first, row = np.unique(pairs.project[own] * days + pairs.day[own], return_index=True, return_inverse=True)
    opener = columns.opener(keys // days, keys % days)
    led = np.flatnonzero(opener >= 0)
    high = capacity[first]
    return Rows(
        np.concatenate((row, led)),
        np.concatenate((own, opener[led])),
        np.concatenate((weight, -high[led])),
        np.full(keys.size, -np.inf),
        np.where(opener >= 0, 0.0, high),
    )


def least_people(columns: Columns) -> Rows:
    """Rule 5: a supervised session that runs has its least number of people, and at least one."""
    pairs, sessions, days = columns.pairs, columns.sessions, columns.model.problem.day_count
    opener = columns.opener(pairs.project, pairs.day)
    led = np.flatnonzero(opener >= 0)
    least = np.array([max(1, project.least) for project in columns.model.problem.projects], dtype=np.float64)
    key = np.concatenate((pairs.project[led] * days + pairs.day[led], sessions.project * days + sessions.day))
    column = np.concatenate((led, columns.first_session + np.arange(sessions.project.size)))
    value = np.concatenate((np.ones(led.size), -least[sessions.project]))
    return grouped(key, column, value, 0.0, np.inf)


def one_supervisor(columns: Columns) -> Rows:
    """Rule 3: a supervised session that runs has exactly one supervisor."""
    sessions, leads = columns.sessions.project.size, columns.leads
    key = np.concatenate((leads.session, np.arange(sessions)))
    column = np.concatenate(
        (columns.first_lead + np.arange(leads.session.size), columns.first_session + np.arange(sessions))
    )
    value = np.concatenate((np.ones(leads.session.size), -np.ones(sessions)))
    return grouped(key, column, value, 0.0, 0.0)


def supervisors_days(columns: Columns) -> Rows:
    """Rule 3: one session a day for each supervisor."""
    leads, days = columns.leads, columns.model.problem.day_count
    key = leads.supervisor * days + columns.sessions.day[leads.session]
    return grouped(key, columns.first_lead + np.arange(key.size), np.ones(key.size), 0.0, 1.0, alone=False)


def supervisors_weeks(columns: Columns) -> Rows:
    """Rule 3: no more days a week than a supervisor works."""
    problem, leads = columns.model.problem, columns.leads
    key = leads.supervisor * problem.weeks + columns.sessions.day[leads.session] // DAYS_A_WEEK
    rows = grouped(key, columns.first_lead + np.arange(key.size), np.ones(key.size), 0.0, 0.0)
    most = np.array([one.days_a_week for one in problem.supervisors], dtype=np.float64)
    return rows._replace(high=most[np.unique(key) // problem.weeks])


def kept_apart(columns: Columns) -> Rows:
    """Rule 6: of two who are kept apart, one at most in a session."""
    pairs, days = columns.pairs, columns.model.problem.day_count
    parts = [_none()]
    for person, foes in sorted(columns.model.foes.items()):
        mine = np.flatnonzero(pairs.person == person)
        for foe in sorted(foes):
            if foe > person:
                both = np.concatenate((mine, np.flatnonzero(pairs.person == foe)))
                key = pairs.project[both] * days + pairs.day[both]
                parts.append(grouped(key, both, np.ones(both.size), 0.0, 1.0, alone=False))
    return stacked(parts)


def _none() -> Rows:
    whole, real = np.empty(0, dtype=np.int64), np.empty(0)
    return Rows(whole, whole, real, real, real)


def _by_person(person: Ints, some: Ints) -> list[tuple[int, Ints]]:
    """The given pairs, person by person; pairs lie in the order of people."""
    people, first = np.unique(person[some], return_index=True)
    return list(zip(people.tolist(), np.split(some, first[1:]), strict=True)) if people.size else []


def _tight(columns: Columns) -> list[tuple[int, Ints]]:
    """Those whose hours left may run out within the weeks planned, each with their pairs."""
    pairs, problem = columns.pairs, columns.model.problem
    minutes = columns.model.minutes[pairs.project]
    tight = []
    for person, own in _by_person(pairs.person, np.arange(pairs.person.size)):
        longest = np.zeros(problem.day_count, dtype=np.int64)
        np.maximum.at(longest, pairs.day[own], minutes[own])
        weekly = np.minimum(longest.reshape(-1, DAYS_A_WEEK).sum(axis=1), problem.people[person].offer_max)
        if weekly.sum() >= problem.people[person].minutes_left:
            tight.append((person, own))
    return tight
