"""Nominations: those that wait, overdue first, and those decided on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from amends.organisation import access
from amends.organisation.models import PDU, Team
from amends.organisation.roles import Permission
from amends.policy.booking import nomination_acknowledgement_due
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import Nomination, NominationLetter

DECIDE = Permission.NOMINATION_DECIDE


@dataclass(frozen=True)
class Waiting:
    """A nomination that waits, the last day to acknowledge it, and whether that is past and it is not."""

    nomination: Nomination
    due: date
    overdue: bool


def nominations() -> QuerySet[Nomination]:
    """Nominations with what their pages show."""
    return Nomination.objects.select_related("pdu__region", "project", "acknowledged_by", "decided_by")


def letters() -> QuerySet[NominationLetter]:
    """Letters with the nominations they are about."""
    return NominationLetter.objects.select_related("nomination")


def _of(user) -> QuerySet[Nomination]:
    return access.visible(nominations(), user, DECIDE).distinct()


def waiting(user, on: date) -> list[Waiting]:
    """The nominations not decided on: those late to be acknowledged first, then by the day that is due."""
    found = [_waiting(row, on) for row in _of(user).filter(decided_at=None)]
    return sorted(found, key=lambda each: (not each.overdue, each.nomination.acknowledged_at is not None, each.due))


def _waiting(row: Nomination, on: date) -> Waiting:
    due = nomination_acknowledgement_due(civil_date(row.received_at)).value
    return Waiting(row, due, row.acknowledged_at is None and due < on)


def decided(user) -> QuerySet[Nomination]:
    """The nominations decided on, the latest first."""
    return _of(user).filter(decided_at__isnull=False).order_by("-decided_at", "-pk")


def unacknowledged(user) -> QuerySet[Nomination]:
    """The nominations that wait to be acknowledged."""
    return _of(user).filter(decided_at=None, acknowledged_at=None)


def units_that_run_projects() -> list[PDU]:
    """The units that the public may choose from: those with a team for unpaid work."""
    teams = Team.objects.filter(pdu=OuterRef("pk"), kind=Team.Kind.UNPAID_WORK)
    return list(PDU.objects.filter(Exists(teams)).select_related("region").order_by("region__name", "name"))
