"""A month's figures of a region and its units, and those of the months before it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from amends.cases.models import Requirement
from amends.organisation import access
from amends.organisation.models import PDU
from amends.organisation.roles import Permission
from amends.policy.booking import first_session_due
from amends.policy.completion import completion_date
from amends.unpaid_work.models import Completion, MonthlyReport
from amends.unpaid_work.monitors.first_sessions import first_sessions
from amends.unpaid_work.queries.minutes_left import minutes_left_at_ends
from amends.unpaid_work.queries.monthly.sessions import OFFERS, SESSIONS, Cells, offers_by_month, sessions_by_month
from amends.unpaid_work.queries.monthly.surveys import SURVEYS, answers_by_month

MONTHS_BACK = 12
PEOPLE = ("orders", "ended", "completed", "entered", "open", "waiting", "late", "due_first", "in_time")
NAMES = (*PEOPLE, *SESSIONS, *OFFERS, *SURVEYS)

Figures = dict[str, int]


@dataclass(frozen=True)
class Report:
    """The months in order, the last the one asked for, and each scope's figures: by unit's id, None the region."""

    months: tuple[date, ...]
    figures: dict[tuple[int | None, date], Figures]

    def of(self, unit: PDU | None, month: date) -> Figures:
        """The figures of one unit, or of the region, in a month."""
        return self.figures[unit.pk if unit else None, month]


def report_of(units: Sequence[PDU], month: date, on: date) -> Report:
    """The report of the units of a region on a month that is over, as the record stands now (`on`)."""
    keys = [unit.pk for unit in units]
    months = tuple(months_before(month, n) for n in range(MONTHS_BACK, -1, -1))
    first, last = months[0], end_of(month)
    found: dict[tuple[int | None, date], Figures] = {
        (key, each): dict.fromkeys(NAMES, 0) for key in (None, *keys) for each in months
    }
    parts: list[Cells] = [
        sessions_by_month(keys, first, last), offers_by_month(keys, first, last), _people(keys, months, on),
    ]  # fmt: skip
    for cells in parts:
        for (unit, each), values in cells.items():
            for name, value in values.items():
                found[unit, each][name] += value
                found[None, each][name] += value
    for place, told in answers_by_month(keys, months).items():
        found[place] |= told
    return Report(months, found)


def months_before(month: date, count: int) -> date:
    """The first day of the month so many before one."""
    year, index = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(year, index + 1, 1)


def end_of(month: date) -> date:
    """The last day of the month."""
    return months_before(month, -1) - timedelta(days=1)


def last_month(on: date) -> date:
    """The first day of the last month that is over on a day."""
    return months_before(on.replace(day=1), 1)


@dataclass(frozen=True, slots=True)
class _Order:
    """A requirement, with the days that decide where it counts. `done`: it ended as completed, whether or not its
    completion is on record (`completed`)."""

    key: int
    unit: int
    sentenced: date
    ended: date | None
    done: bool
    completed: bool
    first: date | None
    due: date
    last_day: date | None

    def open_at(self, day: date) -> bool:
        """Whether it is in force at the end of the day."""
        return self.sentenced <= day and (self.ended is None or self.ended > day)


def _people(units: Sequence[int], months: Sequence[date], on: date) -> Cells:
    """PEOPLE of each unit and month, by the unit that holds the case."""
    orders = _orders(units, months[0], on)
    found: Cells = defaultdict(lambda: dict.fromkeys(PEOPLE, 0))
    late: dict[date, dict[int, int]] = {}
    for month in months:
        last = end_of(month)
        late[last] = {}
        for order in orders:
            told = found[order.unit, month]
            told["orders"] += month <= order.sentenced <= last
            if order.ended is not None and month <= order.ended <= last:
                told["ended"] += 1
                told["completed"] += order.completed
                told["entered"] += order.done and not order.completed
            if month <= order.due <= last:
                told["due_first"] += 1
                told["in_time"] += order.first is not None and order.first <= order.due
            if order.open_at(last):
                told["open"] += 1
                told["waiting"] += order.first is None or order.first > last
                if order.last_day is not None and order.last_day <= last:
                    late[last][order.key] = order.unit
    for last, left in minutes_left_at_ends(late, on).items():
        for key, minutes in left.items():
            found[late[last][key], last.replace(day=1)]["late"] += minutes > 0
    return found


def _orders(units: Sequence[int], since: date, on: date) -> list[_Order]:
    """The requirements in force on any day since then, or due a first session in that time. Two queries."""
    requirements = Requirement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=since - timedelta(days=31)), kind=Requirement.Kind.UNPAID_WORK,
        sentence__person__merged_into=None, sentence__person__team__pdu__in=units,
    ).order_by()  # fmt: skip
    firsts = {key: (allocated, first) for key, allocated, first, *_person in first_sessions(requirements)}
    completions = Completion.objects.filter(requirement=OuterRef("pk"), on=F("requirement__ended_on"))
    rows = requirements.annotate(proved=Exists(completions)).values_list(
        "pk", "sentence__person__team__pdu_id", "sentence__sentence_date", "ended_on", "ended_as", "proved",
        "limit_date",
    )  # fmt: skip
    due: dict[date, date] = {}
    limits: dict[date, date | None] = {}
    found = []
    for key, unit, sentenced, ended, how, proved, limit in rows:
        allocated, first = firsts[key]
        if allocated not in due:
            due[allocated] = first_session_due(allocated, on=on).value
        if sentenced not in limits:
            limits[sentenced] = completion_date(sentenced, on=on).value
        done, last_day = how == Requirement.Ended.COMPLETED, limit or limits[sentenced]
        found.append(_Order(key, unit, sentenced, ended, done, done and proved, first, due[allocated], last_day))
    return found


def published(user, region: int, month: date) -> QuerySet[MonthlyReport]:
    """What was told the board of a month of a region and its units, the latest first."""
    told = access.visible(MonthlyReport.objects, user, Permission.BOARD_REPORT_VIEW)
    return told.filter(region=region, month=month).select_related("published_by", "unit").distinct()
