"""What single people pay, beside the price of a seat, towards a session's running: without it there is no seat.

A price that is the same for all lets half a session run and whole people sit in half of its seats. No plan does: nobody
is at a session more than it runs. Who is wanted there more than the session runs pays a share, and what the shares come
to is the session's, as its seats are. See docs/rules/sharing_openings.md.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Floats, Ints
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.leaders import NOBODY

NO_SHARES = np.empty(0, dtype=np.int64), np.empty(0)
_MOMENTUM = 0.9  # how much of the last direction is kept: one person at one session turns round and round


class _Extra(NamedTuple):
    """Points of single bookings, as in `Ground`, with the shares among them."""

    extra_first: Ints
    extra_day: Ints
    extra_project: Ints
    extra_points: Floats


@dataclass
class Shares:
    """The shares that people pay, session by session; only those are held that somebody was asked for.

    `key` [N], rising, is (person x projects + project) x span + day; `points` [N] is the share, 0 or more, and
    `heading` [N] which way it goes. `by_session` [D, J] is what they come to.
    """

    ground: Ground
    key: Ints = field(init=False)
    points: Floats = field(init=False)
    heading: Floats = field(init=False)
    by_session: Floats = field(init=False)
    span: int = field(init=False)
    _person: Ints = field(init=False)
    _own_key: Ints = field(init=False)
    _extra: _Extra = field(init=False)
    _mine: Ints = field(init=False)

    def __post_init__(self) -> None:
        ground = self.ground
        self.span = max(ground.workable.shape[1], 1 + int(ground.extra_day.max(initial=0)))
        self._person = np.repeat(np.arange(ground.extra_first.size - 1), np.diff(ground.extra_first))
        self._own_key = self._key(self._person, ground.extra_project, ground.extra_day)
        self.take(*NO_SHARES)

    def take(self, key: Ints, points: Floats) -> None:
        """Hold these shares and no others."""
        self.key, self.points, self.heading = key.copy(), points.copy(), np.zeros(key.size)
        self._lay_out()

    def on(self, ground: Ground) -> Ground:
        """The ground as those see it who pay shares: each as points taken off one booking."""
        return ground._replace(**self._extra._asdict()) if self.key.size else ground

    def move(self, at: Ints, leader: Ints, step: float) -> None:
        """Raise the share of who is where nobody leads, lower that of who is not where somebody does.

        `at` [P, D] and `leader` [D, J] are the choices at the shares as they are.
        """
        self._ask(at, leader)
        person, project, day = self._booking()
        now = (at[person, day] == project).astype(np.float64) - (leader[day, project] != NOBODY)
        self.heading = _MOMENTUM * self.heading + (1 - _MOMENTUM) * now
        self.points = np.maximum(0.0, self.points + step * self.heading)
        self._write(project, day)

    def _ask(self, at: Ints, leader: Ints) -> None:
        """Ask those for a share who are where nobody leads; forget those who pay none and are not asked again."""
        people, days = np.nonzero(at != NOBODY)
        projects = at[people, days]
        idle = self.ground.supervised[projects] & (leader[days, projects] == NOBODY)
        new = np.setdiff1d(self._key(people[idle], projects[idle], days[idle]), self.key, assume_unique=True)
        if not new.size:
            return
        keep: Bools = (self.points > 0) | (self.heading > 0)
        key = np.concatenate((self.key[keep], new))
        order = np.argsort(key)
        none = np.zeros(new.size)
        self.key = key[order]
        self.points = np.concatenate((self.points[keep], none))[order]
        self.heading = np.concatenate((self.heading[keep], none))[order]
        self._lay_out()

    def _key(self, person: Ints, project: Ints, day: Ints) -> Ints:
        key: Ints = (person * self.ground.supervised.size + project) * self.span + day
        return key

    def _booking(self) -> tuple[Ints, Ints, Ints]:
        session, day = np.divmod(self.key, self.span)
        person, project = np.divmod(session, self.ground.supervised.size)
        return person, project, day

    def _lay_out(self) -> None:
        """Put the shares among the points of single bookings that the ground has: by person, project, day."""
        ground, own = self.ground, self._own_key.size
        person, project, day = self._booking()
        order = np.argsort(np.concatenate((self._own_key, self.key)), kind="stable")
        self._mine = np.flatnonzero(order >= own)
        people = np.concatenate((self._person, person))[order]
        self._extra = _Extra(
            np.searchsorted(people, np.arange(ground.extra_first.size)).astype(np.int64),
            np.concatenate((ground.extra_day, day))[order],
            np.concatenate((ground.extra_project, project))[order],
            np.concatenate((ground.extra_points, -self.points))[order],
        )
        self._write(project, day)

    def _write(self, project: Ints, day: Ints) -> None:
        days, projects = self.ground.open_points.shape
        self._extra.extra_points[self._mine] = -self.points
        self.by_session = np.zeros((days, projects))
        np.add.at(self.by_session, (day, project), self.points)
