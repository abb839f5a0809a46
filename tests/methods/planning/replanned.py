"""Plans written out and planned again, as the tests of what happens in the middle of a plan compare them."""

from datetime import timedelta

import pytest

from amends.methods.planning.check import check
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.replanning import (
    replan,
)
from amends.methods.planning.score import score
from amends.methods.planning.stop import MaxSeconds
from tests.methods.planning.made import MONDAY, person

DAY = timedelta(days=1)
ONE_DAY = frozenset({1})
TODAY = frozenset({MONDAY})


def plan_of(*sessions):
    """A plan from (day from MONDAY, project, supervisor, people as letters)."""
    return Plan(
        tuple(sorted(Session(MONDAY + day * DAY, name, leader) for day, name, leader, _ in sessions)),
        tuple(sorted(Booking(MONDAY + day * DAY, name, who) for day, name, _, people in sessions for who in people)),
    )


def replanned(made, plan, *events, on=MONDAY, stop=None, seed=0):
    found = replan(made, plan, events, on=on, stop=stop or MaxSeconds(60), seed=seed)
    assert [str(breach) for breach in check(found.problem, found.plan)] == []
    assert found.score == pytest.approx(score(found.plan, found.problem).score)
    assert found.score >= found.remainder - 1e-6
    return found


def rolls(plan):
    """Who is where, by day from MONDAY, project and supervisor."""
    leader = {(one.project_id, one.date): one.supervisor_id for one in plan.sessions}
    found = {}
    for one in plan.bookings:
        key = (one.date - MONDAY).days, one.project_id, leader[one.project_id, one.date]
        found[key] = found.get(key, "") + one.person_id
    return found


def people(letters, **changes):
    return [person(one, offer_max=420, days=ONE_DAY, **changes) for one in letters]
