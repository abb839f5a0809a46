"""Plans of several teams that were asked for at once: how far each is, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum

from django.db.models import F

from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.plans import MADE, UNDER_WAY

FAILED = (Plan.Status.FAILED, Plan.Status.CANCELLED)


@dataclass(frozen=True)
class TeamPlan:
    """A team's newest plan among those asked for at once, with the report kept with it; None until it is made."""

    plan: Plan
    report: dict | None
    lost: bool

    @property
    def under_way(self) -> bool:
        """Whether it waits or is being made."""
        return self.plan.status in UNDER_WAY and not self.lost

    @property
    def failed(self) -> bool:
        """Whether it came to nothing, so that it may be asked for again."""
        return self.plan.status in FAILED or self.lost

    @property
    def share(self) -> float:
        """The share done."""
        return self.plan.progress if self.under_way else 1.0


def team_plans(user, plan: Plan, at: datetime) -> list[TeamPlan]:
    """Each team's newest plan among those asked for together with this one, by team. One query."""
    among = Plan.objects.filter(together=plan.together_id) if plan.together_id else Plan.objects.filter(pk=plan.pk)
    rows = (
        access.visible(among, user, Permission.SESSION_PLAN)
        .select_related("team")
        .defer("result", "applied", "course")
        .annotate(report=F("result__report"))
        .order_by("team__name", "pk")
    )
    newest = {one.team_id: one for one in rows}
    return [TeamPlan(one, one.report if one.status in MADE else None, one.is_lost(at)) for one in newest.values()]


def score_and_bound(lines: Sequence[TeamPlan]) -> tuple[float, float] | None:
    """What the plans score together, and the most that any plans could: no team's plan bears on another's.

    None until every team has both.
    """
    known = [(one.plan.score, one.plan.bound) for one in lines]
    scores = [(score, bound) for score, bound in known if score is not None and bound is not None]
    if not scores or len(scores) < len(known):
        return None
    return fsum(score for score, _bound in scores), fsum(bound for _score, bound in scores)
