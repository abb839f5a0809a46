"""Why a person is offered less than the least in a week: which sessions would suit, what stood in the way of each, and
which single limit, were it relaxed, would open most. See docs/rules/planning_why.md."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.problem import DAYS_A_WEEK, TOLERANCE
from amends.methods.planning.state import FREE, State
from amends.methods.planning.unmet import unmet
from amends.methods.planning.why.limits import Distance, Limits

HURDLE_WORDS = {
    "same_day": "works that day at %(what)s",
    "week_full": "with %(amount)d minutes booked in the week, this session would pass the %(of)d that may be offered",
    "hours_left": "the %(of)d minutes left to work are reached without it",
    "ete_used": "with %(amount)d minutes of ETE booked, this session would pass the %(of)d left",
    "no_supervisor": "nobody who may lead it works that day",
    "supervisors_busy": "those who may lead it (%(amount)d) lead elsewhere, or work all their days",
    "not_run": "does not run, though of those who may lead it some are free (%(amount)d)",
    "full": "full: booked %(amount)d, places %(of)d",
    "apart": "someone is booked from whom they are kept apart",
    "room": "had room: taking part would not have added points, or was not found",
}
_KEYS = tuple(HURDLE_WORDS)  # in the order in which they are asked
LIMIT_WORDS = {
    "travel": "travelling %(minutes)d minutes further",
    "tag": "work with “%(what)s”",
    "skill": "the skill “%(what)s”",
    "kind": "the kind “%(what)s”",
    "weekday": "working on this weekday too: %(what)s",
    "away": "not being away on %(what)s",
    "wish": "lifting a wish that says never",
}
_MUCH_FURTHER = 30.0  # minutes of travel beyond the limit that are looked into
_MOST_RELAXATIONS = 3


@dataclass(frozen=True, slots=True)
class Hurdle:
    """What stood in the way of a session that suits; `sessions` of the week have it, this one being the nearest.

    `key` is one of HURDLE_WORDS, whose phrases tell what `amount`, `of` and `what` are.
    """

    key: str
    sessions: int
    project_id: str
    date: date
    amount: int = 0
    of: int = 0
    what: str = ""

    @property
    def words(self) -> str:
        """The hurdle as a phrase to show."""
        return HURDLE_WORDS[self.key] % {"amount": self.amount, "of": self.of, "what": self.what}


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A single limit that, were it relaxed, would open `sessions` of the week that nothing else stands against.

    `free` of them run in the plan, or need no supervisor, and have room for this person as it stands. `limit` is one of
    LIMIT_WORDS; `minutes` are those of travel beyond the limit, one way. The session is the nearest that is free, or
    the nearest at all.
    """

    limit: str
    what: str
    minutes: int
    sessions: int
    free: int
    project_id: str
    date: date

    @property
    def words(self) -> str:
        """The limit as a phrase to show."""
        return LIMIT_WORDS[self.limit] % {"minutes": self.minutes, "what": self.what}


@dataclass(frozen=True, slots=True)
class WhyShort:
    """A person offered `short` minutes less than the least in a week, with the reason that `unmet` gives.

    `suited` sessions of the week suit them besides those where they are booked; `hurdles` say what stood in the way,
    the most frequent first; `relaxations` what would open most, the most useful first.
    """

    person_id: str
    week: int
    offered: int
    short: int
    reason: str
    suited: int
    hurdles: tuple[Hurdle, ...]
    relaxations: tuple[Relaxation, ...]


def why_short(state: State, people: Collection[str] | None = None) -> tuple[WhyShort, ...]:
    """A row for each person (of `people`, where given) and week in `unmet`, in its order."""
    limits = Limits(state.model)
    led = led_sessions(state)
    rows = []
    seen: tuple[int, Distance] | None = None
    for one in unmet(state):
        if people is not None and one.person_id not in people:
            continue
        row = state.model.person_index[one.person_id]
        if seen is None or seen[0] != row:
            seen = row, limits.of(row)
        week = _Week(state, row, one.week - 1, seen[1], led)
        suiting = week.suiting()
        hurdles, relaxations = week.hurdles(suiting), week.relaxations()
        rows.append(
            WhyShort(
                one.person_id, one.week, one.offered, one.short, one.reason, int(suiting.sum()), hurdles, relaxations
            )
        )
    return tuple(rows)


def hurdles_of(state: State, person_id: str, week: int) -> tuple[Hurdle, ...]:
    """What stood in the way of each session that suits the person in a week (from 1), by date, then project.

    Raises KeyError for an unknown person.
    """
    row = state.model.person_index[person_id]
    found = _Week(state, row, week - 1, Limits(state.model).of(row), led_sessions(state))
    suiting = found.suiting()
    keys = found.keys()
    places = sorted(np.argwhere(suiting).tolist(), key=lambda place: (place[1], place[0]))
    return tuple(found.hurdle(int(keys[j, d]), j, d, 1) for j, d in places)


@dataclass(frozen=True, slots=True)
class Led:
    """How many supervisors could lead each session [J, D], were they free, and how many of them are free."""

    able: Ints
    free: Ints


def led_sessions(state: State) -> Led:
    """Who could lead what, counted over all sessions at once."""
    model = state.model
    spare = np.repeat(state.led < state.days_a_week.reshape(-1, 1), DAYS_A_WEEK, axis=1)
    leads = model.leads.T.astype(np.float64)  # floats: matrices of integers are multiplied slowly
    able = (leads @ model.works.astype(np.float64)).astype(np.int64)
    free = (leads @ (model.works & spare & (state.leading == FREE)).astype(np.float64)).astype(np.int64)
    return Led(able, free)


class _Week:
    """One person's week against all projects: arrays [J, 7]."""

    def __init__(self, state: State, row: int, week: int, distance: Distance, led: Led) -> None:
        model = state.model
        self.state, self.row, self.week, self.distance = state, row, week, distance
        self.person = model.problem.people[row]
        self.first = week * DAYS_A_WEEK
        span = slice(self.first, self.first + DAYS_A_WEEK)
        self.able, self.free_leaders = led.able[:, span], led.free[:, span]
        self.runs: Bools = model.runs[:, span] & ~model.forbidden_jd[:, span]
        for project, day in distance.never:
            if self.first <= day < span.stop:
                self.runs[project, day - self.first] = False
        self.allowed: Bools = ~model.forbidden_pd[row, span]
        self.eligible: Bools = model.eligible[row, span] & self.allowed
        self.workable: Bools = model.workable[row, span] & self.allowed
        self.at: Ints = state.at[row, span]
        self.open: Bools = state.open.reshape(-1, state.days)[:, span]
        self.room: Floats = state.room.reshape(-1, state.days)[:, span]
        minutes = model.minutes
        self.week_full: Bools = state.booked[row, week] + minutes > state.offer_max[row]
        total = int(state.total[row])
        later = np.arange(span.start, span.stop) > state.last_day[row]
        before = np.where(later, total, total + minutes.reshape(-1, 1) - int(state.last_minutes[row]))
        self.hours_left: Bools = before >= state.minutes_left[row]
        self.ete_used: Bools = state.is_ete & (state.ete[row] + minutes > state.ete_left[row])

    def suiting(self) -> Bools:
        """The sessions [J, 7] that suit, besides those where the person is booked."""
        suiting: Bools = self.runs & (self.distance.count == 0).reshape(-1, 1) & self.workable
        for day in np.flatnonzero(self.at != FREE).tolist():
            suiting[int(self.at[day]) // self.state.days, day] = False
        return suiting

    def keys(self) -> Ints:
        """What stands in the way first [J, 7], as a place in HURDLE_WORDS; whether it suits is not asked."""
        full = self.room < self.person.attendance
        shape = self.runs.shape
        shut = ~self.open
        of = {
            "same_day": np.broadcast_to(self.at != FREE, shape),
            "week_full": np.broadcast_to(self.week_full.reshape(-1, 1), shape),
            "hours_left": self.hours_left,
            "ete_used": np.broadcast_to(self.ete_used.reshape(-1, 1), shape),
            "no_supervisor": shut & (self.able == 0),
            "supervisors_busy": shut & (self.free_leaders == 0),
            "not_run": shut,
            "full": full,
            "apart": self._foes(),
        }
        keys: Ints = np.full(shape, _KEYS.index("room"), dtype=np.int64)
        for key in reversed(_KEYS[:-1]):
            keys[of[key]] = _KEYS.index(key)
        return keys

    def hurdles(self, suiting: Bools) -> tuple[Hurdle, ...]:
        """A hurdle for each kind of them, the most frequent first, each with its nearest session."""
        keys = np.where(suiting, self.keys(), -1)
        counts = np.bincount(keys[suiting], minlength=len(_KEYS))
        found = []
        for key in sorted(np.flatnonzero(counts).tolist(), key=lambda key: (-counts[key], key)):
            project, day = self._nearest(keys == key)
            found.append(self.hurdle(key, project, day, int(counts[key])))
        return tuple(found)

    def hurdle(self, key: int, project: int, day: int, sessions: int) -> Hurdle:
        """The hurdle `_KEYS[key]` of a session, with its figures."""
        state, model = self.state, self.state.model
        amount, of, what = 0, 0, ""
        match _KEYS[key]:
            case "same_day":
                what = model.problem.projects[int(self.at[day]) // state.days].project_id
            case "week_full":
                amount, of = int(state.booked[self.row, self.week]), self.person.offer_max
            case "hours_left":
                amount, of = int(state.total[self.row]), self.person.minutes_left
            case "ete_used":
                amount, of = int(state.ete[self.row]), self.person.ete_left
            case "supervisors_busy":
                amount = int(self.able[project, day])
            case "not_run":
                amount = int(self.free_leaders[project, day])
            case "full":
                amount = len(state.rolls.get(state.session(project, self.first + day), ()))
                of = int(model.places[project, self.first + day])
        return Hurdle(_KEYS[key], sessions, *self._name(project, day), amount, of, what)

    def relaxations(self) -> tuple[Relaxation, ...]:
        """The single limits that open something, those first that give most free places, then most sessions."""
        shut = self._shut()
        single = (self.distance.count == 1).reshape(-1, 1) & self.runs & self.workable
        found = []
        for limit in self.distance.limits:
            opened = single & limit.over.reshape(-1, 1)
            if limit.name == "travel":
                found += self._further(opened, shut)
            elif opened.any():
                found.append(self._relaxation(limit.name, limit.what, 0, opened, shut))
        suits = (self.distance.count == 0).reshape(-1, 1) & self.runs
        for day in np.flatnonzero(self.eligible & ~self.workable).tolist():
            on = self.state.model.problem.dates[self.first + day]
            away, weekday = on in self.person.away, on.isoweekday() not in self.person.days
            if away and weekday:
                continue
            opened = np.zeros_like(suits)
            opened[:, day] = suits[:, day]
            if opened.any():
                found.append(self._relaxation("away" if away else "weekday", on.isoformat(), 0, opened, shut))
        found.sort(key=lambda one: (-one.free, -one.sessions, one.minutes, one.limit, one.what))
        return tuple(found[:_MOST_RELAXATIONS])

    # --- inside ---

    def _foes(self) -> Bools:
        foes = np.zeros(self.runs.shape, dtype=bool)
        for foe in self.state.model.foes.get(self.row, ()):
            for day in range(DAYS_A_WEEK):
                session = int(self.state.at[foe, self.first + day])
                if session != FREE:
                    foes[session // self.state.days, day] = True
        return foes

    def _shut(self) -> Bools:
        """The sessions [J, 7] in which the person has no place now, limits of rule 1 aside."""
        shut: Bools = self.keys() != _KEYS.index("room")
        return shut

    def _further(self, opened: Bools, shut: Bools) -> list[Relaxation]:
        """The least further way that opens anything, and the least that gives a free place, if that is another."""
        over = self.distance.travel - self.person.max_travel
        found: list[Relaxation] = []
        for wanted in (opened, opened & ~shut):
            if not wanted.any():
                continue
            minutes = max(1, ceil(float(over[wanted.any(axis=1)].min()) - TOLERANCE))
            if minutes > _MUCH_FURTHER or any(one.minutes == minutes for one in found):
                continue
            within = opened & (over <= minutes + TOLERANCE).reshape(-1, 1)
            found.append(self._relaxation("travel", "", minutes, within, shut))
        return found

    def _relaxation(self, limit: str, what: str, minutes: int, opened: Bools, shut: Bools) -> Relaxation:
        free = opened & ~shut
        project, day = self._nearest(free if free.any() else opened)
        return Relaxation(limit, what, minutes, int(opened.sum()), int(free.sum()), *self._name(project, day))

    def _nearest(self, among: Bools) -> tuple[int, int]:
        """Of these sessions one at the nearest project, the earliest."""
        projects = np.flatnonzero(among.any(axis=1))
        project = int(projects[np.argmin(self.distance.travel[projects])])
        return project, int(np.argmax(among[project]))

    def _name(self, project: int, day: int) -> tuple[str, date]:
        problem = self.state.model.problem
        return problem.projects[project].project_id, problem.dates[self.first + day]
