"""Checking a project's quality again: calling for it, and recording what came of it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Project, ProjectRecheck

DUE_AFTER = timedelta(days=28)


@transaction.atomic
def open_recheck(
    *, project: Project, reason: str, note: str, assigned_to, by, at: datetime, due_on: date | None = None
) -> ProjectRecheck:
    """Call for a project to be checked again, by `due_on` (28 days from now where none is given).

    Where a check stands open already, what was said is added to it, and an earlier day holds. Raises Refused without a
    note, or where the day is past.
    """
    due_on = due_on or localdate(at) + DUE_AFTER
    if not note.strip():
        raise Refused(_("Say what was said, or what you saw"), field="note")
    if due_on < localdate(at):
        raise Refused(_("The day must be today or later"), field="due_on")
    Project.objects.select_for_update().get(pk=project.pk)
    standing = ProjectRecheck.objects.filter(project=project, closed_at=None).first()
    if standing:
        standing.note, standing.due_on = f"{standing.note}\n{note.strip()}", min(standing.due_on, due_on)
        standing.save()
    else:
        standing = ProjectRecheck.objects.create(
            project=project, reason=reason, note=note.strip(), due_on=due_on, assigned_to=assigned_to, opened_at=at
        )
    detail = {"reason": reason, "recheck": standing.pk, "due": standing.due_on.isoformat()}
    audit.record(by, "call for re-check of project", f"unpaid_work.project {project.pk}", detail=detail)
    return standing


@transaction.atomic
def close_recheck(*, recheck: ProjectRecheck, outcome: str, finding: str, by, at: datetime) -> ProjectRecheck:
    """Record that a project was checked again and what came of it. Raises Refused where that was recorded already."""
    recheck = ProjectRecheck.objects.select_for_update().get(pk=recheck.pk)
    if recheck.closed_at:
        raise Refused(_("Somebody else has recorded this check meanwhile"))
    if not finding.strip():
        raise Refused(_("Say what was found and done"), field="finding")
    recheck.outcome, recheck.finding, recheck.closed_at, recheck.closed_by = outcome, finding.strip(), at, by
    recheck.save()
    detail = {"recheck": recheck.pk, "outcome": outcome}
    audit.record(by, "record re-check of project", f"unpaid_work.project {recheck.project_id}", detail=detail)
    return recheck
