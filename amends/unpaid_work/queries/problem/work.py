"""The work of the weeks planned: projects with the days they may run, their places, and who can supervise them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby
from typing import cast

from django.db.models import Count, Prefetch, Q

from amends.methods.planning import problem as planning
from amends.organisation.models import Absence, Staff, StaffQualification, Team
from amends.policy.booking import day_and_week_limit
from amends.policy.working_days import is_bank_holiday
from amends.unpaid_work.models import HealthAndSafety, Project, ProjectClosure, Session
from amends.unpaid_work.queries.problem.horizon import Horizon
from amends.unpaid_work.queries.problem.standing import Stands, project_key
from amends.unpaid_work.queries.restrictions import places_on

NOON, FIVE = time(12), time(17)
LONGER_THAN_A_DAY = "!longer-than-the-day-limit"  # "!" begins no tag of a project's own: those are slugs
NOT_UNDER_18 = "!not-under-18"
USUAL_WITHIN = timedelta(weeks=8)
USUAL_TIMES = 2
ANY_DRIVE = 10_000.0  # minutes: no limit


@dataclass(frozen=True)
class Work:
    """Projects, with the sessions that stay as they are as projects of their own; supervisors; lowered places."""

    projects: tuple[planning.Project, ...]
    supervisors: tuple[planning.Supervisor, ...]
    caps: tuple[planning.Cap, ...]


def work_of(team: Team, horizon: Horizon, stands: Stands) -> Work:
    """The team's projects that are open in the weeks planned, and its supervisors. Nine queries."""
    projects = _projects(team, horizon, stands)
    supervisors = _supervisors(team, projects, horizon, stands)
    codes = {supervisor.supervisor_id for supervisor in supervisors}
    booked = Counter(booking.session_id for booking in stands.bookings)
    past = [
        _as_it_was(session, horizon, booked[session.pk], codes)
        for session in stands.sessions if session.date < horizon.free_from
    ]  # fmt: skip
    return Work(
        (*(_project(project, horizon, stands) for project in projects), *past),
        supervisors,
        tuple(_caps(projects, horizon, stands)),
    )


def parts_of_day(start: time, end: time) -> str:
    """Which parts of a day a session touches: m until noon, a until five, e from then on."""
    touched = [("m", start < NOON), ("a", start < FIVE and end > NOON), ("e", end > FIVE)]
    return "".join(part for part, does in touched if does)


def parts_tag(start: time, end: time) -> str:
    """The tag of the parts of the day that a project touches: whoever is never free for all of them excludes it."""
    return f"!hours-{parts_of_day(start, end)}"


def _projects(team: Team, horizon: Horizon, stands: Stands) -> list[Project]:
    standing = {session.project_id for session in stands.sessions}
    rows = Project.objects.filter(Q(team=team, from_date__lte=horizon.last_day) | Q(pk__in=standing))
    rows = rows.exclude(Q(to_date__lte=horizon.free_from) & ~Q(pk__in=standing))
    closures = ProjectClosure.objects.filter(from_date__lte=horizon.last_day, to_date__gt=horizon.first_day)
    held = HealthAndSafety.objects.filter(from_date__lte=horizon.last_day, to_date__gt=horizon.first_day)
    return list(
        rows.order_by("code").prefetch_related(
            "qualifications",
            Prefetch("closures", closures, to_attr="closed_then"),
            Prefetch("health_and_safety", held, to_attr="held_then"),
        )
    )


def _project(project: Project, horizon: Horizon, stands: Stands) -> planning.Project:
    tags = {*project.tags, parts_tag(project.start_time, project.end_time)}
    limit = day_and_week_limit(intensive=False, on=horizon.first_day).value["day"]
    if limit is not None and _minutes(project) > limit:
        tags.add(LONGER_THAN_A_DAY)
    if not project.suitable_under_18:
        tags.add(NOT_UNDER_18)
    return planning.Project(
        project_id=project.code,
        kind=cast(planning.Kind, project.kind),
        lat=project.lat,
        lon=project.lon,
        days=frozenset(map(int, project.days)),
        start=project.start_time,
        end=project.end_time,
        open_from=project.from_date,
        open_to=horizon.last_day if project.to_date is None else project.to_date - timedelta(days=1),
        closed=_closed(project, horizon, stands),
        places=project.places,
        least=project.least,
        tags=frozenset(tags),
        needs=frozenset(project.skills_needed),
        audience=project.for_whom,
        supervised=project.supervised,
        qualifications=frozenset(one.code for one in project.qualifications.all()),
    )


def _closed(project: Project, horizon: Horizon, stands: Stands) -> frozenset[date]:
    """Closures, days without health and safety in force, bank holidays unless a session stands, and days gone by."""
    days = set(horizon.dates)
    held = set().union(*(horizon.days(one.from_date, one.to_date) for one in project.held_then))
    closed = (days - held).union(*(horizon.days(one.from_date, one.to_date) for one in project.closed_then))
    if not project.open_on_bank_holidays:
        standing = {session.date for session in stands.sessions if session.project_id == project.pk}
        closed |= {day for day in days if is_bank_holiday(day)} - standing
    return frozenset(closed | horizon.past)


def _as_it_was(session: Session, horizon: Horizon, booked: int, supervisors: set[str]) -> planning.Project:
    """A session of a day that the plan may not change, as a project of that day alone: nothing asks to change it."""
    project = session.project
    supervised = project.supervised and session.supervisor is not None and session.supervisor.code in supervisors
    return planning.Project(
        project_id=project_key(session, horizon),
        kind=cast(planning.Kind, project.kind),
        lat=project.lat,
        lon=project.lon,
        days=frozenset({session.date.isoweekday()}),
        start=project.start_time,
        end=project.end_time,
        open_from=session.date,
        open_to=session.date,
        closed=frozenset(),
        places=max(1, booked),
        least=0,
        tags=frozenset(),
        needs=frozenset(),
        audience=project.for_whom,
        supervised=supervised,
        qualifications=frozenset(),
    )


def _caps(projects: Sequence[Project], horizon: Horizon, stands: Stands) -> Iterable[planning.Cap]:
    """Places below the project's own: by the region's tier on the day, or set by hand for a session that stands."""
    free = [day for day in horizon.dates if day >= horizon.free_from]
    allowed = places_on(projects, free)
    by_hand = {(session.project_id, session.date): session.places for session in stands.sessions}
    for project in projects:
        places = {day: min(allowed[project.pk, day], by_hand.get((project.pk, day), project.places)) for day in free}
        for most, days in groupby(free, key=places.__getitem__):
            span = list(days)
            if most < project.places:
                yield planning.Cap(project.code, span[0], span[-1], most)


def _supervisors(
    team: Team, projects: Sequence[Project], horizon: Horizon, stands: Stands
) -> tuple[planning.Supervisor, ...]:
    standing = {session.supervisor_id for session in stands.sessions if session.supervisor_id}
    rows = Staff.objects.filter(Q(team=team, grade=Staff.Grade.SUPERVISOR) | Q(pk__in=standing))
    rows = rows.filter(from_date__lte=horizon.last_day).exclude(to_date__lte=horizon.first_day)
    absences = Absence.objects.filter(from_date__lte=horizon.last_day).exclude(to_date__lte=horizon.first_day)
    held = StaffQualification.objects.filter(from_date__lte=horizon.free_from).exclude(to_date__lte=horizon.last_day)
    staff = list(
        rows.order_by("code").prefetch_related(
            Prefetch("absences", absences, to_attr="absent_then"),
            Prefetch("held", held.select_related("qualification"), to_attr="held_throughout"),
        )
    )
    elsewhere = _elsewhere(team, staff, horizon)
    usual = _usual(staff, horizon)
    middle = _middle(projects)
    return tuple(_supervisor(one, elsewhere[one.pk], usual[one.pk], middle, horizon) for one in staff)


def _supervisor(
    staff: Staff, elsewhere: set[date], usual: set[str], middle: tuple[float, float], horizon: Horizon
) -> planning.Supervisor:
    absent = set(horizon.dates) - horizon.days(staff.from_date, staff.to_date) | elsewhere
    absent = absent.union(*(horizon.days(one.from_date, one.to_date) for one in staff.absent_then))
    taken = Counter(horizon.monday(day) for day in elsewhere)
    known = staff.lat is not None and staff.lon is not None
    lat, lon = (staff.lat, staff.lon) if known else middle
    return planning.Supervisor(
        supervisor_id=staff.code,
        lat=lat,
        lon=lon,
        days=frozenset(map(int, staff.days)),
        absent=frozenset(absent),
        days_a_week=max(0, staff.days_a_week - max(taken.values(), default=0)),
        qualifications=frozenset(one.qualification.code for one in staff.held_throughout),
        usual=frozenset(usual),
        max_drive=staff.max_drive_minutes if known else ANY_DRIVE,
    )


def _elsewhere(team: Team, staff: Sequence[Staff], horizon: Horizon) -> dict[int, set[date]]:
    """The days on which they supervise another team's project."""
    rows = Session.objects.filter(
        supervisor__in=staff, cancelled_at__isnull=True, date__range=(horizon.first_day, horizon.last_day)
    ).exclude(project__team=team)
    days: dict[int, set[date]] = defaultdict(set)
    for supervisor, day in rows.values_list("supervisor_id", "date"):
        days[supervisor].add(day)
    return days


def _usual(staff: Sequence[Staff], horizon: Horizon) -> dict[int, set[str]]:
    """The projects that each has supervised, at least twice, in the eight weeks before."""
    rows = (
        Session.objects.filter(
            supervisor__in=staff,
            cancelled_at__isnull=True,
            date__gte=horizon.first_day - USUAL_WITHIN,
            date__lt=horizon.first_day,
        )
        .order_by()
        .values("supervisor_id", "project__code")
        .annotate(times=Count("pk"))
        .filter(times__gte=USUAL_TIMES)
    )
    usual: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        usual[row["supervisor_id"]].add(row["project__code"])
    return usual


def _middle(projects: Sequence[Project]) -> tuple[float, float]:
    count = len(projects) or 1
    return sum(one.lat for one in projects) / count, sum(one.lon for one in projects) / count


def _minutes(project: Project) -> int:
    return (project.end_time.hour - project.start_time.hour) * 60 + project.end_time.minute - project.start_time.minute
