"""How good the chances would have been: learned from what came before a day, told for what came after it.

The occasions after the day are told with the history of the days before, nothing later. The same occasions are told by
two plainer methods: everybody's mean, and each person's own count drawn to their team's rate (version 1), from the same
past.
"""

from dataclasses import dataclass

import numpy as np

from amends.methods.attendance.counts import LOWEST, PRIOR_SESSIONS, team_rate
from amends.methods.attendance.fit import fit
from amends.methods.attendance.occasion import Floats, History, Ints, ordinary
from amends.methods.attendance.predict import predict
from amends.methods.calibration import Bin, Judgement, compare, judge, reliability

HELD_OUT_DAYS = 56  # the last weeks, which are told and not learned from
LEAST = 100  # occasions on either side of the day without which nothing is said


@dataclass(frozen=True)
class Told:
    """The occasions held out: whose, what happened, and the chance by each method.

    `model` is the chance at the session as it was; `planned` is the person's at an ordinary session, as plans have it.
    """

    held_out: History
    model: Floats
    planned: Floats
    counts: Floats
    mean: Floats


@dataclass(frozen=True)
class Backtest:
    """What came of it. `better_*`: the planned chances' figures less the plainer method's: below 0 they are better.

    `bins` are of the planned chances, `learned_from` occasions before the day.
    """

    told: Told
    learned_from: int
    bins: tuple[Bin, ...]
    model: Judgement
    planned: Judgement
    counts: Judgement
    mean: Judgement
    better_than_counts: Judgement
    better_than_mean: Judgement


def backtest(history: History, team: Ints, days: int = HELD_OUT_DAYS) -> Backtest | None:
    """The last `days` days told from those before; None where there is too little on either side.

    `team` numbers the team of each occasion's person, for the plainer method.
    """
    late = history.days_ago < days
    if min(late.sum(), (~late).sum()) < LEAST:
        return None
    past, held_out = history.of(~late, -days), history.of(late)
    model = fit(past)
    told = Told(
        held_out,
        predict(model, held_out.occasions).chance,
        predict(model, ordinary(held_out.occasions.person, held_out.occasions.weeks)).chance,
        _by_counts(past, team[~late], held_out, team[late]),
        np.full(len(held_out), float(past.came.mean())),
    )
    came, person = held_out.came, held_out.occasions.person
    return Backtest(
        told=told,
        learned_from=len(past),
        bins=reliability(told.planned, came),
        model=judge(told.model, came, person),
        planned=judge(told.planned, came, person),
        counts=judge(told.counts, came, person),
        mean=judge(told.mean, came, person),
        better_than_counts=compare(told.planned, told.counts, came, person),
        better_than_mean=compare(told.planned, told.mean, came, person),
    )


def _by_counts(past: History, past_team: Ints, held_out: History, team: Ints) -> Floats:
    """Version 1, for all at once."""
    come, all_of = _counts(past.occasions.person, past, held_out.occasions.person)
    team_come, team_all = _counts(past_team, past, team)
    rate = np.where(team_all > 0, team_come / np.maximum(team_all, 1), team_rate(0, 0))
    return np.clip((come + PRIOR_SESSIONS * rate) / (all_of + PRIOR_SESSIONS), LOWEST, 1.0)


def _counts(keys: Ints, past: History, asked: Ints) -> tuple[Floats, Floats]:
    """How often those with the same key came, and were expected."""
    values, places = np.unique(np.concatenate([keys, asked]), return_inverse=True)
    known, wanted = places[: len(keys)], places[len(keys) :]
    come = np.bincount(known, past.came, len(values)).astype(np.float64)
    expected = np.bincount(known, minlength=len(values)).astype(np.float64)
    return come[wanted], expected[wanted]
