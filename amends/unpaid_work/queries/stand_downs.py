"""Stand-downs: who was turned away, and the rate with both its denominators.

Definitions, and a worked example, stand in docs/rules/stand_down_rate.md.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from amends.contacts.models import ContactOutcome
from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.contact_outcomes import contact_outcomes
from amends.policy.session_credit import STOOD_DOWN
from amends.unpaid_work.models import Booking, Session, StandDown, StandDownPerson

REARRANGED = ("RSSR", "RSOF")
OFFER_DAYS = 28
_SHOWN = (
    "cause", "notice", "whole", "note", "session__date", "session__project__name", "recorded_by__first_name",
    "recorded_by__last_name", "recorded_by__username",
)  # fmt: skip


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
class Period:
    """Teams over the days from `first` to `last`, both included."""

    teams: tuple[Team, ...]
    first: date
    last: date


@dataclass(frozen=True)
class Days:
    """What became of the days of a period.

    `unrecorded` have begun and have no outcome yet: they are neither lost nor kept until they have. `causes` are the
    days lost by cause and notice, in the order of the lists, causes without any left out. `worked_on` are the
    requirements, by id, that somebody worked on.
    """

    rate: StandDownRate
    unrecorded: int
    causes: list[tuple[str, dict[str, int]]]
    worked_on: set[int]


def teams_of(user) -> list[Team]:
    """The unpaid work teams whose stand-downs the user may see, by name."""
    within = access.scope(user, Permission.SESSION_VIEW, "")
    return list(Team.objects.filter(within, projects__isnull=False).distinct().order_by("name"))


def days_of(period: Period, at: datetime) -> Days:
    """The days of the period as they stand at an instant. One query: it reads thousands of bookings."""
    lost = kept = unrecorded = 0
    causes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    worked_on: set[int] = set()
    for code, notice, cause, days, waiting, attended in _by_outcome(period, at):
        unrecorded += waiting
        worked_on.update(attended)
        if code == STOOD_DOWN:
            lost += days
            causes[cause or ""][notice] += days
        elif code and code not in REARRANGED:
            kept += days
    named = [(str(words), causes[cause]) for cause, words in [*StandDown.Cause.choices, ("", "")] if cause in causes]
    return Days(StandDownRate(lost, kept), unrecorded, named, worked_on)


def _by_outcome(period: Period, at: datetime) -> QuerySet:
    """Days by the outcome that stands, its notice and the stand-down's cause: how many there are, how many of them
    wait for one, and the requirements of those attended."""
    # As "none that replaces it": as an outer join without a match, PostgreSQL takes it that next to none stand.
    replaced = ContactOutcome.objects.filter(replaces=OuterRef("outcome"))
    waiting = Q(outcome=None, session__starts_at__lte=at, appointment__cancelled_at=None)
    attended = Q(appointment__outcomes__code__in=[each.code for each in contact_outcomes() if each.attended])
    return (
        Booking.objects.filter(
            session__project__team__in=period.teams, session__date__range=(period.first, period.last)
        )
        .annotate(outcome=F("appointment__outcomes"))
        .filter(~Exists(replaced))
        .values_list(
            "appointment__outcomes__code", "appointment__outcomes__notice", "stand_down__stand_down__cause"
        )
        .annotate(
            days=Count("pk"),
            waiting=Count("pk", filter=waiting),
            attended=ArrayAgg("requirement", filter=attended, default=[]),
        )
    )  # fmt: skip


def of_period(user, period: Period) -> QuerySet[StandDown]:
    """The stand-downs of the teams' sessions in the period, the latest first, each with its number of `turned_away`."""
    people = StandDownPerson.objects.filter(stand_down=OuterRef("pk")).order_by().values("stand_down")
    return (
        access.visible(StandDown.objects, user, Permission.SESSION_VIEW)
        .filter(session__project__team__in=period.teams, session__date__range=(period.first, period.last))
        .select_related("session__project", "recorded_by")
        .only(*_SHOWN)
        .annotate(turned_away=Coalesce(Subquery(people.annotate(count=Count("pk")).values("count")), 0))
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
