"""Plans that were applied, on the days that are past: what was expected of them, beside what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from django.db.models import Count, Exists, F, OuterRef, Q

from amends.contacts.models import ContactOutcome
from amends.methods.planning.expected import usual_count
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking, Plan, StandDown
from amends.unpaid_work.queries.attendance import ATTENDED

LOOKED_BACK = timedelta(weeks=26)
MOST = 12
Key = tuple[str, date]


@dataclass(frozen=True)
class Kept:
    """How a plan's sessions that are past turned out. `sessions` is how many of them ran with somebody expected.

    `risk`: sessions expected to turn somebody away for want of a place, and between what their number would be no
    surprise; `turned_away`: people expected; `over` and `away`: what happened. `come` were expected, `came` came.
    """

    plan: Plan
    sessions: int
    risk: float
    usual: tuple[int, int]
    turned_away: float
    over: int
    away: int
    come: float
    came: int


@dataclass(frozen=True)
class _Session:
    """What happened at a session: those who came, and those turned away because it was full."""

    came: int
    away: int


def kept_plans(user, unit: int, on: date) -> list[Kept]:
    """The unit's plans of the last 26 weeks that were applied and have days that are past, the newest first.

    Two queries. Plans made before it was kept how many would be turned away are left out.
    """
    plans = list(
        access.visible(Plan.objects.all(), user, Permission.ATTENDANCE_VIEW)
        .filter(
            team__pdu=unit, status=Plan.Status.APPLIED, first_day__lt=on, first_day__gte=on - LOOKED_BACK,
            result__has_key="prospect",
        )
        .select_related("team")
        .defer("result", "applied")
        .annotate(planned=F("result__sessions"))
        .order_by("-first_day", "-pk")[:MOST]
    )  # fmt: skip
    happened = _happened({plan.team_id for plan in plans}, min((plan.first_day for plan in plans), default=on), on)
    found = [_kept(plan, plan.planned, happened) for plan in plans]
    return [one for one in found if one.sessions]


def _kept(plan: Plan, planned: Sequence[Mapping], happened: Mapping[Key, _Session]) -> Kept:
    keys = [(row["project"], date.fromisoformat(row["date"])) for row in planned]
    ran = [(row, happened[key]) for row, key in zip(planned, keys, strict=True) if key in happened]
    risks = [row["risk"] for row, _session in ran]
    return Kept(
        plan=plan,
        sessions=len(ran),
        risk=fsum(risks),
        usual=usual_count(risks),
        turned_away=fsum(row["turned_away"] for row, _session in ran),
        over=sum(session.away > 0 for _row, session in ran),
        away=sum(session.away for _row, session in ran),
        come=fsum(row["expected"] for row, _session in ran),
        came=sum(session.came for _row, session in ran),
    )


def _happened(teams: set[int], first: date, on: date) -> dict[Key, _Session]:
    """The teams' sessions from the day `first` to the day before `on` that ran, once everybody has an outcome."""
    standing = ContactOutcome.objects.filter(
        ~Exists(ContactOutcome.objects.filter(replaces=OuterRef("pk"))), appointment=OuterRef("appointment")
    )
    rows = (
        Booking.objects.filter(
            session__project__team__in=teams, session__date__gte=first, session__date__lt=on,
            session__cancelled_at__isnull=True, appointment__cancelled_at__isnull=True,
        )
        .exclude(session__stand_downs__whole=True)
        .annotate(come=Exists(standing.filter(code__in=ATTENDED)), known=Exists(standing))
        .order_by()
        .values("session__project__code", "session__date")
        .annotate(
            came=Count("pk", filter=Q(come=True)),
            unknown=Count("pk", filter=Q(known=False)),
            away=Count("pk", filter=Q(stand_down__stand_down__cause=StandDown.Cause.SESSION_FULL)),
        )
    )  # fmt: skip
    found: dict[Key, _Session] = {}
    for row in rows:
        if not row["unknown"]:
            found[row["session__project__code"], row["session__date"]] = _Session(row["came"], row["away"])
    return found
