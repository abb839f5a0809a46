"""When somebody who joins the queue now will have a first session, from the work that there is room for in each week.

People who have begun come first: each week's room less what is to be offered to them is for those who wait, in the
order in which they came. Whoever begins is offered work in the weeks after as well; those who finish make room.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Queue:
    """`waiting` people, each to be offered `offer` minutes a week; `needed` minutes a week by those who have begun, of
    whom as many finish a week as `finishing` minutes are offered to."""

    waiting: int
    offer: int
    needed: int
    finishing: float = 0.0


def weeks_to_first_session(queue: Queue, room: Sequence[int]) -> int | None:
    """The week, counted from 1, in which one more person gets a first session; None: not within a year.

    `room` are minutes of work, week by week; after the last the mean of them goes on. Raises ValueError without any
    room's week, or where an offer is of nothing.
    """
    if not room or queue.offer <= 0:
        raise ValueError("there is a week's room, and an offer of some minutes")
    later = sum(room) / len(room)
    needed, ahead = float(queue.needed), queue.waiting + 1
    for week in range(1, MOST_WEEKS + 1):
        minutes = room[week - 1] if week <= len(room) else later
        starting = min(ahead, int(max(0.0, minutes - needed) // queue.offer))
        ahead -= starting
        if not ahead:
            return week
        needed = max(0.0, needed + starting * queue.offer - queue.finishing)
    return None
