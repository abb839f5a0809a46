"""The monitors: lists of what waits for somebody to act, each a module here, in the order in which they are shown."""

from amends.organisation import access
from amends.unpaid_work.monitors import (
    assessments,
    beneficiary_replies,
    contact,
    exit_interviews,
    first_sessions,
    health_and_safety,
    home_kits,
    hours_worked,
    inductions,
    late,
    offered_less,
    outcomes,
    pre_placement,
    rechecks,
    registers,
    reviews,
    single_supervisor,
    supervision_plans,
    under_18,
)
from amends.unpaid_work.monitors.monitor import Monitor

MONITORS: dict[str, Monitor] = {
    monitor.slug: monitor
    for monitor in (
        offered_less.MONITOR,
        first_sessions.MONITOR,
        inductions.MONITOR,
        pre_placement.MONITOR,
        supervision_plans.MONITOR,
        reviews.MONITOR,
        contact.MONITOR,
        late.PAST,
        late.LIKELY,
        hours_worked.MONITOR,
        exit_interviews.MONITOR,
        assessments.MONITOR,
        under_18.MONITOR,
        home_kits.MONITOR,
        registers.MONITOR,
        outcomes.MONITOR,
        health_and_safety.MONITOR,
        single_supervisor.MONITOR,
        beneficiary_replies.MONITOR,
        rechecks.MONITOR,
    )
}


def open_to(user) -> dict[str, Monitor]:
    """The monitors whose permission the user has somewhere."""
    return {slug: monitor for slug, monitor in MONITORS.items() if access.allows(user, monitor.permission)}
