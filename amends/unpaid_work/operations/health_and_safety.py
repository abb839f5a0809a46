"""Health and safety of placements: assessed before first use, valid as long as policy says, ended by an incident."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.validity import placement_health_and_safety_valid_until
from amends.unpaid_work.models import HealthAndSafety, Project

_AT_ONCE = 2_000


@dataclass(frozen=True)
class HealthAndSafetyDraft:
    """An assessment of a project's health and safety, made on `from_date`; `incident_on` ends it before its time."""

    project: Project
    assessed_by: str
    from_date: date
    findings: str = ""
    incident_on: date | None = None
    incident: str = ""


@transaction.atomic
def record_health_and_safety(drafts: Sequence[HealthAndSafetyDraft], *, by, at: datetime) -> list[HealthAndSafety]:
    """Record assessments, each valid by policy from the day it was made; the one before it ends that day.

    Raises Refused where a project has an assessment made on the same day or later.
    """
    ids = {draft.project.pk for draft in drafts}
    list(Project.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    standing: dict[int, HealthAndSafety] = {}
    for held in HealthAndSafety.objects.filter(project_id__in=ids).order_by("from_date"):
        standing[held.project_id] = held
    new, ended = [], []
    numbered = sorted(enumerate(drafts, start=1), key=lambda pair: pair[1].from_date)
    for number, draft in numbered:
        before = standing.get(draft.project.pk)
        if before is not None and before.from_date >= draft.from_date:
            raise Refused(
                _("%(project)s has an assessment made on that day or later; a new one must be made after it")
                % {"project": draft.project.name},
                number=number,
            )
        if before is not None and before.to_date > draft.from_date:
            before.to_date = draft.from_date
            if before.pk:
                ended.append(before)
        standing[draft.project.pk] = row = _row(draft, number)
        new.append(row)
    HealthAndSafety.objects.bulk_update(ended, ["to_date"], batch_size=_AT_ONCE)
    rows = HealthAndSafety.objects.bulk_create(new, batch_size=_AT_ONCE)
    audit.record_many(
        by, "record health and safety",
        ((f"unpaid_work.project {row.project_id}", "",
          {"from": row.from_date.isoformat(), "to": row.to_date.isoformat()}) for row in rows),
    )  # fmt: skip
    in_order = {number: row for (number, _draft), row in zip(numbered, rows, strict=True)}
    return [in_order[number] for number in range(1, len(drafts) + 1)]


@transaction.atomic
def end_health_and_safety(*, assessment: HealthAndSafety, on: date, incident: str, by, at: datetime) -> HealthAndSafety:
    """End the assessment because of an incident on the day `on`: from then on no session of the project can be opened.

    Sessions that stand stay, in conflict with it, until each is stood down or called off.
    Raises Refused where it does not hold on that day.
    """
    assessment = HealthAndSafety.objects.select_for_update().select_related("project").get(pk=assessment.pk)
    if not assessment.from_date <= on < assessment.to_date:
        raise Refused(_("The assessment does not hold on the day of the incident"))
    assessment.to_date = on
    assessment.ended_why = incident
    assessment.save()
    detail = {"on": on.isoformat(), "incident": incident}
    audit.record(by, "end health and safety", f"unpaid_work.project {assessment.project_id}", detail=detail)
    return assessment


def _row(draft: HealthAndSafetyDraft, number: int) -> HealthAndSafety:
    last = placement_health_and_safety_valid_until(
        draft.from_date, on=draft.from_date, incident_on=draft.incident_on
    ).value
    if draft.incident_on is not None and draft.incident_on < draft.from_date:
        raise Refused(_("An incident before the assessment does not end it"), number=number)
    ended_early = draft.incident_on is not None and draft.incident_on == last + timedelta(days=1)
    return HealthAndSafety(
        project=draft.project,
        assessed_by=draft.assessed_by,
        from_date=draft.from_date,
        to_date=last + timedelta(days=1),
        findings=draft.findings,
        ended_why=(draft.incident or _("Incident")) if ended_early else "",
    )
