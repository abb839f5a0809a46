"""Plans of the same team and weeks side by side: what each comes to, by the report kept with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.plans import MADE

MOST = 4
PARTS = ("least", "towards", "beyond", "travel", "last_project", "wishes", "drive", "usual", "standing")


@dataclass(frozen=True)
class Measure:
    """A line of the comparison: a number for each plan, in its order; None where it cannot be said."""

    key: str
    values: tuple[float | None, ...]

    @property
    def differences(self) -> tuple[float | None, ...]:
        """Each less the first."""
        first = self.values[0]
        return tuple(None if value is None or first is None else value - first for value in self.values)


def beside(user, plan: Plan) -> QuerySet[Plan]:
    """The other plans of the same team and weeks that are made, the newest first; their results are not read."""
    others = Plan.objects.filter(team=plan.team_id, first_day=plan.first_day, weeks=plan.weeks, status__in=MADE)
    return access.visible(others.exclude(pk=plan.pk), user, Permission.SESSION_PLAN).defer(
        "result", "applied", "course"
    )


def reports_of(user, plans: Sequence[Plan]) -> list[dict]:
    """The report of each plan, in their order. One query."""
    rows = access.visible(Plan.objects.filter(pk__in=[one.pk for one in plans]), user, Permission.SESSION_PLAN)
    found = dict(rows.annotate(report=F("result__report")).values_list("pk", "report"))
    return [found[one.pk] for one in plans]


def measures(reports: Sequence[dict]) -> list[Measure]:
    """The lines of the comparison."""
    keys = ("score", "minutes", "people_below_least", "offers_not_met", "sessions", "bookings", "turned_away",
            "drive_minutes", "travel_minutes", "gap")  # fmt: skip
    lines = [Measure(key, tuple(report[key] for report in reports)) for key in keys]
    parts = [Measure(f"part_{key}", tuple(report["parts"][key] for report in reports)) for key in PARTS]
    return [*lines, *parts]
