"""A plan made from what stands, after something happened: as little is changed as the score asks for."""

from dataclasses import replace

from amends.methods.planning.bound import upper_bound
from amends.methods.planning.model import build
from amends.methods.planning.replanning import replan
from amends.methods.planning.score import score
from amends.methods.planning.solve import Result
from amends.methods.planning.stop import Stop
from amends.unpaid_work.queries.plan_people import stood
from amends.unpaid_work.queries.problem import Ground
from amends.unpaid_work.queries.problem.happened import Happened, event_of


def replanned(ground: Ground, happened: Happened, *, stop: Stop, seed: int) -> tuple[Ground, Result]:
    """The ground after what happened, and the plan mended. The bound is the loose one: nothing is proven by search."""
    problem, event = event_of(happened, ground)
    found = replan(problem, stood(ground), [event] if event else [], on=ground.horizon.free_from, stop=stop, seed=seed)
    # The repair wishes that what is soon be kept. Without that wish, points are as those of any plan of these weeks.
    after = replace(found.problem, wishes=problem.wishes)
    parts = score(found.plan, after)
    bound = max(parts.score, upper_bound(build(after)))
    result = Result(
        plan=found.plan,
        parts=parts,
        score=parts.score,
        bound=bound,
        status="optimal" if bound == parts.score else found.status,
        seed=seed,
        build_seconds=found.build_seconds,
        broken_promises=found.broken_promises,
    )
    return replace(ground, problem=after), result
