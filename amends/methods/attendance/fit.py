"""Learning the chance of turning up from what happened: a logistic regression whose effects are all drawn to nought.

On the scale of log odds, a chance is a mean plus one effect for the person, the project, the town, the weekday, the
weeks since the order, and the notice. Each family of effects is taken to be normal about nought with a spread of its
own, which is estimated from the data with the effects (empirical Bayes). So an effect that rests on little stays near
nought, and one that rests on much is as the data say; nobody has to choose how much is much.

An outcome counts for less as it ages: half as much every `HALF_LIFE_DAYS`.

What is believed of the effects is described by a normal distribution: the one nearest to the exact answer, whose mean
and curvature are each averaged over the distribution itself (M. Opper and C. Archambeau, The variational Gaussian
approximation revisited, Neural Computation 21, 2009). It is found by Newton's steps. The usual short cut, the peak and
the curvature there, tells too low a chance of those who nearly always come and draws people together too much.

There may be thousands of people but only some hundreds of other levels, and no booking has two people. So the people's
part of the curvature is diagonal, and eliminating it leaves a small dense matrix (a Schur complement): exact, and
quick. After each step the spreads are set so that the effects scatter as much as they should for what is known of them
(D. J. C. MacKay, Bayesian interpolation, Neural Computation 4, 1992).
"""

from math import exp, log, sqrt

import numpy as np

from amends.methods.attendance.design import Design, Levels
from amends.methods.attendance.model import Model, State, expected
from amends.methods.attendance.occasion import FEATURES, SHARED, Bools, Floats, History, Ints

HALF_LIFE_DAYS = 365.0

# Where nothing is known yet nearly everybody is reckoned to come, so that nobody is turned away on a guess.
PRIOR_MEAN = log(0.95 / 0.05)
PRIOR_MEAN_SPREAD = 1.0
# What the spreads are thought to be before anything is seen, in log odds; it weighs as much as `PRIOR_LEVELS` levels.
PRIOR_SPREAD = {"person": 0.8, "project": 0.2, "town": 0.2, "weekday": 0.2, "weeks": 0.2, "notice": 0.2}
PRIOR_LEVELS = 2.0

_MOST_STEPS = 60
_STILL = 3e-3  # log odds: where neither effects nor spreads move further than this, the search has come to rest
_NEAR = 0.1  # log odds: within this of where it will rest, the spreads may be judged
_FURTHEST = 2.0  # log odds that any effect may move at once
_LEAST_SPREAD = 1e-3  # a family without any effect is not driven to nought itself: one over it is needed


def fit(history: History) -> Model:
    """The model of a history. With nothing in it, the model is what is thought before anything is seen."""
    levels = Levels.of(history.occasions)
    design = Design.of(history.occasions, levels, levels.width)
    weight = weights(history.days_ago)
    towards = np.zeros(levels.width)
    towards[0] = PRIOR_MEAN
    spread = dict(PRIOR_SPREAD)
    own, shared = np.zeros(levels.people), np.zeros(levels.width)
    shared[0] = _mean_log_odds(weight, history.came)
    state = State.before(levels, spread, own, shared)
    settled, steps = False, 0
    while not settled and steps < _MOST_STEPS:
        steps += 1
        pull, pull_own = _pull(spread, levels), spread["person"] ** -2
        left = design.variance(state.variance_own, state.crossed, state.covariance)
        chance, certain = expected(design.log_odds(own, shared), left)
        surprise, certain = weight * (history.came - chance), weight * certain
        link = design.person_by_column(certain)
        state = State.given(
            own, shared, design.by_person(certain) + pull_own, link, design.column_by_column(certain) + np.diag(pull)
        )
        step_own, step = state.newton(
            design.by_person(surprise) - own * pull_own, design.by_column(surprise) - (shared - towards) * pull
        )
        moved = float(max(np.abs(step).max(), np.abs(step_own).max(initial=0.0)))
        # Far from the end the curvature says little: go no further at once than where it still does.
        share = min(1.0, _FURTHEST / moved) if moved else 1.0
        own, shared = own + share * step_own, shared + share * step
        if moved > _NEAR:
            continue
        before, spread = spread, _spreads(own, shared, state, spread, levels)
        settled = max(moved, *(abs(spread[name] - before[name]) for name in FEATURES)) < _STILL
    seen = np.bincount(design.person, minlength=levels.people + 1)[: levels.people].astype(np.int64)
    used = levels.used(weight, history.occasions)
    return Model(levels, state.moved_to(own, shared), spread, used, seen, steps, settled)


def weights(days_ago: Ints) -> Floats:
    """What each outcome counts for, given its age in days.

    Scaled so that together they count for as many bookings as a sample so weighted is worth (Kish's effective size):
    otherwise effects would seem to scatter less by chance than they do, and the spreads would come out too small.
    """
    weight = np.power(0.5, days_ago / HALF_LIFE_DAYS)
    scaled: Floats = weight * (weight.sum() / np.square(weight).sum()) if len(weight) else weight
    return scaled


def _mean_log_odds(weight: Floats, came: Bools) -> float:
    """The log odds of the mean, the prior's mean counted as one booking: near enough to begin from."""
    first = 1 / (1 + exp(-PRIOR_MEAN))
    mean = (float((weight * came).sum()) + first) / (float(weight.sum()) + 1)
    return log(mean / (1 - mean))


def _pull(spread: dict[str, float], levels: Levels) -> Floats:
    """How strongly the mean and each other level are drawn to where they started: one over the variance."""
    parts = [np.array([PRIOR_MEAN_SPREAD**-2])]
    parts += [np.full(len(levels.values[name]), spread[name] ** -2) for name in SHARED]
    return np.concatenate(parts)


def _spreads(own: Floats, shared: Floats, state: State, spread: dict[str, float], levels: Levels) -> dict[str, float]:
    """Each family's spread anew: its effects' squares, over the number of levels that the data determine.

    A level of which nothing is known has all of its prior variance left, and counts for nought.
    """
    found = {}
    variance = np.diag(state.covariance)
    for name in FEATURES:
        where = levels.columns_of(name)
        effects, left = (own, state.variance_own) if name == "person" else (shared[where], variance[where])
        determined = max(0.0, len(effects) - float(left.sum()) / spread[name] ** 2)
        total = float(np.square(effects).sum()) + PRIOR_LEVELS * PRIOR_SPREAD[name] ** 2
        found[name] = max(_LEAST_SPREAD, sqrt(total / (determined + PRIOR_LEVELS)))
    return found
