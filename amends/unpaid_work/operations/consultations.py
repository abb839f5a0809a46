"""The log of who was asked what work should be done: recorded, put right, taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import Region
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.policy.consultation import consultees
from amends.unpaid_work.models import Consultation


@dataclass(frozen=True)
class ConsultationDraft:
    """One party heard. `party` is a code of policy; `changed` may be told later."""

    party: str
    whom: str
    on: date
    said: str
    changed: str = ""


@transaction.atomic
def record_consultation(*, region: Region, draft: ConsultationDraft, by, at: datetime) -> Consultation:
    """Record that a party was heard. Raises Refused for a day to come, or a party not asked for then."""
    _check(draft, at)
    row = Consultation.objects.create(region=region, **vars(draft), recorded_at=at, recorded_by=by)
    _tell(by, "record consultation", row)
    return row


@transaction.atomic
def change_consultation(*, consultation: Consultation, draft: ConsultationDraft, by, at: datetime) -> Consultation:
    """Put an entry right, or tell what was changed since. Raises Refused as recording does, or if taken back."""
    row = _standing(consultation)
    _check(draft, at)
    for name, value in vars(draft).items():
        setattr(row, name, value)
    row.save()
    _tell(by, "change consultation", row)
    return row


@transaction.atomic
def withdraw_consultation(*, consultation: Consultation, why: str, by, at: datetime) -> Consultation:
    """Take back an entry recorded by mistake. Raises Refused without a reason, or where that was done."""
    row = _standing(consultation)
    if not why.strip():
        raise Refused(_("Say why it is taken back"), field="why")
    row.withdrawn_at, row.withdrawn_why = at, why.strip()
    row.save()
    _tell(by, "withdraw consultation", row)
    return row


def _standing(consultation: Consultation) -> Consultation:
    row = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if row.withdrawn_at:
        raise Refused(_("The entry is taken back"))
    return row


def _check(draft: ConsultationDraft, at: datetime) -> None:
    if draft.on > civil_date(at):
        raise Refused(_("The day must be today or in the past"), field="on")
    if draft.party not in {one.party for one in consultees(on=draft.on)}:
        raise Refused(_("Policy asks for no such party on that day"), field="party")
    if not (draft.whom.strip() and draft.said.strip()):
        raise Refused(_("Say who was heard, and what they said"), field="said")


def _tell(by, action: str, row: Consultation) -> None:
    detail = {"region": row.region.code, "party": row.party, "on": row.on.isoformat()}
    audit.record(by, action, f"unpaid_work.consultation {row.pk}", detail=detail)
