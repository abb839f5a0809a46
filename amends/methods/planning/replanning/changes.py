"""What differs between two plans of the same people, and in which order those whom it concerns are rung.

The soonest start comes first: whoever sets out this morning must hear of it before anyone of next week. Of those with
the same start, first come people who lose their session and have nothing left that week, then others who lose one, then
those who go elsewhere, then those who are new. People for whom nothing but the supervisor changes come last: they are
at the same place at the same hour and can be told there.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from amends.methods.planning.plan import Booking, Plan
from amends.methods.planning.problem import Problem

PersonKind = Literal["dropped", "moved", "added", "supervised"]
SessionKind = Literal["called_off", "supervised", "opened", "roll"]
_SESSION_KINDS: tuple[SessionKind, ...] = ("called_off", "supervised", "opened", "roll")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A session, for one person: the supervisor is None where it has none."""

    date: datetime.date
    project_id: str
    supervisor_id: str | None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One booking of a person that is not as it was.

    `dropped` (`had` alone), `added` (`has` alone), `moved` within a week (both), or `supervised`: the same place under
    another supervisor (both). `nothing_left`: dropped, and without any booking in that week. `starts` is the earliest
    start that it concerns, local time.
    """

    person_id: str
    kind: PersonKind
    had: Place | None
    has: Place | None
    nothing_left: bool
    starts: datetime.datetime


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A session that is not as it was: called off, led by another supervisor, opened, or only its people changed.

    `had` and `has` are supervisors, None where there is none. `left` and `joined` are people, by id.
    """

    date: datetime.date
    project_id: str
    kind: SessionKind
    had: str | None
    has: str | None
    left: tuple[str, ...]
    joined: tuple[str, ...]
    starts: datetime.datetime


@dataclass(frozen=True, slots=True)
class SupervisorChange:
    """A supervisor's day that is not as it was: the project they had and the one they have, None where they rest."""

    supervisor_id: str
    date: datetime.date
    had: str | None
    has: str | None
    starts: datetime.datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs, each in the order in which to ring. A person's or supervisor's rows stand together."""

    people: tuple[PersonChange, ...]
    sessions: tuple[SessionChange, ...]
    supervisors: tuple[SupervisorChange, ...]

    @property
    def person_ids(self) -> tuple[str, ...]:
        """Everyone concerned, once, in the order in which to ring."""
        return tuple(dict.fromkeys(change.person_id for change in self.people))


def changes_between(before: Plan, after: Plan, problem: Problem) -> Changes:
    """What `after` changes of `before`. `problem` is the one of `after` and knows all that both plans name."""
    gone, new = _differing(before.bookings, after.bookings)
    return Changes(
        _in_order(_people(before, after, gone, new, problem)),
        tuple(sorted(_sessions(before, after, gone, new, problem), key=_session_order)),
        tuple(_supervisors(before, after, problem)),
    )


def _differing(had: tuple[Booking, ...], has: tuple[Booking, ...]) -> tuple[set[Booking], set[Booking]]:
    """The bookings of each that the other lacks. Most are the very same rows, and need no comparing field by field."""
    same = set(map(id, had)) & set(map(id, has))
    gone = {one for one in had if id(one) not in same}
    new = {one for one in has if id(one) not in same}
    return gone - new, new - gone


# --- people ---


def _people(
    before: Plan, after: Plan, gone: set[Booking], new: set[Booking], problem: Problem
) -> Iterable[PersonChange]:
    led, leads = _leaders(before), _leaders(after)
    leaving: dict[tuple[str, int], list[Booking]] = defaultdict(list)
    coming: dict[tuple[str, int], list[Booking]] = defaultdict(list)
    for one in gone:
        leaving[one.person_id, problem.week_of(one.date)].append(one)
    for one in new:
        coming[one.person_id, problem.week_of(one.date)].append(one)
    changed = leaving.keys() | coming.keys()
    people = {person_id for person_id, _ in changed}
    left = {(one.person_id, problem.week_of(one.date)) for one in after.bookings if one.person_id in people}
    for key in changed:
        for given_up, taken in _paired(leaving.get(key, []), coming.get(key, [])):
            yield PersonChange(
                person_id=key[0],
                kind="moved" if given_up and taken else "dropped" if given_up else "added",
                had=_place(given_up, led),
                has=_place(taken, leads),
                nothing_left=taken is None and key not in left,
                starts=min(_start(problem, one.project_id, one.date) for one in (given_up, taken) if one),
            )
    handed_on = {key for key, leader in led.items() if key in leads and leads[key] != leader}
    for one in after.bookings:
        if (one.project_id, one.date) in handed_on and one not in new:
            start = _start(problem, one.project_id, one.date)
            yield PersonChange(one.person_id, "supervised", _place(one, led), _place(one, leads), False, start)


def _paired(leaving: list[Booking], coming: list[Booking]) -> Iterable[tuple[Booking | None, Booking | None]]:
    """What was left and what is taken within a week: those of the same day belong together, then in order of date."""
    leaving, coming = sorted(leaving), sorted(coming)
    for old in list(leaving):
        same_day = next((new for new in coming if new.date == old.date), None)
        if same_day is not None:
            leaving.remove(old)
            coming.remove(same_day)
            yield old, same_day
    both = min(len(leaving), len(coming))
    yield from zip(leaving[:both], coming[:both], strict=True)
    yield from ((old, None) for old in leaving[both:])
    yield from ((None, new) for new in coming[both:])


def _in_order(changes: Iterable[PersonChange]) -> tuple[PersonChange, ...]:
    """The order in which to ring; a person's rows stand together, where their most pressing row stands."""
    of_person: dict[str, list[PersonChange]] = defaultdict(list)
    for change in changes:
        of_person[change.person_id].append(change)
    for rows in of_person.values():
        rows.sort(key=_pressing)
    people = sorted(of_person.values(), key=lambda rows: (_pressing(rows[0]), rows[0].person_id))
    return tuple(change for rows in people for change in rows)


def _pressing(change: PersonChange) -> tuple[bool, datetime.datetime, int]:
    if change.kind == "dropped":
        rank = 0 if change.nothing_left else 1
    else:
        rank = {"moved": 2, "added": 3, "supervised": 4}[change.kind]
    return change.kind == "supervised", change.starts, rank


def _place(booking: Booking | None, leaders: dict[tuple[str, datetime.date], str | None]) -> Place | None:
    if booking is None:
        return None
    return Place(booking.date, booking.project_id, leaders.get((booking.project_id, booking.date)))


# --- sessions and supervisors ---


def _sessions(
    before: Plan, after: Plan, gone: set[Booking], new: set[Booking], problem: Problem
) -> Iterable[SessionChange]:
    led, leads = _leaders(before), _leaders(after)
    left: dict[tuple[str, datetime.date], list[str]] = defaultdict(list)
    joined: dict[tuple[str, datetime.date], list[str]] = defaultdict(list)
    for one in gone:
        left[one.project_id, one.date].append(one.person_id)
    for one in new:
        joined[one.project_id, one.date].append(one.person_id)
    for key in led.keys() | leads.keys():
        if key in led and key in leads:
            other = led[key] != leads[key]
            if not other and key not in left and key not in joined:
                continue
            kind: SessionKind = "supervised" if other else "roll"
        else:
            kind = "opened" if key in leads else "called_off"
        yield SessionChange(
            date=key[1],
            project_id=key[0],
            kind=kind,
            had=led.get(key),
            has=leads.get(key),
            left=tuple(sorted(left.get(key, ()))),
            joined=tuple(sorted(joined.get(key, ()))),
            starts=_start(problem, *key),
        )


def _session_order(change: SessionChange) -> tuple[datetime.datetime, int, str]:
    return change.starts, _SESSION_KINDS.index(change.kind), change.project_id


def _supervisors(before: Plan, after: Plan, problem: Problem) -> list[SupervisorChange]:
    """Days on which a supervisor leads something else, or nothing; those who are absent know it already."""
    led = {(one.supervisor_id, one.date): one.project_id for one in before.sessions if one.supervisor_id}
    leads = {(one.supervisor_id, one.date): one.project_id for one in after.sessions if one.supervisor_id}
    of_supervisor: dict[str, list[SupervisorChange]] = defaultdict(list)
    for key in led.keys() | leads.keys():
        supervisor_id, day = key
        had, has = led.get(key), leads.get(key)
        if had == has or day in problem.supervisor_of[supervisor_id].absent:
            continue
        starts = min(_start(problem, project_id, day) for project_id in (had, has) if project_id)
        of_supervisor[supervisor_id].append(SupervisorChange(supervisor_id, day, had, has, starts))
    for rows in of_supervisor.values():
        rows.sort(key=lambda change: change.starts)
    ordered = sorted(of_supervisor.values(), key=lambda rows: (rows[0].starts, rows[0].supervisor_id))
    return [change for rows in ordered for change in rows]


def _leaders(plan: Plan) -> dict[tuple[str, datetime.date], str | None]:
    return {(one.project_id, one.date): one.supervisor_id for one in plan.sessions}


def _start(problem: Problem, project_id: str, day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, problem.project_of[project_id].start)
