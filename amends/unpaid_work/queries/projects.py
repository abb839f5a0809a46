"""What is read of projects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from amends.organisation import access
from amends.organisation.models import Team
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy import codes
from amends.unpaid_work.models import HealthAndSafety, Project, ProjectClosure, Session

LAPSING_DAYS = 30
COMING_SESSIONS = 20
SORTS = {"name": "name", "code": "code", "type": "type", "team": "team__name", "places": "places",
         "safe": "safe_to"}  # fmt: skip


@dataclass(frozen=True)
class Safety:
    """How a project stands for health and safety on a day: `state` is none, lapsed, lapsing or valid.

    `last` is the last day on which the newest assessment holds.
    """

    state: str
    last: date | None

    @property
    def allows(self) -> bool:
        """Whether a session may be run on the day."""
        return self.state in ("lapsing", "valid")


@dataclass(frozen=True)
class OpenAndSafe:
    """How many projects are open on a day, and for how many of them health and safety has lapsed or soon will."""

    open: int
    lapsed: int
    lapsing: int


@dataclass(frozen=True)
class Need:
    """A need in words, how well the project serves it (None: not rated) and how that is known."""

    code: str
    words: str
    score: int | None
    evidence: str


def safety(to_date: date | None, on: date) -> Safety:
    """How it stands on the day, where the newest assessment begun by then ends at `to_date` (exclusive)."""
    if to_date is None:
        return Safety("none", None)
    last = to_date - timedelta(days=1)
    if last < on:
        return Safety("lapsed", last)
    return Safety("lapsing" if last < on + timedelta(days=LAPSING_DAYS) else "valid", last)


def teams(user, permission: Permission) -> QuerySet[Team]:
    """The unpaid work teams within the user's grants of the permission, by name."""
    return Team.objects.filter(access.scope(user, permission, ""), kind=Team.Kind.UNPAID_WORK)


def projects(user, on: date, filters: Mapping[str, object], sort: str = "name") -> QuerySet[Project]:
    """The projects the user may see, as the filters of ProjectFilterForm narrow them, each with `safe_to`.

    `sort` is a key of SORTS, "-" before it for descending.
    """
    newest = HealthAndSafety.objects.filter(project=OuterRef("pk"), from_date__lte=on).order_by("-from_date", "-pk")
    found = (
        access.visible(Project.objects, user, Permission.PROJECT_VIEW)
        .annotate(safe_to=Subquery(newest.values("to_date")[:1]))
        .select_related("team")
    )
    for condition in _conditions(on, filters):
        found = found.filter(condition)
    key = F(SORTS[sort.removeprefix("-")])
    order = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_first=True)
    return found.order_by(order, "name", "pk")


def listed(found: QuerySet[Project]) -> QuerySet[Project]:
    """The same projects with what a line of the list shows, and no more."""
    return found.only("code", "name", "type", "days", "places", "team__name")


def open_and_safe(user, on: date) -> OpenAndSafe:
    """The projects open on the day, as the user may see them, by how they stand for health and safety."""
    by_state = {state: Count("pk", filter=_safety_is(state, on)) for state in ("lapsed", "lapsing")}
    found = projects(user, on, {"open": "open"}).order_by()
    return OpenAndSafe(**found.aggregate(open=Count("pk"), **by_state))


def _conditions(on: date, filters: Mapping[str, object]) -> list[Q]:
    found = []
    if words := str(filters.get("name") or "").strip():
        found.append(Q(name__icontains=words) | Q(code__icontains=words) | Q(beneficiary__name__icontains=words))
    if filters.get("team"):
        found.append(Q(team=filters["team"]))
    if filters.get("type"):
        found.append(Q(type__in=filters["type"]))
    if filters.get("day"):
        found.append(Q(days__contains=filters["day"]))
    closed = Exists(ProjectClosure.objects.filter(current(on), project=OuterRef("pk")))
    found += {
        "open": [current(on) & ~Q(closed)],
        "closed": [current(on) & Q(closed)],
        "coming": [Q(from_date__gt=on)],
        "ended": [Q(to_date__lte=on)],
    }.get(str(filters.get("open")), [])
    if filters.get("safety"):
        found.append(_safety_is(str(filters["safety"]), on))
    return found


def _safety_is(state: str, on: date) -> Q:
    soon = on + timedelta(days=LAPSING_DAYS)
    return {
        "lapsed": Q(safe_to__isnull=True) | Q(safe_to__lte=on),
        "lapsing": Q(safe_to__gt=on, safe_to__lte=soon),
        "valid": Q(safe_to__gt=soon),
    }[state]


def health_and_safety_in_force(project: Project, on: date) -> HealthAndSafety | None:
    """The assessment that allows sessions on the day, if any."""
    return project.health_and_safety.filter(current(on)).first()


def newest_health_and_safety(project: Project, on: date) -> HealthAndSafety | None:
    """The newest assessment begun by the day, in force or not."""
    return project.health_and_safety.filter(from_date__lte=on).order_by("-from_date", "-pk").first()


def needs(project: Project) -> Sequence[Need]:
    """The project's line of the quality matrix, every need in the order of policy."""
    held = {rating.need: rating for rating in project.quality.all()}
    return [
        Need(code, words, held[code].score if code in held else None, held[code].evidence if code in held else "")
        for code, words in codes.choices("need")
    ]


def sessions_from(project: Project, on: date, to: date | None = None) -> QuerySet[Session]:
    """The project's sessions from the day on (until before `to`), not called off, each with `booked`."""
    upcoming = project.sessions.filter(date__gte=on, cancelled_at__isnull=True)
    if to is not None:
        upcoming = upcoming.filter(date__lt=to)
    expected = Q(bookings__appointment__cancelled_at__isnull=True)
    return upcoming.select_related("supervisor").annotate(booked=Count("bookings", filter=expected)).order_by("date")
