"""The steps of a breach and of a recall: which may follow which, whose turn it is, and by when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from amends.faults import Fault, Faults
from amends.policy.dated_tables import table
from amends.policy.decision import Decision
from amends.policy.working_days import add_working_days

Kind = Literal["breach", "recall"]


@dataclass(frozen=True)
class Move:
    """One step that takes proceedings of a kind from a state to another; from no state (empty), it begins them."""

    kind: str
    name: str
    before: str
    after: str


MOVES = (
    Move("breach", "start", "", "started"),
    Move("breach", "suspend", "started", "suspended"),
    Move("breach", "resume", "suspended", "started"),
    Move("breach", "lay", "started", "laid"),
    Move("breach", "suspend", "laid", "suspended_laid"),
    Move("breach", "resume", "suspended_laid", "laid"),
    Move("breach", "list", "laid", "listed"),
    Move("breach", "adjourn", "listed", "listed"),
    Move("breach", "decide", "listed", "decided"),
    Move("breach", "withdraw", "started", "withdrawn"),
    Move("breach", "withdraw", "suspended", "withdrawn"),
    Move("breach", "take_back", "laid", "notice_owed"),
    Move("breach", "take_back", "listed", "notice_owed"),
    Move("breach", "take_back", "suspended_laid", "notice_owed"),
    Move("breach", "notify", "notice_owed", "withdrawn"),
    Move("recall", "start", "", "proposed"),
    Move("recall", "sign", "proposed", "signed"),
    Move("recall", "decline", "proposed", "declined"),
    Move("recall", "request", "signed", "requested"),
    Move("recall", "return", "requested", "returned"),
    Move("recall", "decide", "returned", "decided"),
    Move("recall", "decide", "requested", "decided"),
    Move("recall", "withdraw", "proposed", "withdrawn"),
    Move("recall", "withdraw", "signed", "withdrawn"),
    Move("recall", "take_back", "requested", "notice_owed"),
    Move("recall", "notify", "notice_owed", "withdrawn"),
)
FINAL = ("decided", "withdrawn", "declined")
SUSPENDED = ("suspended", "suspended_laid")
# What has left the service: it is not undone by the service alone, and the pack stays as it was sent.
SENT = ("laid", "suspended_laid", "listed", "requested", "returned", "notice_owed", "decided")


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, and the last day for it."""

    owner: str
    due: date


def moves_from(kind: str, state: str) -> tuple[Move, ...]:
    """The steps that may be taken from a state."""
    return tuple(move for move in MOVES if move.kind == kind and move.before == state)


def after(kind: str, state: str, name: str) -> str:
    """The state after a step. Raises Faults where the step cannot be taken from the state."""
    for move in moves_from(kind, state):
        if move.name == name:
            return move.after
    allowed = ", ".join(move.name for move in moves_from(kind, state)) or "nothing"
    raise Faults([Fault("", None, "step", f"{name} from {state or 'the start'}", allowed)])


def states_of(kind: str) -> tuple[str, ...]:
    """The states of a kind, in the order in which they are reached."""
    return tuple(dict.fromkeys(move.after for move in MOVES if move.kind == kind))


def turn(kind: str, state: str, counts_from: date) -> Decision[Turn] | None:
    """Whose turn it is in a state and by when, in working days after `counts_from`; None where all is over.

    Raises Faults for a day without a rule.
    """
    if state in FINAL:
        return None
    row = table("proceeding_clocks", "kind", "state").row(counts_from, kind=kind, state=state)
    days = row.whole("working_days")
    due = add_working_days(counts_from, days)
    told = "1 working day" if days == 1 else f"{days} working days"
    steps = (f"{told} after {counts_from.isoformat()}: {due.isoformat()}",)
    return Decision(Turn(row["owner"], due), "proceeding_clocks", row.cited, row.confidence, steps)


def review_of_recall(returned_on: date) -> Decision[date]:
    """The day by which a standard recall is looked at again after the return to custody."""
    row = table("recall_review").row(returned_on)
    days = row.whole("working_days")
    due = add_working_days(returned_on, days)
    return Decision(due, "recall_review", row.cited, row.confidence, (f"{days} working days after the return",))


def suspended_on(histories: Iterable[Sequence[tuple[date, str]]], on: date) -> tuple[int, int]:
    """How many breaches stood suspended at the end of a day, of how many logged by then and not over.

    Each history is the days on which a breach came to its states, in order.
    """
    states = [([state for day, state in history if day <= on] or [""])[-1] for history in histories]
    standing = [state for state in states if state and state not in FINAL]
    return sum(state in SUSPENDED for state in standing), len(standing)
