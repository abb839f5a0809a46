"""Which tier of restrictions a region is in, by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.organisation import audit
from amends.organisation.models import Region, RegionTier
from amends.organisation.operations.overlaps import refuse_overlaps
from amends.organisation.operations.refusal import Refused


@dataclass(frozen=True)
class TierDraft:
    """A region's tier from `from_date` until the day before `to_date` (None: no end known)."""

    region: Region
    tier: str
    from_date: date
    to_date: date | None = None


@transaction.atomic
def record_region_tiers(drafts: Sequence[TierDraft], *, by, at: datetime) -> list[RegionTier]:
    """Record tiers as they stand, for each of their dates. Raises Refused where any overlap, or one is not known."""
    regions = {draft.region.pk for draft in drafts}
    list(Region.objects.select_for_update().filter(pk__in=regions).order_by("pk").values_list("pk"))
    for number, draft in enumerate(drafts, start=1):
        if draft.tier not in RegionTier.Tier.values:
            raise Refused(_("Select the tier"), number=number, field="tier")
    refuse_overlaps(
        [(draft.region.pk, draft.from_date, draft.to_date) for draft in drafts],
        RegionTier.objects.filter(region_id__in=regions).values_list("region_id", "from_date", "to_date"),
        _("The region has a tier on some of these days"),
    )
    rows = RegionTier.objects.bulk_create(RegionTier(**vars(draft)) for draft in drafts)
    _tell(by, rows)
    return rows


@transaction.atomic
def record_region_tier(*, region: Region, tier: str, from_date: date, by, at: datetime) -> RegionTier:
    """The region is in the tier from `from_date` on; the tier before it ends that day.

    Raises Refused where a tier begins on that day or later.
    """
    region = Region.objects.select_for_update().get(pk=region.pk)
    if tier not in RegionTier.Tier.values:
        raise Refused(_("Select the tier"), field="tier")
    latest = RegionTier.objects.filter(region=region).order_by("from_date").last()
    if latest and latest.from_date >= from_date:
        raise Refused(_("A tier begins on that day or later; a new one must begin after it"), field="from_date")
    if latest and (latest.to_date is None or latest.to_date > from_date):
        latest.to_date = from_date
        latest.save()
    row = RegionTier.objects.create(region=region, tier=tier, from_date=from_date)
    _tell(by, [row])
    return row


@transaction.atomic
def take_back_region_tier(*, tier: RegionTier, by, at: datetime) -> None:
    """Take back the latest tier of a region, recorded by mistake: the one before it goes on.

    Raises Refused where a later tier is recorded.
    """
    Region.objects.select_for_update().get(pk=tier.region_id)
    latest, before = [*RegionTier.objects.filter(region_id=tier.region_id).order_by("-from_date")[:2], None, None][:2]
    if latest is None or latest.pk != tier.pk:
        raise Refused(_("Another tier is the latest now; only the latest is taken back"))
    latest.delete()
    if before is not None and before.to_date == latest.from_date:
        before.to_date = latest.to_date
        before.save(update_fields=["to_date"])
    detail = {"tier": tier.tier, "from": tier.from_date.isoformat()}
    audit.record(by, "take back region tier", f"organisation.regiontier {tier.pk}", detail=detail)


def _tell(by, rows: Sequence[RegionTier]) -> None:
    audit.record_many(
        by, "record region tier",
        ((f"organisation.regiontier {row.pk}", "", {"tier": row.tier, "from": row.from_date.isoformat()})
         for row in rows),
    )  # fmt: skip
