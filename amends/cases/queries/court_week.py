"""Whether the reports that a court team has taken on fit into the hours of its officers."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from amends.cases.models import CourtReport
from amends.cases.queries.court_reports import AUTHORS, OPEN
from amends.methods.court_week import DayLoad, loads
from amends.organisation.models import Absence, Staff, Team
from amends.policy.court_reports import report_minutes
from amends.policy.working_days import is_bank_holiday

AWAY = (Absence.Kind.SICKNESS, Absence.Kind.LEAVE, Absence.Kind.TRAINING)  # others can write reports from home
WEEKS_AHEAD = 8


@dataclass(frozen=True)
class Day:
    """A day of the week: its load, and how many reports of each kind are due on it."""

    load: DayLoad
    kinds: dict[str, int]


@dataclass(frozen=True)
class OfficerWeek:
    """An officer: minutes from today to the week's end, minutes and number of their reports due by then."""

    name: str
    available: int
    due: int
    reports: int

    @property
    def over(self) -> bool:
        """More than the officer has time for; with no time at all, anything is."""
        return self.due > self.available


@dataclass(frozen=True)
class CourtWeek:
    """The week of a court team. `nobody` counts reports due by its end without an officer; `minutes`: of one report."""

    monday: date
    days: tuple[Day, ...]
    officers: tuple[OfficerWeek, ...]
    nobody: int
    minutes: dict[str, int]


def court_week(team: Team, monday: date, on: date) -> CourtWeek:
    """The week that begins on a Monday, reckoned from today on: what is late is due today, what is done is done.

    A number of reports names nobody, so every report of the team counts, whoever may read it.
    """
    end = monday + timedelta(days=6)
    days = [on + timedelta(days=n) for n in range((end - on).days + 1)]
    minutes = {kind: report_minutes(kind, on=on).value for kind in CourtReport.Kind.values}
    reports = list(
        CourtReport.objects.filter(OPEN, team=team, deliver_by__lte=end, person__merged_into__isnull=True).values_list(
            "kind", "deliver_by", "officer"
        )
    )
    staff = list(Staff.objects.filter(team=team, grade__in=AUTHORS, from_date__lte=end).order_by("name"))
    time = _available(staff, days)
    due: Counter[date] = Counter()
    kinds: dict[date, Counter[str]] = defaultdict(Counter)
    mine: dict[int | None, list[str]] = defaultdict(list)
    for kind, deliver_by, officer in reports:
        when = max(deliver_by, on)
        due[when] += minutes[kind]
        kinds[when][kind] += 1
        mine[officer].append(kind)
    together = {day: sum(each[day] for each in time.values()) for day in days}
    shown = tuple(
        Day(load, dict(kinds[load.day])) for load in loads(days, together, due) if load.day >= monday
        and (load.day.isoweekday() <= 5 or load.due or load.available)
    )  # fmt: skip
    officers = tuple(
        OfficerWeek(each.name, sum(time[each.pk].values()), sum(minutes[kind] for kind in mine[each.pk]),
                    len(mine[each.pk]))
        for each in staff if mine[each.pk] or any(time[each.pk].values())
    )  # fmt: skip
    return CourtWeek(monday, shown, officers, len(mine[None]), minutes)


def _available(staff: list[Staff], days: list[date]) -> dict[int, dict[date, int]]:
    """Minutes of each officer on each day: contracted ones over the days worked, none on bank holidays or when away."""
    if not days:
        return {each.pk: {} for each in staff}
    away = Absence.objects.filter(staff__in=staff, kind__in=AWAY, from_date__lte=days[-1])
    gone: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for who, first, back in away.values_list("staff", "from_date", "to_date"):
        gone[who].append((first, back or date.max))
    found = {}
    for each in staff:
        daily = each.contracted_minutes // len(each.days) if each.days else 0
        found[each.pk] = {
            day: daily
            if str(day.isoweekday()) in each.days
            and each.from_date <= day and (each.to_date is None or day < each.to_date)
            and not is_bank_holiday(day)
            and not any(first <= day < back for first, back in gone[each.pk])
            else 0
            for day in days
        }  # fmt: skip
    return found
