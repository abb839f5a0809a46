"""What is kept of a plan once it is made: the plan, what stood when it was made, and how good it is."""

from collections import defaultdict
from dataclasses import asdict

from amends.methods.planning.expected import expected_turned_away
from amends.methods.planning.overbooking import chance_turned_away
from amends.methods.planning.problem import SHARED_KINDS
from amends.methods.planning.score import DRIVE_POINTS, TRAVEL_POINTS
from amends.methods.planning.solve import Result
from amends.methods.planning.suitability import effective_places, reasons_against
from amends.methods.planning.turnout import Together
from amends.methods.planning.why import state_of
from amends.unpaid_work.models import PlanWish
from amends.unpaid_work.queries.plan_people import people_of
from amends.unpaid_work.queries.plan_prospect import lots_of, prospect_of
from amends.unpaid_work.queries.plan_why import not_run_of, prices_of, unmet_of
from amends.unpaid_work.queries.problem import Ground
from amends.unpaid_work.queries.problem.wishes import matches


def result_of(ground: Ground, result: Result, *, seconds: float, together: Together) -> dict[str, object]:
    """The result as it is stored, of the days that the plan may change. People are named by CRN, the rest by code.

    `together`: how much absences go together, for what the plan may come to.
    """
    free_from = ground.horizon.free_from
    state = state_of(ground.problem, result.plan)
    prospect = prospect_of(ground.problem, result.plan, together)
    return {
        "free_from": free_from.isoformat(),
        "sessions": _sessions(ground, result),
        "bookings": [
            {"project": one.project_id, "date": one.date.isoformat(), "person": one.person_id}
            for one in result.plan.bookings if one.date >= free_from
        ],
        "unmet": unmet_of(state),
        "not_run": not_run_of(state, ground),
        "stood": _stood(ground),
        "prospect": prospect,
        "people": people_of(ground, result.plan),
        "wishes": _wishes(ground, result),
        "caps": [
            [cap.project_id, cap.first_day.isoformat(), cap.last_day.isoformat(), cap.places]
            for cap in ground.problem.caps
        ],
        "lots": lots_of(ground.problem, result.plan),
        "report": {
            "score": result.score,
            "bound": result.bound,
            "gap": result.gap,
            "status": result.status,
            "seconds": round(seconds, 1),
            "build_seconds": round(result.build_seconds, 2),
            "seed": result.seed,
            "parts": asdict(result.parts),
            "sessions": len(result.plan.sessions),
            "bookings": len(result.plan.bookings),
            "offers_not_met": len(result.plan.unmet),
            "people_below_least": len({one.person_id for one in result.plan.unmet}),
            "turned_away": round(prospect["expected"], 2),
            "minutes": sum(ground.problem.project_of[one.project_id].minutes for one in result.plan.bookings),
            "drive_minutes": round(-result.parts.drive / DRIVE_POINTS, 1),
            "travel_minutes": round(-result.parts.travel / TRAVEL_POINTS, 1),
            "people": len(ground.problem.people),
            "projects": len({one.project_id for one in ground.problem.projects if one.tags}),
            "supervisors": len(ground.problem.supervisors),
            "broken_promises": len(result.broken_promises),
        },
    }  # fmt: skip


def _sessions(ground: Ground, result: Result) -> list[dict[str, object]]:
    """Each session with its places, how many are expected, and the chance that more turn up than fit."""
    problem = ground.problem
    chances: dict[tuple[object, str], list[float]] = defaultdict(list)
    for booking in result.plan.bookings:
        chances[booking.date, booking.project_id].append(problem.person_of[booking.person_id].attendance)
    rows: list[dict[str, object]] = []
    for session in result.plan.sessions:
        if session.date < ground.horizon.free_from:
            continue
        project = problem.project_of[session.project_id]
        come = chances[session.date, session.project_id]
        places = effective_places(project, session.date, problem)
        shared = project.kind in SHARED_KINDS
        rows.append(
            {
                "project": session.project_id,
                "date": session.date.isoformat(),
                "supervisor": session.supervisor_id,
                "places": places,
                "booked": len(come),
                "expected": round(sum(come), 2),
                "risk": chance_turned_away(come, places) if shared else 0.0,
                "turned_away": expected_turned_away(come, places) if shared else 0.0,
            }
        )
    return rows


def _wishes(ground: Ground, result: Result) -> list[dict[str, object]]:
    """What became of each wish: how many bookings match; of a pin that is not kept, what stands against it."""
    bookings = [one for one in result.plan.bookings if one.date >= ground.horizon.free_from]
    prices = prices_of(ground, result.plan)
    rows: list[dict[str, object]] = []
    for wish in ground.wished.rows:
        met = sum(matches(wish, one.person_id, one.project_id, one.date) for one in bookings)
        rows.append(
            {
                "id": wish.pk,
                "kind": wish.kind,
                "person": wish.person.crn if wish.person else None,
                "project": wish.project.code if wish.project else None,
                "date": wish.date.isoformat() if wish.date else None,
                "points": wish.points,
                "bookings": met,
                "price": prices.get(wish.pk),
                "against": _against(wish, ground) if wish.kind == PlanWish.Kind.PIN and not met else [],
            }
        )
    return rows


def _against(pin: PlanWish, ground: Ground) -> list[str]:
    """The keys of the rules that stand against a pinned booking; none where it is the session that cannot be run."""
    problem = ground.problem
    if not (pin.person and pin.project and pin.date):
        return []
    person, project = problem.person_of[pin.person.crn], problem.project_of[pin.project.code]
    return [reason.key for reason in reasons_against(person, project, pin.date, problem)]


def _stood(ground: Ground) -> dict[str, object]:
    """The sessions and bookings that stood, by their ids, of the days that the plan may change."""
    sessions, bookings = ground.stands.sessions, ground.stands.bookings
    free = {session.pk for session in sessions if session.date >= ground.horizon.free_from}
    return {
        "sessions": [
            {
                "id": one.pk,
                "project": one.project.code,
                "date": one.date.isoformat(),
                "supervisor": one.supervisor.code if one.supervisor and one.project.supervised else None,
            }
            for one in sessions if one.pk in free
        ],
        "bookings": [
            {
                "id": one.pk,
                "session": one.session_id,
                "project": one.session.project.code,
                "date": one.session.date.isoformat(),
                "person": one.appointment.person.crn,
                "decided": one.decided,
            }
            for one in bookings if one.session_id in free
        ],
    }  # fmt: skip
