"""Chances of turning up, with their intervals, from what was learned.

What is known of an occasion's log odds is a mean and a variance. For a person, project or town never seen the effect is
taken for nought and the whole spread of its family is added. What is not settled yet, such as the weekday of a session
that is still to be planned, is taken as such sessions have been on the whole, and their scatter is added.

The chance is the mean of the chances that this allows, so that it holds on the average over everybody alike: with
little known it lies nearer the middle than the chance at the mean log odds.
"""

from dataclasses import dataclass

import numpy as np

from amends.methods.attendance.design import Design
from amends.methods.attendance.estimate import Estimate
from amends.methods.attendance.model import Model, expected, logistic
from amends.methods.attendance.occasion import SHARED, Floats, Ints, Occasions
from amends.methods.statistics.share import Z95


@dataclass(frozen=True)
class Chances:
    """For each occasion a chance in (0, 1) with its 95% interval, and the person's sessions that it rests on."""

    chance: Floats
    low: Floats
    high: Floats
    seen: Ints

    def __len__(self) -> int:
        return len(self.chance)

    def estimate(self, place: int) -> Estimate:
        """One of them."""
        return Estimate(
            float(self.chance[place]), float(self.low[place]), float(self.high[place]), int(self.seen[place])
        )


def predict(model: Model, occasions: Occasions) -> Chances:
    """The chance that each occasion is attended."""
    levels, state = model.levels, model.state.with_means(model.used)
    design = Design.of(occasions, levels, levels.beyond)
    mean = design.log_odds(state.own, state.shared)
    variance = design.variance(state.variance_own, state.crossed, state.covariance)
    variance += np.where(design.person == design.people, model.spread["person"] ** 2, 0.0)
    scatter = model.state.scatter(model.used)
    for number, name in enumerate(SHARED):
        column = design.columns[1 + number]
        variance += np.where(column == levels.beyond, model.spread[name] ** 2, 0.0)
        variance += np.where(column == levels.width + number, scatter[number], 0.0)
    chance, _certain = expected(mean, variance)
    half = Z95 * np.sqrt(variance)
    return Chances(
        chance,
        np.minimum(chance, logistic(mean - half)),
        np.maximum(chance, logistic(mean + half)),
        np.append(model.seen, 0)[design.person],
    )
