"""Pausing the allocation of new cases to an officer, and protecting loads while somebody learns the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import AllocationPause, ProtectedLoad, Staff
from amends.organisation.operations.overlaps import refuse_overlaps
from amends.organisation.operations.refusal import Ground, Refused
from amends.policy.civil_time import months_after

_HALF_YEARS = tuple(ProtectedLoad.Circumstance)[:3]
_MONTHS = 6


@transaction.atomic
def pause_allocation(
    *, member: Staff, reason: str, from_date: date, to_date: date | None = None, by, at: datetime
) -> AllocationPause:
    """Give the officer no new case from a day, until the day before `to_date` (None: until it is ended).

    Raises Refused without a reason, or where allocation is paused on some of the days already.
    """
    Staff.objects.select_for_update().get(pk=member.pk)
    if not reason.strip() or len(reason.strip()) > 200:
        raise Refused([Ground(_("Enter why, in 200 characters or fewer"), "reason")])
    refuse_overlaps(
        [(member.pk, from_date, to_date)],
        AllocationPause.objects.filter(staff=member).values_list("staff_id", "from_date", "to_date"),
        _("Allocation to them is paused already on some of these days"),
    )
    pause = AllocationPause.objects.create(
        staff=member, reason=reason.strip(), from_date=from_date, to_date=to_date, paused_at=at, paused_by=by
    )
    audit.record(by, "pause allocation", f"organisation.staff {member.pk}", detail={"from": from_date.isoformat()})
    return pause


@transaction.atomic
def end_pause(*, pause: AllocationPause, to_date: date, by, at: datetime) -> AllocationPause:
    """Give the officer new cases again from `to_date`. Raises Refused where that is not after the first day."""
    pause = AllocationPause.objects.select_for_update().get(pk=pause.pk)
    if to_date <= pause.from_date:
        raise Refused(_("The day must be after the first day of the pause"), field="to_date")
    if pause.to_date is not None and to_date > pause.to_date:
        raise Refused(_("The pause ends before that day already"), field="to_date")
    pause.to_date = to_date
    pause.save(update_fields=["to_date"])
    audit.record(by, "end pause", f"organisation.staff {pause.staff_id}", detail={"to": to_date.isoformat()})
    return pause


@dataclass(frozen=True)
class LoadDraft:
    """A share of somebody's hours kept from a day until the day before `to_date`."""

    circumstance: str
    from_date: date
    to_date: date


def trainee_loads(from_date: date) -> list[LoadDraft]:
    """The three half-years of a trainee who begins on a day."""
    begins = [months_after(from_date, _MONTHS * number) for number in range(len(_HALF_YEARS) + 1)]
    return [LoadDraft(each, begins[number], begins[number + 1]) for number, each in enumerate(_HALF_YEARS)]


@transaction.atomic
def protect_loads(*, member: Staff, drafts: Sequence[LoadDraft], by, at: datetime) -> list[ProtectedLoad]:
    """Keep shares of somebody's hours for learning the work.

    Raises Refused for a circumstance that there is not, days out of order, or days on which one stands already.
    """
    Staff.objects.select_for_update().get(pk=member.pk)
    for number, draft in enumerate(drafts, start=1):
        if draft.circumstance not in ProtectedLoad.Circumstance.values:
            raise Refused(_("Select why"), number=number, field="circumstance")
    refuse_overlaps(
        [(member.pk, draft.from_date, draft.to_date) for draft in drafts],
        ProtectedLoad.objects.filter(staff=member).values_list("staff_id", "from_date", "to_date"),
        _("A load is protected on some of these days already"),
    )
    loads = ProtectedLoad.objects.bulk_create(
        ProtectedLoad(staff=member, recorded_at=at, recorded_by=by, **vars(draft)) for draft in drafts
    )
    audit.record_many(
        by, "protect load",
        ((f"organisation.staff {member.pk}", "", {"circumstance": str(draft.circumstance)}) for draft in drafts),
    )  # fmt: skip
    return loads


@transaction.atomic
def remove_load(*, load: ProtectedLoad, by, at: datetime) -> None:
    """Take away a protected load that was recorded by mistake, or ended early."""
    detail = {"circumstance": load.circumstance, "from": load.from_date.isoformat(), "to": load.to_date.isoformat()}
    load.delete()
    audit.record(by, "remove load", f"organisation.staff {load.staff_id}", detail=detail)
