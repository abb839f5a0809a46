"""Which problems are small enough to be solved as a whole. Loads neither the solver nor the compiler."""

from math import comb

import numpy as np

from amends.methods.planning.exact.columns import could_run
from amends.methods.planning.model import Model
from amends.methods.planning.problem import DAYS_A_WEEK

_MOST_PAIRS = 30_000  # bookings to decide about: beyond, prices come nearer sooner
_MOST_CELLS = 20_000_000  # people x projects x days
_MOST_STRETCHES = 40_000  # sums of minutes to which weeks could come: many lengths of session make very many


def is_small(model: Model) -> bool:
    """Whether the problem is small enough to be solved as a whole."""
    if model.suits.size * model.problem.day_count > _MOST_CELLS or most_stretches(model) > _MOST_STRETCHES:
        return False
    return count_pairs(model) <= _MOST_PAIRS


def count_pairs(model: Model) -> int:
    """How many bookings there are to decide about, at most; counted without laying them out."""
    runs, _ = could_run(model)
    free = (model.workable & ~model.forbidden_pd).astype(np.float64)
    together = free @ (runs & ~model.forbidden_jd).astype(np.float64).T
    return int(together[model.suits].sum())


def most_stretches(model: Model) -> int:
    """How many sums of minutes the weeks of all people could come to, at most; counted without laying them out."""
    lengths = np.unique(model.minutes)
    if not lengths.size:
        return 0
    mixtures = comb(DAYS_A_WEEK + lengths.size, DAYS_A_WEEK) - 1  # of one session or none a day
    step = int(np.gcd.reduce(lengths))
    return model.problem.weeks * sum(min(mixtures, person.offer_max // step) for person in model.problem.people)


def is_even(model: Model) -> bool:
    """Whether all come as often and all sessions are as long: then the programme alone is soon done."""
    people = model.problem.people
    return len({person.attendance for person in people}) <= 1 and np.unique(model.minutes).size <= 1
