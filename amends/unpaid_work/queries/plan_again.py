"""A plan made from what stands, after something happened: as little is changed as the score asks for."""

from dataclasses import replace

from amends.methods.planning.bound import upper_bound
from amends.methods.planning.model import build
from amends.methods.planning.replanning import replan
from amends.methods.planning.solve import Result
from amends.methods.planning.stop import Stop
from amends.unpaid_work.queries.plan_people import stood
from amends.unpaid_work.queries.problem import Ground
from amends.unpaid_work.queries.problem.happened import Happened, event_of


def replanned(ground: Ground, happened: Happened, *, stop: Stop, seed: int) -> tuple[Ground, Result]:
    """The ground after what happened, and the plan mended. The bound is the loose one: nothing is proven by search."""
    problem, event = event_of(happened, ground)
    found = replan(problem, stood(ground), [event] if event else [], on=ground.horizon.free_from, stop=stop, seed=seed)
    bound = max(found.score, upper_bound(build(found.problem)))
    result = Result(
        plan=found.plan,
        parts=found.parts,
        score=found.score,
        bound=bound,
        status="optimal" if bound == found.score else found.status,
        seed=seed,
        build_seconds=found.build_seconds,
        broken_promises=found.broken_promises,
    )
    return replace(ground, problem=found.problem), result
