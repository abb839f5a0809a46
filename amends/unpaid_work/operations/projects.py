"""Projects: made, changed, closed for some days."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from itertools import chain, pairwise
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import Qualification, Team
from amends.organisation.operations.refusal import Refused
from amends.policy import codes
from amends.unpaid_work.models import Beneficiary, Project, ProjectClosure, ProjectQuality

BEST_SCORE = 3
_AT_ONCE = 2_000
_SLUG = re.compile(r"[a-z0-9_-]{1,40}")


@dataclass(frozen=True)
class ClosureDraft:
    """Days on which a project is closed: `from_date` is the first, `to_date` the first day open again."""

    from_date: date
    to_date: date
    reason: str


@dataclass(frozen=True)
class QualityDraft:
    """How well a project serves a need (a code of policy's scheme `need`): 0 not at all to 3 very well."""

    need: str
    score: int
    evidence: str = ""


@dataclass(frozen=True)
class ProjectDraft:
    """A project as it is to be. `days` are weekday digits in order, times Europe/London, positions degrees.

    `qualifications` are codes that exist, `beneficiary` a name, made where it is new.
    """

    code: str
    name: str
    type: str
    team: Team
    lat: float
    lon: float
    days: str
    start_time: time
    end_time: time
    from_date: date
    places: int
    least: int = 1
    to_date: date | None = None
    beneficiary: str = ""
    description: str = ""
    address: str = ""
    open_on_bank_holidays: bool = False
    supervised: bool = True
    for_whom: str = "any"
    suitable_under_18: bool = False
    tags: tuple[str, ...] = ()
    skills_needed: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    hazards: str = ""
    closures: tuple[ClosureDraft, ...] = ()
    quality: tuple[QualityDraft, ...] = ()


_APART = {"beneficiary", "qualifications", "closures", "quality"}
_COLUMNS = tuple(field.name for field in fields(ProjectDraft) if field.name not in _APART)


@transaction.atomic
def create_projects(drafts: Sequence[ProjectDraft], *, by, at: datetime) -> list[Project]:
    """Make the projects, with their closures and quality. Raises Refused: nothing is made where one is at fault."""
    taken = _codes_taken(drafts)
    for number, draft in enumerate(drafts, start=1):
        if draft.code in taken:
            raise Refused(_("A project with the code %(code)s exists; give another code") % {"code": draft.code},
                          number=number)  # fmt: skip
        taken.add(draft.code)
        _check(draft, number)
    beneficiaries = _beneficiaries({draft.beneficiary for draft in drafts if draft.beneficiary})
    projects = Project.objects.bulk_create(
        (
            Project(**{name: _stored(getattr(draft, name)) for name in _COLUMNS},
                    beneficiary=beneficiaries.get(draft.beneficiary))
            for draft in drafts
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    pairs = list(zip(projects, drafts, strict=True))
    _need_qualifications(pairs)
    ProjectClosure.objects.bulk_create(
        (ProjectClosure(project=project, from_date=closure.from_date, to_date=closure.to_date, reason=closure.reason)
         for project, draft in pairs for closure in draft.closures),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    ProjectQuality.objects.bulk_create(
        (ProjectQuality(project=project, need=cell.need, score=cell.score, evidence=cell.evidence)
         for project, draft in pairs for cell in draft.quality),
        batch_size=_AT_ONCE,
    )  # fmt: skip
    audit.record_many(
        by, "create project",
        ((f"unpaid_work.project {project.pk}", "", {"code": project.code}) for project in projects),
    )  # fmt: skip
    return projects


@transaction.atomic
def change_project(*, project: Project, changes: dict[str, object], by, at: datetime) -> Project:
    """Change what `changes` names: the fields of ProjectDraft, but not its code, closures or quality.

    Raises Refused for what no project may be. Sessions already open keep their times and places.
    """
    unknown = set(changes) - (set(_COLUMNS) | {"beneficiary", "qualifications"}) | ({"code"} & set(changes))
    if unknown:
        raise ValueError(f"not to be changed on a project: {', '.join(sorted(unknown))}")
    project = Project.objects.select_for_update().get(pk=project.pk)
    _check(_as_draft(project, changes), None)
    before = {name: getattr(project, name) for name in changes if name in _COLUMNS}
    for name in before:
        setattr(project, name, _stored(changes[name]))
    if "beneficiary" in changes:
        name = str(changes["beneficiary"])
        project.beneficiary = _beneficiaries({name})[name] if name else None
    project.save()
    if "qualifications" in changes:
        wanted: Any = changes["qualifications"]
        project.qualifications.set(_qualifications(set(wanted), None))
    detail = {"changed": sorted(changes)}
    audit.record(by, "change project", f"unpaid_work.project {project.pk}", detail=detail)
    return project


@transaction.atomic
def rate_quality(*, project: Project, ratings: Sequence[QualityDraft], by, at: datetime) -> None:
    """Set the project's whole line of the quality matrix: needs that are not named are no longer rated."""
    fault = next(_faults_of_quality(ratings), None)
    if fault:
        raise Refused(fault)
    Project.objects.select_for_update().get(pk=project.pk)
    ProjectQuality.objects.filter(project=project).exclude(need__in=[rating.need for rating in ratings]).delete()
    for rating in ratings:
        ProjectQuality.objects.update_or_create(
            project=project, need=rating.need, defaults={"score": rating.score, "evidence": rating.evidence}
        )
    detail = {"scores": {rating.need: rating.score for rating in ratings}}
    audit.record(by, "rate project quality", f"unpaid_work.project {project.pk}", detail=detail)


def _codes_taken(drafts: Sequence[ProjectDraft]) -> set[str]:
    codes_given = [draft.code for draft in drafts]
    return set(Project.objects.filter(code__in=codes_given).values_list("code", flat=True))


def _check(draft: ProjectDraft, number: int | None) -> None:
    fault = next(chain(_faults_of_project(draft), _faults_of_sessions(draft), _faults_of_quality(draft.quality)), None)
    if fault:
        raise Refused(fault, number=number)


def _faults_of_project(draft: ProjectDraft) -> Iterator[str]:
    """What no project may be, in words rather than by a constraint's name."""
    kinds = Project.Type.values
    if draft.type not in kinds:
        yield _("%(given)s is not a type of project; it is one of %(known)s") % {
            "given": draft.type,
            "known": ", ".join(kinds),
        }
    if not (draft.code.strip() and draft.name.strip()):
        yield _("A project needs a code and a name")
    if draft.to_date is not None and draft.to_date <= draft.from_date:
        yield _("The project must close after the day it opens")
    if not (-90 <= draft.lat <= 90 and -180 <= draft.lon <= 180):
        yield _("The position is not a place on earth")
    if not all(_SLUG.fullmatch(word) for word in (*draft.tags, *draft.skills_needed)):
        yield _("Tags and skills are words in small letters, joined by _ where there are several")
    if any(closure.to_date <= closure.from_date for closure in draft.closures):
        yield _("A closure must end after the day it begins")
    for earlier, later in pairwise(sorted(draft.closures, key=lambda closure: closure.from_date)):
        if later.from_date < earlier.to_date:
            yield _("Two closures of the project overlap; make one of them")


def _faults_of_sessions(draft: ProjectDraft) -> Iterator[str]:
    if not draft.days or not re.fullmatch("1?2?3?4?5?6?7?", draft.days):
        yield _("The days are weekdays in order, 1 for Monday to 7 for Sunday, at least one")
    if draft.end_time <= draft.start_time:
        yield _("A session must end after it begins, on the same day")
    if draft.places < 1:
        yield _("A project needs at least 1 place")
    if not 0 <= draft.least <= draft.places:
        yield _("The fewest people a session runs for must be from 0 to its places")
    if draft.for_whom not in Project.For.values:
        yield _("A project is for anyone, women or men: any, women or men")


def _faults_of_quality(ratings: Sequence[QualityDraft]) -> Iterator[str]:
    known = dict(codes.choices("need"))
    for rating in ratings:
        if rating.need not in known:
            yield _("%(given)s is not a need; it is one of %(known)s") % {
                "given": rating.need,
                "known": ", ".join(known),
            }
        if not 0 <= rating.score <= BEST_SCORE:
            yield _("A need is served from 0, not at all, to 3, very well")
    if len({rating.need for rating in ratings}) != len(ratings):
        yield _("A need is rated twice; rate it once")


def _stored(value: object) -> object:
    return sorted(set(value)) if isinstance(value, tuple | list) else value


def _as_draft(project: Project, changes: dict[str, object]) -> ProjectDraft:
    now = {name: getattr(project, name) for name in _COLUMNS}
    return ProjectDraft(**(now | {name: value for name, value in changes.items() if name in _COLUMNS}))


def _beneficiaries(names: set[str]) -> dict[str, Beneficiary]:
    """The beneficiaries by name, those that are new made."""
    Beneficiary.objects.bulk_create((Beneficiary(name=name) for name in sorted(names)), ignore_conflicts=True)
    return {beneficiary.name: beneficiary for beneficiary in Beneficiary.objects.filter(name__in=names)}


def _qualifications(wanted: set[str], number: int | None) -> list[Qualification]:
    found = list(Qualification.objects.filter(code__in=wanted))
    missing = wanted - {qualification.code for qualification in found}
    if missing:
        raise Refused(_("No qualification has the code %(code)s") % {"code": min(missing)}, number=number)
    return found


def _need_qualifications(pairs: list[tuple[Project, ProjectDraft]]) -> None:
    found: dict[str, int] = {}
    for number, (_project, draft) in enumerate(pairs, start=1):
        new = set(draft.qualifications) - set(found)
        if new:
            found |= {qualification.code: qualification.pk for qualification in _qualifications(new, number)}
    through = Project.qualifications.through
    through.objects.bulk_create(
        (through(project_id=project.pk, qualification_id=found[code])
         for project, draft in pairs for code in set(draft.qualifications)),
        batch_size=_AT_ONCE,
    )  # fmt: skip


def overlapping(from_date: date, to_date: date) -> Q:
    """Rows with a `from_date` and a `to_date`, end exclusive, that share a day with the span given."""
    return Q(from_date__lt=to_date, to_date__gt=from_date)
