"""Which effects each booking has, and the sums over bookings that the fit needs, by person and by other level.

The mean's effect is column 0; after it come the levels of each other feature; then, for what is only thought of, one
column for each feature that is not settled. What was never seen has the place after the last, which is cut off from
every sum.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from amends.methods.attendance.occasion import ANY, FEATURES, SHARED, Floats, Ints, Occasions


@dataclass(frozen=True)
class Levels:
    """For each feature the values that occurred, in order, and the column of the first (`offset`; none for people)."""

    values: dict[str, Ints]
    offset: dict[str, int]
    width: int

    @classmethod
    def of(cls, occasions: Occasions) -> "Levels":
        """Those that occur in a history."""
        values, offset, width = {}, {}, 1
        for name in FEATURES:
            values[name] = np.unique(occasions.band(name))
            if name in SHARED:
                offset[name], width = width, width + len(values[name])
        return cls(values, offset, width)

    @property
    def people(self) -> int:
        return len(self.values["person"])

    def columns_of(self, name: str) -> slice:
        """The columns of a shared feature's levels; of people: an empty slice."""
        start = self.offset.get(name, 0)
        return slice(start, start + (len(self.values[name]) if name in self.offset else 0))

    def place(self, name: str, occasions: Occasions) -> Ints:
        """Where each occasion's value is among the levels; their number for one that is not there."""
        values, wanted = self.values[name], occasions.band(name)
        if not len(values):
            return np.zeros(len(wanted), np.int64)
        places = np.searchsorted(values, wanted)
        return np.where(values[np.minimum(places, len(values) - 1)] == wanted, places, len(values)).astype(np.int64)

    def column(self, name: str, occasions: Occasions) -> Ints:
        """The column of each occasion's effect; the last, `beyond`, for one that was never seen."""
        places = self.place(name, occasions)
        columns = np.where(places < len(self.values[name]), self.offset[name] + places, self.beyond)
        return np.where(occasions.band(name) == ANY, self.unsettled(name), columns).astype(np.int64)

    @property
    def beyond(self) -> int:
        """The column of what was never seen."""
        return self.width + len(SHARED)

    def unsettled(self, name: str) -> int:
        """The column of a feature that is not settled; where it was never seen at all, that of what was never seen."""
        return self.width + SHARED.index(name) if len(self.values[name]) else self.beyond

    def used(self, weight: Floats, occasions: Occasions) -> Floats:
        """How a feature has been on the whole: the share of each column, a column for each shared feature."""
        shares = np.zeros((self.width, len(SHARED)))
        for number, name in enumerate(SHARED):
            if len(self.values[name]):
                counted = np.bincount(self.column(name, occasions), weight, self.width)[: self.width]
                shares[:, number] = counted / counted.sum()
        return shares


class Design:
    """The effects of each of many bookings: the place of its person, and its column for the mean and every feature."""

    def __init__(self, person: Ints, columns: list[Ints], people: int, width: int) -> None:
        self.person, self.columns, self.people, self.width = person, columns, people, width

    @classmethod
    def of(cls, occasions: Occasions, levels: Levels, width: int) -> "Design":
        """The design of these bookings: `width` columns, those of the levels and, in what is thought of, the others."""
        mean = np.zeros(len(occasions), np.int64)
        columns = [mean, *(levels.column(name, occasions) for name in SHARED)]
        return cls(levels.place("person", occasions), columns, levels.people, width)

    def log_odds(self, own: Floats, shared: Floats) -> Floats:
        """The mean log odds; an effect that is not known is taken for nought."""
        total: Floats = np.append(own, 0.0)[self.person]
        padded = np.append(shared, 0.0)
        for column in self.columns:
            total = total + padded[column]
        return total

    def variance(self, variance_own: Floats, crossed: Floats, covariance: Floats) -> Floats:
        """The variance of the log odds that the known effects leave: people's, the others', and both ways between."""
        wide = self.width + 1
        crossed = np.pad(crossed, ((0, 1), (0, 1))).ravel()
        covariance = np.pad(covariance, ((0, 1), (0, 1))).ravel()
        total: Floats = np.append(variance_own, 0.0)[self.person]
        for column in self.columns:
            total = total - 2 * crossed[self.person * wide + column] + covariance[column * wide + column]
        for one, other in combinations(self.columns, 2):
            total += 2 * covariance[one * wide + other]
        return np.maximum(total, 0.0)

    def by_person(self, values: Floats) -> Floats:
        """Sums by person."""
        return np.bincount(self.person, values, self.people + 1)[: self.people].astype(np.float64)

    def by_column(self, values: Floats) -> Floats:
        """Sums by column."""
        wide = self.width + 1
        total = np.zeros(wide)
        for column in self.columns:
            total += np.bincount(column, values, wide)
        return total[: self.width]

    def person_by_column(self, values: Floats) -> Floats:
        """Sums by person and column."""
        wide = self.width + 1
        places = np.concatenate([self.person * wide + column for column in self.columns])
        total = np.bincount(places, np.tile(values, len(self.columns)), (self.people + 1) * wide)
        return total.reshape(-1, wide)[: self.people, : self.width].astype(np.float64)

    def column_by_column(self, values: Floats) -> Floats:
        """Sums by pair of columns, both ways round."""
        wide = self.width + 1
        square = np.zeros(wide * wide)
        for one, other in combinations(self.columns, 2):
            square += np.bincount(one * wide + other, values, wide * wide)
        both = square.reshape(wide, wide)[: self.width, : self.width]
        return both + both.T + np.diag(self.by_column(values))
