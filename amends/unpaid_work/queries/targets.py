"""Local targets with what they come to, and which are to be reviewed."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from amends.methods.group_shares import Cell, Shares
from amends.organisation import access
from amends.organisation.models import PDU
from amends.organisation.roles import Permission
from amends.unpaid_work.models import LocalTarget
from amends.unpaid_work.queries.reach import REPORT, unit_name

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """A target beside what was reached in the year. `met` is None where that is not shown."""

    target: LocalTarget
    cell: Cell
    met: bool | None
    state: str  # "late", "soon" or ""


def targets(user, permission: Permission = REPORT) -> QuerySet[LocalTarget]:
    """The targets in force of the units that the user sees, those to be reviewed first before others."""
    keys = access.visible(LocalTarget.objects.filter(ended_on=None), user, permission).values("pk")
    return LocalTarget.objects.filter(pk__in=keys).select_related("pdu", "set_by").order_by("review_by", "pk")


def standings(rows: list[LocalTarget], shares: Shares, on: date) -> list[Standing]:
    """Each target beside its cell of the report."""
    found = []
    for row in rows:
        area = unit_name(row.pdu.name, row.pdu.code)
        cell = shares.cell(row.measure, area, row.characteristic, row.group)
        found.append(Standing(row, cell, _met(row, cell), _state(row, on)))
    return found


def units_to_set(user) -> QuerySet[PDU]:
    """The units whose targets the user sets."""
    within = access.scope(user, Permission.TARGET_SET, "teams")
    keys = PDU.objects.filter(within).values("pk")
    return PDU.objects.filter(pk__in=keys).order_by("name", "code")


def _met(row: LocalTarget, cell: Cell) -> bool | None:
    if cell.share is None:
        return None
    reached = round(cell.share.share * 100, 9)
    return reached <= row.percent if row.at_most else reached >= row.percent


def _state(row: LocalTarget, on: date) -> str:
    if row.review_by < on:
        return "late"
    return "soon" if row.review_by <= on + AHEAD else ""
