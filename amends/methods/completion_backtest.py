"""How good forecasts of completion were: told at a date in the past, set beside what happened since.

Only what has happened can be counted: of the weeks by which a forecast says that it is done with a given chance, those
that are over. Of these the share that was done by then should be that chance, however many are not done to this day.
docs/rules/completion_forecast.md holds figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from amends.methods.completion_forecast import Forecast
from amends.methods.statistics.share import Share, wilson


@dataclass(frozen=True)
class Backtest:
    """Of the forecasts told, the share that was done by the week of each chance; None: no such week is over.

    `inside`: of those whose whole range is over, the share that was done within it.
    """

    told: int
    by_low: Share | None
    by_middle: Share | None
    by_high: Share | None
    inside: Share | None


def backtest(told: Sequence[Forecast], took: Sequence[int | None], weeks_since: int) -> Backtest:
    """Forecasts beside the weeks that it took; None: not done in the weeks since they were told."""
    pairs = list(zip(told, took, strict=True))

    def by(end: str) -> Share | None:
        over = [(week, done) for one, done in pairs if (week := getattr(one, end)) is not None and week <= weeks_since]
        return _share([done is not None and done <= week for week, done in over])

    whole = [
        (one.low, one.high, done)
        for one, done in pairs
        if one.low is not None and one.high is not None and one.high <= weeks_since
    ]
    inside = _share([done is not None and low <= done <= high for low, high, done in whole])
    return Backtest(len(pairs), by("low"), by("weeks"), by("high"), inside)


def _share(held: Sequence[bool]) -> Share | None:
    return wilson(sum(held), len(held)) if held else None
