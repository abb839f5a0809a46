"""Places in the weeks to come: at sessions on the board, and at those that projects and supervisors could also give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Sum

from amends.methods.led_sessions import Free, most_led
from amends.organisation.models import Absence, Staff
from amends.policy.civil_time import elapsed, london
from amends.policy.working_days import is_bank_holiday
from amends.unpaid_work.models import HealthAndSafety, Project, ProjectClosure, Session, StandDown
from amends.unpaid_work.queries.restrictions import places_on
from amends.unpaid_work.queries.work_left import MINUTE

WEEKS_AHEAD = 8
WEEKS_BACK = 12
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one session. `staffed`: it is on the board, with a supervisor where it needs one; else it could
    be given. `minutes` is its length."""

    unit: int
    team: int
    type: str
    monday: date
    people: int
    minutes: int
    staffed: bool


@dataclass(frozen=True, slots=True)
class _Session:
    """A session that is on the board, or could be. `leader` is its supervisor, by id."""

    project: Project
    day: date
    people: int
    minutes: int
    open: bool
    leader: int | None

    @property
    def staffed(self) -> bool:
        return self.open and (self.leader is not None or not self.project.supervised)

    @property
    def needs(self) -> bool:
        """Whether it needs a supervisor and has none."""
        return self.project.supervised and self.leader is None


def places_to_come(units: Sequence[int], first_day: date) -> list[Places]:
    """The places of the WEEKS_AHEAD weeks from a Monday, of the units' teams. A constant number of queries."""
    last_day = first_day + WEEKS_AHEAD * _WEEK - timedelta(days=1)
    days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
    sessions = _sessions(units, days)
    supervisors = _supervisors(units, days)
    weeks: dict[tuple[int, date], list[_Session]] = defaultdict(list)
    for session in sessions:
        weeks[session.project.team_id, _monday(session.day)].append(session)
    found = []
    for (team, monday), of_week in weeks.items():
        waiting = [session for session in of_week if session.needs]
        led = most_led(
            [session.day.weekday() for session in waiting],
            [session.people * session.minutes for session in waiting],
            _free(supervisors[team], monday, of_week),
        )
        could = [session for session, chosen in zip(waiting, led, strict=True) if chosen]
        could += [session for session in of_week if not session.needs]
        found += [
            Places(each.project.team.pdu_id, team, each.project.type, monday, each.people, each.minutes, each.staffed)
            for each in could
        ]
    return found


def run_lately(units: Sequence[int], on: date) -> dict[int, int]:
    """Minutes of work a week at the places of the sessions held in the WEEKS_BACK weeks before the day, by unit."""
    stood_down = StandDown.objects.filter(session=OuterRef("pk"), whole=True)
    length = ExpressionWrapper((F("ends_at") - F("starts_at")) * F("places"), output_field=DurationField())
    rows = (
        Session.objects.filter(
            ~Exists(stood_down), Q(supervisor__isnull=False) | Q(project__supervised=False), cancelled_at=None,
            project__team__pdu__in=units, date__gte=on - WEEKS_BACK * _WEEK, date__lt=on,
        )
        .order_by()
        .values_list("project__team__pdu_id")
        .annotate(total=Sum(length))
    )  # fmt: skip
    return {unit: total // MINUTE // WEEKS_BACK for unit, total in rows}


def _sessions(units: Sequence[int], days: Sequence[date]) -> list[_Session]:
    projects = list(
        Project.objects.filter(
            Q(to_date=None) | Q(to_date__gt=days[0]), team__pdu__in=units, from_date__lte=days[-1]
        ).select_related("team")
    )
    most = places_on(projects, days)
    closed = _spans(ProjectClosure, projects, days)
    safe = _spans(HealthAndSafety, projects, days)
    board = _board(projects, days)
    found = []
    for project in projects:
        key, length = project.pk, _minutes(project, days[0])
        for day in days:
            people = most[key, day]
            if (key, day) in board:
                session = board[key, day]
                if session is not None and people:
                    minutes = elapsed(session.starts_at, session.ends_at) // MINUTE
                    allowed = min(session.places, people)
                    found.append(_Session(project, day, allowed, minutes, True, session.supervisor_id))
            elif people and _could_run(project, day) and _within(safe[key], day) and not _within(closed[key], day):
                found.append(_Session(project, day, people, length, False, None))
    return found


def _board(projects: Sequence[Project], days: Sequence[date]) -> dict[tuple[int, date], Session | None]:
    """The session of each project and day; None where all were called off, or the one that stands was stood down."""
    stood_down = StandDown.objects.filter(session=OuterRef("pk"), whole=True)
    found: dict[tuple[int, date], Session | None] = {}
    for session in Session.objects.filter(project__in=projects, date__range=(days[0], days[-1])).annotate(
        stood_down=Exists(stood_down)
    ):
        key = session.project_id, session.date
        if session.cancelled_at is None and not session.stood_down:
            found[key] = session
        else:
            found.setdefault(key, None)
    return found


def _could_run(project: Project, day: date) -> bool:
    return (
        str(day.isoweekday()) in project.days
        and project.from_date <= day
        and (project.to_date is None or day < project.to_date)
        and (project.open_on_bank_holidays or not is_bank_holiday(day))
    )


def _minutes(project: Project, day: date) -> int:
    start, end = (datetime.combine(day, each, london()) for each in (project.start_time, project.end_time))
    return elapsed(start, end) // MINUTE


Spans = dict[int, list[tuple[date, date]]]


def _spans(model, projects: Iterable[Project], days: Sequence[date]) -> Spans:
    """The dated rows of the projects that touch the days: first day, and first day after."""
    found: Spans = defaultdict(list)
    rows = model.objects.filter(project__in=projects, from_date__lte=days[-1], to_date__gt=days[0]).order_by()
    for project, starts, ends in rows.values_list("project_id", "from_date", "to_date"):
        found[project].append((starts, ends))
    return found


def _within(spans: Sequence[tuple[date, date]], day: date) -> bool:
    return any(starts <= day < ends for starts, ends in spans)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class _Supervisor:
    """A supervisor, and the days of the horizon on which they work."""

    key: int
    days: frozenset[date]
    days_a_week: int


def _supervisors(units: Sequence[int], days: Sequence[date]) -> dict[int, list[_Supervisor]]:
    """The supervisors of each team, by its id."""
    staff = list(
        Staff.objects.filter(
            Q(to_date=None) | Q(to_date__gt=days[0]), team__pdu__in=units, grade=Staff.Grade.SUPERVISOR,
            from_date__lte=days[-1],
        )
    )  # fmt: skip
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    absences = Absence.objects.filter(Q(to_date=None) | Q(to_date__gt=days[0]), staff__in=staff)
    for member, starts, ends in absences.order_by().values_list("staff_id", "from_date", "to_date"):
        away[member].append((starts, ends or date.max))
    found: dict[int, list[_Supervisor]] = defaultdict(list)
    for member in staff:
        works = frozenset(
            day
            for day in days
            if str(day.isoweekday()) in member.days
            and member.from_date <= day
            and (member.to_date is None or day < member.to_date)
            and not _within(away[member.pk], day)
        )
        found[member.team_id].append(_Supervisor(member.pk, works, member.days_a_week))
    return found


def _free(supervisors: Sequence[_Supervisor], monday: date, of_week: Sequence[_Session]) -> list[Free]:
    """What is left of each supervisor's week beside the sessions they lead already."""
    leading: dict[int, set[date]] = defaultdict(set)
    for session in of_week:
        if session.leader is not None:
            leading[session.leader].add(session.day)
    week = {monday + timedelta(days=n) for n in range(7)}
    return [
        Free(
            frozenset(day.weekday() for day in (one.days & week) - leading[one.key]),
            max(0, one.days_a_week - len(leading[one.key])),
        )
        for one in supervisors
    ]
