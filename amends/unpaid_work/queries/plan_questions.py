"""Answers about a plan that is made, from the record as it is when they are asked for: what one more would buy, and
between what figures the price of a wish lies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from amends.faults import Fault, Faults
from amends.methods.planning.bound import upper_bound
from amends.methods.planning.plan import Booking, Plan, Session
from amends.methods.planning.problem import Problem
from amends.methods.planning.replanning.events import after
from amends.methods.planning.score import score
from amends.methods.planning.solve import Result, broken_promises, plan_of, solve
from amends.methods.planning.stop import AnyOf, Cancelled, MaxSeconds, Stop
from amends.methods.planning.why import Change, Forbid, Pin, Prefer, Price, price_of
from amends.methods.planning.why.additions import NewPlace, NewQualification, NewSupervisor
from amends.methods.planning.why.bought import bought
from amends.methods.planning.why.carried import carry_over, mend
from amends.methods.planning.why.market import prices_of
from amends.methods.planning.why.one_more import Candidate, best_places, best_qualifications, best_supervisors
from amends.unpaid_work import models
from amends.unpaid_work.queries.plan_why import without_wish
from amends.unpaid_work.queries.problem import NOTHING, Ground, Supposed, ground_of
from amends.unpaid_work.queries.problem.happened import Happened, event_of
from amends.unpaid_work.queries.problem.standing import project_key
from amends.unpaid_work.queries.problem.wishes import said

LISTED = 10  # of each kind
SECONDS_OF_SEAT_PRICES = 60.0
_SHARE_OF_SEAT_PRICES = 0.2
Asked = Callable[[], bool]
Tell = Callable[[float], None]  # the share done, 0 to 1


def ground_of_plan(plan: models.Plan, *, on: date) -> Ground:
    """What a plan was built on, as it is on the day `on`.

    With what a scenario supposes, and after what a re-plan answers.
    """
    supposed = Supposed.of(plan.terms) if plan.kind == models.Plan.Kind.SCENARIO else NOTHING
    ground = ground_of(plan.team, plan.first_day, plan.weeks, on=on, supposed=supposed)
    if plan.kind != models.Plan.Kind.REPLAN:
        return ground
    problem, event = event_of(Happened.of(plan.terms), ground)
    return replace(ground, problem=after(problem, [event] if event else []))


def as_it_is_now(plan: models.Plan, ground: Ground) -> Plan:
    """The plan on the ground as it is now: what is still allowed of it, beside what stays as it was."""
    problem, free_from = ground.problem, ground.horizon.free_from
    projects, people, staff = problem.project_of, problem.person_of, problem.supervisor_of
    sessions = [
        Session(date.fromisoformat(row["date"]), row["project"], row["supervisor"])
        for row in plan.result["sessions"]
        if row["project"] in projects and (row["supervisor"] is None or row["supervisor"] in staff)
    ]
    bookings = [
        Booking(date.fromisoformat(row["date"]), row["project"], row["person"])
        for row in plan.result["bookings"] if row["project"] in projects and row["person"] in people
    ]  # fmt: skip
    state = carry_over(
        problem,
        Plan(
            tuple(one for one in sessions if one.date >= free_from),
            tuple(one for one in bookings if one.date >= free_from),
        ),
    )
    return plan_of(state)


def one_more_of(
    question: models.PlanQuestion, ground: Ground, plan: Plan, *, asked: Asked, tell: Tell
) -> dict[str, Any]:
    """What one more supervisor, qualification or place would buy, by estimate, the best of each kind first.

    The question says how many of each kind are checked by planning again, and for how many seconds each may search.
    """
    problem, seed = ground.problem, question.plan.seed
    prices = prices_of(problem, stop=_stop(SECONDS_OF_SEAT_PRICES, asked), seed=seed)
    tell(_SHARE_OF_SEAT_PRICES)
    past = {project_key(one, ground.horizon): one.project.code for one in ground.stands.sessions}
    found = [
        list(best_supervisors(prices, most=LISTED)),
        list(best_qualifications(prices, most=LISTED)),
        [one for one in best_places(prices, most=LISTED + len(past)) if not _is_over(one, past)][:LISTED],
    ]
    checked = [one for group in found for one in group[: question.terms["checked"]]]
    without = _known(problem, plan, min(prices.bound, upper_bound(prices.model)))
    bought_by = {}

    def stop() -> Stop:
        return _stop(question.terms["seconds"], asked)

    for number, candidate in enumerate(checked):
        if asked():
            break
        check = bought(problem, candidate, stop=stop, seed=seed, without=without)
        if not asked():
            bought_by[candidate.addition] = {
                "points": round(check.gained, 1),
                "lowest": round(check.lowest, 1),
                "highest": round(check.highest, 1),
                "minutes": check.with_it.minutes - check.without.minutes,
                "people_short": check.with_it.people_short - check.without.people_short,
                "minutes_short": check.with_it.minutes_short - check.without.minutes_short,
            }
        tell(_SHARE_OF_SEAT_PRICES + (1 - _SHARE_OF_SEAT_PRICES) * (number + 1) / len(checked))
    rows = [_row(one, past, problem) | {"check": bought_by.get(one.addition)} for group in found for one in group]
    return {"rows": sorted(rows, key=lambda row: -row["estimate"])}


def prices_of_plan(
    question: models.PlanQuestion, ground: Ground, plan: Plan, *, asked: Asked, tell: Tell
) -> dict[str, Any]:
    """Of each wish in force, by its id: what the plan scores less for it, and between what the true price lies.

    The plan knows the wish already, so it is the wish's absence that is tried: the problem without it, planned again.
    """
    rows: dict[str, Any] = {}
    wishes = ground.wished.rows
    for number, wish in enumerate(wishes):
        without = without_wish(ground, wish)
        found = _priced(question, without, changes_of(wish, ground), _mended(without, plan), asked, known=plan)
        if asked():
            break
        rows[str(wish.pk)] = _price(found)
        tell((number + 1) / len(wishes))
    return {"prices": rows}


def price_of_new_wish(
    question: models.PlanQuestion, ground: Ground, plan: Plan, *, asked: Asked, tell: Tell
) -> dict[str, Any]:
    """What a wish that nobody has made yet would cost, who would lose by it and who gain.

    Raises Faults where the wish is about somebody or something that is not in the weeks planned.
    """
    changes = changes_of(wish_of(question), ground)
    _refuse_unless_known(ground, question, changes)
    found = _priced(question, ground.problem, changes, plan, asked)
    return _price(found) | {
        "given_up": len(found.given_up),
        "drive": round(found.drive, 1),
        "people": [
            {
                "person": one.person_id,
                "minutes_before": one.minutes_before,
                "minutes_after": one.minutes_after,
                "points": round(one.points, 1),
                "added": [[day.isoformat(), code] for day, code in one.added],
                "dropped": [[day.isoformat(), code] for day, code in one.dropped],
            }
            for one in (*found.losers, *found.winners)
        ],
    }


ANSWERS = {
    models.PlanQuestion.Kind.ONE_MORE: one_more_of,
    models.PlanQuestion.Kind.PRICES: prices_of_plan,
    models.PlanQuestion.Kind.WISH: price_of_new_wish,
}


def wish_of(question: models.PlanQuestion) -> models.PlanWish:
    """The wish that a question is about, not saved."""
    terms, team = question.terms, question.plan.team
    project = models.Project.objects.get(team=team, code=terms["project"]) if terms["project"] else None
    day = date.fromisoformat(terms["date"]) if terms["date"] else None
    return models.PlanWish(
        team=team, kind=terms["kind"], person=question.person, project=project, date=day, points=terms["points"],
        reason=terms["reason"],
    )  # fmt: skip


def changes_of(wish: models.PlanWish, ground: Ground) -> list[Change]:
    """A wish as what it changes of a problem: none of what is past."""
    if wish.kind == models.PlanWish.Kind.PIN and wish.person and wish.project and wish.date:
        return [Pin(wish.person.crn, wish.project.code, wish.date)]
    return [
        Forbid(one.person_id, one.project_id, one.date) if one.points is None
        else Prefer(one.person_id, one.project_id, one.date, one.points)
        for one in said(wish, ground.horizon)
    ]  # fmt: skip


def _priced(
    question: models.PlanQuestion, problem: Problem, changes: Sequence[Change], plan: Plan, asked: Asked,
    known: Plan | None = None,
) -> Price:  # fmt: skip
    """The price of the changes, beside the better of the plan without them and one searched for anew."""
    seed, seconds = question.plan.seed, question.terms["seconds"]
    searched = solve(problem, stop=_stop(seconds, asked), seed=seed)
    kept = _known(problem, plan, searched.bound)
    without = searched if searched.score > kept.score else kept
    return price_of(
        problem, changes, stop=lambda: _stop(seconds, asked), seed=seed, without=without, known=known
    )  # fmt: skip


def _price(found: Price) -> dict[str, Any]:
    told = {"price": found.price, "lowest": found.lowest, "highest": found.highest}
    told = {name: None if points is None else round(points, 1) for name, points in told.items()}
    return told | {"against": [reason.key for one in found.broken for reason in one.reasons], "kept": found.kept}


def _known(problem: Problem, plan: Plan, bound: float) -> Result:
    """A plan that stands already, as the result of a search."""
    parts = score(plan, problem)
    bound = max(bound, parts.score)
    return Result(plan, parts, parts.score, bound, "feasible", 0, 0.0, broken_promises(plan, problem))


def _mended(problem: Problem, plan: Plan) -> Plan:
    state = carry_over(problem, plan)
    mend(state, plan, range(problem.weeks))
    return plan_of(state)


def _stop(seconds: float, asked: Asked) -> Stop:
    return AnyOf(MaxSeconds(seconds), Cancelled(asked))


def _is_over(candidate: Candidate, past: Mapping[str, str]) -> bool:
    """Whether it is about a session that stays as it was."""
    match candidate.addition:
        case NewPlace(project):
            return past.get(project, project) != project
    return False


def _row(candidate: Candidate, past: Mapping[str, str], problem: Problem) -> dict[str, Any]:
    """What is added and where, by codes: for a qualification, the projects that ask for it."""
    match candidate.addition:
        case NewSupervisor():
            one = candidate.addition
            what: dict[str, Any] = {
                "what": "supervisor", "projects": [past.get(one.near, one.near)], "max_drive": round(one.max_drive),
                "qualifications": sorted(one.qualifications), "days": "".join(map(str, sorted(one.days))),
            }  # fmt: skip
        case NewQualification(supervisor, qualification):
            asking = [one.project_id for one in problem.projects if qualification in one.qualifications]
            what = {"what": "qualification", "supervisor": supervisor, "qualifications": [qualification],
                    "projects": asking}  # fmt: skip
        case NewPlace(project):
            what = {"what": "place", "projects": [project]}
    return what | {"estimate": round(candidate.estimate, 1)}


def _refuse_unless_known(ground: Ground, question: models.PlanQuestion, changes: Iterable[Change]) -> None:
    problem = ground.problem
    for one in changes:
        if one.person_id is not None and one.person_id not in problem.person_of:
            raise Faults(
                [Fault("", None, _("person"), _("not in these weeks"), _("someone who may be booked in them"))]
            )
        if one.project_id is not None and one.project_id not in problem.project_of:
            raise Faults([Fault("", None, _("project"), _("not open in these weeks"), _("one that is"))])
        if one.date is not None and one.date not in problem.dates:
            raise Faults([Fault("", None, _("day"), _("not in these weeks"), _("one of the days planned"))])
