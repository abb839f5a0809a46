"""Whether unmet.csv names exactly those who are offered less than the least, and the first reason that holds."""

from collections.abc import Iterator
from datetime import date, timedelta

from amends.methods.planning.check.breach import Breach
from amends.methods.planning.check.rules import (
    SessionKey,
    Sheet,
    wish_says_never,
    wrong_with_day,
    wrong_with_leader,
    wrong_with_match,
)
from amends.methods.planning.problem import Person, Project


def unmet_breaches(sheet: Sheet) -> list[Breach]:
    """Rows that are missing, too many or wrong."""
    due = {(person_id, week): rest for person_id, week, *rest in _due(sheet)}
    breaches = []
    seen = set()
    for row in sheet.plan.unmet:
        key, where = (row.person_id, row.week), f"{row.person_id} in week {row.week}"
        if key in seen:
            breaches.append(Breach("unmet", where, "listed twice"))
            continue
        seen.add(key)
        if key not in due:
            breaches.append(Breach("unmet", where, "listed, but offered the least or more"))
            continue
        for name, right, said in zip(
            ("offered", "short", "reason"), due[key], (row.offered, row.short, row.reason), strict=True
        ):
            if said != right:
                breaches.append(Breach("unmet", where, f"{name} is {said}, should be {right}"))
    breaches += [
        Breach("unmet", f"{person_id} in week {week}", f"not listed, but offered {offered} minutes")
        for (person_id, week), (offered, _, _) in due.items()
        if (person_id, week) not in seen
    ]
    return breaches


def _due(sheet: Sheet) -> Iterator[tuple[str, int, int, int, str]]:
    reasons = _Reasons(sheet)
    for person in sheet.problem.people:
        bookings = sheet.bookings_of.get(person.person_id, [])
        for week in range(1, sheet.problem.weeks + 1):
            offered = sheet.minutes([one for one in bookings if sheet.week(one.date) == week])
            if offered < person.offer_min:
                beside = sheet.minutes(bookings) - offered
                reason = reasons.first(person, week, beside)
                yield person.person_id, week, offered, person.offer_min - offered, reason


class _Reasons:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._led: dict[SessionKey, bool] = {}

    def first(self, person: Person, week: int, beside: int) -> str:
        """The first reason that holds for a person in a week who has `beside` minutes booked in the other weeks."""
        problem = self.sheet.problem
        start = problem.first_day + timedelta(weeks=week - 1)
        covered = [day for day in (start + timedelta(days=n) for n in range(7)) if _eligible(person, day)]
        if not covered:
            return "not_eligible"
        days = [day for day in covered if day.isoweekday() in person.days and day not in person.away]
        if not days:
            return "away"
        left_by_least = person.minutes_left - (week - 1) * person.offer_min
        if left_by_least < person.offer_min or person.minutes_left - beside < person.offer_min:
            return "hours_nearly_done"
        suitable = [
            (project, day)
            for project in problem.projects
            if self._fits(person, project)
            for day in days
            if not any(wrong_with_day(problem, project, day))
            and not wish_says_never(problem, person.person_id, project.project_id, day)
        ]
        if not suitable:
            return "no_suitable_project"
        if not any(self._could_be_led(project, day) for project, day in suitable):
            return "no_supervisor"
        return "no_place"

    def _fits(self, person: Person, project: Project) -> bool:
        return (
            person.minutes_left > 0
            and project.minutes <= person.offer_max
            and (project.kind != "ete" or project.minutes <= person.ete_left)
            and not any(wrong_with_match(self.sheet.problem, person, project))
        )

    def _could_be_led(self, project: Project, day: date) -> bool:
        key = project.project_id, day
        if key not in self._led:
            self._led[key] = not project.supervised or key in self.sheet.leaders or self._someone_free(project, day)
        return self._led[key]

    def _someone_free(self, project: Project, day: date) -> bool:
        sheet = self.sheet
        for supervisor in sheet.problem.supervisors:
            led = sheet.sessions_of.get(supervisor.supervisor_id, [])
            this_week = {other for _, other in led if sheet.week(other) == sheet.week(day)}
            free = day not in this_week and len(this_week) < supervisor.days_a_week
            if free and not any(wrong_with_leader(sheet.problem, supervisor, project, day)):
                return True
        return False


def _eligible(person: Person, day: date) -> bool:
    return (
        person.eligible_from is not None
        and person.eligible_from <= day
        and (person.eligible_to is None or day <= person.eligible_to)
    )
