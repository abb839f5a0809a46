"""Stand-downs: who was turned away, and the rate with both its denominators beside completions.

Definitions, and a worked example, stand in docs/rules/stand_down_rate.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from amends.cases.models import Requirement, RequirementChange
from amends.contacts.models import ContactOutcome
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.session_credit import SENT_HOME_BY_SERVICE, STOOD_DOWN, most_stand_down_credit
from amends.unpaid_work.models import Booking, EteCredit, HoursAdjustment, Session, StandDown, StandDownPerson
from amends.unpaid_work.queries.accounts import Account, accounts_of
from amends.unpaid_work.queries.record import day_of, switches

REARRANGED = ("RSSR", "RSOF")
OFFER_DAYS = 28
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class StandDownRate:
    """Person-days lost to stand-downs, and kept: each person booked on a session counts one day."""

    lost: int
    kept: int

    @property
    def planned(self) -> int:
        """Days planned: those kept and those lost."""
        return self.lost + self.kept

    @property
    def of_kept(self) -> float | None:
        """Days lost over days kept; None where none was kept."""
        return self.lost / self.kept if self.kept else None

    @property
    def of_planned(self) -> float | None:
        """Days lost over days planned; None where none was planned."""
        return self.lost / self.planned if self.planned else None


@dataclass(frozen=True)
class Completions:
    """Requirements worked on in the period, and those of them whose hours were completed in it."""

    worked_on: int
    completed: int

    @property
    def share(self) -> float | None:
        return self.completed / self.worked_on if self.worked_on else None


@dataclass(frozen=True)
class Period:
    """Teams over the days from `first` to `last`, both included."""

    teams: tuple[Team, ...]
    first: date
    last: date

    def outcomes(self) -> QuerySet[ContactOutcome]:
        """The outcomes that stand of the teams' sessions in the period."""
        # As "none that replaces it": as an outer join without a match, PostgreSQL takes it that next to none stand.
        return ContactOutcome.objects.filter(
            ~Exists(ContactOutcome.objects.filter(replaces=OuterRef("pk"))),
            appointment__booking__session__project__team__in=self.teams,
            appointment__booking__session__date__range=(self.first, self.last),
        )


def teams_of(user) -> list[Team]:
    """The unpaid work teams whose stand-downs the user may see, by name."""
    within = access.scope(user, Permission.SESSION_VIEW, "")
    return list(Team.objects.filter(within, projects__isnull=False).distinct().order_by("name"))


def rate(period: Period) -> StandDownRate:
    """Days lost and kept. Days rearranged beforehand were not planned for their day any more, and count in neither."""
    counted = period.outcomes().aggregate(
        lost=Count("pk", filter=Q(code=STOOD_DOWN)),
        kept=Count("pk", filter=~Q(code__in=[STOOD_DOWN, *REARRANGED])),
    )
    return StandDownRate(counted["lost"], counted["kept"])


def unrecorded(period: Period, at: datetime) -> int:
    """Days in the period, begun by now, that have no outcome yet: neither lost nor kept until they have."""
    return Booking.objects.filter(
        ~Exists(ContactOutcome.objects.filter(appointment=OuterRef("appointment"))),
        session__project__team__in=period.teams,
        session__date__range=(period.first, period.last),
        session__starts_at__lte=at,
        appointment__cancelled_at__isnull=True,
    ).count()


def by_cause_and_notice(period: Period) -> list[tuple[str, dict[str, int]]]:
    """Days lost by cause, each by notice, in the order of the lists; causes without any left out."""
    rows = (
        period.outcomes()
        .filter(code=STOOD_DOWN)
        .values_list("appointment__booking__stand_down__stand_down__cause", "notice")
        .annotate(days=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for cause, notice, days in rows:
        found.setdefault(cause or "", {})[notice] = days
    names = [*StandDown.Cause.choices, ("", "")]
    return [(str(words), found[cause]) for cause, words in names if cause in found]


def completions(period: Period) -> Completions:
    """Requirements that somebody worked on at the teams' sessions in the period, and how many were completed in it."""
    attended = [each.code for each in contact_outcomes() if each.attended]
    worked = set(
        period.outcomes()
        .filter(code__in=attended)
        .order_by()
        .values_list("appointment__booking__requirement_id", "appointment__person_id")
    )
    accounts = accounts_of(_may_be_done(period, {person for _requirement, person in worked}))
    days = [completed_on(accounts[requirement]) for requirement, _person in worked if requirement in accounts]
    return Completions(len(worked), sum(1 for day in days if day and period.first <= day <= period.last))


def _may_be_done(period: Period, people: set[int]) -> set[int]:
    """Those of the people worked with whose whole record, taken at its most, comes to the least that they were ordered.

    Nobody else can have completed anything, and an account costs far more than these sums do. What is earned by
    reduction is in no row, so where that is switched on everybody may be done.
    """
    if switches().earned_reduction:
        return people
    outcomes = ContactOutcome.objects.filter(appointment__person__in=period.outcomes().values("appointment__person"))
    worked = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    most: dict[int, int] = defaultdict(int)
    for person, minutes, stood_down in (
        outcomes.order_by()
        .values_list("appointment__person")
        .annotate(worked=Sum(worked), stood_down=Count("pk", filter=Q(code__in=[STOOD_DOWN, SENT_HOME_BY_SERVICE])))
    ):
        most[person] += (minutes or timedelta()) // MINUTE + stood_down * most_stand_down_credit()
    for model in (HoursAdjustment, EteCredit):
        given = model.objects.filter(minutes__gt=0, requirement__sentence__person__in=people).order_by()
        for person, minutes in given.values_list("requirement__sentence__person").annotate(given=Sum("minutes")):
            most[person] += minutes
    changes = RequirementChange.objects.filter(requirement=OuterRef("pk")).order_by().values("requirement")
    ordered = (
        Requirement.objects.filter(sentence__person__in=people, kind=Requirement.Kind.UNPAID_WORK)
        .annotate(changed=Coalesce(Subquery(changes.annotate(minutes=Sum("minutes")).values("minutes")), 0))
        .values_list("sentence__person", F("ordered_minutes") + F("changed"))
    )
    return {person for person, minutes in ordered if most[person] >= minutes}


def completed_on(account: Account) -> date | None:
    """The day of the last entry that credited anything, where nothing remains; None where something does."""
    if account.statement is None or account.statement.remaining:
        return None
    credited = [
        day_of(entry)
        for entry, line in zip(account.entries, account.statement.lines, strict=True)
        if line.credited or line.earned
    ]
    return max(credited, default=None)


def of_period(user, period: Period) -> QuerySet[StandDown]:
    """The stand-downs of the teams' sessions in the period, the latest first, each with its number of `turned_away`."""
    return (
        access.visible(StandDown.objects, user, Permission.SESSION_VIEW)
        .filter(session__project__team__in=period.teams, session__date__range=(period.first, period.last))
        .select_related("session__project", "recorded_by")
        .annotate(turned_away=Count("people"))
        .order_by("-session__date", "session__project__name", "-pk")
    )


def recorded() -> QuerySet[StandDown]:
    """Stand-downs with what their page shows."""
    return StandDown.objects.select_related("session__project__team", "recorded_by")


def turned_away(user, stand_down: StandDown) -> list[StandDownPerson]:
    """The people of a stand-down that the user may see, each with the place offered instead."""
    rows = (
        access.visible(StandDownPerson.objects, user, Permission.STAND_DOWN_RECORD)
        .filter(stand_down=stand_down)
        .select_related("booking__appointment__person", "offered__session__project", "offered__appointment")
        .prefetch_related(Prefetch("booking__appointment__outcomes", ContactOutcome.objects.order_by("pk")))
    )
    return list(rows.order_by("booking__appointment__person__family_name", "pk"))


def expected(user, session: Session) -> Sequence[Booking]:
    """The bookings of a session that the user may stand down."""
    found = access.visible(Booking.objects, user, Permission.STAND_DOWN_RECORD)
    return list(
        found.filter(session=session, appointment__cancelled_at__isnull=True, stand_down__isnull=True)
        .select_related("appointment__person")
        .order_by("appointment__person__family_name", "appointment__person__given_names", "pk")
    )


def places_to_offer(user, stood_down: StandDownPerson, at: datetime) -> QuerySet[Session]:
    """Sessions to come of the same unit, within four weeks, at which the person is not booked."""
    person = stood_down.booking.appointment.person
    last = civil_date(at) + timedelta(days=OFFER_DAYS)
    team = stood_down.booking.session.project.team
    return (
        access.visible(Session.objects, user, Permission.SESSION_VIEW)
        .filter(project__team__pdu=team.pdu_id, cancelled_at__isnull=True, starts_at__gt=at, date__lte=last)
        .exclude(bookings__appointment__in=person.appointments.filter(cancelled_at__isnull=True))
        .exclude(stand_downs__whole=True)
        .select_related("project__team", "supervisor")
        .order_by("date", "starts_at", "project__name")
    )
