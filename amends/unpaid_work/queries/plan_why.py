"""Why a plan is as it is, as it is kept with the plan: offers not met, sessions not run, and what each wish costs."""

import time
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from amends.methods.planning.plan import Booking, Plan
from amends.methods.planning.problem import Problem
from amends.methods.planning.reseat import reseat
from amends.methods.planning.score import score
from amends.methods.planning.solve import plan_of
from amends.methods.planning.state import State
from amends.methods.planning.why import why_not_run, why_short
from amends.methods.planning.why.carried import carry_over, mend
from amends.unpaid_work.models import PlanWish
from amends.unpaid_work.queries.problem import Ground
from amends.unpaid_work.queries.problem.standing import promises
from amends.unpaid_work.queries.problem.wishes import matches, said

SECONDS_OF_PRICES = 20.0


def unmet_of(state: State) -> list[dict[str, Any]]:
    """Each offer below the least, with what stood in the way and which limit would open most."""
    return [_plain(one) for one in why_short(state)]


def not_run_of(state: State, ground: Ground) -> list[dict[str, Any]]:
    """Each session that could take place on a day that the plan may change, and does not."""
    free = [day for day in ground.horizon.dates if day >= ground.horizon.free_from]
    return [_plain(one) for one in why_not_run(state, free)]


def prices_of(ground: Ground, plan: Plan) -> dict[int, float]:
    """What each wish costs, in points, by its id: what the plan would gain at once, were that wish alone lifted.

    The plan, and the plan without the bookings that the wish is about, are carried over to the problem without it and
    mended in the weeks that it concerns: sessions are run and filled while that adds points, and the person of the wish
    gets their best week among the free places. The better counts. Wishes
    whose turn has not come after twenty seconds have no price, nor has a pin that is not kept.
    """
    began, found = time.monotonic(), {}
    for wish in ground.wished.rows:
        if time.monotonic() - began > SECONDS_OF_PRICES:
            break
        if wish.kind == PlanWish.Kind.PIN and not any(_pinned(wish, one) for one in plan.bookings):
            continue
        without = without_wish(ground, wish)
        stands = score(plan, without).score
        mended = [_mended(without, plan, begin, wish) for begin in (plan, _let_go(plan, wish))]
        found[wish.pk] = round(max(0.0, *(score(one, without).score - stands for one in mended)), 1)
    return found


def _let_go(plan: Plan, wish: PlanWish) -> Plan:
    """The plan without the bookings that the wish is about, nor sessions left with nobody."""
    kept = tuple(one for one in plan.bookings if not matches(wish, one.person_id, one.project_id, one.date))
    left = {(one.project_id, one.date) for one in kept}
    emptied = {(one.project_id, one.date) for one in plan.bookings} - left
    return Plan(tuple(one for one in plan.sessions if (one.project_id, one.date) not in emptied), kept)


def _mended(without: Problem, plan: Plan, begin: Plan, wish: PlanWish) -> Plan:
    state = carry_over(without, begin)
    weeks = range(without.weeks) if wish.date is None else [without.week_of(wish.date) - 1]
    mend(state, plan, weeks)
    if wish.person is not None:
        for week in weeks:
            reseat(state, state.model.person_index[wish.person.crn], week)
    return plan_of(state)


def _pinned(wish: PlanWish, booking: Booking) -> bool:
    return matches(wish, booking.person_id, booking.project_id, booking.date)


def without_wish(ground: Ground, wish: PlanWish) -> Problem:
    """The problem as it would be without the wish."""
    if wish.kind == PlanWish.Kind.PIN:
        pins = [
            pin for pin in ground.wished.pins
            if not (wish.person and wish.project and pin == (wish.person.crn, wish.project.code, wish.date))
        ]  # fmt: skip
        return replace(ground.problem, standing=promises(ground.stands, ground.horizon, pins))
    lifted = list(ground.problem.wishes)
    for one in said(wish, ground.horizon):
        lifted.remove(one)
    return replace(ground.problem, wishes=tuple(lifted))


def _plain(row: Any) -> dict[str, Any]:
    """A row of the answer as JSON takes it."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(part) for part in value]
        return value.isoformat() if isinstance(value, date) else value

    told: dict[str, Any] = plain(asdict(row))
    return told
