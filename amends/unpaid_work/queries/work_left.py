"""Which requirement a person's next booking works off, and what is left of it beside what is booked already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from amends.cases.models import Person, Requirement
from amends.unpaid_work.models import Booking, CourtReturn, Session
from amends.unpaid_work.queries.accounts import Account, accounts_of

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class WorkLeft:
    """What a person has to work on a day.

    `requirement` is the one to book on: None where none is in force, or bookings cover them all (`in_force` tells
    which). Minutes: `left` still to work, `booked` of them in bookings whose outcome is not recorded; `ete_left` and
    `ete_booked` alike for education, training and employment.
    """

    requirement: Requirement | None
    in_force: bool
    left: int
    booked: int
    ete_left: int
    ete_booked: int


@dataclass
class Ledger:
    """A person's accounts, earliest first, and the minutes booked but not yet worked."""

    accounts: list[Account] = field(default_factory=list)
    booked: int = 0
    ete_booked: int = 0

    def add(self, session: Session) -> None:
        """Count one more booking."""
        minutes = (session.ends_at - session.starts_at) // MINUTE
        self.booked += minutes
        self.ete_booked += minutes if session.project.kind == "ete" else 0

    def on(self, day: date) -> WorkLeft:
        """What is left on a day: bookings fill the earlier requirements first; concurrent ones are filled at once."""
        groups: list[list[Account]] = []
        for account in self.accounts:
            if not _in_force(account.requirement, day):
                continue
            if groups and account.requirement.runs == Requirement.Runs.CONCURRENT:
                groups[-1].append(account)
            else:
                groups.append([account])
        chosen, left = None, 0
        for group in groups:
            longest = max(group, key=_remaining)
            left += _remaining(longest)
            if chosen is None and left > self.booked:
                chosen = longest
        ete_left = chosen.statement.ete.left if chosen and chosen.statement else 0
        requirement = chosen.requirement if chosen else None
        return WorkLeft(requirement, bool(groups), left, self.booked, ete_left, self.ete_booked)


def ledgers(people: Iterable[Person], *, leaving_out: Booking | None = None) -> dict[int, Ledger]:
    """Each person's ledger, by their id, without the booking left out. What a court is to decide on first is not in it.

    The number of queries does not grow with the number of people.
    """
    keys = {person.pk for person in people}
    found: dict[int, Ledger] = defaultdict(Ledger)
    held = set(suspending().filter(requirement__sentence__person__in=keys).values_list("requirement_id", flat=True))
    for account in accounts_of(keys).values():
        if account.requirement.pk in held:
            continue
        found[account.requirement.sentence.person_id].accounts.append(account)
    for ledger in found.values():
        ledger.accounts.sort(key=lambda one: (one.requirement.sentence.sentence_date, one.requirement.pk))
    for booking in open_bookings(keys).exclude(pk=leaving_out.pk if leaving_out else None):
        found[booking.appointment.person_id].add(booking.session)
    return {key: found[key] for key in keys}


def open_bookings(people: Iterable[int]):
    """The bookings of these people that stand and whose outcome is not recorded."""
    return Booking.objects.filter(
        appointment__person__in=list(people),
        appointment__cancelled_at__isnull=True,
        appointment__outcomes__isnull=True,
        stand_down__isnull=True,
    ).select_related("appointment", "session__project")


def suspending() -> QuerySet[CourtReturn]:
    """Applications to a court that has yet to decide, on whose requirements no work is booked meanwhile."""
    return CourtReturn.objects.filter(suspended=True, result="")


def _in_force(requirement: Requirement, on: date) -> bool:
    return requirement.sentence.sentence_date <= on and (requirement.ended_on is None or on < requirement.ended_on)


def _remaining(account: Account) -> int:
    """Minutes; an account that cannot be stated is taken to have all of its ordered minutes left."""
    return account.statement.remaining if account.statement else account.requirement.ordered_minutes
