"""What came of orders that ended in a year: finished, on time, and what else is known.

Definitions stand in docs/rules/order_outcomes.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from amends.cases.models import Person, Requirement
from amends.methods.group_shares import Measure, Shares, shares_of
from amends.policy.contact_outcomes import contact_outcomes
from amends.unpaid_work.models import RequirementOutcome
from amends.unpaid_work.queries.reach import Year, counted, units_by_person

ASKED = RequirementOutcome.ASKED
PROJECT = "project"
# The requirement of each on which most was worked, by project; the earlier project where two are alike.
_MAIN_PROJECT = """
    SELECT DISTINCT ON (requirement) requirement, name FROM (
        SELECT booking.requirement_id AS requirement, project.id, project.name || ' (' || project.code || ')' AS name,
            SUM(outcome.finished_at - outcome.started_at) AS worked
        FROM unpaid_work_booking booking
        JOIN unpaid_work_session session ON session.id = booking.session_id
        JOIN unpaid_work_project project ON project.id = session.project_id
        JOIN contacts_contactoutcome outcome ON outcome.appointment_id = booking.appointment_id
        WHERE booking.requirement_id = ANY(%(requirements)s) AND outcome.code = ANY(%(attended)s)
            AND NOT EXISTS (SELECT FROM contacts_contactoutcome later WHERE later.replaces_id = outcome.id)
        GROUP BY booking.requirement_id, project.id
    ) by_project ORDER BY requirement, worked DESC, id
"""


@dataclass(frozen=True)
class Ended:
    """The requirement of a person that ended last in the year, and what is known of it; None: not known."""

    person: int
    requirement: int
    finished: bool
    on_time: bool | None
    known: dict[str, bool | None]


def ended_in(people: QuerySet[Person], year: Year) -> list[Ended]:
    """Each of these people once, by the unpaid work requirement that ended last in the year; not one replaced."""
    rows = (
        Requirement.objects.filter(
            sentence__person__in=people.values("pk"), kind=Requirement.Kind.UNPAID_WORK,
            ended_on__range=(year.first, year.last),
        )
        .exclude(ended_as=Requirement.Ended.REPLACED)
        .order_by("sentence__person_id", "ended_on", "pk")
        .values_list("sentence__person_id", "pk", "ended_on", "ended_as", "limit_date",
                     *(f"outcome__{name}" for name in ASKED))
    )  # fmt: skip
    latest = {row[0]: row for row in rows}
    return [_ended(row) for row in latest.values()]


def _ended(row: Sequence[Any]) -> Ended:
    person, pk, on, how, last_day, *answers = row
    finished = how == Requirement.Ended.COMPLETED
    words = {"yes": True, "no": False}
    known = {name: words.get(answer or "") for name, answer in zip(ASKED, answers, strict=True)}
    return Ended(person, pk, finished, finished and on <= last_day if last_day else None, known)


def main_projects(requirements: Iterable[int]) -> dict[int, str]:
    """The project on which most was worked of each requirement, by its id; none where nothing was."""
    attended = [outcome.code for outcome in contact_outcomes() if outcome.attended]
    with connection.cursor() as cursor:
        cursor.execute(_MAIN_PROJECT, {"requirements": list(requirements), "attended": attended})
        return dict(cursor.fetchall())


def outcome_shares(user, year: Year, *, nowhere: str) -> Shares:
    """What came of orders that ended in the year, by unit and by project. `nowhere` names the project of those who
    worked at none.
    """
    rows = ended_in(counted(user), year)
    units = units_by_person(row.person for row in rows)
    projects = main_projects(row.requirement for row in rows)
    return shares_of(
        [units[row.person][1] for row in rows],
        {PROJECT: [projects.get(row.requirement, nowhere) for row in rows]},
        _measures(rows),
    )


def _measures(rows: list[Ended]) -> dict[str, Measure]:
    everyone = np.ones(len(rows), bool)
    told = np.array([row.on_time is not None for row in rows], bool)
    found = {
        "finished": Measure(everyone, np.array([row.finished for row in rows], bool)),
        "on_time": Measure(told, np.array([bool(row.on_time) for row in rows], bool)),
    }
    for name in ASKED:
        known = np.array([row.known[name] is not None for row in rows], bool)
        found[f"{name}_known"] = Measure(everyone, known)
        found[name] = Measure(known, np.array([bool(row.known[name]) for row in rows], bool))
    return found
