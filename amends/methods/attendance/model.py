"""What was learned of the effects: a normal distribution, kept in the parts that its shape allows."""

from dataclasses import dataclass, replace

import numpy as np

from amends.methods.attendance.design import Levels
from amends.methods.attendance.occasion import Floats, Ints

VERSION = 2  # of the method, as told on pages and in docs/rules/attendance.md

EXTREME = 30.0  # log odds beyond which a chance no longer changes
_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class State:
    """The mean and the covariance of the effects: people's `own`, and `shared` (the mean, then every other level).

    `leaning` is how far each person's effect goes back when a shared one goes up; `covariance` that of the shared ones,
    `crossed` the product of the two, `variance_own` the variance of people's, `precision` what it would be one over if
    the shared effects were known.
    """

    own: Floats
    shared: Floats
    precision: Floats
    leaning: Floats
    covariance: Floats
    crossed: Floats
    variance_own: Floats

    @classmethod
    def before(cls, levels: Levels, spread: dict[str, float], own: Floats, shared: Floats) -> "State":
        """Before the first step: nothing is uncertain yet, so that the first curvature is that at the mean."""
        people, width = levels.people, levels.width
        nothing = np.zeros((people, width))
        return cls(
            own, shared, np.full(people, spread["person"] ** -2), nothing, np.zeros((width, width)), nothing,
            np.zeros(people),
        )  # fmt: skip

    @classmethod
    def given(cls, own: Floats, shared: Floats, precision: Floats, link: Floats, core: Floats) -> "State":
        """From the curvature: people's (diagonal), from people to the shared, and the shared ones'."""
        leaning = link / precision[:, None]
        covariance = np.linalg.inv(core - link.T @ leaning).astype(np.float64)
        crossed = leaning @ covariance
        variance_own = 1 / precision + np.einsum("pk,pk->p", crossed, leaning)
        return cls(own, shared, precision, leaning, covariance, crossed, variance_own)

    def newton(self, uphill_own: Floats, uphill: Floats) -> tuple[Floats, Floats]:
        """The step that the slopes ask for: of people's effects, and of the shared."""
        step = self.covariance @ (uphill - self.leaning.T @ uphill_own)
        return uphill_own / self.precision - self.leaning @ step, step

    def with_means(self, used: Floats) -> "State":
        """With a column more for each of these mixtures of the shared effects."""
        both = np.hstack([np.eye(len(self.shared)), used])
        return replace(
            self,
            shared=self.shared @ both,
            leaning=self.leaning @ both,
            crossed=self.crossed @ both,
            covariance=both.T @ self.covariance @ both,
        )

    def scatter(self, used: Floats) -> Floats:
        """The variance that is left within each mixture: of its effects, as believed, about their mean."""
        squares = np.square(self.shared) + np.diag(self.covariance)
        means = np.square(self.shared @ used) + np.einsum("kf,kl,lf->f", used, self.covariance, used)
        left: Floats = np.maximum(squares @ used - means, 0.0)
        return left

    def moved_to(self, own: Floats, shared: Floats) -> "State":
        """The same width about another mean."""
        return replace(self, own=own, shared=shared)


@dataclass(frozen=True)
class Model:
    """What was learned, in which levels; the `spread` of each family of effects; how they were `used` (`Levels.used`).

    `seen`: sessions of each person. `steps` taken, and whether the search came to rest (`settled`).
    """

    levels: Levels
    state: State
    spread: dict[str, float]
    used: Floats
    seen: Ints
    steps: int
    settled: bool

    @property
    def rests_on(self) -> int:
        """How many bookings it was learned from."""
        return int(self.seen.sum())


def logistic(odds: Floats) -> Floats:
    """The chance with these log odds, never rounded to 0 or 1."""
    chances: Floats = 1 / (1 + np.exp(-np.clip(odds, -EXTREME, EXTREME)))
    return chances


def expected(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """The chance, and the chance times its complement, averaged over log odds that are normal (Gauss-Hermite)."""
    width = np.sqrt(variance)
    chance, certain = np.zeros(len(mean)), np.zeros(len(mean))
    for point, weight in zip(_POINTS, _WEIGHTS, strict=True):
        one = logistic(mean + point * width)
        chance += weight * one
        certain += weight * one * (1 - one)
    return chance, certain
