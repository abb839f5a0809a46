"""A plan in the making: legal after every step (but for sessions still under their least), and any step can be undone.

A session is a number: project row x days + day. Points are kept up to date with each step; the exact score is counted
afresh at the end.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints, Model
from amends.methods.planning.overbooking import highest_admitted
from amends.methods.planning.problem import DAYS_A_WEEK, SHARED_KINDS
from amends.methods.planning.score import BEYOND_POINTS, LEAST_POINTS, TOWARDS_POINTS

FREE = -1


class State:
    """Bookings and supervisors so far.

    `points` is the score but for rounding and the constant cost of standing rows. `at` [P, D] is each person's session
    of the day, `room` by session the highest attendance that it still admits, `open` whether people may be booked: it
    has its supervisor or needs none. `fixed` bookings and `fixed_leader` sessions stay as they are.
    """

    def __init__(self, model: Model) -> None:
        problem = model.problem
        self.model = model
        self.days = problem.day_count
        people, weeks = len(problem.people), problem.weeks
        self.attendance = np.array([person.attendance for person in problem.people], dtype=np.float64)
        self.offer_max = np.array([person.offer_max for person in problem.people], dtype=np.int64)
        self.minutes_left = np.array([person.minutes_left for person in problem.people], dtype=np.int64)
        self.ete_left = np.array([person.ete_left for person in problem.people], dtype=np.int64)
        self.booked = np.zeros((people, weeks), dtype=np.int64)
        self.total = np.zeros(people, dtype=np.int64)
        self.ete = np.zeros(people, dtype=np.int64)
        self.at = np.full((people, self.days), FREE, dtype=np.int64)
        self.last_day = np.full(people, -1, dtype=np.int64)
        self.last_minutes = np.zeros(people, dtype=np.int64)
        self.rolls: dict[int, list[int]] = {}
        self.leader: dict[int, int] = {}
        self.leading = np.full((len(problem.supervisors), self.days), FREE, dtype=np.int64)
        self.led = np.zeros((len(problem.supervisors), weeks), dtype=np.int64)
        self.days_a_week = np.array([one.days_a_week for one in problem.supervisors], dtype=np.int64)
        self.fixed: set[tuple[int, int]] = set()
        self.fixed_leader: set[int] = set()
        self.shared = np.array([project.kind in SHARED_KINDS for project in problem.projects], dtype=bool)
        self.supervised = np.array([project.supervised for project in problem.projects], dtype=bool)
        self.open: Bools = np.repeat(~self.supervised, self.days)
        self.is_ete = np.array([project.kind == "ete" for project in problem.projects], dtype=bool)
        self.points = 0.0
        self._undo: list[Callable[[], None]] = []
        self._depth = 0
        self._projects_of: dict[int, Ints] = {}
        self._suited: dict[int, tuple[Ints, Floats]] = {}
        empty = np.where(self.shared, problem.overbook_risk, -1.0).reshape(-1, 1)
        self.room: Floats = np.where(model.places > 0, inf, empty).reshape(-1)
        self._least, self._pace = model.least.tolist(), model.pace.tolist()
        self._urgency = model.urgency.tolist()

    # --- what a session is ---

    def session(self, project: int, day: int) -> int:
        """The number of a project's session on a day."""
        return project * self.days + day

    def project_day(self, session: int) -> tuple[int, int]:
        """The project row and the day of a session."""
        return divmod(session, self.days)

    def least_of(self, session: int) -> int:
        """The fewest bookings with which the session runs; 0 where it needs no supervisor."""
        project = self.model.problem.projects[session // self.days]
        return max(1, project.least) if project.supervised else 0

    # --- points ---

    def worth(self, person: int, week: int, minutes: float) -> float:
        """Points of the person's minutes in a week (from 0)."""
        least, pace, urgency = self._least[person][week], self._pace[person][week], self._urgency[person]
        return float(
            LEAST_POINTS * urgency * min(minutes, least)
            + TOWARDS_POINTS * urgency * max(0.0, min(minutes, pace) - least)
            + BEYOND_POINTS * max(0.0, minutes - pace)
        )

    def linear(self, person: int, session: int) -> float:
        """Points of a booking but those of its minutes."""
        project, day = self.project_day(session)
        model = self.model
        points = model.linear[person, project] + model.linear_pd[person, day] + model.linear_jd[project, day]
        return float(points) + model.extra.get((project, day), {}).get(person, 0.0)

    # --- steps, each with its undoing ---

    def book(self, person: int, session: int) -> None:
        """Book a person; the caller has made sure that the rules allow it."""
        project, day = self.project_day(session)
        minutes, week = int(self.model.minutes[project]), day // DAYS_A_WEEK
        before = int(self.booked[person, week])
        self.points += (
            self.worth(person, week, before + minutes) - self.worth(person, week, before) + self.linear(person, session)
        )
        self.at[person, day] = session
        self._count(person, week, minutes, self.is_ete[project])
        self.rolls.setdefault(session, []).append(person)
        self._room_again(session)
        self._remember(lambda: self.unbook(person, session))

    def unbook(self, person: int, session: int) -> None:
        """Take a booking out."""
        project, day = self.project_day(session)
        minutes, week = int(self.model.minutes[project]), day // DAYS_A_WEEK
        before = int(self.booked[person, week])
        self.points += (
            self.worth(person, week, before - minutes) - self.worth(person, week, before) - self.linear(person, session)
        )
        self.at[person, day] = FREE
        self._count(person, week, -minutes, self.is_ete[project])
        self.rolls[session].remove(person)
        if not self.rolls[session]:
            del self.rolls[session]
        self._room_again(session)
        self._remember(lambda: self.book(person, session))

    def lead(self, supervisor: int, session: int) -> None:
        """Give a session its supervisor."""
        project, day = self.project_day(session)
        self.leader[session] = supervisor
        self.open[session] = True
        self.leading[supervisor, day] = session
        self.led[supervisor, day // DAYS_A_WEEK] += 1
        self.points += float(self.model.lead_points[supervisor, project])
        self._remember(lambda: self.unlead(session))

    def unlead(self, session: int) -> None:
        """Take the supervisor off a session."""
        project, day = self.project_day(session)
        supervisor = self.leader.pop(session)
        self.open[session] = False
        self.leading[supervisor, day] = FREE
        self.led[supervisor, day // DAYS_A_WEEK] -= 1
        self.points -= float(self.model.lead_points[supervisor, project])
        self._remember(lambda: self.lead(supervisor, session))

    def empty(self, session: int) -> list[int]:
        """Close a session: take everybody off it and free its supervisor. Returns who was booked."""
        people = list(self.rolls.get(session, ()))
        for person in people:
            self.unbook(person, session)
        if session in self.leader:
            self.unlead(session)
        return people

    @contextmanager
    def attempt(self) -> Iterator[Callable[[], None]]:
        """Steps that are kept unless the function given is called, which undoes them."""
        outer, self._undo = self._undo, []
        self._depth += 1
        before = self.points

        def back() -> None:
            steps = self._undo
            while steps:
                self._undo = []
                steps.pop()()
            self._undo = []
            self.points = before

        yield back
        self._depth -= 1
        self._undo = [*outer, *self._undo] if self._depth else []

    # --- what the rules allow ---

    def allowed_people(self, session: int) -> tuple[Ints, Floats]:
        """Everybody whom rules 1 and 2 let into the session now, with the points that each would add.

        Places (rule 4) and people kept apart (rule 6) are for the caller.
        """
        project, day = self.project_day(session)
        model = self.model
        people, linear = self._suited_to(project)
        if not model.runs[project, day] or model.forbidden_jd[project, day]:
            return people[:0], linear[:0]
        minutes, week = int(model.minutes[project]), day // DAYS_A_WEEK
        keep = model.workable[people, day] & (self.at[people, day] == FREE) & ~model.forbidden_pd[people, day]
        people, linear = people[keep], linear[keep]
        before = self.booked[people, week]
        keep = self._minutes_allow(people, before, minutes, day, self.is_ete[project])
        if model.forbidden:
            keep &= np.array([(p, project, day) not in model.forbidden for p in people.tolist()], dtype=bool)
        people, linear, before = people[keep], linear[keep], before[keep]
        gains = self._worth_of_many(people, week, before + minutes) - self._worth_of_many(people, week, before)
        gains += linear + model.linear_pd[people, day] + model.linear_jd[project, day]
        extra = model.extra.get((project, day))
        if extra:
            gains += np.array([extra.get(person, 0.0) for person in people.tolist()])
        return people, gains

    def allows(self, person: int, session: int) -> bool:
        """Whether rules 1, 2, 4 and 6 let the person into the session now (its supervisor and least aside)."""
        project, day = self.project_day(session)
        model = self.model
        return bool(
            model.suits[person, project]
            and model.workable[person, day]
            and model.runs[project, day]
            and self.at[person, day] == FREE
            and not model.forbidden_pd[person, day]
            and not model.forbidden_jd[project, day]
            and (person, project, day) not in model.forbidden
            and self.attendance[person] <= self.room[session]
            and not self.foe_in(person, session)
            and self._minutes_allow(
                np.array([person]),
                self.booked[[person], day // DAYS_A_WEEK],
                int(model.minutes[project]),
                day,
                self.is_ete[project],
            )[0]
        )

    def foe_in(self, person: int, session: int) -> bool:
        """Whether someone from whom the person is kept apart is in the session."""
        foes = self.model.foes.get(person)
        return foes is not None and not foes.isdisjoint(self.rolls.get(session, ()))

    def free_leaders(self, session: int) -> Ints:
        """Supervisors who could lead the session and are free, the best first."""
        project, day = self.project_day(session)
        able = self.able_leaders(session)
        free = able[(self.leading[able, day] == FREE) & (self.led[able, day // DAYS_A_WEEK] < self.days_a_week[able])]
        ranked: Ints = free[np.argsort(-self.model.lead_points[free, project], kind="stable")]
        return ranked

    def able_leaders(self, session: int) -> Ints:
        """Supervisors whom rule 3 lets lead the session, were they free."""
        project, day = self.project_day(session)
        return np.flatnonzero(self.model.leads[:, project] & self.model.works[:, day])

    def projects_of(self, person: int) -> Ints:
        """The projects that suit the person, whatever the day."""
        if person not in self._projects_of:
            self._projects_of[person] = np.flatnonzero(self.model.suits[person])
        return self._projects_of[person]

    def room_after(self, session: int, people: list[int]) -> float:
        """The highest attendance that the session would admit if it had these people."""
        project, day = self.project_day(session)
        places = int(self.model.places[project, day])
        if not self.shared[project]:
            return inf if len(people) < places else -1.0
        return highest_admitted(self.attendance[people].tolist(), places, self.model.problem.overbook_risk)

    # --- inside ---

    def _remember(self, undo: Callable[[], None]) -> None:
        if self._depth:
            self._undo.append(undo)

    def _room_again(self, session: int) -> None:
        self.room[session] = self.room_after(session, self.rolls.get(session, []))

    def _count(self, person: int, week: int, minutes: int, is_ete: bool) -> None:
        self.booked[person, week] += minutes
        self.total[person] += minutes
        if is_ete:
            self.ete[person] += minutes
        booked_days = np.flatnonzero(self.at[person] != FREE)
        if booked_days.size:
            last = int(booked_days[-1])
            self.last_day[person] = last
            self.last_minutes[person] = self.model.minutes[int(self.at[person, last]) // self.days]
        else:
            self.last_day[person], self.last_minutes[person] = -1, 0

    def _minutes_allow(self, people: Ints, before: Ints, minutes: int, day: int, is_ete: bool) -> Bools:
        """Rule 2 for one more booking of `minutes` on `day`: the week, the hours left, ETE."""
        total = self.total[people]
        earlier = np.where(day > self.last_day[people], total, total + minutes - self.last_minutes[people])
        keep: Bools = (before + minutes <= self.offer_max[people]) & (earlier < self.minutes_left[people])
        if is_ete:
            keep &= self.ete[people] + minutes <= self.ete_left[people]
        return keep

    def _worth_of_many(self, people: Ints, week: int, minutes: Ints) -> Floats:
        model = self.model
        least, pace, urgency = model.least[people, week], model.pace[people, week], model.urgency[people]
        towards = np.maximum(0.0, np.minimum(minutes, pace) - least)
        worth: Floats = urgency * (LEAST_POINTS * np.minimum(minutes, least) + TOWARDS_POINTS * towards)
        worth += BEYOND_POINTS * np.maximum(0.0, minutes - pace)
        return worth

    def _suited_to(self, project: int) -> tuple[Ints, Floats]:
        if project not in self._suited:
            people = np.flatnonzero(self.model.suits[:, project])
            self._suited[project] = people, self.model.linear[people, project]
        return self._suited[project]
