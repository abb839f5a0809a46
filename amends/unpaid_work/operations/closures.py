"""Closing a project for some days, and opening it again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import Project, ProjectClosure
from amends.unpaid_work.operations.projects import overlapping


@transaction.atomic
def close_project(*, project: Project, from_date: date, to_date: date, reason: str, by, at: datetime) -> ProjectClosure:
    """Close the project from `from_date` until the day before `to_date`.

    Sessions that stand on those days stay, in conflict with it, until each is stood down or called off: people who lose
    their place are counted there. Raises Refused where the days are out of order or overlap another closure.
    """
    if to_date <= from_date:
        raise Refused(_("The last day closed must be on or after the first"))
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.closures.filter(overlapping(from_date, to_date)).exists():
        raise Refused(_("The project is already closed on some of these days; take that closure away first"))
    closure = ProjectClosure.objects.create(project=project, from_date=from_date, to_date=to_date, reason=reason)
    detail = {"from": from_date.isoformat(), "to": to_date.isoformat(), "reason": reason}
    audit.record(by, "close project", f"unpaid_work.project {project.pk}", detail=detail)
    return closure


@transaction.atomic
def reopen_project(*, closure: ProjectClosure, on: date, by, at: datetime) -> None:
    """End the closure: from `on` the project is open again; a closure yet to begin is taken away.

    Sessions that were called off stay so. Raises Refused where the closure is over.
    """
    if closure.to_date <= on:
        raise Refused(_("This closure is over"))
    detail = {"from": closure.from_date.isoformat(), "to": closure.to_date.isoformat(), "on": on.isoformat()}
    if closure.from_date >= on:
        closure.delete()
    else:
        closure.to_date = on
        closure.save()
    audit.record(by, "reopen project", f"unpaid_work.project {closure.project_id}", detail=detail)
