"""Which problems are small enough to be solved as a whole. Loads neither the solver nor the compiler."""

import numpy as np

from amends.methods.planning.exact.columns import could_run
from amends.methods.planning.model import Model

_MOST_PAIRS = 30_000  # bookings to decide about: beyond, prices come nearer sooner
_MOST_CELLS = 20_000_000  # people x projects x days


def is_small(model: Model) -> bool:
    """Whether the problem is small enough to be solved as a whole."""
    return model.suits.size * model.problem.day_count <= _MOST_CELLS and count_pairs(model) <= _MOST_PAIRS


def count_pairs(model: Model) -> int:
    """How many bookings there are to decide about, at most; counted without laying them out."""
    runs, _ = could_run(model)
    free = (model.workable & ~model.forbidden_pd).astype(np.float64)
    together = free @ (runs & ~model.forbidden_jd).astype(np.float64).T
    return int(together[model.suits].sum())


def is_even(model: Model) -> bool:
    """Whether all come as often and all sessions are as long: then the programme alone is soon done."""
    people = model.problem.people
    return len({person.attendance for person in people}) <= 1 and np.unique(model.minutes).size <= 1
