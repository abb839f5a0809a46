"""How much work people are offered in a week, beside the least that policy asks."""

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

from amends.cases.models import Person, Requirement
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.roles import Permission
from amends.policy.booking import weekly_offer
from amends.policy.civil_time import london
from amends.unpaid_work.models import Booking
from amends.unpaid_work.queries.work_left import MINUTE

WEEK = timedelta(days=7)


def catchment(user, team: Team, first_day: date) -> QuerySet[Person]:
    """The people of the team's unit, as the user may see them, with unpaid work ordered and not ended in the week."""
    people = working_in(Person.objects.filter(team__pdu=team.pdu_id), first_day)
    return with_offers(access.visible(people, user, Permission.SESSION_VIEW), first_day)


def working_in(people: QuerySet[Person], first_day: date) -> QuerySet[Person]:
    """Those of the people with unpaid work ordered and not ended in the week from a Monday."""
    open_ones = Requirement.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=first_day),
        kind=Requirement.Kind.UNPAID_WORK,
        sentence__sentence_date__lt=first_day + WEEK,
        sentence__person=OuterRef("pk"),
    )
    return people.filter(Exists(open_ones), merged_into__isnull=True)


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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), london())
