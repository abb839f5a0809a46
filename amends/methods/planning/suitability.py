"""Why a project suits a person on a date, or does not: every reason, in the order of the rules.

The rules that need nothing but the person, the project and the day (rules 1 and 3 of docs/rules/planning.md, and the
limits of rule 2 that no single session may pass). Places, supervisors and the rest of the plan are not looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from amends.methods.planning.problem import TOLERANCE, Person, Problem, Project, Supervisor, wish_keys
from amends.methods.planning.travel import drive_minutes, travel_minutes

__all__ = [
    "REASON_WORDS",
    "Reason",
    "drive_minutes",
    "effective_places",
    "reasons_against",
    "reasons_against_supervisor",
    "travel_minutes",
]

REASON_WORDS = {
    "not_eligible": "no current assessment allows work on this day",
    "not_a_day": "not a weekday on which the person can work",
    "away": "the person is away",
    "kind": "the assessment does not allow this kind of project",
    "too_far": "further than the person can travel",
    "excluded": "the person must not be placed with what the project involves",
    "skill": "a skill that the project needs is missing",
    "audience": "the project is for others",
    "women_only": "the person is placed with women only",
    "never": "a wish forbids it",
    "hours_done": "no minutes are left to work",
    "too_long": "the session is longer than the person may be offered in a week",
    "ete_used": "the session is longer than the ETE minutes left",
    "project_day": "the project does not run on this weekday",
    "project_season": "the project is not open on this day",
    "project_closed": "the project is closed on this day",
    "outside_horizon": "the day is not in the weeks planned",
    "supervisor_day": "not a weekday on which the supervisor works",
    "supervisor_absent": "the supervisor is absent",
    "supervisor_qualification": "a qualification that the project asks for is missing",
    "supervisor_too_far": "further than the supervisor drives",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against: the rule it comes from (1 to 3), its key in REASON_WORDS, and what exactly stands against."""

    rule: int
    key: str
    detail: str = ""

    @property
    def words(self) -> str:
        """The reason as a phrase to show."""
        return REASON_WORDS[self.key] + (f": {self.detail}" if self.detail else "")


def reasons_against(person: Person, project: Project, day: date, problem: Problem) -> tuple[Reason, ...]:
    """Every reason why the person cannot be booked on the project on that day; empty where it suits."""
    reasons = [
        *_reasons_of_day(person, day),
        *_reasons_of_match(person, project, problem),
        *_reasons_of_wishes(person, project, day, problem),
        *_reasons_of_minutes(person, project),
        *_reasons_of_project(project, day, problem),
    ]
    return tuple(reasons)


def reasons_against_supervisor(
    supervisor: Supervisor, project: Project, day: date, problem: Problem
) -> tuple[Reason, ...]:
    """Every reason why the supervisor cannot lead a session of the project on that day (rule 3)."""
    reasons = []
    if day.isoweekday() not in supervisor.days:
        reasons.append(Reason(3, "supervisor_day"))
    if day in supervisor.absent:
        reasons.append(Reason(3, "supervisor_absent"))
    if missing := project.qualifications - supervisor.qualifications:
        reasons.append(Reason(3, "supervisor_qualification", _listed(missing)))
    minutes = drive_minutes(supervisor, project, problem)
    if minutes > supervisor.max_drive + TOLERANCE:
        reasons.append(Reason(3, "supervisor_too_far", f"{minutes:.0f} minutes of {supervisor.max_drive:g}"))
    return tuple(reasons)


def effective_places(project: Project, day: date, problem: Problem) -> int:
    """The project's places on a day: its own, lowered by every cap that covers the day."""
    places = project.places
    for cap in problem.caps:
        concerns = cap.project_id == project.project_id or (cap.project_id is None and project.kind in ("group", "ete"))
        if concerns and cap.first_day <= day <= cap.last_day:
            places = min(places, cap.places)
    return places


def _reasons_of_day(person: Person, day: date) -> Iterable[Reason]:
    if (
        person.eligible_from is None
        or day < person.eligible_from
        or (person.eligible_to is not None and day > person.eligible_to)
    ):
        yield Reason(1, "not_eligible")
    if day.isoweekday() not in person.days:
        yield Reason(1, "not_a_day")
    if day in person.away:
        yield Reason(1, "away")


def _reasons_of_match(person: Person, project: Project, problem: Problem) -> Iterable[Reason]:
    if project.kind not in person.kinds:
        yield Reason(1, "kind", project.kind)
    minutes = travel_minutes(person, project, problem)
    if minutes > person.max_travel + TOLERANCE:
        yield Reason(1, "too_far", f"{minutes:.0f} minutes of {person.max_travel:g}")
    if barred := project.tags & person.excludes:
        yield Reason(1, "excluded", _listed(barred))
    if missing := project.needs - person.skills:
        yield Reason(1, "skill", _listed(missing))
    if (project.audience == "women" and person.sex != "f") or (project.audience == "men" and person.sex != "m"):
        yield Reason(1, "audience", project.audience)
    if person.women_only and project.audience != "women" and project.kind not in ("individual", "home"):
        yield Reason(1, "women_only")


def _reasons_of_wishes(person: Person, project: Project, day: date, problem: Problem) -> Iterable[Reason]:
    if not problem.forbidden.isdisjoint(wish_keys(person.person_id, project.project_id, day)):
        yield Reason(1, "never")


def _reasons_of_minutes(person: Person, project: Project) -> Iterable[Reason]:
    if person.minutes_left <= 0:
        yield Reason(2, "hours_done")
    if project.minutes > person.offer_max:
        yield Reason(2, "too_long", f"{project.minutes} minutes of {person.offer_max}")
    if project.kind == "ete" and project.minutes > person.ete_left:
        yield Reason(2, "ete_used", f"{project.minutes} minutes of {person.ete_left}")


def _reasons_of_project(project: Project, day: date, problem: Problem) -> Iterable[Reason]:
    if not problem.first_day <= day <= problem.last_day:
        yield Reason(3, "outside_horizon")
    if day.isoweekday() not in project.days:
        yield Reason(3, "project_day")
    if not project.open_from <= day <= project.open_to:
        yield Reason(3, "project_season")
    if day in project.closed:
        yield Reason(3, "project_closed")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
