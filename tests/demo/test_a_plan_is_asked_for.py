"""The plan that the demonstration asks for: the weeks after those on the board, for a team that has projects."""

from datetime import UTC, date, datetime

import pytest

from amends.unpaid_work.models import Plan
from demo.plans import ask_for_a_plan
from tests.factories import make_project, make_team, make_user


@pytest.mark.django_db
@pytest.mark.parametrize("day", [2, 4, 8])  # a Monday, a Wednesday, a Sunday of March 2026
def test_a_plan_waits_for_its_job(day):
    make_team()
    project = make_project(make_team())
    user = make_user("placement_coordinator", project.team, "pdu")
    plan = ask_for_a_plan(by=user, at=datetime(2026, 3, day, 12, tzinfo=UTC))
    assert (plan.team, plan.status) == (project.team, Plan.Status.QUEUED)
    assert (plan.first_day, plan.weeks) == (date(2026, 3, 16), 2)
