"""What a statement is made from: what the court ordered and changed, and what happened since.

Times carry an offset. Minutes are integers.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from amends.policy.civil_time import civil_date, end_of_day

ADJUSTMENT_REASONS = ("travel", "correction", "other", "home")


@dataclass(frozen=True)
class SessionEvent:
    """A booked session and its outcome. `notice` counts where the person was stood down or sent home by the service."""

    start: datetime
    end: datetime
    outcome: str
    penalty_minutes: int = 0
    notice: str = "on_site"

    @property
    def date(self) -> date:
        """The civil date on which it starts."""
        return civil_date(self.start)

    @property
    def taken_at(self) -> datetime:
        """The instant (UTC) that decides its place among the events."""
        return self.start.astimezone(UTC)


@dataclass(frozen=True)
class EteEvent:
    """Education, training or employment done on a date."""

    on: date
    minutes: int

    @property
    def date(self) -> date:
        """The date on which it was done."""
        return self.on

    @property
    def taken_at(self) -> datetime:
        """The end of its day."""
        return end_of_day(self.on)


@dataclass(frozen=True)
class AdjustmentEvent:
    """Minutes given (positive) or taken back (negative) by hand: `travel`, `correction`, `other`; `home`: inspected."""

    on: date
    minutes: int
    reason: str

    @property
    def date(self) -> date:
        """The date from which it counts."""
        return self.on

    @property
    def taken_at(self) -> datetime:
        """The end of its day."""
        return end_of_day(self.on)


Event = SessionEvent | EteEvent | AdjustmentEvent


@dataclass(frozen=True)
class Change:
    """Minutes that the court added (positive) or removed (negative) from a date on."""

    on: date
    minutes: int
    reason: str = "court"


@dataclass(frozen=True)
class Switches:
    """The policy switches of a service, both off by default."""

    earned_reduction: bool = False
    later_failure_ends_earning: bool = False


@dataclass(frozen=True)
class Requirement:
    """One unpaid work requirement, with everything recorded on it, in the order recorded."""

    ordered_minutes: int
    sentence_date: date
    events: tuple[Event, ...] = ()
    changes: tuple[Change, ...] = ()
    switches: Switches = Switches()
