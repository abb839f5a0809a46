"""Delivery models that a service added: in force on a day, of the regions a reader sees, and as policy reads them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amends.contacts.models import OwnDeliveryModel
from amends.design.words import day
from amends.faults import Faults
from amends.organisation import access
from amends.organisation.models import Region, RegionTier
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.delivery_models import delivery_model
from amends.policy.own_models import OwnModel, OwnRule, Weaker, weaker_than


def as_model(row: OwnDeliveryModel) -> OwnModel:
    """The model with its rules, as policy reads it."""
    rules = tuple(
        OwnRule(rule.risk, rule.flag, rule.every_days, rule.by, rule.face_to_face_days) for rule in row.rules.all()
    )
    told = {"name": row.name, "region": row.region.name, "tier": row.get_tier_display()}
    if row.agreed_by is None or row.agreed_at is None:
        return OwnModel(row.name, rules, _("%(name)s, %(region)s (%(tier)s): a draft") % told)
    told |= {"from": day(row.from_date), "by": row.agreed_by.name}
    source = _("%(name)s, %(region)s (%(tier)s), from %(from)s, agreed by %(by)s") % told
    return OwnModel(row.name, rules, source)


def whole() -> QuerySet[OwnDeliveryModel]:
    """Every model, with what is needed to read it."""
    return OwnDeliveryModel.objects.select_related("region", "agreed_by", "written_by").prefetch_related("rules")


def in_force(regions: Collection[int], on: date) -> dict[tuple[int, str], OwnModel]:
    """The models that hold in the regions on a day, by region and tier; two queries at the most."""
    agreed = whole().filter(current(on), region__in=regions, agreed_at__isnull=False, withdrawn_at=None)
    return {(row.region_id, row.tier): as_model(row) for row in agreed.order_by()}


def of_reader(user) -> QuerySet[OwnDeliveryModel]:
    """The models of the regions where the reader sees contact."""
    return access.visible(whole(), user, Permission.CONTACT_VIEW).distinct()


def to_ask_of(user, on: date) -> QuerySet[OwnDeliveryModel]:
    """Those that a what-if may apply: drafts too, and none that is over or withdrawn."""
    return of_reader(user).filter(Q(to_date=None) | Q(to_date__gt=on), withdrawn_at=None)


def regions_of(user, permission: Permission) -> list[Region]:
    """The regions in which the user has the permission somewhere."""
    return list(access.visible(Region.objects.all(), user, permission).distinct())


def shipped(row: OwnDeliveryModel) -> str:
    """The model that would hold on its first day without it; empty where none is shipped for the tier."""
    return _shipped(row.tier, row.from_date)


def _shipped(tier: str, on: date) -> str:
    try:
        return delivery_model(tier, on=on).value
    except Faults:
        return ""


def weaker(row: OwnDeliveryModel) -> list[Weaker]:
    """For whom it asks less than the model that would hold on its first day without it."""
    other = shipped(row)
    return weaker_than(as_model(row), other, on=row.from_date) if other else []


@dataclass(frozen=True)
class InForce:
    """Which model holds in a region on a day; empty where none does. `own`: it is one that the service added."""

    region: Region
    tier: str
    model: str
    own: bool


def standing(regions: Collection[Region], on: date) -> list[InForce]:
    """The model of each region on a day, by its tier; three queries at the most."""
    tiers = dict(RegionTier.objects.filter(current(on), region__in=regions).values_list("region_id", "tier"))
    own = in_force([region.pk for region in regions], on)
    found = []
    for region in regions:
        tier = tiers.get(region.pk, RegionTier.Tier.OPEN)
        added = own.get((region.pk, tier))
        found.append(InForce(region, tier, added.name if added else _shipped(tier, on), added is not None))
    return found
