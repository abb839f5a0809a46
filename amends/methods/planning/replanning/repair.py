"""Repairing what is left of a plan: cover, places elsewhere, other sessions; each step only where the score rises.

The remainder is legal, and every step leaves a legal plan that scores more, so it may be stopped at any moment. Only
who is concerned starts a change: those who lost a place, those who are new, and those whom a place that became free
would suit better than what they have, standing costs counted.
"""

from collections.abc import Callable

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model
from amends.methods.planning.priced.chains import improve_person
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.openings import attractions, estimates, fill, proposals, try_opening
from amends.methods.planning.priced.seating import (
    NOBODY,
    Seating,
    has_room,
    lead,
    take_back,
    unlead,
)
from amends.methods.planning.priced.standing import NO_SEAT, sit_again
from amends.methods.planning.problem import DAYS_A_WEEK
from amends.methods.planning.replanning.cover import best_cover
from amends.methods.planning.replanning.nearby import Nearby
from amends.methods.planning.replanning.put_back import put_back
from amends.methods.planning.replanning.remainder import Stood

_SLIGHT = 1e-6
_SLACK, _LOOKED_INTO = 2.0, 30  # of a chain: points by which a price may be wrong, and sessions looked into
_FARTHER = 150  # sessions looked into for those who would be left under their least
_ATTRACTED = 5  # people who are asked whether a seat that became free suits them
_ROUNDS = 8
_COMPARED = 30  # sessions that could give up their supervisor, those with fewest people
_BORROWINGS = 12  # supervisors who are tried for a session that nobody is free to lead
_IN_VAIN = 5  # openings tried in a week without success
_PROPOSALS = 100_000


class Repair:
    """The remainder on its way to a plan."""

    def __init__(
        self, model: Model, ground: Ground, seating: Seating, before: Stood, newcomers: Ints, ended: Callable[[], bool]
    ) -> None:
        self.model, self.ground, self.seating, self.before = model, ground, seating, before
        self.newcomers, self.ended = newcomers, ended
        projects = len(model.problem.projects)
        narrow = ground.project.astype(np.uint16 if projects < 2**16 else np.int64)  # two bytes are sorted faster
        self._place = np.argsort(narrow, kind="stable").astype(np.int64)
        count = np.bincount(ground.project, minlength=projects)
        self._suited_first = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(count)))
        people = np.repeat(np.arange(len(model.problem.people)), np.diff(ground.first))
        self._suited = people[self._place]
        self.nearby = Nearby(model, ground, seating)
        self._in_vain: set[tuple[int, int, float]] = set()
        self._taken = np.full(seating.taken.shape, -1, dtype=np.int64)
        self._had = np.zeros_like(seating.booked)
        np.add.at(self._had, (before.people, before.days // DAYS_A_WEEK), model.minutes[before.projects])
        self._is_new = np.zeros(len(model.problem.people), dtype=bool)
        self._is_new[newcomers] = True

    def run(self) -> None:
        """Repair until nothing more is found or `ended()`."""
        if not self._suited.size:
            return
        uncovered = [session for session in self._lost_sessions() if not (self.ended() or self._cover(*session))]
        self._look(self._displaced())
        uncovered = [session for session in uncovered if not self._borrow(*session, sooner=True)]
        self._chains()
        for session in uncovered:
            self._borrow(*session, sooner=False)
        for _ in range(_ROUNDS):
            if self.ended() or self._take_up() + self._open_others() <= _SLIGHT:
                break
            self._chains()
        put_back(self.model, self.ground, self.seating, self.before)

    # --- who and what is concerned ---

    def _lost_sessions(self) -> list[tuple[int, int]]:
        """Sessions (day, project) that were led and could still take place, those who lost most people first."""
        lost = (self.before.leader != NOBODY) & (self.seating.leader == NOBODY) & ~np.isneginf(self.ground.open_points)
        count = np.zeros(lost.shape, dtype=np.int64)
        np.add.at(count, (self.before.days, self.before.projects), 1)
        sessions = [(day, project) for day, project in np.argwhere(lost).tolist()]
        return sorted(sessions, key=lambda one: (-count[one], one))

    def _displaced(self) -> list[tuple[int, int]]:
        """People and weeks with a booking less than stood, and the newcomers' weeks."""
        days, projects, people = self.before.days, self.before.projects, self.before.people
        lost = self.seating.at[people, days] != projects
        found = dict.fromkeys(zip(people[lost].tolist(), (days[lost] // DAYS_A_WEEK).tolist(), strict=True))
        for person in self.newcomers.tolist():
            for week in range(self.model.problem.weeks):
                found[person, week] = None
        return list(found)

    def _vacant(self) -> list[tuple[int, int]]:
        """Open sessions (day, project) with room that somebody left, or that did not run before, since last asked."""
        days, projects = self.before.days, self.before.projects
        touched = (self.before.leader == NOBODY) & (self.seating.leader != NOBODY)
        left = self.seating.at[self.before.people, days] != projects
        touched[days[left], projects[left]] = True
        touched &= self.seating.open & (self.seating.taken != self._taken)
        self._taken = np.where(touched, self.seating.taken, self._taken)
        return [
            (day, project)
            for day, project in np.argwhere(touched).tolist()
            if has_room(self.seating, day, project, self.nearby.typical, NOBODY)
        ]

    def _has_less(self, person: int, week: int) -> bool:
        """Whether the person has fewer minutes in the week than stood, or where new, than would be their pace."""
        had = self._had[person, week]
        if self._is_new[person]:
            had = self.model.pace[person, week]
        return bool(self.seating.booked[person, week] < had)

    # --- steps ---

    def _cover(self, day: int, project: int) -> bool:
        """Let somebody lead the session whom the day can spare, and its people come back; whether the score rose."""
        ground, seating = self.ground, self.seating
        seating.journal[0, 0] = 0
        before = float(seating.score[0])
        handed_on = best_cover(self.model, seating, day, project)
        for changed, _ in handed_on:
            if seating.leader[day, changed] != NOBODY:
                unlead(ground, seating, day, changed)
        for changed, supervisor in handed_on:
            lead(ground, seating, supervisor, day, changed)
        if seating.leader[day, project] == NOBODY:
            take_back(ground, seating, before, 0)
            return False
        here = (self.before.days == day) & (self.before.projects == project)
        people = self.before.people[here]
        sit_again(ground, seating, people, np.full(people.size, day), np.full(people.size, project))
        if seating.taken[day, project] < seating.fewest[project]:
            self._fill(day, project)
        enough = seating.taken[day, project] >= seating.fewest[project]
        if not enough or seating.score[0] <= before + _SLIGHT:
            take_back(ground, seating, before, 0)
            return False
        return True

    def _fill(self, day: int, project: int) -> None:
        rows = slice(self._suited_first[project], self._suited_first[project + 1])
        people = self._suited[rows]
        value, leave = np.empty(people.size), np.empty(people.size, dtype=np.int64)
        vacated = np.empty((0, 2), dtype=np.int64)
        fill(
            self.ground, self.seating, people, self._place[rows], day, project, self.nearby.price, 0.0, value, leave,
            vacated, 0,
        )  # fmt: skip

    def _look(self, people_and_weeks: list[tuple[int, int]]) -> None:
        """Price the seats that could be theirs."""
        for week in sorted({week for _, week in people_and_weeks}):
            self.nearby.look(week, np.array([one for one, other in people_and_weeks if other == week], dtype=np.int64))

    def _chains(self) -> float:
        """Chains from those who have less than they had, the most urgent first; the points gained."""
        self.seating.elsewhere[:] = np.nan
        score = self.seating.score
        before = float(score[0])
        for person, week in sorted(self._displaced(), key=lambda one: -self.model.urgency[one[0]]):
            while self._has_less(person, week) and (person, week, float(score[0])) not in self._in_vain:
                if self.ended():
                    break
                gained = self._chain(person, week, _LOOKED_INTO)
                if gained <= 0 and self._is_short(person, week):
                    gained = self._chain(person, week, _FARTHER)
                if gained <= 0:
                    self._in_vain.add((person, week, float(score[0])))
        return float(score[0]) - before

    def _chain(self, person: int, week: int, most: int) -> float:
        self.seating.journal[0, 0] = 0
        ground, price = self.nearby.of_week(week), self.nearby.price
        return improve_person(ground, self.seating, person, week, price, _SLACK, most)

    def _take_up(self) -> float:
        """Give seats that became free to those for whom they are worth more than what they have; the points gained."""
        score = self.seating.score
        before = float(score[0])
        self.seating.elsewhere[:] = np.nan
        for day, project in self._vacant():
            people, value = self._attracted(day, project)
            for number in np.argsort(-value, kind="stable")[:_ATTRACTED].tolist():
                if self.ended() or value[number] <= _SLIGHT:
                    break
                self._chain(int(people[number]), day // DAYS_A_WEEK, _LOOKED_INTO)
        return float(score[0]) - before

    def _borrow(self, day: int, project: int, *, sooner: bool) -> bool:
        """Open the session with a supervisor of another that is worth less, where the score rises by it.

        `sooner`: before its people have looked for other places, where the other session's people would lose less.
        """
        ground, seating, model = self.ground, self.seating, self.model
        able = np.flatnonzero(model.leads[:, project] & model.works[:, day] & (seating.leading[:, day] != NOBODY))
        if seating.leader[day, project] != NOBODY or self.ended():
            return False
        ways = []
        mine = self.before.people[(self.before.days == day) & (self.before.projects == project)]
        own = self.nearby.lost_without(day, project, mine.tolist()) if sooner else np.inf
        closings = seating.leading[able, day]
        fewest_first = np.argsort(seating.taken[day, closings], kind="stable")[:_COMPARED]
        for supervisor, closing in zip(able[fewest_first].tolist(), closings[fewest_first].tolist(), strict=True):
            if not seating.fixed_leader[day, closing]:
                lost = self.nearby.lost_by_closing(day, closing)
                if lost < own:
                    ways.append((lost, supervisor, closing))
        seating.elsewhere[:] = np.nan
        for _, supervisor, closing in sorted(ways)[:_BORROWINGS]:
            if self.ended():
                return False
            gained = try_opening(
                ground, seating, self._suited_first, self._suited, self._place, day, closing, project, supervisor,
                NOBODY, self.nearby.price, _SLACK, _LOOKED_INTO, 0.0,
            )  # fmt: skip
            if gained > 0:
                return True
        return False

    def _open_others(self) -> float:
        """Open sessions, with supervisors who rest, for those who are still without a place; the points gained.

        Supervisors who rest because their session was called off may open any; nothing is called off for it.
        """
        ground, seating = self.ground, self.seating
        waiting = [(person, week) for person, week in self._displaced() if self._is_short(person, week)]
        freed = self._freed()
        before = float(seating.score[0])
        table = self._suited_first, self._suited, self._place
        for week in sorted({week for _, week in waiting} | {day // DAYS_A_WEEK for _, day in freed}):
            worth_open = np.full(ground.open_points.shape, -np.inf)
            never_closed = np.full_like(worth_open, np.inf)
            people = [person for person, other in waiting if other == week]
            could = self._could_open(week, people, freed)
            if self.ended() or not could.any():
                continue
            price = np.where(self.nearby.price < NO_SEAT, self.nearby.price, 0.0)
            asked = ground._replace(open_points=np.where(could, ground.open_points, -np.inf))
            estimates(asked, seating, *table, week, price, worth_open, never_closed)
            never_closed[:] = np.inf
            points, rows = proposals(ground, seating, week, worth_open, never_closed, 0.0, _PROPOSALS)
            seating.elsewhere[:] = np.nan
            in_vain = 0
            for number in np.argsort(-points, kind="stable").tolist():
                if in_vain >= _IN_VAIN or self.ended():
                    break
                day, closing, opening, supervisor, stand_in = rows[number].tolist()
                if not self._still_so(day, closing, opening, supervisor, stand_in):
                    continue
                gained = try_opening(
                    ground, seating, *table, day, closing, opening, supervisor, stand_in, self.nearby.price, _SLACK,
                    _LOOKED_INTO, 0.0,
                )  # fmt: skip
                in_vain = 0 if gained > 0 else in_vain + 1
        return float(seating.score[0]) - before

    def _could_open(self, week: int, people: list[int], freed: set[tuple[int, int]]) -> Bools:
        """Sessions [D, J] of the week that nobody leads, on days when somebody rests who could: what these people want,
        or what a supervisor who became free could lead."""
        model, ground, seating = self.model, self.ground, self.seating
        could = np.zeros(ground.open_points.shape, dtype=bool)
        wanted: Bools = np.any(model.suits[people], axis=0)
        spare = seating.led[:, week] < ground.days_a_week
        for day in range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK):
            if np.any(model.works[:, day] & (seating.leading[:, day] == NOBODY) & spare):
                could[day] = wanted
                for supervisor in [one for one, other in freed if other == day]:
                    could[day] |= model.leads[supervisor]
        could &= seating.leader == NOBODY
        return could

    def _is_short(self, person: int, week: int) -> bool:
        return bool(self.seating.booked[person, week] < self.model.least[person, week])

    def _freed(self) -> set[tuple[int, int]]:
        """Supervisors and days: they led a session that does not run any more, work that day and now rest."""
        days, projects = np.nonzero((self.before.leader != NOBODY) & (self.seating.leader == NOBODY))
        supervisors = self.before.leader[days, projects]
        idle = self.ground.works[supervisors, days] & (self.seating.leading[supervisors, days] == NOBODY)
        return set(zip(supervisors[idle].tolist(), days[idle].tolist(), strict=True))

    def _still_so(self, day: int, closing: int, opening: int, supervisor: int, stand_in: int) -> bool:
        """Whether a change of supervisors that looked good is still possible after others were made."""
        seating, most, week = self.seating, self.ground.days_a_week, day // DAYS_A_WEEK
        if seating.leading[supervisor, day] != closing or seating.leader[day, opening] != NOBODY:
            return False
        if closing == NOBODY and seating.led[supervisor, week] >= most[supervisor]:
            return False
        return stand_in == NOBODY or (
            seating.leading[stand_in, day] == NOBODY and bool(seating.led[stand_in, week] < most[stand_in])
        )

    # --- inside ---

    def _attracted(self, day: int, project: int) -> tuple[Ints, Floats]:
        """The people who suit the project, and what a seat of its session would be worth to each."""
        rows = slice(self._suited_first[project], self._suited_first[project + 1])
        people = self._suited[rows]
        value, leave = np.empty(people.size), np.empty(people.size, dtype=np.int64)
        attractions(
            self.ground, self.seating, people, self._place[rows], day, project, self.nearby.price, 0.0, value, leave
        )
        return people, value
