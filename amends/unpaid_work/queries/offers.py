"""The weekly-offer monitor: who was offered less work in a week than policy asks, and why."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.roles import Permission
from amends.policy.booking import weekly_offer
from amends.policy.civil_time import london
from amends.unpaid_work.models import Booking, Unavailability, UnpaidWorkAssessment
from amends.unpaid_work.queries.work_left import MINUTE, ledgers

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Offer:
    """What a person was offered in the week, in minutes, beside the least; and why it is less."""

    person: Person
    offered: int
    least: int
    left: int
    why: str


def catchment(user, team: Team, first_day: date) -> QuerySet[Person]:
    """The people of the team's unit, as the user may see them, with unpaid work ordered and not ended in the week."""
    open_ones = Requirement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=first_day),
        kind=Requirement.Kind.UNPAID_WORK,
        sentence__sentence_date__lt=first_day + WEEK,
        sentence__person=OuterRef("pk"),
    )
    people = Person.objects.filter(Exists(open_ones), team__pdu=team.pdu_id, merged_into__isnull=True)
    return with_offers(access.visible(people, user, Permission.SESSION_VIEW), first_day)


def with_offers(people: QuerySet[Person], first_day: date) -> QuerySet[Person]:
    """The people, each with `offered` and `least` (durations) for the week from a Monday."""
    # An appointment has its session's times; by them a person's week is found from one index.
    length = ExpressionWrapper(F("appointment__ends_at") - F("appointment__starts_at"), output_field=DurationField())
    offered = (
        Booking.objects.filter(
            appointment__person=OuterRef("pk"),
            appointment__cancelled_at__isnull=True,
            stand_down__isnull=True,
            appointment__starts_at__gte=_midnight(first_day),
            appointment__starts_at__lt=_midnight(first_day + WEEK),
        )
        .order_by()
        .values("appointment__person")
        .annotate(total=Sum(length))
        .values("total")
    )
    intensive = Requirement.objects.filter(sentence__person=OuterRef("pk"), intensive=True, ended_on__isnull=True)
    ordinary, most = (weekly_offer(intensive=worked, on=first_day).value * MINUTE for worked in (False, True))
    return people.annotate(
        offered=Coalesce(Subquery(offered), Value(timedelta()), output_field=DurationField()),
        least=Case(When(Exists(intensive), then=Value(most)), default=Value(ordinary), output_field=DurationField()),
    )


def counted(user, team: Team, first_day: date) -> tuple[int, int]:
    """How many of the catchment are booked for less than the least, and how many people the catchment has."""
    less = Count("pk", filter=Q(offered__lt=F("least")))
    found = catchment(user, team, first_day).aggregate(less=less, everyone=Count("pk"))
    return found["less"], found["everyone"]


def offered_less(user, team: Team, first_day: date) -> QuerySet[Person]:
    """Those of the catchment who are booked for less than the least that policy asks."""
    return catchment(user, team, first_day).filter(offered__lt=F("least")).order_by("offered", "family_name", "pk")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), london())


def explained(people: list[Person], first_day: date) -> list[Offer]:
    """Why each of these people (with `offered` and `least`) is offered no more. A constant number of queries."""
    last_day = first_day + WEEK - timedelta(days=1)
    keys = [person.pk for person in people]
    ledger = ledgers(people)
    checks: dict[int, list[str]] = {}
    for assessment in UnpaidWorkAssessment.objects.filter(
        person__in=keys, from_date__lte=last_day, to_date__gt=first_day
    ):
        checks.setdefault(assessment.person_id, []).append(assessment.harm_check)
    away = set(
        Unavailability.objects.filter(
            person__in=keys, from_date__lte=first_day, to_date__gt=first_day + timedelta(days=4)
        ).values_list("person_id", flat=True)
    )
    found = []
    for person in people:
        work = ledger[person.pk].on(last_day)
        offered, least = person.offered // MINUTE, person.least // MINUTE
        checked = checks.get(person.pk, [])
        found.append(Offer(person, offered, least, work.left, _why(checked, person.pk in away, work.left, least)))
    return found


def _why(checks: list[str], away: bool, left: int, least: int) -> str:
    if not checks:
        return _("No assessment for unpaid work in force")
    if all(check == UnpaidWorkAssessment.HarmCheck.NOT_RETRIEVED for check in checks):
        return _("The check on risk of harm was not retrieved")
    if away:
        return _("Away all week")
    if left == 0:
        return _("The hours are worked off")
    if left < least:
        return _("Hours nearly done")
    return _("Not booked for more yet")
