"""A plan asked for, so that the planner's pages have one to show once the service is served and its job has run."""

from datetime import datetime, timedelta

from amends.organisation.models import Team
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations.plans import request_plan

_WEEKS, _SECONDS = 2, 30


def ask_for_a_plan(*, by, at: datetime) -> Plan:
    """Ask for a plan of the two weeks after those on the board, for the first team that has projects."""
    today = civil_date(at)
    team = Team.objects.filter(projects__isnull=False).order_by("code").first()
    first_day = today + timedelta(days=14 - today.weekday())
    return request_plan(team=team, first_day=first_day, weeks=_WEEKS, seconds=_SECONDS, by=by, at=at)
