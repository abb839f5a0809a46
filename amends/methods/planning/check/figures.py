"""The score worked out again, and whether a report's figures are right."""

from collections import defaultdict
from collections.abc import Mapping
from math import fsum
from typing import Any

from amends.methods.planning.check.breach import Breach
from amends.methods.planning.check.measures import SLACK, minutes_of_drive, minutes_of_travel, points_of_minutes
from amends.methods.planning.check.rules import Sheet


def recounted_score(sheet: Sheet) -> float:
    """The plan's score."""
    problem = sheet.problem
    points: list[float] = []
    for person_id, bookings in sheet.bookings_of.items():
        person = problem.person_of[person_id]
        weeks: dict[int, int] = defaultdict(int)
        for booking in bookings:
            project = problem.project_of[booking.project_id]
            weeks[sheet.week(booking.date)] += project.minutes
            points.append(-0.5 * minutes_of_travel(problem, person, project))
            points.append(20.0 if person.last_project == booking.project_id else 0.0)
            points += [
                problem.wish_points.get((who, what, when), 0.0)
                for who in (person_id, None)
                for what in (booking.project_id, None)
                for when in (booking.date, None)
            ]
        points += [points_of_minutes(problem, person, week, minutes) for week, minutes in weeks.items()]
    for (project_id, _day), leaders in sheet.leaders.items():
        project = problem.project_of[project_id]
        if not project.supervised:  # whoever is named there is a breach, and leads nothing
            continue
        for supervisor in (problem.supervisor_of[name] for name in leaders if name is not None):
            points.append(-0.3 * minutes_of_drive(problem, supervisor, project))
            points.append(15.0 if project_id in supervisor.usual else 0.0)
    for row in problem.standing:
        if row.person_id is None or row.fixed or row.person_id in sheet.roll.get((row.project_id, row.date), ()):
            continue
        points.append(-60.0 if (row.date - problem.first_day).days in (0, 1) else -40.0)
    return fsum(points)


def report_breaches(sheet: Sheet, report: Mapping[str, Any]) -> list[Breach]:
    """Figures of the report that are not what the plan gives."""
    score = recounted_score(sheet)
    said, bound, gap, status = report["score"], report["bound"], report["gap"], report["status"]
    breaches = []
    if not _same(said, score):
        breaches.append(Breach("report", "score", f"{said!r}, should be {score!r}"))
    if bound < score and not _same(bound, score):
        breaches.append(Breach("report", "bound", f"{bound!r} is below the score {score!r}"))
    breaches += _gap_breaches(gap, score, bound)
    if status not in ("optimal", "feasible", "stopped"):
        breaches.append(Breach("report", "status", f"{status!r}, should be optimal, feasible or stopped"))
    if status == "optimal" and not _same(bound, score):
        breaches.append(Breach("report", "status", "optimal, though the bound is above the score"))
    counts = report.get("counts")
    if isinstance(counts, Mapping):
        for name, right in _counts(sheet).items():
            if name in counts and counts[name] != right:
                breaches.append(Breach("report", f"counts.{name}", f"{counts[name]!r}, should be {right}"))
    parts = report.get("parts")
    if isinstance(parts, Mapping) and parts:
        numbers = [part for part in parts.values() if isinstance(part, int | float)]
        if len(numbers) < len(parts) or not _same(fsum(numbers), score):
            breaches.append(Breach("report", "parts", f"do not add up to the score {score!r}"))
    return breaches


def _gap_breaches(gap: float | None, score: float, bound: float) -> list[Breach]:
    if _same(bound, score):
        right: float | None = 0.0
    else:
        right = (bound - score) / abs(bound) if bound else None
    if (gap is None) != (right is None) or (gap is not None and right is not None and abs(gap - right) > SLACK):
        return [Breach("report", "gap", f"{gap!r}, should be {right!r}")]
    return []


def _counts(sheet: Sheet) -> dict[str, int]:
    problem, plan = sheet.problem, sheet.plan
    return {
        "people": len(problem.people),
        "projects": len(problem.projects),
        "supervisors": len(problem.supervisors),
        "sessions": len(plan.sessions),
        "bookings": len(plan.bookings),
        "unmet": len(plan.unmet),
    }


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= SLACK * max(1.0, abs(one), abs(other))
