"""A person's unpaid work: how each requirement stands, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from amends.cases.models import Person, Requirement
from amends.policy.completion import completion_date
from amends.unpaid_work.models import Booking, Switch
from amends.unpaid_work.queries.accounts import Account, accounts_of
from amends.unpaid_work.queries.statement import StatementLine, lines_of, status_of


@dataclass(frozen=True)
class Standing:
    """How one requirement stands. `last_day` is the last on which its hours may be worked; None: no limit applies."""

    account: Account
    lines: tuple[StatementLine, ...]
    status: str
    last_day: date | None

    @property
    def requirement(self) -> Requirement:
        return self.account.requirement

    @property
    def credited(self) -> int:
        """Minutes credited, by whatever means."""
        stated = self.account.statement
        if stated is None:
            return 0
        return stated.credited_sessions + stated.credited_ete + stated.adjustments + stated.earned_reduction

    def cumulative(self) -> list[tuple[date, int]]:
        """What had been credited by the end of each day on which anything was."""
        points: dict[date, int] = {}
        together = 0
        for line in self.lines:
            together += line.credited + line.earned
            if line.credited or line.earned:
                points[line.on] = together
        return list(points.items())


def people() -> QuerySet[Person]:
    """People with what the heading of their unpaid work shows. A record merged into another is opened by that one."""
    return Person.objects.filter(merged_into__isnull=True).select_related("team")


def requirements() -> QuerySet[Requirement]:
    """Unpaid work requirements with their person, team and sentence."""
    return Requirement.objects.filter(kind=Requirement.Kind.UNPAID_WORK).select_related("sentence__person__team__pdu")


def standings(person: Person, on: date) -> list[Standing]:
    """Every unpaid work requirement of a person, the latest sentence first, as it stands on a day."""
    found = [standing(account, on) for account in accounts_of([person.pk]).values()]
    return sorted(found, key=lambda one: (one.requirement.sentence.sentence_date, one.requirement.pk), reverse=True)


def standing(account: Account, on: date) -> Standing:
    """How a requirement stands by its account, under the policy of a day."""
    requirement = account.requirement
    last_day = requirement.limit_date or completion_date(requirement.sentence.sentence_date, on=on).value
    status = status_of(requirement, account.statement)
    return Standing(account, tuple(lines_of(account)), status, last_day)


def coming(person: Person, at: datetime) -> QuerySet[Booking]:
    """The sessions to come of a person whose record is open, the next first."""
    return (
        Booking.objects.filter(appointment__person=person, appointment__cancelled_at__isnull=True)
        .filter(appointment__ends_at__gt=at, stand_down__isnull=True)
        .select_related("appointment", "session__project", "session__supervisor")
        .order_by("appointment__starts_at")
    )


def switches_set() -> list[tuple[str, bool, Switch | None]]:
    """Each switch of policy in words, whether it is on, and the row that set it; off where none did."""
    held = {switch.name: switch for switch in Switch.objects.select_related("changed_by")}
    return [(str(words), name in held and held[name].on, held.get(name)) for name, words in Switch.Name.choices]
