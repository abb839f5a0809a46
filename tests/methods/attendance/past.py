"""Histories drawn from chances that are known, so that what is learned can be held against them."""

from collections.abc import Sequence

import numpy as np

from amends.methods.attendance.occasion import FEATURES, Floats, History, Occasions


def drawn(
    people: int = 300,
    projects: int = 12,
    bookings: int = 4000,
    *,
    person: float = 0.9,
    project: float = 0.4,
    days: int = 365,
    seed: int = 0,
) -> tuple[History, Floats]:
    """A history, and the true chances, with a spread among people and one among projects in log odds."""
    random = np.random.default_rng(seed)
    own, of_project = random.normal(0, person, people), random.normal(0, project, projects)
    who, where = random.integers(0, people, bookings), random.integers(0, projects, bookings)
    chance = 1 / (1 + np.exp(-(1.0 + own[who] + of_project[where])))
    occasions = Occasions(
        person=who,
        project=where,
        town=where // 4,
        weekday=random.integers(1, 8, bookings),
        weeks=random.integers(0, 60, bookings),
        notice=random.integers(-1, 30, bookings),
    )
    return History(occasions, random.random(bookings) < chance, random.integers(0, days, bookings)), chance


def one_after_another(outcomes: Sequence[Sequence[bool]], days_ago: int = 0, first_person: int = 0) -> History:
    """Each person's outcomes, all at the same project on the same weekday."""
    who = np.repeat(np.arange(len(outcomes)) + first_person, [len(one) for one in outcomes]).astype(np.int64)
    same = np.ones(len(who), np.int64)
    came = np.array([came for one in outcomes for came in one], dtype=np.bool_)
    return History(Occasions(who, same, same, same, same, same), came, np.full(len(who), days_ago, np.int64))


def together(*histories: History) -> History:
    """Several histories as one."""
    features = {name: np.concatenate([getattr(one.occasions, name) for one in histories]) for name in FEATURES}
    return History(
        Occasions(**features),
        np.concatenate([one.came for one in histories]),
        np.concatenate([one.days_ago for one in histories]),
    )
