"""The weeks in two halves, worked on at the same time.

A booking is a matter of its week but for three things: the score, and what is left of a person's hours and of their ETE
minutes. Each half counts its own points. What a person has to spare belongs to one half at a time: there they may book
as the rules allow while the other half stays as it is; in the other they may book no more than they give up. Whatever
both halves do, the rules hold when they are joined. See docs/rules/filling_seats.md.
"""

from typing import NamedTuple

import numpy as np

from amends.methods.planning.model import Bools, Ints
from amends.methods.planning.priced.ground import Ground
from amends.methods.planning.priced.seating import NOBODY, Seating

_DAYS = 7


class Half(NamedTuple):
    """Some of the weeks, with a ground and a seating in which no others may be changed."""

    ground: Ground
    seating: Seating
    weeks: range


def halved(ground: Ground, seating: Seating, turn: int) -> list[Half]:
    """The weeks in two halves, or the only week; with each turn what a person has to spare is the other half's.

    The halves share most arrays with the seating, which is whole again when they are `joined`.
    """
    weeks = seating.booked.shape[1]
    if weeks == 1:
        return [Half(ground, seating, range(1))]
    middle = weeks // 2
    later = (seating.at[:, middle * _DAYS :] != NOBODY).any(axis=1)
    # who has no later booking keeps what they have to spare in the earlier half, where their last booking is
    spare_later: Bools = later & ((np.arange(later.size) + turn) % 2 == 1)
    halves = []
    for part, spare in ((range(middle), ~spare_later), (range(middle, weeks), spare_later)):
        own_ground = ground._replace(
            minutes_left=np.where(spare, ground.minutes_left, _as_now(ground, seating)),
            ete_left=np.where(spare, ground.ete_left, seating.ete),
        )
        own_seating = seating._replace(
            at=seating.at.copy(),
            total=seating.total.copy(),
            ete=seating.ete.copy(),
            score=np.zeros(1),
            journal=np.zeros_like(seating.journal),
        )
        halves.append(Half(own_ground, own_seating, part))
    return halves


def _as_now(ground: Ground, seating: Seating) -> Ints:
    """What would have to be left of each person's hours for them to have now as much as they may."""
    held = seating.at != NOBODY
    last = held.shape[1] - 1 - np.argmax(held[:, ::-1], axis=1)
    minutes = ground.lengths[ground.length[seating.at[np.arange(last.size), last]]]
    now: Ints = np.where(seating.total > 0, seating.total - minutes + 1, 0)
    return np.minimum(now, ground.minutes_left)


def joined(seating: Seating, halves: list[Half]) -> None:
    """Put together what was done in the halves."""
    if len(halves) == 1:
        return
    ete = seating.ete.copy()
    for half in halves:
        days = slice(half.weeks.start * _DAYS, half.weeks.stop * _DAYS)
        seating.at[:, days] = half.seating.at[:, days]
        seating.ete[:] += half.seating.ete - ete
        seating.score[0] += half.seating.score[0]
    seating.total[:] = seating.booked.sum(axis=1)
    seating.journal[0, 0] = 0
