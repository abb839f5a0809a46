"""The check of an estimate: the problem is planned with one more, and compared with the plan without."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Problem, Standing
from amends.methods.planning.score import score
from amends.methods.planning.solve import Result, broken_promises, plan_of, solve
from amends.methods.planning.stop import Stop
from amends.methods.planning.why.additions import with_addition
from amends.methods.planning.why.carried import carry_over, mend
from amends.methods.planning.why.one_more import Candidate
from amends.methods.planning.why.price import Figures, figures


@dataclass(frozen=True, slots=True)
class Bought:
    """What one more buys: by the estimate, and by the plans found without and with it.

    `gained`: points by which the plan with it scores more. The true gain, between the best plans of both problems, is
    at least `lowest` and at most `highest`. `kept_anew`: fixed rows that had to be given up without it and can be kept
    with it; for them a plan may come to score less, and only then are `gained` and `lowest` below 0.
    """

    candidate: Candidate
    without: Figures
    with_it: Figures
    gained: float
    lowest: float
    highest: float
    kept_anew: tuple[Standing, ...]


def bought(
    problem: Problem, candidate: Candidate, *, stop: Callable[[], Stop], seed: int, without: Result | None = None
) -> Bought:
    """Plan the problem with the candidate's addition, and without it unless that `Result` is given, and compare.

    The plan with it is the better of one searched for anew and the plan without it carried over and mended; so is that
    plan mended, for a fair comparison. `stop` makes the stop of each search.
    """
    larger = with_addition(problem, candidate.addition)
    without = without or solve(problem, stop=stop(), seed=seed)
    found = solve(larger, stop=stop(), seed=seed)
    before = _best(problem, without.plan, _mended(problem, without.plan))
    after = _best(larger, found.plan, _mended(larger, before))
    less, more = score(before, problem).score, score(after, larger).score
    bound_now = min(without.bound, candidate.bound_now)
    bound = found.bound if candidate.bound is None else min(found.bound, candidate.bound)
    still_broken = broken_promises(after, larger)
    kept_anew = tuple(row for row in broken_promises(before, problem) if row not in still_broken)
    floor = -inf if kept_anew else 0.0  # otherwise every plan without it is one with it too
    return Bought(
        candidate=candidate,
        without=figures(problem, before, less, bound_now),
        with_it=figures(larger, after, more, bound),
        gained=max(floor, more - less),
        lowest=max(floor, more - bound_now),
        highest=max(floor, bound - less),
        kept_anew=kept_anew,
    )


def _mended(problem: Problem, plan: Plan) -> Plan:
    state = carry_over(problem, plan)
    mend(state, plan, range(problem.weeks))
    return plan_of(state)


def _best(problem: Problem, *plans: Plan) -> Plan:
    return max(plans, key=lambda plan: score(plan, problem).score)
