"""Exit interviews: when one is due, where it belongs, and what they come to by project and team. Nobody is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import F, QuerySet, Sum

from amends.cases.models import Requirement
from amends.contacts.models import ContactOutcome
from amends.methods.decisions import GroupDecisions, Measure, by_group, share_of
from amends.methods.statistics.share import Share
from amends.methods.statistics.suppression import INSIDE
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.policy.exit_interview import QUESTIONS, poor_answers, well_from
from amends.unpaid_work.models import ExitInterview, ExitInterviewLink, Project
from amends.unpaid_work.queries.attendance import ATTENDED
from amends.unpaid_work.queries.statement import account_of

REPORT = Permission.ATTENDANCE_VIEW


@dataclass(frozen=True)
class Answers:
    """The answers of a period: how many, how many did not want to answer, each question's share that answered well."""

    people: int
    declined: int | None
    whole: dict[str, Share | None]
    projects: tuple[GroupDecisions, ...]
    teams: tuple[GroupDecisions, ...]


@dataclass(frozen=True)
class PoorAnswer:
    """An interview that asks for its project's quality to be checked again, and the questions answered poorly."""

    project: Project
    on: date
    questions: tuple[str, ...]
    interview: int


def work_is_done(requirement: Requirement) -> bool:
    """Whether the hours are worked, or the requirement has ended."""
    if requirement.ended_on:
        return True
    stated = account_of(requirement).statement
    return stated is not None and stated.remaining == 0


def links() -> QuerySet[ExitInterviewLink]:
    """Links of interviews that nobody has recorded, with what they are about."""
    found = ExitInterviewLink.objects.filter(requirement__exit_interview=None)
    return found.select_related("requirement__sentence__person", "issued_by")


def standing_link(requirement: Requirement) -> ExitInterviewLink | None:
    """The newest link made for a requirement that was not withdrawn."""
    return links().filter(requirement=requirement, withdrawn_at=None).first()


def mostly_worked_at(requirement: Requirement) -> Project | None:
    """The project at whose sessions most time was worked under the requirement; None where none was attended."""
    worked = (
        ContactOutcome.objects.filter(
            appointment__booking__requirement=requirement, replaced_by=None, code__in=ATTENDED
        )
        .order_by()
        .values("appointment__booking__session__project")
        .annotate(time=Sum(F("finished_at") - F("started_at")))
        .order_by("-time", "appointment__booking__session__project")
        .values_list("appointment__booking__session__project", flat=True)
    )
    return Project.objects.filter(pk=worked[0]).first() if worked else None


def poor(interview: ExitInterview) -> PoorAnswer | None:
    """What the interview asks to have checked again, if anything."""
    if interview.declined or interview.project is None:
        return None
    questions = poor_answers({name: getattr(interview, name) for name in QUESTIONS}, on=interview.on).value
    return PoorAnswer(interview.project, interview.on, questions, interview.pk) if questions else None


def answers_of(user, first: date, last: date) -> Answers | None:
    """The answers given from `first` to `last` by people whom the user may count.

    None where so few answered that they could be known.
    """
    seen = access.visible(ExitInterview.objects.filter(on__range=(first, last)), user, REPORT)
    rows = list(
        seen.filter(declined=False).values_list(
            "requirement__sentence__person",
            "project__name",
            "project__code",
            "requirement__sentence__person__team__name",
            "requirement__sentence__person__team__code",
            *QUESTIONS,
        )
    )
    who = np.array([row[0] for row in rows], np.int64)
    people = len(np.unique(who))
    if people < INSIDE:
        return None
    everybody = np.ones(len(rows), bool)
    measures = {
        name: Measure(everybody, np.array([row[place] for row in rows]) >= well_from(name, on=last))
        for place, name in enumerate(QUESTIONS, start=5)
    }
    declined = seen.filter(declined=True).count()
    return Answers(
        people=people,
        declined=declined if declined == 0 or declined >= INSIDE else None,
        whole={name: share_of(measure, who) for name, measure in measures.items()},
        projects=by_group(measures, who, _labels(row[1:3] for row in rows)),
        teams=by_group(measures, who, _labels(row[3:5] for row in rows)),
    )


def _labels(named: Iterable[tuple[str | None, str | None]]) -> list[str]:
    return [f"{name} ({code})" if name else "–" for name, code in named]
