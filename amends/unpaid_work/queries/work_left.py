"""Which requirement a person's next booking works off, and what is left of it beside what is booked already."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from amends.cases.models import Person, Requirement
from amends.unpaid_work.models import Booking
from amends.unpaid_work.queries.accounts import Account, accounts_of

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class WorkLeft:
    """What a person has to work. `requirement` is None where none is in force on the day, or all are worked off.

    Minutes: `left` still to work, `booked` of them in bookings whose outcome is not recorded; `ete_left` and
    `ete_booked` alike for education, training and employment.
    """

    requirement: Requirement | None
    in_force: bool
    left: int
    booked: int
    ete_left: int
    ete_booked: int

    @property
    def covered(self) -> bool:
        """Whether what is booked already covers what is left."""
        return self.booked >= self.left


def work_left(people: Iterable[Person], on: date) -> dict[int, WorkLeft]:
    """What each person has left to work on a day, by their id. The queries do not grow with the number of people."""
    keys = [person.pk for person in people]
    accounts: dict[int, list[Account]] = defaultdict(list)
    for account in accounts_of(keys).values():
        accounts[account.requirement.sentence.person_id].append(account)
    booked: dict[int, int] = defaultdict(int)
    ete: dict[int, int] = defaultdict(int)
    for booking in open_bookings(keys):
        session = booking.session
        minutes = (session.ends_at - session.starts_at) // MINUTE
        booked[booking.appointment.person_id] += minutes
        if session.project.kind == "ete":
            ete[booking.appointment.person_id] += minutes
    return {key: _of_person(accounts[key], booked[key], ete[key], on) for key in keys}


def open_bookings(people: Iterable[int]):
    """The bookings of these people that stand and whose outcome is not recorded."""
    return Booking.objects.filter(
        appointment__person__in=list(people),
        appointment__cancelled_at__isnull=True,
        appointment__outcomes__isnull=True,
        stand_down__isnull=True,
    ).select_related("appointment", "session__project")


def _of_person(accounts: list[Account], booked: int, ete_booked: int, on: date) -> WorkLeft:
    """The earliest group of requirements that the bookings do not cover yet; concurrent ones are one group."""
    accounts = [account for account in accounts if _in_force(account.requirement, on)]
    accounts.sort(key=lambda account: (account.requirement.sentence.sentence_date, account.requirement.pk))
    groups: list[list[Account]] = []
    for account in accounts:
        if groups and account.requirement.runs == Requirement.Runs.CONCURRENT:
            groups[-1].append(account)
        else:
            groups.append([account])
    left = sum(max(map(_remaining, group)) for group in groups)
    before = 0
    chosen = None
    for group in groups:
        before += max(map(_remaining, group))
        if before > booked:
            chosen = max(group, key=_remaining)
            break
    ete_left = chosen.statement.ete.left if chosen and chosen.statement else 0
    return WorkLeft(chosen and chosen.requirement, bool(accounts), left, booked, ete_left, ete_booked)


def _in_force(requirement: Requirement, on: date) -> bool:
    return requirement.sentence.sentence_date <= on and (requirement.ended_on is None or on < requirement.ended_on)


def _remaining(account: Account) -> int:
    """Minutes; an account that cannot be stated is taken to have all of its ordered minutes left."""
    return account.statement.remaining if account.statement else account.requirement.ordered_minutes
