"""The monitors: lists of what waits for somebody to act, each a module here, in the order in which they are shown."""

from amends.organisation import access
from amends.unpaid_work.monitors import (
    assessments,
    first_sessions,
    health_and_safety,
    inductions,
    offered_less,
    outcomes,
    registers,
    reviews,
    under_18,
)
from amends.unpaid_work.monitors.monitor import Monitor

MONITORS: dict[str, Monitor] = {
    module.MONITOR.slug: module.MONITOR
    for module in (
        offered_less,
        first_sessions,
        inductions,
        reviews,
        assessments,
        under_18,
        registers,
        outcomes,
        health_and_safety,
    )
}


def open_to(user) -> dict[str, Monitor]:
    """The monitors whose permission the user has somewhere."""
    return {slug: monitor for slug, monitor in MONITORS.items() if access.allows(user, monitor.permission)}
