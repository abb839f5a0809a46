"""Whether a person can be reached remotely: the worst of access, affordability, skill and safety."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from amends.policy.dated_tables import table
from amends.policy.decision import Decision

Grade = Literal["none", "limited", "full"]
_ORDER: tuple[Grade, ...] = ("none", "limited", "full")


@dataclass(frozen=True)
class Access:
    """What was recorded on a day. `internet_allowed`: no condition of the licence forbids it."""

    recorded_on: date
    device: Literal["none", "shared", "own"]
    credit: bool
    signal: bool
    can_call: bool
    can_video: bool
    safe_place: bool
    internet_allowed: bool = True


def digital_index(access: Access) -> Decision[Grade]:
    """The worst of access (device, signal), affordability (credit), skill (calls, video) and safety (a safe place)."""
    grades: dict[str, Grade] = {
        "access": "none" if access.device == "none" or not access.signal else _shared(access.device),
        "affordability": "full" if access.credit else "limited",
        "skill": ("full" if access.can_video else "limited") if access.can_call else "none",
        "safety": "full" if access.safe_place else "none",
    }
    worst = min(grades.values(), key=_ORDER.index)
    row = table("digital_access").row(access.recorded_on)
    return Decision(worst, "digital_index", row.cited, row.confidence, tuple(f"{k}: {v}" for k, v in grades.items()))


def _shared(device: str) -> Grade:
    return "full" if device == "own" else "limited"


def lapses_on(recorded_on: date) -> date:
    """The first day on which what was recorded no longer holds. Raises Faults where no rule holds on that day."""
    return recorded_on + timedelta(days=table("digital_access").row(recorded_on).whole("days"))


def remote_modes(access: Access | None, *, on: date) -> Decision[tuple[str, ...] | None]:
    """The remote modes that are open to the person: none where safety fails, None (not known) where nothing holds.

    What was never recorded, or has lapsed, is not known: it never reads as yes.
    """
    row = table("digital_access").row(on)

    def decided(value: tuple[str, ...] | None, step: str) -> Decision[tuple[str, ...] | None]:
        return Decision(value, "remote_modes", row.cited, row.confidence, (step,))

    if access is None:
        return decided(None, "digital access was never recorded")
    if on >= lapses_on(access.recorded_on):
        return decided(None, f"recorded on {access.recorded_on.isoformat()}, it has lapsed")
    if not access.safe_place:
        return decided((), "no safe and private place to talk: no remote mode")
    if access.device == "none" or not access.signal:
        return decided((), "no device or no signal: no remote mode")
    modes = ["telephone"] if access.can_call else []
    if access.can_video and access.internet_allowed:
        modes.append("video")
    modes.append("message")
    if access.internet_allowed:
        modes.append("check_in")
    return decided(tuple(modes), "open: " + ", ".join(modes))


def no_contact_days(*, on: date) -> Decision[int]:
    """After how many days without contact a person is shown as not contacted."""
    row = table("no_contact").row(on)
    return Decision(row.whole("days"), "no_contact_days", row.cited, row.confidence)
