"""What was asked of a plan and answered, as far as a reader may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from amends.methods.planning.score import LEAST_POINTS
from amends.organisation import access
from amends.organisation.models import Qualification, Staff
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Plan, PlanQuestion, Project

UNDER_WAY = (PlanQuestion.Status.QUEUED, PlanQuestion.Status.RUNNING)


def questions(user) -> QuerySet[PlanQuestion]:
    """Every question that the user may see, the newest first."""
    rows = access.visible(PlanQuestion.objects.all(), user, Permission.SESSION_PLAN)
    return rows.select_related("plan__team", "person", "requested_by")


def answered(user, plan: Plan, kind: str | tuple[str, str]) -> PlanQuestion | None:
    """The newest question of the kind that is answered."""
    return questions(user).filter(plan=plan, kind=kind, status=PlanQuestion.Status.ANSWERED).first()


def under_way(user, plan: Plan, kind: str | tuple[str, str]) -> PlanQuestion | None:
    """The question of the kind that is being answered."""
    return questions(user).filter(plan=plan, kind=kind, status__in=UNDER_WAY).first()


def question_progress(user, pk: int) -> PlanQuestion:
    """How far a question is, read again and again: only a refusal is written to the audit trail."""
    found = questions(user).filter(pk=pk).first()
    return found or access.load(PlanQuestion.objects.all(), user, Permission.SESSION_PLAN, pk=pk)


@dataclass(frozen=True)
class OneMore:
    """Something more, in names. `what`: supervisor, qualification or place. Minutes, and points of the score.

    `check`: what planning again came to, None where it was not checked.
    """

    what: str
    supervisor: str
    qualifications: tuple[str, ...]
    projects: tuple[str, ...]
    days: str
    max_drive: int | None
    estimate: float
    check: Mapping[str, Any] | None

    @property
    def estimated_minutes(self) -> int:
        """The estimate as so many minutes of a week's least offer, to people whose time is not running out."""
        return round(self.estimate / LEAST_POINTS)


def one_more_lines(question: PlanQuestion, projects: Mapping[str, Project]) -> list[OneMore]:
    """The answer, in names. Two queries."""
    rows = (question.result or {})["rows"]
    codes = {row["supervisor"] for row in rows if row["what"] == "qualification"}
    staff = dict(Staff.objects.filter(code__in=codes).values_list("code", "name"))
    held = {code for row in rows for code in row.get("qualifications", ())}
    names = dict(Qualification.objects.filter(code__in=held).values_list("code", "name"))
    return [
        OneMore(
            what=row["what"],
            supervisor=staff.get(row.get("supervisor"), row.get("supervisor", "")),
            qualifications=tuple(names.get(code, code) for code in row.get("qualifications", ())),
            projects=tuple(str(projects.get(code, code)) for code in row["projects"]),
            days=row.get("days", ""),
            max_drive=row.get("max_drive"),
            estimate=row["estimate"],
            check=row["check"],
        )
        for row in rows
    ]


_OF_THE_CHECK = {"hours": "minutes", "points": "points", "short": "minutes_short"}
SORTS = ("estimate", *_OF_THE_CHECK)


def in_order(lines: Iterable[OneMore], sort: str) -> Sequence[OneMore]:
    """By one of `SORTS`, "-" before it for the largest first; what was not checked stands last."""
    name = _OF_THE_CHECK.get(sort.removeprefix("-"))
    keyed: list[tuple[float | None, OneMore]] = [(_key(one, name), one) for one in lines]
    known = [(key, one) for key, one in keyed if key is not None]
    known.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    return [*(one for _sorted, one in known), *(one for key, one in keyed if key is None)]


def _key(one: OneMore, name: str | None) -> float | None:
    if name is None:
        return one.estimate
    return None if one.check is None else one.check[name]
