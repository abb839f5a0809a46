"""What it costs to free a seat, near those who look for one: a full session farther away is not looked into."""

import numpy as np

from amends.methods.planning.model import Bools, Ints, Model
from amends.methods.planning.priced.chains import gain_elsewhere
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating, points_at, worth_of_change
from amends.methods.planning.priced.standing import NO_SEAT, price_seats
from amends.methods.planning.problem import DAYS_A_WEEK

_ROUNDS = 4  # people who move on for one another, at most, as far as a price is concerned
_SLIGHT = 1e-9


class Nearby:
    """Prices of seats, for a week at a time, among the projects that suit those who look for a seat.

    `price` [D, J] is `NO_SEAT` for full sessions of other projects.
    """

    def __init__(self, model: Model, ground: Ground, seating: Seating) -> None:
        self._model, self._ground, self._seating = model, ground, seating
        self.price = np.full(ground.open_points.shape, NO_SEAT)
        self._near = np.zeros((model.problem.weeks, len(model.problem.projects)), dtype=bool)
        self._grounds: dict[int, Ground] = {}
        # a price tells where to look and decides nothing: what single bookings are worth beside is left out of it
        self._plain = ground._replace(extra_first=np.zeros_like(ground.extra_first))
        attendance = seating.attendance
        self.typical = int(np.argmin(np.abs(attendance - np.median(attendance)))) if attendance.size else 0

    def of_week(self, week: int) -> Ground:
        """The ground with the points of this week's single bookings alone: a search within the week asks no others."""
        if week not in self._grounds:
            ground = self._ground
            here = ground.extra_day // DAYS_A_WEEK == week
            before = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(here)))
            self._grounds[week] = ground._replace(
                extra_first=before[ground.extra_first],
                extra_day=ground.extra_day[here],
                extra_project=ground.extra_project[here],
                extra_points=ground.extra_points[here],
            )
        return self._grounds[week]

    def look(self, week: int, people: Ints) -> None:
        """Price the seats that suit these people, beside those of the week that were priced before."""
        near = self._near[week] | self._model.suits[people].any(axis=0)
        if not np.any(near & ~self._near[week]):
            return
        self._near[week] = near
        seating, days = self._seating, slice(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)
        far = seating.open[days] & ~near & self._full(days)
        looked_into = seating.open.copy()
        looked_into[days] &= ~far
        price_seats(self._plain, seating._replace(open=looked_into), week, self.typical, _ROUNDS, self.price)
        self.price[days][far] = NO_SEAT
        seating.elsewhere[:, days] = np.nan

    def lost_by_closing(self, day: int, project: int) -> float:
        """Points that the people of a session would lose, at the prices, if each went elsewhere."""
        ground, seating = self.of_week(day // DAYS_A_WEEK), self._seating
        people = seating.roll[day, project, : seating.taken[day, project]].tolist()
        return -sum(gain_elsewhere(ground, seating, person, day, self.price) for person in people)

    def lost_without(self, day: int, project: int, people: list[int]) -> float:
        """Points that people who had a session, and have nothing that day, lose at the prices by going elsewhere."""
        lost = 0.0
        for person in people:
            points = points_at(self._ground, person, day, project)
            if points > -np.inf and self._seating.at[person, day] == NOBODY:
                minutes = int(self._ground.lengths[self._ground.length[project]])
                lost += points + worth_of_change(self._ground, self._seating, person, day // DAYS_A_WEEK, minutes)
                lost -= self._best_of_week(person, day // DAYS_A_WEEK)
        return lost

    def _best_of_week(self, person: int, week: int) -> float:
        """The points, at the prices, of the best seat on a day of the week that the person has nothing; 0 for none."""
        ground, seating = self._ground, self._seating
        places = slice(ground.first[person], ground.first[person + 1])
        projects = ground.project[places]
        worth = [worth_of_change(ground, seating, person, week, int(minutes)) for minutes in ground.lengths]
        brings = ground.linear[places] + np.array(worth)[ground.length[projects]]
        best = 0.0
        for day in range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK):
            if ground.workable[person, day] and seating.at[person, day] == NOBODY:
                seat = self.price[day, projects] * ground.weight[ground.seat_class[day, projects], person]
                points = brings + ground.open_points[day, projects] + ground.linear_pd[person, day] - seat
                best = max(best, float(points[seating.open[day, projects]].max(initial=0.0)))
        return best

    def _full(self, days: slice) -> Bools:
        """Sessions [days, J] that by their weights have no room for the typical person."""
        ground, seating = self._ground, self._seating
        capacity, of_class = ground.capacity[days], ground.seat_class[days]
        people, at = np.nonzero(seating.at[:, days] != NOBODY)
        projects = seating.at[:, days][people, at]
        load = np.zeros(capacity.shape)
        np.add.at(load, (at, projects), ground.weight[of_class[at, projects], people])
        full: Bools = load + ground.weight[of_class, self.typical] > capacity + _SLIGHT
        return full | (seating.taken[days] >= seating.limit[days])
