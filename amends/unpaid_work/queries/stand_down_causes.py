"""Where and when days were lost to stand-downs, beside what was offered and worked there, and to whom more than once.

Definitions stand in docs/rules/stand_down_rate.md.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum

from amends.contacts.models import ContactOutcome
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.session_credit import SENT_HOME_BY_SERVICE, STOOD_DOWN
from amends.unpaid_work.models import Booking
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.stand_downs import REARRANGED, Period
from amends.unpaid_work.queries.work_left import MINUTE

MORE_THAN_ONCE = 2
_OUTCOME = "appointment__outcomes__"
_LENGTH = ExpressionWrapper(F("session__ends_at") - F("session__starts_at"), output_field=DurationField())
_WORKED = ExpressionWrapper(F(f"{_OUTCOME}finished_at") - F(f"{_OUTCOME}started_at"), output_field=DurationField())


@dataclass
class Lost:
    """Days and minutes lost to stand-downs, and days kept, of one project, team or week.

    `offered` are the minutes of all of those days, `worked` those worked on the days kept, less penalties.
    """

    days: int = 0
    minutes: int = 0
    kept: int = 0
    offered: int = 0
    worked: int = 0


@dataclass(frozen=True)
class Where:
    """What was lost and kept, by project and team (their names, with the code where two are called alike) and by week
    (its Monday)."""

    projects: dict[str, Lost]
    teams: dict[str, Lost]
    weeks: dict[date, Lost]

    @property
    def all(self) -> Lost:
        """All of it together."""
        teams = self.teams.values()
        return Lost(*(sum(getattr(lost, each.name) for lost in teams) for each in fields(Lost)))


def where_of(period: Period) -> Where:
    """Where and when the days of the period were lost and kept. One query."""
    replaced = ContactOutcome.objects.filter(replaces=OuterRef("appointment__outcomes"))
    attended = Q(**{f"{_OUTCOME}code__in": ATTENDED})
    rows = (
        Booking.objects.filter(
            ~Exists(replaced), session__project__team__in=period.teams,
            session__date__range=(period.first, period.last), appointment__outcomes__isnull=False,
        )
        .exclude(appointment__outcomes__code__in=REARRANGED)
        .order_by()
        .values_list(
            "session__project_id", "session__project__name", "session__project__code", "session__project__team_id",
            "session__project__team__name", "session__project__team__code", "session__date", f"{_OUTCOME}code",
        )
        .annotate(
            days=Count("pk"), length=Sum(_LENGTH), worked=Sum(_WORKED, filter=attended, default=timedelta()),
            penalty=Sum(f"{_OUTCOME}penalty_minutes", filter=attended, default=0),
        )
    )  # fmt: skip
    projects: dict[tuple[int, str, str], Lost] = defaultdict(Lost)
    teams: dict[tuple[int, str, str], Lost] = defaultdict(Lost)
    weeks: dict[date, Lost] = defaultdict(Lost)
    for *place, day, code, days, length, worked, penalty in rows:
        taken_off = 0 if code == SENT_HOME_BY_SERVICE else penalty
        project, team = tuple(place[:3]), tuple(place[3:])
        for lost in (projects[project], teams[team], weeks[day - timedelta(days=day.weekday())]):
            lost.offered += length // MINUTE
            lost.worked += worked // MINUTE - taken_off
            if code == STOOD_DOWN:
                lost.days += days
                lost.minutes += length // MINUTE
            else:
                lost.kept += days
    return Where(_by_name(projects), _by_name(teams), weeks)


def _by_name(found: Mapping[tuple[int, str, str], Lost]) -> dict[str, Lost]:
    alike = Counter(name for _key, name, _code in found)
    return {f"{name} ({code})" if alike[name] > 1 else name: lost for (_key, name, code), lost in found.items()}


def turned_away_again(user, period: Period) -> QuerySet[Booking]:
    """The people stood down more than once in the period, whom the user may see: CRN, names, days and time lost."""
    replaced = ContactOutcome.objects.filter(replaces=OuterRef("appointment__outcomes"))
    # Joined, so that few are left of whom it is asked whether the user may see them.
    found = access.visible(Booking.objects, user, Permission.SESSION_VIEW).filter(
        ~Exists(replaced), appointment__outcomes__code=STOOD_DOWN, session__project__team__in=period.teams,
        session__date__range=(period.first, period.last),
    )  # fmt: skip
    person = "appointment__person__"
    return (
        found.order_by()
        .values_list(f"{person}crn", f"{person}given_names", f"{person}family_name")
        .annotate(days=Count("pk"), length=Sum(_LENGTH))
        .filter(days__gte=MORE_THAN_ONCE)
        .order_by("-days", f"{person}family_name", f"{person}crn")
    )
