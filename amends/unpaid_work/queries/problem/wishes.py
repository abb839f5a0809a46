"""What schedulers wish of the team's plans, as the planner understands it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from amends.methods.planning.problem import Wish
from amends.organisation.models import Team
from amends.unpaid_work.models import PlanWish
from amends.unpaid_work.queries.problem.horizon import Horizon
from amends.unpaid_work.queries.problem.standing import Pin


@dataclass(frozen=True)
class Wished:
    """Wishes in force that bear on the weeks planned: as rows, and as the problem has them."""

    rows: tuple[PlanWish, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pins: tuple[Pin, ...] = ()


def wishes_of(team: Team, horizon: Horizon, people: Collection[str], projects: Collection[str]) -> Wished:
    """The team's wishes about these people (CRNs) and projects (codes) on days that the plan may change. One query."""
    rows = PlanWish.objects.filter(
        Q(date__isnull=True) | Q(date__range=(horizon.free_from, horizon.last_day)),
        team=team, withdrawn_at__isnull=True,
    )  # fmt: skip
    bearing = [
        one for one in rows.select_related("person", "project").order_by("pk")
        if (one.person is None or one.person.crn in people) and (one.project is None or one.project.code in projects)
    ]  # fmt: skip
    wishes = tuple(wish for one in bearing for wish in said(one, horizon))
    return Wished(tuple(bearing), wishes, tuple(pin for one in bearing for pin in _pinned(one)))


def matches(wish: PlanWish, crn: str, project: str, day: date) -> bool:
    """Whether a booking is one that the wish is about."""
    return (
        (wish.person is None or wish.person.crn == crn)
        and (wish.project is None or wish.project.code == project)
        and wish.date in (None, day)
    )


def said(wish: PlanWish, horizon: Horizon) -> Iterable[Wish]:
    """As the problem has it. About any project and day: of days that may change alone, so that what is past stays."""
    if wish.kind == PlanWish.Kind.PIN:
        return
    person, project = wish.person.crn if wish.person else None, wish.project.code if wish.project else None
    days = [wish.date]
    if wish.date is None and project is None and horizon.past:
        days = [day for day in horizon.dates if day >= horizon.free_from]
    for day in days:
        yield Wish(person, project, day, None if wish.points is None else float(wish.points))


def _pinned(wish: PlanWish) -> Iterable[Pin]:
    if wish.kind == PlanWish.Kind.PIN and wish.person and wish.project and wish.date:
        yield wish.person.crn, wish.project.code, wish.date
