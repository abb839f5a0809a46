"""Fixed rows: each is in the plan as it was promised, or listed in the report because the rules no longer allow it.

A dropped row is a breach where it certainly could have stayed: it breaks no rule beside the fixed rows that were kept,
and its session runs, or could run with the dropped rows that are like it. Rows whose session would need others to join
are given the benefit of the doubt.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from amends.methods.planning.check.breach import Breach
from amends.methods.planning.check.measures import SLACK, chance_of_more_than, places_on
from amends.methods.planning.check.rules import (
    SessionKey,
    Sheet,
    wrong_with_day,
    wrong_with_leader,
    wrong_with_person,
)
from amends.methods.planning.plan import Booking
from amends.methods.planning.problem import Standing

LISTED = "fixed_no_longer_allowed"


def fixed_breaches(sheet: Sheet, report: Mapping[str, Any] | None) -> list[Breach]:
    """Fixed rows that were dropped without need or without being told."""
    kept_bookings = [
        Booking(row.date, row.project_id, row.person_id)
        for row in sheet.problem.standing
        if row.fixed and row.person_id is not None and row.person_id in sheet.roll.get((row.project_id, row.date), ())
    ]
    kept = Sheet(sheet.problem, type(sheet.plan)(sheet.plan.sessions, tuple(kept_bookings)))
    breaches = []
    dropped = [row for row in sheet.problem.standing if row.fixed and not _stays(sheet, row)]
    for row in dropped:
        if _could_have_stayed(sheet, kept, row, dropped):
            breaches.append(Breach("fixed", _named(row), "the rules allow it, but the plan does not keep it"))
    if report is not None:
        breaches += _telling(sheet.problem.standing, dropped, report)
    return breaches


def _stays(sheet: Sheet, row: Standing) -> bool:
    key = row.project_id, row.date
    if key not in sheet.leaders or (row.person_id is not None and row.person_id not in sheet.roll.get(key, ())):
        return False
    supervised = sheet.problem.project_of[row.project_id].supervised
    return not supervised or row.supervisor_id is None or row.supervisor_id in sheet.leaders[key]


def _could_have_stayed(sheet: Sheet, kept: Sheet, row: Standing, dropped: list[Standing]) -> bool:
    project = sheet.problem.project_of[row.project_id]
    key = row.project_id, row.date
    if any(wrong_with_day(sheet.problem, project, row.date)):
        return False
    there = row.person_id is None or row.person_id in sheet.roll.get(key, ())
    if there and key in sheet.leaders:
        if any(_stays(sheet, other) for other in sheet.problem.standing if _promises_leader(other, key)):
            return False
        return row.supervisor_id is not None and _free_for(sheet, row.supervisor_id, key)
    if not there and not _fits_beside(kept, row.person_id or "", key):
        return False
    if not project.supervised:
        return there or not _needed_elsewhere(sheet, kept, row.person_id or "")
    if key in sheet.leaders:
        enough = len(kept.roll.get(key, ())) + 1 >= project.least or _admits(sheet, row.person_id or "", key)
        return enough and not _needed_elsewhere(sheet, kept, row.person_id or "")
    return _could_run(sheet, kept, key, dropped)


def _promises_leader(row: Standing, key: SessionKey) -> bool:
    return row.fixed and (row.project_id, row.date) == key and row.supervisor_id is not None


def _could_run(sheet: Sheet, kept: Sheet, key: SessionKey, dropped: list[Standing]) -> bool:
    """Whether the dropped rows of a session that does not run are enough for it, with a supervisor who is free."""
    joined: list[str] = []
    for row in dropped:
        same = (row.project_id, row.date) == key and row.person_id is not None
        if same and row.person_id not in joined and _fits_beside(kept, row.person_id or "", key, joined):
            if _needed_elsewhere(sheet, kept, row.person_id or ""):
                return False
            joined.append(row.person_id or "")
    led = any(_free_for(sheet, supervisor.supervisor_id, key) for supervisor in sheet.problem.supervisors)
    return led and len(joined) >= max(1, sheet.problem.project_of[key[0]].least)


def _free_for(sheet: Sheet, supervisor_id: str, key: SessionKey) -> bool:
    """Whether the supervisor could lead the session beside what they lead in the plan."""
    project_id, day = key
    supervisor = sheet.problem.supervisor_of[supervisor_id]
    led = {other for _, other in sheet.sessions_of.get(supervisor_id, []) if sheet.week(other) == sheet.week(day)}
    if day in led or len(led) >= supervisor.days_a_week:
        return False
    return not any(wrong_with_leader(sheet.problem, supervisor, sheet.problem.project_of[project_id], day))


def _fits_beside(kept: Sheet, person_id: str, key: SessionKey, joined: Iterable[str] = ()) -> bool:
    """Whether rules 1, 2, 4 and 6 allow the booking beside the fixed bookings that were kept."""
    problem = kept.problem
    project_id, day = key
    person, project = problem.person_of[person_id], problem.project_of[project_id]
    if any(wrong_with_person(problem, person, project, day)):
        return False
    mine = kept.bookings_of.get(person_id, [])
    if any(booking.date == day for booking in mine):
        return False
    all_mine = sorted([*mine, Booking(day, project_id, person_id)])
    in_week = kept.minutes([one for one in all_mine if kept.week(one.date) == kept.week(day)])
    ete = kept.minutes([one for one in all_mine if problem.project_of[one.project_id].kind == "ete"])
    if in_week > person.offer_max or ete > person.ete_left or kept.minutes(all_mine[:-1]) >= person.minutes_left:
        return False
    return _admits(kept, person_id, key, joined)


def _admits(sheet: Sheet, person_id: str, key: SessionKey, joined: Iterable[str] = ()) -> bool:
    """Whether rules 4 and 6 allow the person in the session with those who are there."""
    problem, (project_id, day) = sheet.problem, key
    project = problem.project_of[project_id]
    people = [*sheet.roll.get(key, ()), *joined, person_id]
    if not sheet.foes[person_id].isdisjoint(people):
        return False
    places = places_on(problem, project, day)
    if project.kind in ("individual", "home"):
        return len(people) <= places
    chance = chance_of_more_than(places, (problem.person_of[one].attendance for one in people))
    return chance <= max(0.0, problem.overbook_risk - SLACK)


def _needed_elsewhere(sheet: Sheet, kept: Sheet, person_id: str) -> bool:
    """Whether the person helps a session with fixed rows to its least: then their own row may have had to give way."""
    promised = {(row.project_id, row.date) for row in sheet.problem.standing if row.fixed and _stays(sheet, row)}
    mine = {(one.project_id, one.date) for one in kept.bookings_of.get(person_id, [])}
    for booking in sheet.bookings_of.get(person_id, []):
        key = booking.project_id, booking.date
        project = sheet.problem.project_of[booking.project_id]
        if key in promised - mine and project.supervised and len(sheet.roll[key]) <= project.least:
            return True
    return False


def _telling(standing: Iterable[Standing], dropped: list[Standing], report: Mapping[str, Any]) -> list[Breach]:
    listed = report.get(LISTED, [])
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    told = {(row.get("project_id"), row.get("date"), row.get("person_id"), row.get("supervisor_id")) for row in rows}
    breaches = [
        Breach("fixed", _named(row), f"not in the plan, and not listed in the report's {LISTED}")
        for row in dropped
        if _key(row) not in told
    ]
    breaches += [
        Breach("fixed", _named(row), f"kept, but listed in the report's {LISTED}")
        for row in standing
        if row.fixed and row not in dropped and _key(row) in told
    ]
    return breaches


def _key(row: Standing) -> tuple[str, str, str | None, str | None]:
    return row.project_id, row.date.isoformat(), row.person_id, row.supervisor_id


def _named(row: Standing) -> str:
    return f"{row.person_id or row.supervisor_id or 'session'} at {row.project_id} on {row.date}"
