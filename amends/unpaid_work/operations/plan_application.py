"""Applying a plan: all that still holds, in one transaction; what changed meanwhile is refused, each with its reason.

The changes are tried inside a savepoint. Where one is refused after a part of it was done (someone was taken off a
session, and cannot be booked on the other), the savepoint is rolled back and the rest is tried anew without it:
so nothing is ever half done, and someone who cannot be moved stays where they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.unpaid_work.models import Plan
from amends.unpaid_work.operations.plan_attempt import Attempt, Key, Names
from amends.unpaid_work.operations.plans import refuse_if_hypothetical, refuse_unless_ready
from amends.unpaid_work.queries.plan_changes import Changes, changes_of
from amends.unpaid_work.rules import Reason


@dataclass
class Outcome:
    """What came of a plan: how many of each change were applied, and each that was refused, with the reason."""

    applied: dict[str, int] = field(default_factory=dict)
    refused: list[dict[str, object]] = field(default_factory=list)


@transaction.atomic
def apply_plan(*, plan: Plan, by, at: datetime) -> Outcome:
    """Apply a plan that is ready, once. Raises PlanRefused where it is decided already or supposes too much.

    Days up to that of `at` stay as they are. Sessions are locked by id before anything is tried.
    """
    plan = Plan.objects.select_for_update(of=["self"]).select_related("team").get(pk=plan.pk)
    refuse_unless_ready(plan)
    refuse_if_hypothetical(plan)
    changes = changes_of(plan.result)
    names = Names.of(plan, changes)
    left_out = dict(_too_late(changes, names.first_day(at)))
    while True:
        attempt = Attempt(plan, changes, names, left_out, by=by, at=at)
        with transaction.atomic():
            left_out |= attempt.run()
            if attempt.half_done:
                transaction.set_rollback(True)
        if not attempt.half_done:
            break
    outcome = Outcome(attempt.counts, _told(changes, left_out, names))
    _decide(plan, outcome, by, at)
    return outcome


def _decide(plan: Plan, outcome: Outcome, by, at: datetime) -> None:
    plan.status, plan.decided_at, plan.decided_by = Plan.Status.APPLIED, at, by
    plan.applied = {"applied": outcome.applied, "refused": outcome.refused}
    plan.save(update_fields=["status", "decided_at", "decided_by", "applied"])
    detail = {**outcome.applied, "refused": len(outcome.refused)}
    audit.record(by, "apply plan", f"unpaid_work.plan {plan.pk}", detail=detail)


def _too_late(changes: Changes, first_day: date):
    """Changes of days that have come since the plan was made."""
    words = Reason("session_over").words
    for session in changes.sessions:
        if session.date < first_day:
            yield ("session", *session.key), words
    for person in changes.people:
        if person.date < first_day:
            yield ("person", person.person, person.of, person.to), words


def _told(changes: Changes, left_out: Mapping[Key, str], names: Names) -> list[dict[str, object]]:
    """Each refused change, as it is stored."""
    told = []
    for session in changes.sessions:
        reason = left_out.get(("session", *session.key))
        if reason:
            told.append(_row(session.kind, session.project, session.date, None, reason))
    for person in changes.people:
        reason = left_out.get(("person", person.person, person.of, person.to))
        if reason:
            place = person.to or person.left
            told.append(_row(person.kind, place.project, place.date, person.person, reason))
    for crn, place in changes.kept:
        if place.booking in names.gone:
            words = _("kept by the plan, but cancelled since it was made; it is not booked again")
            told.append(_row("kept", place.project, place.date, crn, words))
    return told


def _row(kind: str, project: str, day: date, person: str | None, reason: str) -> dict[str, object]:
    return {"kind": kind, "project": project, "date": day.isoformat(), "person": person, "reason": reason}
