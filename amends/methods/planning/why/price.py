"""What it costs when a scheduler pins, forbids or prefers: the problem is planned with it and without, and compared.

The plan with it is the better of one searched for anew and the plan without it carried over. Both are found by search,
so the difference is one of what was found; the bounds say between what figures the true price lies. See
docs/rules/planning_why.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from amends.methods.planning.plan import Plan
from amends.methods.planning.problem import Problem, Standing, Wish, wish_keys
from amends.methods.planning.reseat import reseat
from amends.methods.planning.score import score
from amends.methods.planning.solve import Result, broken_promises, plan_of, solve
from amends.methods.planning.stop import Stop
from amends.methods.planning.suitability import Reason, reasons_against
from amends.methods.planning.why.carried import carry_over, mend, weeks_that_differ
from amends.methods.planning.why.changes import Change, Pin, Prefer, changed
from amends.methods.planning.why.people import PersonChange, changes_of_people, losers, winners

# Points that the bound is given for each pin and has taken off again: it would let the pin go otherwise. More than a
# person's weeks are worth (12 weeks of 1,680 minutes at 10 points would be 201,600).
_PULL = 250_000.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan comes to. `score` and `bound` are those of the problem without what was asked.

    `minutes` booked; `people_short` have a week in which they are offered less than the least, `weeks_short` such weeks
    there are in all, with `minutes_short` minutes.
    """

    score: float
    bound: float
    minutes: int
    people_short: int
    weeks_short: int
    minutes_short: int


@dataclass(frozen=True, slots=True)
class BrokenPin:
    """A pin that the plan does not keep, and the rules that stand against the booking by itself.

    Without reasons it is the rest that stands against it: no place, no supervisor, too few others, the minutes of the
    week, or another pin.
    """

    pin: Pin
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What is asked, and what it costs.

    `price`: points by which the plan found with it scores less, by the score without it; 0 where it scores more (the
    plan without it was then not the best, and is no longer the best known). The true price, between the best plans of
    both problems, is at least `lowest` and at most `highest`. All three are None where a pin cannot be kept.
    `given_up`: fixed rows that the plan without it keeps and this one does not. `drive`: the points that drives and
    usual projects of supervisors add to the difference.
    """

    changes: tuple[Change, ...]
    without: Figures
    with_it: Figures
    price: float | None
    lowest: float | None
    highest: float | None
    broken: tuple[BrokenPin, ...]
    given_up: tuple[Standing, ...]
    losers: tuple[PersonChange, ...]
    winners: tuple[PersonChange, ...]
    drive: float

    @property
    def kept(self) -> bool:
        """Whether every pin is kept."""
        return not self.broken


def price_of(
    problem: Problem,
    changes: Sequence[Change],
    *,
    stop: Callable[[], Stop],
    seed: int,
    without: Result | None = None,
    known: Plan | None = None,
) -> Price:
    """Plan the problem with the changes, and without them unless that `Result` is given, and compare.

    `known`: a legal plan with the changes, where one is there already. `stop` makes the stop of each search: a fair
    price needs the same for both. Raises as `changed` does.
    """
    asked = changed(problem, changes)
    pins = [change for change in changes if isinstance(change, Pin)]
    pull = tuple(Wish(pin.person_id, pin.project_id, pin.date, _PULL) for pin in dict.fromkeys(pins))
    without = without or solve(problem, stop=stop(), seed=seed)
    found = solve(replace(asked, wishes=asked.wishes + pull), stop=stop(), seed=seed)
    before, carried = _carried(problem, asked, changes, without.plan)
    plans = [found.plan, carried, *([] if known is None else [known])]
    # more pins kept first, then the score as asked
    after = max(plans, key=lambda plan: (-len(_broken(asked, pins, plan)), score(plan, asked).score))
    broken = _broken(asked, pins, after)
    given_up = _given_up(problem, before, after)
    here, there = score(before, problem), score(after, problem)
    least, most = _wish_points(problem, changes)
    bound = found.bound - (0.0 if broken else len(pull) * _PULL) - least
    if not given_up:  # then a plan with the changes is one without them too
        bound = min(bound, without.bound)
    price = lowest = highest = None
    if not broken:
        price, lowest = here.score - there.score, here.score - bound
        highest = without.bound - there.score + most - _wished(after, changes)
        if not given_up:
            price, lowest = max(0.0, price), max(0.0, lowest)
            if all(isinstance(change, Prefer) for change in changes):
                highest = min(highest, most - least)
    people = changes_of_people(problem, before, after)
    return Price(
        changes=tuple(changes),
        without=figures(problem, before, here.score, without.bound),
        with_it=figures(problem, after, there.score, bound),
        price=price,
        lowest=lowest,
        highest=highest,
        broken=broken,
        given_up=given_up,
        losers=losers(people),
        winners=winners(people),
        drive=there.drive + there.usual - here.drive - here.usual,
    )


def figures(problem: Problem, plan: Plan, points: float, bound: float) -> Figures:
    """What a plan with this score comes to."""
    return Figures(
        score=points,
        bound=bound,
        minutes=sum(problem.project_of[one.project_id].minutes for one in plan.bookings),
        people_short=len({one.person_id for one in plan.unmet}),
        weeks_short=len(plan.unmet),
        minutes_short=sum(one.short for one in plan.unmet),
    )


def _carried(problem: Problem, asked: Problem, changes: Sequence[Change], plan: Plan) -> tuple[Plan, Plan]:
    """The plan, mended in the weeks that the changes concern, and the same carried over to the problem as asked."""
    state = carry_over(asked, plan)
    weeks = weeks_that_differ(state, plan)
    for change in changes:
        if isinstance(change, Prefer) and change.person_id is not None:
            person = state.model.person_index[change.person_id]
            for week in range(problem.weeks) if change.date is None else (problem.week_of(change.date) - 1,):
                reseat(state, person, week)
    mend(state, plan, weeks)
    before = carry_over(problem, plan)
    mend(before, plan, weeks)
    mended = plan_of(before)
    return (mended if score(mended, problem).score > score(plan, problem).score else plan), plan_of(state)


def _broken(problem: Problem, pins: Sequence[Pin], plan: Plan) -> tuple[BrokenPin, ...]:
    booked = {(one.person_id, one.project_id, one.date) for one in plan.bookings}
    broken = []
    for pin in pins:
        if (pin.person_id, pin.project_id, pin.date) not in booked:
            person, project = problem.person_of[pin.person_id], problem.project_of[pin.project_id]
            broken.append(BrokenPin(pin, reasons_against(person, project, pin.date, problem)))
    return tuple(broken)


def _given_up(problem: Problem, before: Plan, after: Plan) -> tuple[Standing, ...]:
    """The fixed rows that are kept before and not after."""
    already = broken_promises(before, problem)
    return tuple(row for row in broken_promises(after, problem) if row not in already)


def _wished(plan: Plan, changes: Sequence[Change]) -> float:
    """The points of the preferences that the plan fulfils."""
    preferred = [change for change in changes if isinstance(change, Prefer)]
    return sum(
        change.points
        for change in preferred
        for one in plan.bookings
        if (change.person_id, change.project_id, change.date) in wish_keys(one.person_id, one.project_id, one.date)
    )


def _wish_points(problem: Problem, changes: Sequence[Change]) -> tuple[float, float]:
    """No plan has less, and none more, points from the preferences than these."""
    least, most = 0.0, 0.0
    for change in changes:
        if isinstance(change, Prefer):
            points = change.points * _most_bookings(problem, change)
            least, most = least + min(0.0, points), most + max(0.0, points)
    return least, most


def _most_bookings(problem: Problem, wish: Prefer) -> int:
    """No plan has more bookings that match than this: one for each person and day."""
    people = problem.people if wish.person_id is None else (problem.person_of[wish.person_id],)
    days = problem.dates if wish.date is None else (wish.date,)
    if wish.project_id is not None:
        days = tuple(day for day in days if day.isoweekday() in problem.project_of[wish.project_id].days)
    return sum(day.isoweekday() in person.days and day not in person.away for person in people for day in days)
