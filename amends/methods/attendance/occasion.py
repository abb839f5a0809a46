"""What the chance of turning up may depend on: a closed list. What is not here cannot reach the model.

Sex, age, ethnicity, religion, disability and every other protected characteristic are left out by the shape of the
input: each feature is an array of whole numbers with a name of its own, and there is no place for another. How well the
chances hold for groups of people is reported afterwards, from labels that the fit never sees.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

UNKNOWN = -1  # not on record: a value like any other, with an effect of its own
ANY = -2  # not settled yet: as such things have been on the whole. Only of what is still to come
DAYS_A_WEEK = 7
_WEEKS_FROM = np.array([4, 8, 13, 26, 52])  # weeks since the order: a band begins at each
_NOTICE_FROM = np.array([2, 7, 14, 28])  # days from booking to session


@dataclass(frozen=True)
class Occasions:
    """Bookings, past or thought of, an element each in every array; -1 where not on record.

    `person`, `project` and `town` are whatever numbers the caller knows them by. `weekday` is 1 (Monday) to 7.
    `weeks` are whole weeks since the requirement began, `notice` whole days from being booked to the session. -2
    (`ANY`) where a booking is only thought of, and this is not settled. Raises ValueError for anything but whole
    numbers, and for arrays of different lengths.
    """

    person: Ints
    project: Ints
    town: Ints
    weekday: Ints
    weeks: Ints
    notice: Ints

    def __post_init__(self) -> None:
        for name in FEATURES:
            values = getattr(self, name)
            if not np.issubdtype(values.dtype, np.integer) or values.ndim != 1 or len(values) != len(self.person):
                raise ValueError(f"{name} must be whole numbers, one for each booking")
        if len(self) and min(getattr(self, name).min() for name in FEATURES) < ANY:
            raise ValueError("a feature is 0 or more, -1 or -2")
        if len(self) and self.weekday.max() > DAYS_A_WEEK:
            raise ValueError("a weekday is 1 to 7")

    def __len__(self) -> int:
        return len(self.person)

    def of(self, chosen: Bools | Ints) -> "Occasions":
        """Some of them."""
        return Occasions(*(getattr(self, name)[chosen] for name in FEATURES))

    def band(self, name: str) -> Ints:
        """A feature as the model takes it: weeks and days of notice in bands, the others as they are."""
        values: Ints = getattr(self, name).astype(np.int64)
        starts = {"weeks": _WEEKS_FROM, "notice": _NOTICE_FROM}.get(name)
        if starts is None:
            return values
        return np.where(values < 0, values, np.searchsorted(starts, values, side="right")).astype(np.int64)


FEATURES = tuple(field.name for field in fields(Occasions))
SHARED = FEATURES[1:]  # those that many people have in common


def ordinary(people: Ints, weeks: Ints) -> Occasions:
    """One occasion for each person: any session, as they have been on the whole, in those weeks of the person's."""
    unsettled = np.full(len(people), ANY, np.int64)
    return Occasions(people, unsettled, unsettled, unsettled, weeks, unsettled)


@dataclass(frozen=True)
class History:
    """What happened: the occasions, whether each was attended, and how many days ago it was (0 or more).

    Raises ValueError where they are not of one length, or a day is still to come.
    """

    occasions: Occasions
    came: Bools
    days_ago: Ints

    def __post_init__(self) -> None:
        if not len(self.occasions) == len(self.came) == len(self.days_ago):
            raise ValueError("a history has one outcome and one day for each occasion")
        if self.came.dtype != np.bool_:
            raise ValueError("came is true or false")
        if len(self.days_ago) and self.days_ago.min() < 0:
            raise ValueError("history lies before the day it is told on")
        if any((getattr(self.occasions, name) == ANY).any() for name in FEATURES):
            raise ValueError("of what has happened everything is settled")

    def __len__(self) -> int:
        return len(self.came)

    def of(self, chosen: Bools, days_later: int = 0) -> "History":
        """Some of it, as it looks so many days later (before 0: earlier)."""
        return History(self.occasions.of(chosen), self.came[chosen], self.days_ago[chosen] + days_later)
