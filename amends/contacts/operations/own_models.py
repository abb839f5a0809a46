"""A delivery model that a service adds: written by one, agreed by another, in force from a day to come, then ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.contacts.models import OwnDeliveryModel, OwnDeliveryRule
from amends.contacts.operations.refused import ModelRefused
from amends.contacts.queries.own_models import weaker
from amends.faults import Faults
from amends.organisation import audit
from amends.organisation.models import Region, RegionTier, User
from amends.organisation.operations.refusal import Ground
from amends.policy.delivery_models import delivery_model
from amends.policy.own_models import OwnRule, Unsound, unsound


@dataclass(frozen=True)
class ModelDraft:
    """A model as it is written: where and when it is to hold, and its rules. `to_date`: the first day without it.

    `symptom_check`: people are asked about symptoms before they are seen face to face.
    """

    region: Region
    tier: str
    name: str
    from_date: date
    rules: Sequence[OwnRule]
    to_date: date | None = None
    symptom_check: bool = False


@transaction.atomic
def write_own_model(
    *, draft: ModelDraft, by: User, at: datetime, model: OwnDeliveryModel | None = None
) -> OwnDeliveryModel:
    """Write a model, or write `model` anew while it is not agreed. Raises ModelRefused.

    Whoever wrote it last is its writer: somebody else has to agree it.
    """
    if model is not None:
        model = _locked(model)
        if model.agreed_at:
            raise ModelRefused(_("It has been agreed: write another, to follow it"))
    if grounds := _grounds(draft, at):
        raise ModelRefused(grounds)
    row = model or OwnDeliveryModel()
    row.region, row.tier, row.name = draft.region, draft.tier, draft.name.strip()
    row.symptom_check = draft.symptom_check
    row.from_date, row.to_date, row.written_by, row.written_at = draft.from_date, draft.to_date, by, at
    row.save()
    row.rules.all().delete()
    OwnDeliveryRule.objects.bulk_create(OwnDeliveryRule(model=row, **vars(rule)) for rule in draft.rules)
    detail = {"region": row.region.code, "tier": row.tier, "from": row.from_date.isoformat(), "rules": len(draft.rules)}
    audit.record(by, "write delivery model", f"contacts.owndeliverymodel {row.pk}", detail=detail)
    return row


@transaction.atomic
def agree_own_model(*, model: OwnDeliveryModel, why_less: str, by: User, at: datetime) -> OwnDeliveryModel:
    """Agree a model that another wrote: it is in force from its first day. Raises ModelRefused.

    Where it asks less than the model shipped would on that day, it takes a reason: `by` is a head of the region.
    """
    Region.objects.select_for_update().get(pk=model.region_id)
    row = _locked(model)
    grounds = []
    if row.agreed_at:
        grounds.append(Ground(_("It has been agreed already")))
    if row.written_by_id == by.pk:
        grounds.append(Ground(_("You wrote it: a second person has to check it")))
    if row.from_date <= localdate(at):
        grounds.append(Ground(_("Its first day is not to come any more: the past is never changed. Write it anew")))
    if overlapping(row).exists():
        grounds.append(Ground(_("Another model of this region and tier holds on some of its days: end that first")))
    less = weaker(row)
    if less and not why_less.strip():
        grounds.append(Ground(_("It asks less than the model shipped: say why"), "why_less"))
    if grounds:
        raise ModelRefused(grounds)
    row.agreed_by, row.agreed_at, row.why_less = by, at, why_less.strip() if less else ""
    row.save()
    detail = {"region": row.region.code, "tier": row.tier, "from": row.from_date.isoformat(), "less": len(less)}
    audit.record(by, "agree delivery model", f"contacts.owndeliverymodel {row.pk}", detail=detail)
    return row


@transaction.atomic
def end_own_model(*, model: OwnDeliveryModel, on: date, by: User, at: datetime) -> None:
    """End an agreed model: it holds no longer from a day to come on, or never begins. Raises ModelRefused."""
    row = _locked(model)
    if row.agreed_at is None or row.withdrawn_at:
        raise ModelRefused(_("It is not agreed, or was withdrawn"))
    if on <= localdate(at):
        raise ModelRefused(_("The day must be tomorrow or later: the past is never changed"), field="on")
    if row.to_date and row.to_date <= on:
        raise ModelRefused(_("It ends before that day already"), field="on")
    if on <= row.from_date:
        row.withdrawn_at = at
    else:
        row.to_date = on
    row.save()
    detail = {"on": on.isoformat(), "withdrawn": row.withdrawn_at is not None}
    audit.record(by, "end delivery model", f"contacts.owndeliverymodel {row.pk}", detail=detail)


@transaction.atomic
def discard_own_model(*, model: OwnDeliveryModel, by: User, at: datetime) -> None:
    """Throw away a model that was never agreed. Raises ModelRefused."""
    row = _locked(model)
    if row.agreed_at:
        raise ModelRefused(_("It has been agreed: it can only be ended"))
    audit.record(by, "discard delivery model", f"contacts.owndeliverymodel {row.pk}", detail={"name": row.name})
    row.delete()


def overlapping(row: OwnDeliveryModel):
    """The agreed models of the same region and tier that hold on some of its days."""
    others = OwnDeliveryModel.objects.filter(
        Q(to_date=None) | Q(to_date__gt=row.from_date), region=row.region_id, tier=row.tier, agreed_at__isnull=False,
        withdrawn_at=None,
    ).exclude(pk=row.pk)  # fmt: skip
    return others.filter(from_date__lt=row.to_date) if row.to_date else others


def _locked(model: OwnDeliveryModel) -> OwnDeliveryModel:
    """The model as it stands, held until the end; ModelRefused where it was thrown away meanwhile."""
    row = OwnDeliveryModel.objects.select_for_update().filter(pk=model.pk).first()
    if row is None:
        raise ModelRefused(_("It has been thrown away"))
    return row


def _grounds(draft: ModelDraft, at: datetime) -> list[Ground]:
    grounds = []
    if not draft.name.strip():
        grounds.append(Ground(_("Enter what it is called"), "name"))
    if draft.tier not in RegionTier.Tier.values:
        grounds.append(Ground(_("Select the tier"), "tier"))
    elif not _has_shipped(draft):
        words = _("No model is shipped for this tier on this day, so that nothing can be held against it")
        grounds.append(Ground(words, "from_date"))
    if draft.from_date <= localdate(at):
        grounds.append(Ground(_("The first day must be tomorrow or later: the past is never changed"), "from_date"))
    if draft.to_date and draft.to_date <= draft.from_date:
        grounds.append(Ground(_("It must end after it begins"), "to_date"))
    return grounds + [Ground(_words(each), each.field, each.number + 1) for each in unsound(draft.rules)]


def _has_shipped(draft: ModelDraft) -> bool:
    try:
        delivery_model(draft.tier, on=draft.from_date)
    except Faults:
        return False
    return True


def _words(each: Unsound) -> str:
    return {
        "unknown_risk": _("Select the risk"),
        "unknown_flag": _("Select the flag"),
        "days": _("Enter from 1 to 90 days"),
        "by": _("Select by what contact is made"),
        "seen_days": _("Face to face besides takes more days than contact itself, up to 180, and another mode"),
        "nobody": _("Enter the contact owed from low risk on: everybody is owed some"),
        "twice": _("There is a rule for these people already"),
        "less": _("This is less than another rule gives the same people: more risk is never owed less"),
    }[each.why]
